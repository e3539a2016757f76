/**
 * A list that comes in pages, followed until it ends. Servers were seen to go on by `has_more` with `last_id` (asked
 * for with `after_id`), by `links.next`, and by `next_page_token` (asked for with `page_token`).
 */
import { CliError } from '../errors.ts';
import type { RootMember } from '../json/list-scanner.ts';
import { kindOf, type Range, readMembers, readString } from '../json/members.ts';
import { type ListPart, PLAIN_DOCUMENT } from '../models/document.ts';
import type { Api, NextPage } from './client.ts';
import { readList } from './list.ts';

/** No server has so many; a server that says so is broken. */
const MOST_PAGES = 10_000;
/** Every cursor is kept; no server's is near this. */
const LONGEST_CURSOR = 8192;

/**
 * Every part of every page. The page after one is asked for only when the part that ended it is done with, so a
 * caller who has enough stops by leaving the loop.
 * @param baseUrl where relative links count from
 * @throws CliError `bad-paging` for a cursor that repeats or leads to another origin, and those of the list
 */
export async function* readPages(api: Api, baseUrl: string): AsyncGenerator<ListPart> {
  const seen = new Set<string>();
  let page: NextPage | undefined;
  for (let count = 1; ; count++) {
    let lastId: string | undefined;
    let next: NextPage | undefined;
    for await (const part of readList((await api.list(page)).body)) {
      const { batch } = part;
      const idBefore = lastId;
      const findLastId = () => (batch.length > 0 ? batch.at(batch.length - 1).id : idBefore);
      if (part.last) next = nextPage(part.members, findLastId, baseUrl);
      else lastId = findLastId();
      const several = page !== undefined || next !== undefined;
      yield { ...part, last: part.last && next === undefined, document: several ? PLAIN_DOCUMENT : part.document };
    }
    if (next === undefined) return;
    const cursor = JSON.stringify(next);
    if (cursor.length > LONGEST_CURSOR)
      throw new CliError('bad-paging', { problem: 'the page cursor is far too long' });
    if (seen.has(cursor)) throw new CliError('bad-paging', { problem: 'the server gave the same page cursor twice' });
    if (count === MOST_PAGES) throw new CliError('bad-paging', { problem: `there are more than ${MOST_PAGES} pages` });
    seen.add(cursor);
    page = next;
  }
}

/** What to ask for after a page, or `undefined` after the last. */
function nextPage(
  root: readonly RootMember[],
  findLastId: () => string | undefined,
  baseUrl: string,
): NextPage | undefined {
  const members = new Map(root.map((member) => [member.key, member]));
  const token = textOf(members.get('next_page_token'));
  if (token) return { query: { page_token: token } };
  const link = linkOf(members.get('links'));
  if (link) return { url: sameOrigin(link, baseUrl) };
  if (!isTrue(members.get('has_more'))) return undefined;
  const id = textOf(members.get('last_id')) ?? findLastId();
  return id === undefined ? undefined : { query: { after_id: id } };
}

function whole({ value }: RootMember): Range {
  return { start: 0, end: value.length };
}

function textOf(member: RootMember | undefined): string | undefined {
  if (!member || kindOf(member.value, whole(member)) !== 'string') return undefined;
  return readString(member.value, whole(member)) || undefined;
}

function isTrue(member: RootMember | undefined): boolean {
  return member?.value[0] === 0x74;
}

function linkOf(member: RootMember | undefined): string | undefined {
  const next = member && readMembers(member.value, whole(member)).find(({ key }) => key === 'next');
  if (!member || !next || kindOf(member.value, next) !== 'string') return undefined;
  return readString(member.value, next) || undefined;
}

/** A link to another origin would carry the key there. */
function sameOrigin(link: string, baseUrl: string): string {
  const url = URL.canParse(link, `${baseUrl}/models`) ? new URL(link, `${baseUrl}/models`) : undefined;
  if (url?.origin !== new URL(baseUrl).origin)
    throw new CliError('bad-paging', { problem: 'the next page is said to be at another address' });
  return url.href;
}
