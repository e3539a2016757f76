/** Sends requests with a fetch: Bun's own, which is the fastest one there, or the sandbox's handler. */
import { proxyFor } from '../config/proxy.ts';
import type { CliError } from '../errors/error.ts';
import { releaseBuffer } from '../json/bytes.ts';
import { isHandshakeFailure } from './certificate.ts';
import { bodyError, clientCertificateError, networkError, notHttpError, proxyError, timeoutError } from './failure.ts';
import type { TransportOptions } from './node-transport.ts';
import {
  ACCEPTED_ENCODINGS,
  cancelableBody,
  IdleTimer,
  type RequestHeaders,
  type Transport,
  WireResponse,
} from './wire.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Options that only Bun's fetch has. */
interface BunInit {
  /** `false` turns off Bun's five-minute limit. */
  timeout: false;
  /** `false` leaves decoding to us. */
  decompress: false;
  /** `false` keeps requests, keys included, off stderr, whatever BUN_CONFIG_VERBOSE_FETCH says. */
  verbose: false;
  proxy?: string;
  tls?: { ca?: string[]; cert?: string; key?: string };
}

export function fetchTransport(fetch: Fetch, options: TransportOptions): Transport {
  const { timeout } = options;
  return async (url, { method, headers, signal, isTrusted }) => {
    const controller = new AbortController();
    const idle = new IdleTimer(timeout, () => {
      transfer.failure = timeoutError(url.host, timeout);
      controller.abort(transfer.failure);
    });
    const interrupt = () => controller.abort(signal?.reason);
    const cleanUp = () => {
      idle.stop();
      signal?.removeEventListener('abort', interrupt);
    };
    const fromNetwork = fetch === globalThis.fetch;
    const transfer: Transfer = { failure: undefined, idle, controller, isFromNetwork: fromNetwork, cleanUp };
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      if (!headers.has('accept-encoding')) headers.set('accept-encoding', ACCEPTED_ENCODINGS);
      // If a reused connection is cut, Bun silently sends the request again. A DELETE must not be sent twice: the
      // second response, that there is no such model, would be taken for the first.
      const keepalive = method === 'GET';
      const response = await fetch(url.href, {
        method,
        headers: headersToRecord(headers),
        signal: controller.signal,
        redirect: 'manual',
        keepalive,
        ...(await bunInit(url, options, isTrusted)),
      });
      idle.reset();
      return await toWireResponse(response, url, transfer);
    } catch (error) {
      cleanUp();
      controller.abort();
      const proxy = proxyFor(url, options.env);
      if (proxy) throw transfer.failure ?? proxyError(error, proxy);
      if (transfer.failure) throw transfer.failure;
      const handshakeError =
        fromNetwork && isHandshakeFailure(error) ? await explainHandshake(url, options, isTrusted) : undefined;
      throw (options.tls.client && isTrusted ? clientCertificateError : networkError)(
        handshakeError ?? error,
        url.host,
      );
    }
  };
}

/** The TLS alert behind a failed handshake, if a second handshake shows one. */
async function explainHandshake(url: URL, { tls }: TransportOptions, isTrusted: boolean): Promise<Error | undefined> {
  const { handshakeError } = await import('./handshake.ts');
  return handshakeError(url, isTrusted ? tls : { ...tls, client: undefined });
}

async function bunInit(url: URL, { tls, env }: TransportOptions, isTrusted: boolean): Promise<BunInit> {
  const proxy = proxyFor(url, env);
  const { authorities, client } = tls;
  const roots = authorities.length > 0 ? (await import('node:tls')).rootCertificates : [];
  return {
    timeout: false,
    decompress: false,
    verbose: false,
    ...(proxy && { proxy: proxy.url.href }),
    ...((authorities.length > 0 || (isTrusted && client)) && {
      tls: { ...(authorities.length > 0 && { ca: [...roots, ...authorities] }), ...(isTrusted && client) },
    }),
  };
}

function headersToRecord(headers: RequestHeaders): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of headers) record[name] = value;
  return record;
}

interface Transfer {
  idle: IdleTimer;
  failure: CliError | undefined;
  controller: AbortController;
  /** Whether the response came from Bun itself, not from a handler of ours. */
  isFromNetwork: boolean;
  cleanUp(): void;
}

async function toWireResponse(response: Response, url: URL, transfer: Transfer): Promise<WireResponse> {
  if (response.status < 100) throw notHttpError(url.host);
  const encoding = response.headers.get('content-encoding');
  const rawBody = (response.body ?? []) as unknown as AsyncIterable<Uint8Array>;
  // Nothing else holds chunks from the network, so their memory can be released right after they are read.
  const ownsChunks = !encoding && transfer.isFromNetwork;
  const source = encoding ? await (await import('./decode.ts')).decodeBody(rawBody, encoding) : rawBody;
  let isDone = false;
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        transfer.idle.reset();
        yield chunk;
        if (ownsChunks) releaseBuffer(chunk);
      }
      isDone = true;
    } catch (error) {
      // Errors that come from dropping the stream do not matter.
      if (isDone) return;
      isDone = true;
      throw transfer.failure ?? bodyError(error, url.host);
    } finally {
      cancel();
    }
  }
  function cancel(): void {
    transfer.cleanUp();
    if (!isDone) transfer.controller.abort();
    isDone = true;
  }
  return new WireResponse(response.status, response.headers, url.href, cancelableBody(read(), cancel));
}
