/**
 * Finds the next page of a list. Servers were seen to announce it by `has_more` (requested with `after_id`, as
 * Anthropic does, or `after`, as OpenAI does), by tokens, by links in the body or in the `Link` header, and by numbers:
 * `page` of `total_pages`, `page` and `per` of `total`, `offset` of `total`.
 */
import { CliError } from '../errors/error.ts';
import { decode } from '../json/bytes.ts';
import type { RootMember } from '../json/list-scanner.ts';
import { jsonKindOf, type Range, readMembers, readString } from '../json/members.ts';
import type { PageRequest } from './client.ts';

/** What a page says about the next one. */
export interface Paging {
  /** How to request it, the likeliest way first, since a server may support only one. Empty after the last page. */
  candidates: readonly PageRequest[];
  /** Whether the server states that there is more. Otherwise it is computed from the server's numbers. */
  isAnnounced: boolean;
  /** The total number of models, if the server gives it. */
  total: number | undefined;
}

/** What has been read so far. */
export interface PageProgress {
  /** Models on this page, and on all pages so far. */
  onPage: number;
  readSoFar: number;
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
const NESTED_FIELDS = ['pagination', 'meta', 'paging', 'page_info'];
const PAGE = ['page', 'current_page', 'page_number'];
const PAGES = ['total_pages', 'totalPages', 'pages', 'last_page', 'page_count'];
const PER_PAGE = ['per', 'per_page', 'page_size', 'pageSize', 'limit'];
const TOTAL = ['total', 'total_count', 'totalCount', 'count'];

/**
 * @param link the `Link` header (RFC 8288)
 * @param baseUrl what relative links are resolved against
 * @throws CliError `bad-paging` for a link to another origin, which would carry the key there
 */
export function parsePaging(
  root: readonly RootMember[],
  link: string | null,
  progress: PageProgress,
  baseUrl: string,
): Paging {
  const fields = new PagingFields(root);
  const total = fields.number(TOTAL)?.value;
  const announced = (candidates: readonly PageRequest[]): Paging => ({ candidates, isAnnounced: true, total });
  for (const [name, parameter] of Object.entries(TOKENS)) {
    const token = fields.text(name);
    if (token) return announced([{ query: { [parameter]: token } }]);
  }
  const href = nextLink(fields) ?? linkHeader(link);
  if (href) return announced([{ url: resolveSameOrigin(href, baseUrl) }]);
  if (fields.isTrue('has_more') || fields.isTrue('hasMore')) {
    const id = fields.text('last_id') ?? progress.lastId;
    return announced(id === undefined ? [] : [{ query: { after_id: id } }, { query: { after: id } }]);
  }
  return { candidates: pageByNumber(fields, total, progress), isAnnounced: false, total };
}

function pageByNumber(
  fields: PagingFields,
  total: number | undefined,
  { onPage, readSoFar }: PageProgress,
): readonly PageRequest[] {
  if (onPage === 0) return [];
  const size = fields.number(PER_PAGE);
  const limit: Record<string, string> = size ? { [size.name]: String(size.value) } : {};
  const withAndWithoutSize = (query: Record<string, string>) => [
    { query },
    ...(size ? [{ query: { ...query, ...limit } }] : []),
  ];
  const page = fields.number(PAGE);
  const pages = fields.number(PAGES)?.value;
  if (page && (pages === undefined ? total !== undefined && readSoFar < total : page.value < pages))
    return withAndWithoutSize({ page: String(page.value + 1) });
  const offset = fields.number(['offset'])?.value;
  if (offset !== undefined && total !== undefined && offset + onPage < total)
    return withAndWithoutSize({ offset: String(offset + onPage) });
  return [];
}

/** A value of the response: its bytes, and its range in them. */
interface Value extends Range {
  bytes: Uint8Array;
}

/** The members of the root, then those of the objects in which servers put their paging. */
class PagingFields {
  private readonly values = new Map<string, Value>();

  constructor(root: readonly RootMember[]) {
    const whole = ({ value }: RootMember): Value => ({ bytes: value, start: 0, end: value.length });
    for (const member of root) this.values.set(member.key, whole(member));
    for (const member of root.filter(({ key }) => NESTED_FIELDS.includes(key)))
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
  nested(name: string, member: string): Value | undefined {
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

function nextLink(fields: PagingFields): string | undefined {
  for (const name of ['links', '_links']) {
    const next = fields.nested(name, 'next');
    const href = textOf(next) ?? textOf(memberOf(next, 'href'));
    if (href) return href;
  }
  const next = fields.text('next');
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
function resolveSameOrigin(link: string, baseUrl: string): string {
  const url = URL.canParse(link, `${baseUrl}/models`) ? new URL(link, `${baseUrl}/models`) : undefined;
  if (url?.origin !== new URL(baseUrl).origin)
    throw new CliError('bad-paging', { problem: 'the next page is on another server' });
  return url.href;
}
