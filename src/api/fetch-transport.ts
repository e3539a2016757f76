/** Sends requests with a fetch: Bun's own, which is the fastest one there, or the sandbox's handler. */
import { proxyFor } from '../config/proxy.ts';
import type { CliError } from '../errors/error.ts';
import { letGo } from '../json/bytes.ts';
import { isBrokenOff } from './certificate.ts';
import { bodyError, networkError, notHttp, proxyError, refusedError, timeoutError } from './failure.ts';
import type { TransportOptions } from './node-transport.ts';
import { ACCEPTED_ENCODINGS, droppable, IdleTimer, type RequestHeaders, type Send, WireResponse } from './wire.ts';

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

export function fetchTransport(fetch: Fetch, options: TransportOptions): Send {
  const { timeout } = options;
  return async (url, { method, headers, signal, trusted }) => {
    const controller = new AbortController();
    const idle = new IdleTimer(timeout, () => {
      watch.failure = timeoutError(url.host, timeout);
      controller.abort(watch.failure);
    });
    const interrupt = () => controller.abort(signal?.reason);
    const end = () => {
      idle.stop();
      signal?.removeEventListener('abort', interrupt);
    };
    const fromNetwork = fetch === globalThis.fetch;
    const watch: Watch = { failure: undefined, idle, controller, fromNetwork, end };
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      if (!headers.has('accept-encoding')) headers.set('accept-encoding', ACCEPTED_ENCODINGS);
      // If a reused connection is cut, Bun silently sends the request again. A DELETE must not be sent twice: the
      // second response, that there is no such model, would be taken for the first.
      const keepalive = method === 'GET';
      const response = await fetch(url.href, {
        method,
        headers: recordOf(headers),
        signal: controller.signal,
        redirect: 'manual',
        keepalive,
        ...(await bunInit(url, options, trusted)),
      });
      idle.touch();
      return await wrap(response, url, watch);
    } catch (error) {
      end();
      controller.abort();
      const proxy = proxyFor(url, options.env);
      if (proxy) throw watch.failure ?? proxyError(error, proxy);
      if (watch.failure) throw watch.failure;
      const told = fromNetwork && isBrokenOff(error) ? await betterTold(url, options, trusted) : undefined;
      throw (options.tls.client && trusted ? refusedError : networkError)(told ?? error, url.host);
    }
  };
}

/** The TLS alert behind a failed handshake, if a second handshake shows one. */
async function betterTold(url: URL, { tls }: TransportOptions, trusted: boolean): Promise<Error | undefined> {
  const { handshakeError } = await import('./handshake.ts');
  return handshakeError(url, trusted ? tls : { ...tls, client: undefined });
}

async function bunInit(url: URL, { tls, env }: TransportOptions, trusted: boolean): Promise<BunInit> {
  const proxy = proxyFor(url, env);
  const { authorities, client } = tls;
  const roots = authorities.length > 0 ? (await import('node:tls')).rootCertificates : [];
  return {
    timeout: false,
    decompress: false,
    verbose: false,
    ...(proxy && { proxy: proxy.url.href }),
    ...((authorities.length > 0 || (trusted && client)) && {
      tls: { ...(authorities.length > 0 && { ca: [...roots, ...authorities] }), ...(trusted && client) },
    }),
  };
}

function recordOf(headers: RequestHeaders): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of headers) record[name] = value;
  return record;
}

interface Watch {
  idle: IdleTimer;
  failure: CliError | undefined;
  controller: AbortController;
  /** Whether the response came from Bun itself, not from a handler of ours. */
  fromNetwork: boolean;
  end(): void;
}

async function wrap(response: Response, url: URL, watch: Watch): Promise<WireResponse> {
  if (response.status < 100) throw notHttp(url.host);
  const encoding = response.headers.get('content-encoding');
  const plain = (response.body ?? []) as unknown as AsyncIterable<Uint8Array>;
  // Nothing else holds chunks from the network, so their memory can be released right after they are read.
  const own = !encoding && watch.fromNetwork;
  const source = encoding ? await (await import('./decode.ts')).decodeBody(plain, encoding) : plain;
  let done = false;
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        watch.idle.touch();
        yield chunk;
        if (own) letGo(chunk);
      }
      done = true;
    } catch (error) {
      // Errors that come from dropping the stream do not matter.
      if (done) return;
      done = true;
      throw watch.failure ?? bodyError(error, url.host);
    } finally {
      drop();
    }
  }
  function drop(): void {
    watch.end();
    if (!done) watch.controller.abort();
    done = true;
  }
  return new WireResponse(response.status, response.headers, url.href, droppable(read(), drop));
}
