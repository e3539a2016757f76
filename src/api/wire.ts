/**
 * What passes between the client and the transports: only the parts of a request and response that are used, because
 * loading Node's own Headers and Response costs more than the request.
 */
import type { Failure } from '../errors/error.ts';

export interface WireRequest {
  method: string;
  headers: RequestHeaders;
  signal: AbortSignal | undefined;
  /** Whether it goes to the base URL's own origin, so credentials and the client certificate may be sent. */
  isTrusted: boolean;
  state: RequestState;
}

/** The encodings we accept in requests. Others are decoded too. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** One transport: sends one request and follows no redirects. Rejects with a CliError of code `network`. */
export type Transport = (url: URL, request: WireRequest) => Promise<WireResponse>;

/** The state of one call across all its attempts. */
export interface RequestState {
  tries: number;
  /** Notified of each attempt. */
  observer?: AttemptObserver | undefined;
}

/** Response headers, with lower-case names. */
export interface WireHeaders {
  get(name: string): string | null;
  entries(): IterableIterator<[string, string]>;
}

export class WireResponse {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly url: string;
  readonly body: AsyncIterable<Uint8Array>;

  constructor(status: number, headers: WireHeaders, url: string, body: AsyncIterable<Uint8Array>) {
    this.status = status;
    this.headers = headers;
    this.url = url;
    this.body = body;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
}

/** The response without its body, which is dropped. */
export async function discardBody({ status, headers, url, body }: WireResponse): Promise<WireResponse> {
  await body[Symbol.asyncIterator]().return?.();
  return new WireResponse(status, headers, url, emptyBody());
}

/** Headers from a record with lower-case names. */
export function headersFromRecord(headers: Readonly<Record<string, string>>): WireHeaders {
  return {
    get(name) {
      const key = name.toLowerCase();
      return Object.hasOwn(headers, key) ? (headers[key] as string) : null;
    },
    entries: () => Object.entries(headers)[Symbol.iterator]() as IterableIterator<[string, string]>,
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

/**
 * A body that can be dropped unread: `return()` on a generator that has not started would never reach its `finally`.
 */
export function cancelableBody(read: AsyncGenerator<Uint8Array>, cancel: () => void): AsyncIterable<Uint8Array> {
  const iterator: AsyncIterableIterator<Uint8Array> = {
    next: () => read.next(),
    async return() {
      cancel();
      return read.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/**
 * Limits silence: connecting, or waiting for the next bytes, may take `ms`. A slow response that keeps coming may take
 * forever. Uses one timer, pushed back by every sign of life.
 */
export class IdleTimer {
  private readonly timer: NodeJS.Timeout | undefined;

  /** Calls `onIdle` after `ms` milliseconds without a touch; 0 means never. */
  constructor(ms: number, onIdle: () => void) {
    this.timer = ms > 0 ? setTimeout(onIdle, Math.min(ms, 0x7fffffff)) : undefined;
  }

  reset(): void {
    this.timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

/** Values by lower-case names, as HTTP/2 writes them. */
export type RequestHeaders = Map<string, string>;

/** Observes the attempts of one call. A CliError thrown by it ends the call. */
export interface AttemptObserver {
  /** Called before attempt number `tries`, counted from 1. The request is sent once this resolves. */
  onAttempt(tries: number): Promise<void>;
  /** Called when an attempt failed and another follows in `ms` milliseconds, unless the run ends before. */
  onRetry(tries: number, failed: FailedAttempt, ms: number): Promise<void>;
}

/** The status of a response, or why there was none. */
export type FailedAttempt = { status: number } | { error: Failure };
