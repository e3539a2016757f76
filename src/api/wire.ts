/**
 * What passes between the SDK and the transports. The SDK asks for a `fetch`; ours answers with the few parts of a
 * Response that the SDK and the list reader use, because loading Node's own Response costs more than the request.
 */
import type { CliError } from '../errors.ts';
import { collect } from './collect.ts';
import type { TryWatch } from './retry.ts';

/** The part of fetch's second argument that the transports read. */
export interface WireRequest {
  method: string;
  headers: Headers;
  signal: AbortSignal | undefined;
  /** It goes to the base URL's own origin, so credentials and the client certificate may go with it. */
  trusted: boolean;
  exchange: Exchange;
}

/** What we ask servers to encode bodies with; others are undone too. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** One transport: sends one request and follows nothing. Rejects with a CliError of code `network`. */
export type Send = (url: URL, request: WireRequest) => Promise<WireResponse>;

/** The notes of one call, over all its tries: what the SDK's own errors would lose. */
export interface Exchange {
  tries: number;
  /** A failure that no retry can mend; it counts more than what the SDK throws. */
  failure: CliError | undefined;
  /** The body of the last answer that was read as an error. */
  errorBody: Uint8Array | undefined;
  /** The last status. */
  status: number;
  /** Told of each try. */
  watch?: TryWatch | undefined;
}

/** Answer headers, lower-case names. */
export interface WireHeaders {
  get(name: string): string | null;
  entries(): IterableIterator<[string, string]>;
}

/** An error body longer than this is cut: it is for reading by a person. */
const MOST_ERROR_BYTES = 1 << 20;

export class WireResponse {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly url: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly exchange: Exchange;

  constructor(status: number, headers: WireHeaders, url: string, body: AsyncIterable<Uint8Array>, exchange: Exchange) {
    this.status = status;
    this.headers = headers;
    this.url = url;
    this.body = body;
    this.exchange = exchange;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /**
   * Called by the SDK for an answer that is an error. It gets nothing to read: it would build a message of its own,
   * and a deep body overflows its stack.
   */
  async text(): Promise<string> {
    this.exchange.errorBody = await collect(this.body, MOST_ERROR_BYTES);
    return '';
  }
}

/**
 * An answer that the SDK neither takes for success nor tries again; the true reason stands in the exchange.
 */
export function sealed(url: string, exchange: Exchange, failure: CliError): WireResponse {
  exchange.failure = failure;
  return new WireResponse(508, plainHeaders({ 'x-should-retry': 'false' }), url, noBody(), exchange);
}

/** An answer without its body, which is dropped. */
export async function emptied({ status, headers, url, body, exchange }: WireResponse): Promise<WireResponse> {
  await body[Symbol.asyncIterator]().return?.();
  return new WireResponse(status, headers, url, noBody(), exchange);
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
 * A body that can be dropped unread. The SDK gives an answer up by `return()` on a fresh iterator, which would never
 * reach the `finally` of a generator that has not begun.
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
