/** Reads a list that comes in pages, to its end. See next-page.ts for how servers announce another page. */
import { CliError, isFailure } from '../errors/error.ts';
import { type ListPart, PLAIN_DOCUMENT } from '../models/batch.ts';
import type { Api, NextPage } from './client.ts';
import { readList } from './list.ts';
import type { PageProgress, Paging } from './next-page.ts';

/** No working server has this many pages. */
const MAX_PAGES = 10_000;
/** Every cursor is kept, and no real one comes near this length. */
const MAX_CURSOR_LENGTH = 8192;
/** Statuses with which servers reject an unknown query parameter. */
const UNKNOWN_QUERY = [400, 404, 422];

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
  let inAll = 0;
  let end: ListPart | undefined;
  let page: Page | undefined = await openPage(api, undefined);
  for (let count = 1; page; count++) {
    let onPage = 0;
    let paging = LAST_PAGE;
    for await (const part of page.parts()) {
      onPage += part.batch.length;
      inAll += part.batch.length;
      if (part.batch.length > 0) seen.add(part.batch);
      if (part.last) paging = await pagingAfter(part, page.link, { onPage, inAll, lastId: seen.lastId }, api.baseUrl);
      const more = paging.ways.length > 0 || paging.certain;
      const document = more || count > 1 ? PLAIN_DOCUMENT : part.document;
      end = { ...part, last: part.last && !more, document, ...missingOf(paging, inAll, part.last && !more) };
      yield end;
    }
    const { ways, certain } = paging;
    if (ways.length === 0) {
      if (certain)
        throw new CliError('bad-paging', { problem: 'it says there are more models, but not how to get them' });
      return;
    }
    checkCursor(ways, cursors, count);
    seen.pageEnds();
    page = await nextPage(api, ways, seen);
    if (page) continue;
    if (certain) throw new CliError('bad-paging', { problem: 'the server gave the same page again' });
    if (end) yield { ...end, batch: end.batch.head(0), last: true, pageEnd: true, ...missingOf(paging, inAll, true) };
  }
}

const LAST_PAGE: Paging = { ways: [], certain: false, total: undefined };

/** Skips loading next-page.ts for most lists: they are a single page and have no member but `object`. */
async function pagingAfter(
  { members }: ListPart,
  link: string | null,
  progress: PageProgress,
  baseUrl: string,
): Promise<Paging> {
  if (link === null && saysNothing(members)) return LAST_PAGE;
  const { pagingOf } = await import('./next-page.ts');
  return pagingOf(members, link, progress, baseUrl);
}

function saysNothing(members: ListPart['members']): boolean {
  for (const { key } of members) if (key !== 'object') return false;
  return true;
}

/** Adds where the key came from to an error found in a body. */
async function explained(error: unknown, api: Api): Promise<unknown> {
  if (!(error instanceof CliError) || error.code !== 'server') return error;
  const { withKeyOrigin } = await import('./refusal.ts');
  return withKeyOrigin(error, api);
}

/** The server's total, if fewer models than that were received. */
function missingOf({ total }: Paging, inAll: number, last: boolean): { total?: number } {
  return last && total !== undefined && total > inAll ? { total } : {};
}

function checkCursor([way]: readonly NextPage[], cursors: Set<string>, count: number): void {
  const cursor = JSON.stringify(way);
  if (cursor.length > MAX_CURSOR_LENGTH)
    throw new CliError('bad-paging', { problem: 'the page cursor is far too long' });
  if (cursors.has(cursor)) throw new CliError('bad-paging', { problem: 'the server gave the same page cursor twice' });
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

async function openPage(api: Api, way: NextPage | undefined): Promise<Page> {
  try {
    const answer = await api.list(way);
    const parts = readList(answer.body);
    const begun = await parts.next();
    const first = begun.done ? undefined : begun.value;
    return {
      first,
      link: answer.header('link'),
      close: () => parts.return(undefined),
      async *parts() {
        try {
          if (first) yield first;
          yield* parts;
        } catch (error) {
          throw await explained(error, api);
        } finally {
          // A caller who leaves after the first part never started the rest, and the connection would stay open.
          await parts.return(undefined);
        }
      },
    };
  } catch (error) {
    throw await explained(error, api);
  }
}

/** The page from the first way that works, or `undefined` if none brings a new page. */
async function nextPage(api: Api, ways: readonly NextPage[], seen: SeenPages): Promise<Page | undefined> {
  for (const [i, way] of ways.entries()) {
    let page: Page;
    try {
      page = await openPage(api, way);
    } catch (error) {
      if (i + 1 < ways.length && isUnknownQuery(error)) continue;
      throw error;
    }
    if (!seen.has(page.first)) return withoutOverlap(page, seen.lastId);
    await page.close();
  }
  return undefined;
}

function isUnknownQuery(error: unknown): boolean {
  return isFailure(error) && error.code === 'server' && UNKNOWN_QUERY.includes(error.args.status);
}

/** Drops the first model if it repeats the last one: a cursor may start at the model it names, not after it. */
function withoutOverlap(page: Page, lastId: string | undefined): Page {
  const { first } = page;
  if (!first || first.batch.length === 0 || lastId === undefined || first.batch.at(0).id !== lastId) return page;
  return {
    ...page,
    async *parts() {
      let begun = false;
      for await (const part of page.parts()) {
        yield begun ? part : { ...part, batch: part.batch.slice(1, part.batch.length) };
        begun = true;
      }
    },
  };
}

/** Recognizes an earlier page by the id of its first model. */
class SeenPages {
  lastId: string | undefined;
  private readonly firstIds = new Set<string>();
  private begins = true;

  add(batch: ListPart['batch']): void {
    const { id } = batch.at(0);
    if (this.begins && id !== undefined) this.firstIds.add(id);
    this.begins = false;
    this.lastId = batch.at(batch.length - 1).id ?? this.lastId;
  }

  pageEnds(): void {
    this.begins = true;
  }

  has(first: ListPart | undefined): boolean {
    const id = first && first.batch.length > 0 ? first.batch.at(0).id : undefined;
    return id !== undefined && this.firstIds.has(id);
  }
}
