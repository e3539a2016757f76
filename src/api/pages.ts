/** Reads a list that comes in pages, to its end. See next-page.ts for how servers announce another page. */
import { CliError, isFailure } from '../errors/error.ts';
import { type ListPart, PLAIN_DOCUMENT } from '../models/batch.ts';
import type { Api, PageRequest } from './client.ts';
import { readList } from './list.ts';
import type { PageProgress, Paging } from './next-page.ts';

/** No working server has this many pages. */
const MAX_PAGES = 10_000;
/** Every cursor is kept, and no real one comes near this length. */
const MAX_CURSOR_LENGTH = 8192;
/** Statuses with which servers reject an unknown query parameter. */
const UNKNOWN_QUERY_STATUSES = [400, 404, 422];

/**
 * Yields every part of every page. The next page is requested only when the last part of the current one has been
 * consumed, so a caller who has enough stops by leaving the loop. A repeated page is not yielded again. If the server
 * stated that there is more, a repeat is an error; if only its numbers did, the last part says how many there should
 * be.
 * @throws CliError `bad-paging` for a cursor that repeats or leads to another origin, and those of the list
 */
export async function* readPages(api: Api): AsyncGenerator<ListPart> {
  const cursors = new Set<string>();
  const seen = new SeenPages();
  let readSoFar = 0;
  let lastPart: ListPart | undefined;
  let page: Page | undefined = await openPage(api, undefined);
  for (let count = 1; page; count++) {
    let onPage = 0;
    let paging = LAST_PAGE;
    for await (const part of page.parts()) {
      onPage += part.batch.length;
      readSoFar += part.batch.length;
      if (part.batch.length > 0) seen.add(part.batch);
      if (part.isLast)
        paging = await nextPaging(part, page.link, { onPage, readSoFar, lastId: seen.lastId }, api.baseUrl);
      const hasMore = paging.candidates.length > 0 || paging.isAnnounced;
      const document = hasMore || count > 1 ? PLAIN_DOCUMENT : part.document;
      lastPart = {
        ...part,
        isLast: part.isLast && !hasMore,
        document,
        ...missingTotal(paging, readSoFar, part.isLast && !hasMore),
      };
      yield lastPart;
    }
    const { candidates, isAnnounced } = paging;
    if (candidates.length === 0) {
      if (isAnnounced)
        throw new CliError('bad-paging', { problem: 'it says there are more models but not how to get them' });
      return;
    }
    checkCursor(candidates, cursors, count);
    seen.endPage();
    page = await openNextPage(api, candidates, seen);
    if (page) continue;
    if (isAnnounced) throw new CliError('bad-paging', { problem: 'the server sent the same page again' });
    if (lastPart)
      yield {
        ...lastPart,
        batch: lastPart.batch.head(0),
        isLast: true,
        isPageEnd: true,
        ...missingTotal(paging, readSoFar, true),
      };
  }
}

const LAST_PAGE: Paging = { candidates: [], isAnnounced: false, total: undefined };

/** Skips loading next-page.ts for most lists: they are a single page and have no member but `object`. */
async function nextPaging(
  { members }: ListPart,
  link: string | null,
  progress: PageProgress,
  baseUrl: string,
): Promise<Paging> {
  if (link === null && hasNoPaging(members)) return LAST_PAGE;
  const { parsePaging } = await import('./next-page.ts');
  return parsePaging(members, link, progress, baseUrl);
}

function hasNoPaging(members: ListPart['members']): boolean {
  for (const { key } of members) if (key !== 'object') return false;
  return true;
}

/** Adds where the key came from to an error found in a body. */
async function addKeyOrigin(error: unknown, api: Api): Promise<unknown> {
  if (!(error instanceof CliError) || error.code !== 'server') return error;
  const { withKeyOrigin } = await import('./refusal.ts');
  return withKeyOrigin(error, api);
}

/** The server's total, if fewer models than that were received. */
function missingTotal({ total }: Paging, readSoFar: number, isLast: boolean): { total?: number } {
  return isLast && total !== undefined && total > readSoFar ? { total } : {};
}

function checkCursor([pageRequest]: readonly PageRequest[], cursors: Set<string>, count: number): void {
  const cursor = JSON.stringify(pageRequest);
  if (cursor.length > MAX_CURSOR_LENGTH) throw new CliError('bad-paging', { problem: 'the page cursor is too long' });
  if (cursors.has(cursor)) throw new CliError('bad-paging', { problem: 'the server sent the same page cursor twice' });
  if (count === MAX_PAGES) throw new CliError('bad-paging', { problem: `there are more than ${MAX_PAGES} pages` });
  cursors.add(cursor);
}

/** A page whose first part has been read, to tell it from earlier pages. */
interface Page {
  first: ListPart | undefined;
  link: string | null;
  parts(): AsyncGenerator<ListPart>;
  close(): Promise<unknown>;
}

async function openPage(api: Api, pageRequest: PageRequest | undefined): Promise<Page> {
  try {
    const response = await api.list(pageRequest);
    const parts = readList(response.body);
    const firstResult = await parts.next();
    const first = firstResult.done ? undefined : firstResult.value;
    return {
      first,
      link: response.header('link'),
      close: () => parts.return(undefined),
      async *parts() {
        try {
          if (first) yield first;
          yield* parts;
        } catch (error) {
          throw await addKeyOrigin(error, api);
        } finally {
          // A caller who leaves after the first part never started the rest, and the connection would stay open.
          await parts.return(undefined);
        }
      },
    };
  } catch (error) {
    throw await addKeyOrigin(error, api);
  }
}

/** The page from the first way that works, or `undefined` if none brings a new page. */
async function openNextPage(api: Api, candidates: readonly PageRequest[], seen: SeenPages): Promise<Page | undefined> {
  for (const [i, candidate] of candidates.entries()) {
    let page: Page;
    try {
      page = await openPage(api, candidate);
    } catch (error) {
      if (i + 1 < candidates.length && isUnknownQuery(error)) continue;
      throw error;
    }
    if (!seen.has(page.first)) return withoutOverlap(page, seen.lastId);
    await page.close();
  }
  return undefined;
}

function isUnknownQuery(error: unknown): boolean {
  return isFailure(error) && error.code === 'server' && UNKNOWN_QUERY_STATUSES.includes(error.args.status);
}

/** Drops the first model if it repeats the last one: a cursor may start at the model it names, not after it. */
function withoutOverlap(page: Page, lastId: string | undefined): Page {
  const { first } = page;
  if (!first || first.batch.length === 0 || lastId === undefined || first.batch.at(0).id !== lastId) return page;
  return {
    ...page,
    async *parts() {
      let isPastFirst = false;
      for await (const part of page.parts()) {
        yield isPastFirst ? part : { ...part, batch: part.batch.slice(1, part.batch.length) };
        isPastFirst = true;
      }
    },
  };
}

/** Recognizes an earlier page by the id of its first model. */
class SeenPages {
  lastId: string | undefined;
  private readonly firstIds = new Set<string>();
  private isPageStart = true;

  add(batch: ListPart['batch']): void {
    const { id } = batch.at(0);
    if (this.isPageStart && id !== undefined) this.firstIds.add(id);
    this.isPageStart = false;
    this.lastId = batch.at(batch.length - 1).id ?? this.lastId;
  }

  endPage(): void {
    this.isPageStart = true;
  }

  has(first: ListPart | undefined): boolean {
    const id = first && first.batch.length > 0 ? first.batch.at(0).id : undefined;
    return id !== undefined && this.firstIds.has(id);
  }
}
