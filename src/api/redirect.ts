/**
 * Follows redirects by hand: the built-in fetches of Node and Bun forward credentials other than Authorization to
 * another origin, and change methods to GET as they see fit. Rules: at most ten redirects; the same origin keeps the
 * method and headers; another origin is followed for GET only, with nothing but harmless headers; never from https to
 * http; a DELETE is followed only to a URL of the same model.
 */
import { CliError } from '../errors/error.ts';
import type { RequestHeaders, Transport } from './wire.ts';

const MAX_REDIRECTS = 10;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);
/** Headers that may be sent to another origin. Any other, standard or custom, may be a credential. */
const CROSS_ORIGIN_HEADERS = ['accept', 'accept-encoding', 'user-agent'];

/** A transport that follows the redirects that `send` only reports. */
export function followRedirects(send: Transport): Transport {
  return async (first, original) => {
    let url = first;
    let request = original;
    for (let count = 0; ; count++) {
      const response = await send(url, request);
      const location = REDIRECT_STATUSES.has(response.status) ? response.headers.get('location') : null;
      if (location === null) return response;
      // The body of a redirect is not needed.
      await response.body[Symbol.asyncIterator]().return?.();
      const redirectError = (detail: string) => new CliError('network', { kind: 'redirect', host: url.host, detail });
      if (count === MAX_REDIRECTS) throw redirectError(`more than ${MAX_REDIRECTS} redirects`);
      if (!URL.canParse(location, url.href)) throw redirectError('to an invalid URL');
      const target = withoutCredentials(new URL(location, url.href));
      if (target.protocol !== 'https:' && target.protocol !== 'http:') throw redirectError('to a URL that is not http');
      if (url.protocol === 'https:' && target.protocol === 'http:') throw redirectError('from https to plain http');
      if (target.origin !== url.origin) {
        if (request.method !== 'GET')
          throw redirectError(`to ${target.origin}, but ${request.method} does not follow redirects to another origin`);
        request = { ...request, headers: crossOriginHeaders(request.headers), isTrusted: false };
      } else if (request.method !== 'GET' && response.status < 307)
        throw redirectError(`${response.status} would turn ${request.method} into GET`);
      else if (request.method !== 'GET' && lastSegment(target) !== lastSegment(url))
        throw redirectError(`to ${target.pathname}, but ${request.method} is only for the model that was named`);
      url = target;
    }
  };
}

/** Strips credentials from a URL: some transports would send them, and `--debug` would show them. */
function withoutCredentials(url: URL): URL {
  url.username = '';
  url.password = '';
  return url;
}

/** The last segment of a path, ignoring a trailing slash. */
function lastSegment({ pathname }: URL): string | undefined {
  const segment = pathname.split('/').findLast((part) => part !== '');
  try {
    return segment && decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function crossOriginHeaders(headers: RequestHeaders): RequestHeaders {
  const kept: RequestHeaders = new Map();
  for (const name of CROSS_ORIGIN_HEADERS) {
    const value = headers.get(name);
    if (value !== undefined) kept.set(name, value);
  }
  return kept;
}
