/**
 * Tries again what may be tried again, by the rules of OpenAI's own libraries, but for a quota that is used up: 408, 409, 429, 500 and above and
 * connections that fail, unless `x-should-retry` says otherwise; after Retry-After, else half a second doubled each time
 * up to eight, up to a quarter of it left out by chance.
 */

import type { Context } from '../context.ts';
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { collectError } from './collect.ts';
import { isLoading, isUnrouted, isUsedUp, reasonOf } from './reason.ts';
import type { FailedTry } from './wire.ts';
import { emptied, type Send, type WireHeaders, type WireRequest, WireResponse } from './wire.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

export interface RetryOptions {
  maxRetries: number;
  pace: Pace;
  /** The longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** `send` with its further tries: the answer of the last one, or the CliError that it failed with. */
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
      // A limit on the rate is meant for every request; other waits are one request's own.
      const limited = !(tried instanceof CliError) && isLimit(tried.status, asked);
      if (limited) pace.pause(wait);
      // A server that loads its model is only asked for patience; without any retries it is not waited for.
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

/** A body of a failed try is not waited for longer, in milliseconds: it is only another hint. */
const LONGEST_PEEK = 1000;
/** With the usual waits, a model has about a minute to load. */
const LOADING_TRIES = 10;

/** The body of a failed answer, and the answer with that body once more. */
async function peeked(response: WireResponse, timeout: number): Promise<{ said: Uint8Array; response: WireResponse }> {
  const said = await collectError(response.body, Math.min(timeout || LONGEST_PEEK, LONGEST_PEEK));
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

/** Whether the server may have done what a failed try asked for: its answer was lost, or says that something broke. */
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
  return Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS) * (1 - Math.random() / 4);
}

/** False for failures that another try cannot mend: a refusal, a name that does not exist, a certificate. */
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

// How long a server asks to wait, and the limit: a command must not sleep for an hour without a word.

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

/**
 * What all requests of a run share: the pauses that the server asks for, and the end. A pause that one request was
 * told of holds for every other one, and a wait ends as soon as nothing is to be sent any more.
 */
export class Pace {
  /** Told of every pause, in milliseconds. */
  onPause: ((ms: number) => void) | undefined;
  /** Told whenever the server says that it still loads its model. */
  onLoading: (() => void) | undefined;
  private readonly ctx: Pick<Context, 'sleep' | 'now'>;
  private readonly ending = new AbortController();
  /** When the last pause ends, and the end of the last one that was waited for: milliseconds since 1970. */
  private until = 0;
  private waited = 0;
  /** The wait that is on. */
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

  /** No request and no further try of one is begun from now on; what is on its way may land. */
  halt(): void {
    this.ending.abort();
  }

  /**
   * Lets nobody pass for `ms` milliseconds; longer where another pause ends later. Where nobody wants to, nothing is
   * waited for: a pause does not keep the program.
   */
  pause(ms: number): void {
    if (ms <= 0) return;
    this.until = Math.max(this.until, this.ctx.now() + ms);
    this.onPause?.(ms);
  }

  /** One caller's own wait; the others go on. */
  wait(ms: number): Promise<void> {
    return this.ctx.sleep(ms, this.ending.signal);
  }

  /** Resolves once no pause is on, or at the halt. */
  async pass(): Promise<void> {
    while (this.until > this.waited && !this.halted) {
      const { until } = this;
      if (this.waiting?.until !== until) this.waiting = { until, end: this.wait(Math.max(0, until - this.ctx.now())) };
      await this.waiting.end;
      this.waited = Math.max(this.waited, until);
    }
  }
}
