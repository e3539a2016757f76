/** Requests over node:http and node:https: on Node they start far sooner than its own fetch. */
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { CliError } from '../errors.ts';
import { networkError, timeoutError } from './failure.ts';
import { IdleTimer } from './idle.ts';
import { droppable, type Send, type WireHeaders, type WireRequest, WireResponse } from './wire.ts';

/** Some gateways send large headers; Node's own limit is 16 KiB. */
const MOST_HEADER_BYTES = 1 << 20;

export function nodeTransport(timeout: number): Send {
  return async (url, request) => {
    const { request: open } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
    return new Promise((resolve, reject) => {
      let failure: CliError | undefined;
      const options: RequestOptions = {
        method: request.method,
        headers: { 'accept-encoding': 'gzip, deflate, br', ...Object.fromEntries(request.headers.entries()) },
        maxHeaderSize: MOST_HEADER_BYTES,
        ...(request.signal && { signal: request.signal }),
      };
      const outgoing = open(url, options);
      const idle = new IdleTimer(timeout, () => {
        failure = timeoutError(url.host, timeout);
        outgoing.destroy(failure);
      });
      outgoing.on('error', (error) => {
        idle.stop();
        reject(failure ?? networkError(error, url.host));
      });
      outgoing.on('response', (message) => {
        idle.touch();
        resolve(answer(message, url, request, { idle, failed: () => failure }));
      });
      outgoing.end();
    });
  };
}

interface Watch {
  idle: IdleTimer;
  failed(): CliError | undefined;
}

async function answer(message: IncomingMessage, url: URL, request: WireRequest, watch: Watch): Promise<WireResponse> {
  const encoding = message.headers['content-encoding'];
  const coded = encoding !== undefined && encoding !== 'identity';
  const source = coded ? (await import('./decode.ts')).decodeBody(message, encoding) : message;
  const drop = () => {
    watch.idle.stop();
    // What has arrived already is let go by, so that the connection can serve again; anything else is cut off.
    if (message.complete) message.resume();
    else message.destroy();
  };
  const body = droppable(readBody(source, url.host, watch, drop), drop);
  return new WireResponse(message.statusCode ?? 0, headersOf(message), url.href, body, request.exchange);
}

async function* readBody(
  source: AsyncIterable<Uint8Array>,
  host: string,
  { idle, failed }: Watch,
  drop: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      idle.touch();
      yield chunk;
    }
  } catch (error) {
    throw failed() ?? networkError(error, host);
  } finally {
    drop();
  }
}

function headersOf(message: IncomingMessage): WireHeaders {
  const { headers } = message;
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return value === undefined ? null : String(value);
    },
    *entries() {
      for (const [name, value] of Object.entries(headers)) yield [name, String(value)];
    },
  };
}
