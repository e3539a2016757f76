/**
 * Retries by the rules of OpenAI's own libraries, except when a quota is used up: 408, 409, 429, 500 and above, and
 * failed connections, unless `x-should-retry` says otherwise. Waits as long as Retry-After says, else half a second,
 * doubled each time up to eight seconds, minus a random part of up to a quarter.
 */

import type { Context } from '../context.ts';
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { collectError } from './collect.ts';
import { extractReason, isLoading, isQuotaExceeded, isUnrouted } from './reason.ts';
import type { FailedAttempt } from './wire.ts';
import { discardBody, type Transport, type WireHeaders, type WireRequest, WireResponse } from './wire.ts';

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 8000;

export interface RetryOptions {
  maxRetries: number;
  throttle: Throttle;
  /** The longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Wraps `send` with retries. Returns the last response, or throws the CliError of the last attempt. */
export function withRetries(send: Transport, { maxRetries, throttle, timeout, now }: RetryOptions): Transport {
  return async (url, request) => {
    const { state } = request;
    for (let previous: AttemptResult = new CliError('interrupted', {}); ; ) {
      await throttle.waitUntilClear();
      if (throttle.isHalted) return unwrapResult(previous);
      let result = await attempt(send, url, request);
      if (!(result instanceof CliError) && result.ok) return result;
      let isLoadingModel = false;
      const isLastTry = state.tries > maxRetries;
      if (!(result instanceof CliError) && (result.status === 503 || (result.status === 429 && !isLastTry))) {
        const { body, response } = await peekBody(result, timeout);
        if (result.status === 429 && isQuotaExceeded(body)) return response;
        if (request.method === 'DELETE' && isUnrouted(body)) return response;
        isLoadingModel = result.status === 503 && isLoading(body);
        result = response;
      }

      const requestedWait = result instanceof CliError ? undefined : parseRetryAfter(result.headers, now());
      const waitError =
        requestedWait !== undefined && (await retryLaterError(result as WireResponse, requestedWait, timeout));
      if (waitError) throw waitError;
      const wait = requestedWait === undefined ? backoff(state.tries) : requestedWait * 1000;
      // A rate limit applies to every request. Any other wait is for this request only.
      const isRateLimited = !(result instanceof CliError) && isRateLimit(result.status, requestedWait);
      if (isRateLimited) throttle.pause(wait);
      // A server that is loading its model only needs time, so it gets more attempts, unless retries are off.
      const retryLimit = isLoadingModel && maxRetries > 0 ? Math.max(maxRetries, LOADING_TRIES) : maxRetries;
      if (state.tries > retryLimit || throttle.isHalted || !isRetryable(result)) return unwrapResult(result);
      if (isLoadingModel) throttle.onLoading?.();

      await state.observer?.onRetry(state.tries, toFailedAttempt(result), wait);
      previous = result instanceof CliError ? result : await discardBody(result);
      if (!isRateLimited) await throttle.wait(wait);
    }
  };
}

type AttemptResult = WireResponse | Failure;

/** Longest wait for the body of a failed attempt, in milliseconds: it is only another hint. */
const MAX_PEEK_MS = 1000;
/** With the usual waits, this gives a model about a minute to load. */
const LOADING_TRIES = 10;

/** Reads the body of a failed response, and returns it with a response that yields it again. */
async function peekBody(
  response: WireResponse,
  timeout: number,
): Promise<{ body: Uint8Array; response: WireResponse }> {
  const body = await collectError(response.body, Math.min(timeout || MAX_PEEK_MS, MAX_PEEK_MS));
  const { status, headers, url } = response;
  async function* replay(): AsyncGenerator<Uint8Array> {
    yield body;
  }
  return { body, response: new WireResponse(status, headers, url, replay()) };
}

function unwrapResult(result: AttemptResult): WireResponse {
  if (result instanceof CliError) throw result;
  return result;
}

async function attempt(send: Transport, url: URL, request: WireRequest): Promise<AttemptResult> {
  const { state, headers } = request;
  state.tries++;
  try {
    await state.observer?.onAttempt(state.tries);
    headers.set('x-stainless-retry-count', String(state.tries - 1));
    return await send(url, request);
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
}

/** Whether a failed request may have taken effect on the server: its response was lost, or reports a breakdown. */
export function mayHaveTakenEffect(failed: FailedAttempt): boolean {
  if ('status' in failed) return failed.status === 408 || failed.status === 409 || isServerFailure(failed.status);
  if (failed.error.code !== 'network') return false;
  return !['name', 'lookup', 'refused', 'tls', 'redirect'].includes(failed.error.args.kind);
}

function isServerFailure(status: number): boolean {
  return status >= 500 && status !== 501;
}

function toFailedAttempt(result: AttemptResult): FailedAttempt {
  return result instanceof CliError ? { error: result } : { status: result.status };
}

function isRateLimit(status: number, requestedWait: number | undefined): boolean {
  return status === 429 || (status === 503 && requestedWait !== undefined);
}

function backoff(tries: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), MAX_WAIT_MS) * (1 - Math.random() / 4);
}

/** False for failures that a retry cannot fix, such as an error response, an unknown host name or a bad certificate. */
function isRetryable(result: AttemptResult): boolean {
  if (result instanceof CliError) {
    if (result.code !== 'network') return false;
    const { kind } = result.args;
    return kind !== 'tls' && kind !== 'redirect' && kind !== 'name';
  }
  const shouldRetry = result.headers.get('x-should-retry');
  if (shouldRetry === 'true' || shouldRetry === 'false') return shouldRetry === 'true';
  return [408, 409, 429].includes(result.status) || result.status >= 500;
}

// How long a server asks to wait, and the limit: a command must not silently sleep for an hour.

/** The longest wait accepted, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 60;

/** The wait that a response asks for, in seconds: `Retry-After-Ms`, else `Retry-After` (RFC 9110, section 10.2.3). */
export function parseRetryAfter(headers: WireHeaders, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds > 0) return milliseconds / 1000;
  const text = headers.get('retry-after');
  if (text === null) return milliseconds === 0 ? 0 : undefined;
  const number = Number.parseFloat(text);
  const seconds = Number.isNaN(number) ? (Date.parse(text) - now) / 1000 : number;
  return seconds >= 0 ? seconds : undefined;
}

/** The error for a response that asks for too long a wait, or `undefined` if the wait is acceptable. */
export async function retryLaterError(
  response: WireResponse,
  seconds: number,
  timeout: number,
): Promise<CliError | undefined> {
  if (seconds <= MAX_RETRY_AFTER_SECONDS) return undefined;
  const body = await collectError(response.body, timeout);
  const { status } = response;
  return new CliError('retry-later', { status, seconds: Math.ceil(seconds), reason: extractReason(body) }, body);
}

/**
 * What all requests of a run share: the pauses that the server asks for, and the halt. A pause requested in one
 * response holds every request, and a halt ends every wait.
 */
export class Throttle {
  /** Called for every pause, with its milliseconds. */
  onPause: ((ms: number) => void) | undefined;
  /** Called whenever the server says that it is still loading its model. */
  onLoading: (() => void) | undefined;
  private readonly ctx: Pick<Context, 'sleep' | 'now'>;
  private readonly haltController = new AbortController();
  /** When the last pause ends, and the end of the last pause that was waited out, in milliseconds since 1970. */
  private pausedUntil = 0;
  private waitedUntil = 0;
  /** The wait in progress. */
  private pendingWait: { pausedUntil: number; end: Promise<void> } | undefined;

  /** Halts by itself when `ctx.signal` is aborted. */
  constructor(ctx: Pick<Context, 'sleep' | 'signal' | 'now'>) {
    this.ctx = ctx;
    if (ctx.signal.aborted) this.halt();
    else ctx.signal.addEventListener('abort', () => this.halt(), { once: true });
  }

  get isHalted(): boolean {
    return this.haltController.signal.aborted;
  }

  /** No request or retry starts from now on. Pending requests may still complete. */
  halt(): void {
    this.haltController.abort();
  }

  /**
   * Holds all requests for `ms` milliseconds, or longer if another pause ends later. Nothing waits unless a request
   * does, so a pause does not keep the program running.
   */
  pause(ms: number): void {
    if (ms <= 0) return;
    this.pausedUntil = Math.max(this.pausedUntil, this.ctx.now() + ms);
    this.onPause?.(ms);
  }

  /** Waits for one caller; the others go on. */
  wait(ms: number): Promise<void> {
    return this.ctx.sleep(ms, this.haltController.signal);
  }

  /** Resolves once no pause is in effect, or at the halt. */
  async waitUntilClear(): Promise<void> {
    while (this.pausedUntil > this.waitedUntil && !this.isHalted) {
      const { pausedUntil } = this;
      if (this.pendingWait?.pausedUntil !== pausedUntil)
        this.pendingWait = { pausedUntil, end: this.wait(Math.max(0, pausedUntil - this.ctx.now())) };
      await this.pendingWait.end;
      this.waitedUntil = Math.max(this.waitedUntil, pausedUntil);
    }
  }
}
