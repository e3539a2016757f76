/**
 * What passes between the client and the transports: the few parts of a request and its answer that are used, because
 * loading Node's own Headers and Response costs more than the request.
 */
import type { Failure } from '../errors/error.ts';

export interface WireRequest {
  method: string;
  headers: RequestHeaders;
  signal: AbortSignal | undefined;
  /** It goes to the base URL's own origin, so credentials and the client certificate may go with it. */
  trusted: boolean;
  exchange: Exchange;
}

/** What we ask servers to encode bodies with; others are undone too. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** One transport: sends one request and follows nothing. Rejects with a CliError of code `network`. */
export type Send = (url: URL, request: WireRequest) => Promise<WireResponse>;

/** The notes of one call, over all its tries. */
export interface Exchange {
  tries: number;
  /** Told of each try. */
  watch?: TryWatch | undefined;
}

/** Answer headers, lower-case names. */
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

/** An answer without its body, which is dropped. */
export async function emptied({ status, headers, url, body }: WireResponse): Promise<WireResponse> {
  await body[Symbol.asyncIterator]().return?.();
  return new WireResponse(status, headers, url, noBody());
}

/** Headers from lower-case names. */
export function plainHeaders(headers: Readonly<Record<string, string>>): WireHeaders {
  return {
    get(name) {
      const key = name.toLowerCase();
      return Object.hasOwn(headers, key) ? (headers[key] as string) : null;
    },
    entries: () => Object.entries(headers)[Symbol.iterator]() as IterableIterator<[string, string]>,
  };
}

async function* noBody(): AsyncGenerator<Uint8Array> {}

/**
 * A body that can be dropped unread: `return()` on the iterator of a generator that has not begun would never reach its
 * `finally`.
 */
export function droppable(read: AsyncGenerator<Uint8Array>, drop: () => void): AsyncIterable<Uint8Array> {
  const iterator: AsyncIterableIterator<Uint8Array> = {
    next: () => read.next(),
    async return() {
      drop();
      return read.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/**
 * The limit on silence: connecting or waiting for the next bytes may take `ms`, a slow answer that keeps coming may
 * take for ever. One timer, pushed back by every sign of life.
 */
export class IdleTimer {
  private readonly timer: NodeJS.Timeout | undefined;

  /** Calls `onIdle` once nothing was touched for `ms` milliseconds; 0 means never. */
  constructor(ms: number, onIdle: () => void) {
    this.timer = ms > 0 ? setTimeout(onIdle, Math.min(ms, 0x7fffffff)) : undefined;
  }

  touch(): void {
    this.timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

/** Lower-case names, as HTTP/2 writes them, with their values. */
export type RequestHeaders = Map<string, string>;

/** Follows the tries of one call. What it throws as a CliError ends the call. */
export interface TryWatch {
  /** Before try number `tries`, from 1: it goes out once this resolves. */
  begins(tries: number): Promise<void>;
  /** The try failed, and there will be another in `ms` milliseconds unless the run ends before. */
  again(tries: number, failed: FailedTry, ms: number): Promise<void>;
}

/** The status of an answer, or why there was none. */
export type FailedTry = { status: number } | { error: Failure };
