/** The three operations of the Models API: the requests, their headers, and what an error response means. */

import { type Connection, isOpenAI } from '../config/connection.ts';
import type { BaseUrl } from '../config/key.ts';
import type { Context } from '../context.ts';
import { type BaseUrlEnding, CliError } from '../errors/error.ts';
import type { ServerName } from '../servers/titles.ts';
import { USER_AGENT } from '../version.ts';
import { collectError } from './collect.ts';
import { networkError } from './failure.ts';
import { extractReason, isQuotaExceeded } from './reason.ts';
import { Throttle, withRetries } from './retry.ts';
import type { Trace } from './trace.ts';
import { chooseTransport } from './transport.ts';
import type { AttemptObserver, RequestHeaders, RequestState, Transport, WireResponse } from './wire.ts';

/** A successful response whose body has not been read yet. */
export interface ApiResponse {
  status: number;
  /** Returns the value of a header, or `null`. */
  header(name: string): string | null;
  /**
   * The body as it arrives. A chunk is valid until the next one is requested. Rejects with a CliError of code
   * `network`.
   */
  body: AsyncIterable<Uint8Array>;
  /** Attempts that failed before this one. */
  retries: number;
}

/** A page of a list after the first: a query for the usual URL, or a URL of the same origin. */
export type PageRequest = { query: Record<string, string> } | { url: string };

export interface Api {
  /** The base URL of the operations, without a trailing slash. */
  readonly baseUrl: string;
  /** The kind of server, if the profile knows it. Used for advice only, never to change a request. */
  readonly preset: ServerName | undefined;
  readonly throttle: Throttle;
  /** Where the API key came from, for errors found in bodies. */
  readonly keyOrigin?: string | undefined;
  /** Whether the server is OpenAI's own. */
  readonly official?: boolean;
  /**
   * @param observer is notified of each attempt, here and below
   * @param etag from an earlier response; if it still matches, the response has status 304 and no body
   */
  list(page?: PageRequest, observer?: AttemptObserver, etag?: string): Promise<ApiResponse>;
  retrieve(model: string, observer?: AttemptObserver): Promise<ApiResponse>;
  remove(model: string, observer?: AttemptObserver): Promise<ApiResponse>;
}

/** One request, before its headers are added. */
interface ApiRequest {
  method: 'GET' | 'DELETE';
  url: URL;
  model?: string;
  observer?: AttemptObserver | undefined;
  etag?: string | undefined;
}

/** @param trace shows the traffic (`--debug`) */
export function createApi(connection: Connection, ctx: Context, trace: Trace | undefined): Api {
  const base = connection.baseUrl.value;
  const { maxRetries, timeout } = connection;
  const throttle = new Throttle(ctx);
  let send: Promise<Transport> | undefined;

  const call = async (apiRequest: ApiRequest): Promise<ApiResponse> => {
    const { method, url, observer, etag } = apiRequest;
    const state: RequestState = { tries: 0, observer };
    const startedAt = ctx.now();
    try {
      send ??= chooseTransport(connection, ctx, trace).then((transport) =>
        withRetries(transport, { maxRetries, throttle, timeout, now: ctx.now }),
      );
      const headers = requestHeaders(connection);
      if (etag !== undefined) headers.set('if-none-match', etag);
      const request = { method, headers, signal: ctx.signal, isTrusted: true, state };
      const response = await (await send)(url, request);
      const isUnchanged = etag !== undefined && response.status === 304;
      if (!response.ok && !isUnchanged) throw await readServerError(response, apiRequest, connection, state.tries);
      const { status, headers: responseHeaders, body } = response;
      return { status, header: (name) => responseHeaders.get(name), body, retries: state.tries - 1 };
    } catch (error) {
      if (ctx.signal.aborted) throw new CliError('interrupted', {});
      const failure = networkError(error, url.host);
      failure.effort = { tries: state.tries, milliseconds: ctx.now() - startedAt };
      throw failure;
    }
  };
  return {
    baseUrl: base.url,
    preset: connection.preset,
    throttle,
    keyOrigin: connection.apiKey?.origin,
    official: isOpenAI(base),
    list: (page, observer, etag) => {
      const url = page && 'url' in page ? pageUrl(base, page.url) : listUrl(base, page?.query);
      return call({ method: 'GET', url, observer, etag });
    },
    retrieve: async (model, observer) => call({ method: 'GET', url: modelUrl(base, model), model, observer }),
    remove: async (model, observer) => call({ method: 'DELETE', url: modelUrl(base, model), model, observer }),
  };
}

/** Turns an error response into an error with the server's own reason. */
async function readServerError(
  { status, url, body }: WireResponse,
  { method, model, url: requestUrl }: ApiRequest,
  connection: Connection,
  tries: number,
): Promise<CliError> {
  const { apiKey, baseUrl, profile } = connection;
  const errorBody = await collectError(body, connection.timeout);
  const isRedirected = apiKey !== undefined && new URL(url).origin !== requestUrl.origin;
  const args = {
    status,
    method,
    reason: extractReason(errorBody),
    keyOrigin: apiKey?.origin,
    tries,
    official: isOpenAI(baseUrl.value),
    ...(isRedirected && { movedTo: baseUrlOf(url) }),
    ...(status === 429 && { quota: isQuotaExceeded(errorBody) }),
    ...(!apiKey && profile && { profile }),
    base: classifyBaseUrl(baseUrl.value.url),
  };
  return new CliError('server', { ...args, ...(model !== undefined && { model }) }, errorBody);
}

// Request URLs: the operations' paths and queries below a base URL.

/** Endpoints that people paste along with a base URL. */
const ENDPOINTS = /\/(?:chat\/completions|completions|responses|embeddings|models|audio\/speech|images\/generations)$/;

/** What a base URL ends in: a version, or something that does not belong in it. */
export function classifyBaseUrl(url: string): BaseUrlEnding {
  const endpoint = ENDPOINTS.exec(url)?.[0] ?? (/\/(v\d)\/\1$/.test(url) ? url.slice(-3) : undefined);
  if (endpoint !== undefined)
    return { versioned: false, surplus: endpoint, better: url.slice(0, url.length - endpoint.length) };
  return { versioned: /\/v\d\w{0,8}(?:\/openai)?$/.test(url) };
}

/** The base URL of a list or model URL, such as the target of a redirect. */
export function baseUrlOf(address: string): string {
  const { origin, pathname } = new URL(address);
  const at = pathname.lastIndexOf('/models');
  return origin + (at < 0 ? pathname : pathname.slice(0, at));
}

/** The URL of the list. A page's query overrides the base URL's own. */
export function listUrl(base: BaseUrl, query: Record<string, string> = {}): URL {
  return withQuery(new URL(`${base.url}/models`), { ...base.query, ...query });
}

/** The URL of one model. */
export function modelUrl(base: BaseUrl, id: string): URL {
  return withQuery(new URL(`${base.url}/models/${encodeSegment(checkModelId(id))}`), base.query);
}

/** The URL that a server gave for the next page, plus the base URL's own query. */
export function pageUrl(base: BaseUrl, href: string): URL {
  const url = new URL(href);
  if (Object.keys(base.query).length === 0) return url;
  return withQuery(url, { ...Object.fromEntries(url.searchParams), ...base.query });
}

/**
 * Returns the id unchanged. Rejects an id that a URL would resolve to another path (`.`, `..`, or empty), typed plainly
 * or percent-encoded, and one with a lone surrogate, which UTF-8 cannot encode.
 * @throws CliError `bad-model-id`
 */
export function checkModelId(id: string): string {
  if (id.trim() === '' || /^(?:\.|%2e){1,2}$/i.test(id) || /\p{Surrogate}/u.test(id))
    throw new CliError('bad-model-id', { id: id.trim() });
  return id;
}

/** Encodes text as one path segment, leaving what RFC 3986, section 3.3 allows there unencoded. */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent);
}

function withQuery(url: URL, query: Record<string, string>): URL {
  const pairs: string[] = [];
  for (const name of Object.keys(query))
    pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(query[name] as string)}`);
  if (pairs.length > 0) url.search = pairs.join('&');
  return url;
}

// Request headers.

/** The headers of every attempt of a call. A header that the user sets replaces ours. */
export function requestHeaders({ apiKey, auth, organization, project, headers }: Connection): RequestHeaders {
  const all: RequestHeaders = new Map([['accept', 'application/json']]);
  if (apiKey && auth === 'bearer') all.set('authorization', `Bearer ${apiKey.value}`);
  else if (apiKey && auth !== 'none') all.set(auth, apiKey.value);
  if (organization) all.set('openai-organization', organization.value);
  if (project) all.set('openai-project', project.value);
  all.set('user-agent', USER_AGENT);
  for (const { name, value } of headers) all.set(name.toLowerCase(), value);
  return all;
}
