/** A list that comes in pages, followed until it ends (see next-page.ts for how servers say that it goes on). */
import { CliError, isFailure } from '../errors/error.ts';
import { type ListPart, PLAIN_DOCUMENT } from '../models/batch.ts';
import type { Api, NextPage } from './client.ts';
import { readList } from './list.ts';
import type { PageProgress, Paging } from './next-page.ts';

/** No server has so many; a server that says so is broken. */
const MOST_PAGES = 10_000;
/** Every cursor is kept; no server's is near this. */
const LONGEST_CURSOR = 8192;
/** Statuses of servers that do not know a parameter of the query. */
const UNKNOWN_QUERY = [400, 404, 422];

/**
 * Every part of every page. The page after one is asked for only when the part that ended it is done with, so a
 * caller who has enough stops by leaving the loop. A page that came before does not come out again: where the server
 * says that there is more, that is an error; where only its numbers do, the last part says how many there should be.
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

/** Most lists are one page, and say nothing but that they are lists. */
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

/** A refusal that is found in a body knows nothing of the key. */
async function explained(error: unknown, api: Api): Promise<unknown> {
  if (!(error instanceof CliError) || error.code !== 'server') return error;
  const { withKeyOrigin } = await import('./refusal.ts');
  return withKeyOrigin(error, api);
}

/** How many the server tells of, where it is more than came. */
function missingOf({ total }: Paging, inAll: number, last: boolean): { total?: number } {
  return last && total !== undefined && total > inAll ? { total } : {};
}

function checkCursor([way]: readonly NextPage[], cursors: Set<string>, count: number): void {
  const cursor = JSON.stringify(way);
  if (cursor.length > LONGEST_CURSOR) throw new CliError('bad-paging', { problem: 'the page cursor is far too long' });
  if (cursors.has(cursor)) throw new CliError('bad-paging', { problem: 'the server gave the same page cursor twice' });
  if (count === MOST_PAGES) throw new CliError('bad-paging', { problem: `there are more than ${MOST_PAGES} pages` });
  cursors.add(cursor);
}

/** A page whose first part was read, so that it can be told from those before. */
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
          // Who leaves with the first part has not begun with the others, and the connection would stay open.
          await parts.return(undefined);
        }
      },
    };
  } catch (error) {
    throw await explained(error, api);
  }
}

/** The page that the first way that works leads to; `undefined` where none brings a new one. */
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

/** A cursor may count from the model it names instead of from behind it. */
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

/** Tells a page that came before by the id that it begins with. */
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
