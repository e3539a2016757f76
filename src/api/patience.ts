/** Retry-After as the SDK reads it, but with a limit: a command must not sleep for an hour without a word. */
import { CliError } from '../errors.ts';
import { collect } from './collect.ts';
import { reasonOf } from './reason.ts';
import { type Exchange, sealed, type WireHeaders, WireResponse } from './wire.ts';

/** The longest wait that is worth it, in seconds. */
const LONGEST_SECONDS = 60;
/** More of an error body is not read. */
const MOST_ERROR_BYTES = 1 << 20;

/**
 * The answer itself, without a wait that makes no sense (the SDK would sleep for NaN or -5 seconds), or one that ends
 * the tries when the server asks for too long a wait.
 */
export async function limitPatience(response: WireResponse, exchange: Exchange, now: number): Promise<WireResponse> {
  if (response.status < 400) return response;
  const seconds = askedSeconds(response, now);
  if (seconds === undefined || (seconds >= 0 && seconds <= LONGEST_SECONDS)) return response;
  if (!(seconds > LONGEST_SECONDS)) {
    const { status, headers, url, body } = response;
    return new WireResponse(status, withoutWait(headers), url, body, exchange);
  }
  const body = await collect(response.body, MOST_ERROR_BYTES);
  const { status } = response;
  return sealed(
    response.url,
    exchange,
    new CliError('retry-later', { status, seconds: Math.ceil(seconds), reason: reasonOf(body) }, body),
  );
}

function withoutWait(headers: WireHeaders): WireHeaders {
  return {
    get: (name) => (/^retry-after(-ms)?$/i.test(name) ? null : headers.get(name)),
    entries: () => headers.entries(),
  };
}

/** The wait asked for, NaN where what was asked for is none. */
function askedSeconds({ headers }: WireResponse, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (!Number.isNaN(milliseconds) && milliseconds !== 0) return milliseconds / 1000;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number.parseFloat(text);
  return Number.isNaN(seconds) ? (Date.parse(text) - now) / 1000 : seconds;
}
