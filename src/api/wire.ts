/**
 * What passes between the client and the transports: the few parts of a request and its answer that are used, because
 * loading Node's own Headers and Response costs more than the request.
 */
import type { RequestHeaders } from './client.ts';
import type { TryWatch } from './retry.ts';

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
