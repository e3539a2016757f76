/**
 * Retries by the rules of OpenAI's own libraries, except when a quota is used up: 408, 409, 429, 500 and above, and
 * failed connections, unless `x-should-retry` says otherwise. Waits as long as Retry-After says, else half a second,
 * doubled each time up to eight seconds, minus a random part of up to a quarter.
 */

import type { Context } from '../context.ts';
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { collectError } from './collect.ts';
import { isLoading, isUnrouted, isUsedUp, reasonOf } from './reason.ts';
import type { FailedTry } from './wire.ts';
import { emptied, type Send, type WireHeaders, type WireRequest, WireResponse } from './wire.ts';

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 8000;

export interface RetryOptions {
  maxRetries: number;
  pace: Pace;
  /** The longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Wraps `send` with retries. Returns the last response, or throws the CliError of the last attempt. */
export function retried(send: Send, { maxRetries, pace, timeout, now }: RetryOptions): Send {
  return async (url, request) => {
    const { exchange } = request;
    for (let before: Tried = new CliError('interrupted', {}); ; ) {
      await pace.pass();
      if (pace.halted) return settled(before);
      let tried = await attempt(send, url, request);
      if (!(tried instanceof CliError) && tried.ok) return tried;
      let loading = false;
      const last = exchange.tries > maxRetries;
      if (!(tried instanceof CliError) && (tried.status === 503 || (tried.status === 429 && !last))) {
        const { said, response } = await peeked(tried, timeout);
        if (tried.status === 429 && isUsedUp(said)) return response;
        if (request.method === 'DELETE' && isUnrouted(said)) return response;
        loading = tried.status === 503 && isLoading(said);
        tried = response;
      }

      const asked = tried instanceof CliError ? undefined : askedSeconds(tried.headers, now());
      const tooLong = asked !== undefined && (await tooLongWait(tried as WireResponse, asked, timeout));
      if (tooLong) throw tooLong;
      const wait = asked === undefined ? backoff(exchange.tries) : asked * 1000;
      // A rate limit applies to every request. Any other wait is for this request only.
      const limited = !(tried instanceof CliError) && isLimit(tried.status, asked);
      if (limited) pace.pause(wait);
      // A server that is loading its model only needs time, so it gets more attempts, unless retries are off.
      const most = loading && maxRetries > 0 ? Math.max(maxRetries, LOADING_TRIES) : maxRetries;
      if (exchange.tries > most || pace.halted || !mayHelp(tried)) return settled(tried);
      if (loading) pace.onLoading?.();

      await exchange.watch?.again(exchange.tries, failedTry(tried), wait);
      before = tried instanceof CliError ? tried : await emptied(tried);
      if (!limited) await pace.wait(wait);
    }
  };
}

type Tried = WireResponse | Failure;

/** Longest wait for the body of a failed attempt, in milliseconds: it is only another hint. */
const MAX_PEEK_MS = 1000;
/** With the usual waits, this gives a model about a minute to load. */
const LOADING_TRIES = 10;

/** Reads the body of a failed response, and returns it with a response that yields it again. */
async function peeked(response: WireResponse, timeout: number): Promise<{ said: Uint8Array; response: WireResponse }> {
  const said = await collectError(response.body, Math.min(timeout || MAX_PEEK_MS, MAX_PEEK_MS));
  const { status, headers, url } = response;
  async function* again(): AsyncGenerator<Uint8Array> {
    yield said;
  }
  return { said, response: new WireResponse(status, headers, url, again()) };
}

function settled(tried: Tried): WireResponse {
  if (tried instanceof CliError) throw tried;
  return tried;
}

async function attempt(send: Send, url: URL, request: WireRequest): Promise<Tried> {
  const { exchange, headers } = request;
  exchange.tries++;
  try {
    await exchange.watch?.begins(exchange.tries);
    headers.set('x-stainless-retry-count', String(exchange.tries - 1));
    return await send(url, request);
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
}

/** Whether a failed request may have taken effect on the server: its response was lost, or reports a breakdown. */
export function mayHaveLanded(failed: FailedTry): boolean {
  if ('status' in failed) return failed.status === 408 || failed.status === 409 || isBreakdown(failed.status);
  if (failed.error.code !== 'network') return false;
  return !['name', 'lookup', 'refused', 'tls', 'redirect'].includes(failed.error.args.kind);
}

function isBreakdown(status: number): boolean {
  return status >= 500 && status !== 501;
}

function failedTry(tried: Tried): FailedTry {
  return tried instanceof CliError ? { error: tried } : { status: tried.status };
}

function isLimit(status: number, asked: number | undefined): boolean {
  return status === 429 || (status === 503 && asked !== undefined);
}

function backoff(tries: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), MAX_WAIT_MS) * (1 - Math.random() / 4);
}

/** False for failures that a retry cannot fix, such as an error response, an unknown host name or a bad certificate. */
function mayHelp(tried: Tried): boolean {
  if (tried instanceof CliError) {
    if (tried.code !== 'network') return false;
    const { kind } = tried.args;
    return kind !== 'tls' && kind !== 'redirect' && kind !== 'name';
  }
  const said = tried.headers.get('x-should-retry');
  if (said === 'true' || said === 'false') return said === 'true';
  return [408, 409, 429].includes(tried.status) || tried.status >= 500;
}

// How long a server asks to wait, and the limit: a command must not silently sleep for an hour.

/** The longest wait accepted, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 60;

/** The wait that a response asks for, in seconds: `Retry-After-Ms`, else `Retry-After` (RFC 9110, section 10.2.3). */
export function askedSeconds(headers: WireHeaders, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds > 0) return milliseconds / 1000;
  const text = headers.get('retry-after');
  if (text === null) return milliseconds === 0 ? 0 : undefined;
  const number = Number.parseFloat(text);
  const seconds = Number.isNaN(number) ? (Date.parse(text) - now) / 1000 : number;
  return seconds >= 0 ? seconds : undefined;
}

/** The error for a response that asks for too long a wait, or `undefined` if the wait is acceptable. */
export async function tooLongWait(
  response: WireResponse,
  seconds: number,
  timeout: number,
): Promise<CliError | undefined> {
  if (seconds <= MAX_RETRY_AFTER_SECONDS) return undefined;
  const body = await collectError(response.body, timeout);
  const { status } = response;
  return new CliError('retry-later', { status, seconds: Math.ceil(seconds), reason: reasonOf(body) }, body);
}

/**
 * What all requests of a run share: the pauses that the server asks for, and the halt. A pause requested in one
 * response holds every request, and a halt ends every wait.
 */
export class Pace {
  /** Called for every pause, with its milliseconds. */
  onPause: ((ms: number) => void) | undefined;
  /** Called whenever the server says that it is still loading its model. */
  onLoading: (() => void) | undefined;
  private readonly ctx: Pick<Context, 'sleep' | 'now'>;
  private readonly ending = new AbortController();
  /** When the last pause ends, and the end of the last pause that was waited out, in milliseconds since 1970. */
  private until = 0;
  private waited = 0;
  /** The wait in progress. */
  private waiting: { until: number; end: Promise<void> } | undefined;

  /** Halts by itself when `ctx.signal` is aborted. */
  constructor(ctx: Pick<Context, 'sleep' | 'signal' | 'now'>) {
    this.ctx = ctx;
    if (ctx.signal.aborted) this.halt();
    else ctx.signal.addEventListener('abort', () => this.halt(), { once: true });
  }

  get halted(): boolean {
    return this.ending.signal.aborted;
  }

  /** No request or retry starts from now on. Pending requests may still complete. */
  halt(): void {
    this.ending.abort();
  }

  /**
   * Holds all requests for `ms` milliseconds, or longer if another pause ends later. Nothing waits unless a request
   * does, so a pause does not keep the program running.
   */
  pause(ms: number): void {
    if (ms <= 0) return;
    this.until = Math.max(this.until, this.ctx.now() + ms);
    this.onPause?.(ms);
  }

  /** Waits for one caller; the others go on. */
  wait(ms: number): Promise<void> {
    return this.ctx.sleep(ms, this.ending.signal);
  }

  /** Resolves once no pause is in effect, or at the halt. */
  async pass(): Promise<void> {
    while (this.until > this.waited && !this.halted) {
      const { until } = this;
      if (this.waiting?.until !== until) this.waiting = { until, end: this.wait(Math.max(0, until - this.ctx.now())) };
      await this.waiting.end;
      this.waited = Math.max(this.waited, until);
    }
  }
}
