/** How long a server asks to wait, and the limit: a command must not sleep for an hour without a word. */
import { CliError } from '../errors.ts';
import { collectError } from './collect.ts';
import { reasonOf } from './reason.ts';
import type { WireHeaders, WireResponse } from './wire.ts';

/** The longest wait that is worth it, in seconds. */
const LONGEST_SECONDS = 60;

/** The wait that an answer asks for, in seconds: `Retry-After-Ms`, else `Retry-After` (RFC 9110, section 10.2.3). */
export function askedSeconds(headers: WireHeaders, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds > 0) return milliseconds / 1000;
  const text = headers.get('retry-after');
  if (text === null) return milliseconds === 0 ? 0 : undefined;
  const number = Number.parseFloat(text);
  const seconds = Number.isNaN(number) ? (Date.parse(text) - now) / 1000 : number;
  return seconds >= 0 ? seconds : undefined;
}

/** The error for an answer that asks for a wait that is too long, or `undefined` where it is not. */
export async function tooLongWait(
  response: WireResponse,
  seconds: number,
  timeout: number,
): Promise<CliError | undefined> {
  if (seconds <= LONGEST_SECONDS) return undefined;
  const body = await collectError(response.body, timeout);
  const { status } = response;
  return new CliError('retry-later', { status, seconds: Math.ceil(seconds), reason: reasonOf(body) }, body);
}
