/**
 * Finds the next page of a list. Servers were seen to announce it by `has_more` (requested with `after_id`, as
 * Anthropic does, or `after`, as OpenAI does), by tokens, by links in the body or in the `Link` header, and by numbers:
 * `page` of `total_pages`, `page` and `per` of `total`, `offset` of `total`.
 */
import { CliError } from '../errors/error.ts';
import { decode } from '../json/bytes.ts';
import type { RootMember } from '../json/list-scanner.ts';
import { jsonKindOf, type Range, readMembers, readString } from '../json/members.ts';
import type { NextPage } from './client.ts';

/** What a page says about the next one. */
export interface Paging {
  /** How to request it, the likeliest way first, since a server may support only one. Empty after the last page. */
  ways: readonly NextPage[];
  /** Whether the server states that there is more. Otherwise it is computed from the server's numbers. */
  certain: boolean;
  /** The total number of models, if the server gives it. */
  total: number | undefined;
}

/** What has been read so far. */
export interface PageProgress {
  /** Models on this page, and on all pages so far. */
  onPage: number;
  inAll: number;
  lastId: string | undefined;
}

/** Token names in a response, each with the query parameter that requests it. */
const TOKENS = {
  next_page_token: 'page_token',
  nextPageToken: 'pageToken',
  next_cursor: 'cursor',
  nextCursor: 'cursor',
} as const;
/** Objects, besides the root, where numbers and tokens may be. */
const INSIDE = ['pagination', 'meta', 'paging', 'page_info'];
const PAGE = ['page', 'current_page', 'page_number'];
const PAGES = ['total_pages', 'totalPages', 'pages', 'last_page', 'page_count'];
const PER_PAGE = ['per', 'per_page', 'page_size', 'pageSize', 'limit'];
const TOTAL = ['total', 'total_count', 'totalCount', 'count'];

/**
 * @param link the `Link` header (RFC 8288)
 * @param baseUrl what relative links are resolved against
 * @throws CliError `bad-paging` for a link to another origin, which would carry the key there
 */
export function pagingOf(
  root: readonly RootMember[],
  link: string | null,
  progress: PageProgress,
  baseUrl: string,
): Paging {
  const said = new Said(root);
  const total = said.number(TOTAL)?.value;
  const certain = (ways: readonly NextPage[]): Paging => ({ ways, certain: true, total });
  for (const [name, asked] of Object.entries(TOKENS)) {
    const token = said.text(name);
    if (token) return certain([{ query: { [asked]: token } }]);
  }
  const href = nextLink(said) ?? linkHeader(link);
  if (href) return certain([{ url: sameOrigin(href, baseUrl) }]);
  if (said.isTrue('has_more') || said.isTrue('hasMore')) {
    const id = said.text('last_id') ?? progress.lastId;
    return certain(id === undefined ? [] : [{ query: { after_id: id } }, { query: { after: id } }]);
  }
  return { ways: byNumbers(said, total, progress), certain: false, total };
}

function byNumbers(said: Said, total: number | undefined, { onPage, inAll }: PageProgress): readonly NextPage[] {
  if (onPage === 0) return [];
  const size = said.number(PER_PAGE);
  const limit: Record<string, string> = size ? { [size.name]: String(size.value) } : {};
  const both = (query: Record<string, string>) => [{ query }, ...(size ? [{ query: { ...query, ...limit } }] : [])];
  const page = said.number(PAGE);
  const pages = said.number(PAGES)?.value;
  if (page && (pages === undefined ? total !== undefined && inAll < total : page.value < pages))
    return both({ page: String(page.value + 1) });
  const offset = said.number(['offset'])?.value;
  if (offset !== undefined && total !== undefined && offset + onPage < total)
    return both({ offset: String(offset + onPage) });
  return [];
}

/** A value of the response: its bytes, and its range in them. */
interface Value extends Range {
  bytes: Uint8Array;
}

/** The members of the root, then those of the objects in which servers put their paging. */
class Said {
  private readonly values = new Map<string, Value>();

  constructor(root: readonly RootMember[]) {
    const whole = ({ value }: RootMember): Value => ({ bytes: value, start: 0, end: value.length });
    for (const member of root) this.values.set(member.key, whole(member));
    for (const member of root.filter(({ key }) => INSIDE.includes(key)))
      for (const { key, start, end } of readMembers(member.value, whole(member)))
        if (!this.values.has(key)) this.values.set(key, { bytes: member.value, start, end });
  }

  text(name: string): string | undefined {
    return textOf(this.values.get(name));
  }

  isTrue(name: string): boolean {
    const value = this.values.get(name);
    return value?.bytes[value.start] === 0x74;
  }

  /** The first of these names that holds a whole number. */
  number(names: readonly string[]): { name: string; value: number } | undefined {
    for (const name of names) {
      const value = this.values.get(name);
      if (!value || jsonKindOf(value.bytes, value) !== 'number') continue;
      const number = Number(decode(value.bytes, value.start, value.end));
      if (Number.isSafeInteger(number) && number >= 0) return { name, value: number };
    }
    return undefined;
  }

  /** A member of a member of the root. */
  inside(name: string, member: string): Value | undefined {
    return memberOf(this.values.get(name), member);
  }
}

function memberOf(value: Value | undefined, name: string): Value | undefined {
  const found = value && readMembers(value.bytes, value).find(({ key }) => key === name);
  return found && { bytes: value.bytes, start: found.start, end: found.end };
}

function textOf(value: Value | undefined): string | undefined {
  if (!value || jsonKindOf(value.bytes, value) !== 'string') return undefined;
  return readString(value.bytes, value) || undefined;
}

function nextLink(said: Said): string | undefined {
  for (const name of ['links', '_links']) {
    const next = said.inside(name, 'next');
    const href = textOf(next) ?? textOf(memberOf(next, 'href'));
    if (href) return href;
  }
  const next = said.text('next');
  // Anything else may be a token, and there is no telling which parameter it belongs in.
  return next && /^(?:https?:\/\/|[/?])/i.test(next) ? next : undefined;
}

/** The URL with `rel="next"`. */
function linkHeader(header: string | null): string | undefined {
  for (const link of header?.split('<').slice(1) ?? []) {
    const end = link.indexOf('>');
    const parameters = link.slice(end + 1).split(/[;,]/);
    const isNext = parameters.some((parameter) => {
      const [name = '', value = ''] = parameter.split('=');
      return name.trim().toLowerCase() === 'rel' && value.replaceAll('"', '').trim().split(' ').includes('next');
    });
    if (end > 0 && isNext) return link.slice(0, end);
  }
  return undefined;
}

/** Rejects a link to another origin, which would carry the key there. */
function sameOrigin(link: string, baseUrl: string): string {
  const url = URL.canParse(link, `${baseUrl}/models`) ? new URL(link, `${baseUrl}/models`) : undefined;
  if (url?.origin !== new URL(baseUrl).origin)
    throw new CliError('bad-paging', { problem: 'the next page is on another server' });
  return url.href;
}
