/** Where a request goes: the operations' paths and queries below a base URL. */
import type { BaseUrl } from '../config/key.ts';
import { type BaseUrlEnding, CliError } from '../errors.ts';

/** What people paste together with a base URL. */
const ENDPOINTS = /\/(?:chat\/completions|completions|responses|embeddings|models|audio\/speech|images\/generations)$/;

/** What a base URL ends in: a version, or something that is not part of it. */
export function endingOf(url: string): BaseUrlEnding {
  const endpoint = ENDPOINTS.exec(url)?.[0] ?? (/\/(v\d)\/\1$/.test(url) ? url.slice(-3) : undefined);
  if (endpoint !== undefined)
    return { versioned: false, surplus: endpoint, better: url.slice(0, url.length - endpoint.length) };
  return { versioned: /\/v\d\w{0,8}(?:\/openai)?$/.test(url) };
}

/** The base URL that an address of a list or model belongs to, such as one that a redirect led to. */
export function baseOfAddress(address: string): string {
  const { origin, pathname } = new URL(address);
  const at = pathname.lastIndexOf('/models');
  return origin + (at < 0 ? pathname : pathname.slice(0, at));
}

/** The address of the list. A query for one page counts more than the base URL's own. */
export function listAddress(base: BaseUrl, query: Record<string, string> = {}): URL {
  return withQuery(new URL(`${base.url}/models`), { ...base.query, ...query });
}

/** The address of one model. */
export function modelAddress(base: BaseUrl, id: string): URL {
  return withQuery(new URL(`${base.url}/models/${segment(checkModelId(id))}`), base.query);
}

/** An address that a server gave for the next page, with the base URL's own query. */
export function pageAddress(base: BaseUrl, href: string): URL {
  const url = new URL(href);
  if (Object.keys(base.query).length === 0) return url;
  return withQuery(url, { ...Object.fromEntries(url.searchParams), ...base.query });
}

/**
 * The id itself. One that a URL would take for another path (`.`, `..`, nothing) is refused, whether it was typed
 * plainly or percent-encoded, and one with half a character (a lone surrogate), which UTF-8 cannot say.
 * @throws CliError `bad-model-id`
 */
export function checkModelId(id: string): string {
  if (id.trim() === '' || /^(?:\.|%2e){1,2}$/i.test(id) || /\p{Surrogate}/u.test(id))
    throw new CliError('bad-model-id', { id: id.trim() });
  return id;
}

/** Text as one segment of a path: what RFC 3986, section 3.3 lets stand there is not encoded. */
function segment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}

function withQuery(url: URL, query: Record<string, string>): URL {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  if (pairs.length > 0) url.search = pairs.join('&');
  return url;
}
