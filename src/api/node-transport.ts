/** Sends requests over node:http and node:https, which start far sooner on Node than its own fetch. */

import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { proxyFor, proxyHeaders, target } from '../config/proxy.ts';
import type { TlsFiles } from '../config/tls.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { bodyError, networkError, notHttp, proxyError, refusedError, timeoutError } from './failure.ts';
import { requestOf } from './node-http.ts';
import type { Route } from './tunnel.ts';
import {
  ACCEPTED_ENCODINGS,
  droppable,
  IdleTimer,
  plainHeaders,
  type Send,
  type WireHeaders,
  type WireRequest,
  WireResponse,
} from './wire.ts';

/** Some gateways send large headers. Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 1 << 20;

export function nodeTransport({ timeout, tls, env }: TransportOptions): Send {
  return async (url, request) => {
    const { open, giveUp, options, headers, proxy } = await route(url, request, { tls, env });
    // Each pending request listens for the interruption, and Node takes more than ten listeners for a leak.
    if (request.signal) setMaxListeners(0, request.signal);
    return new Promise((resolve, reject) => {
      let failure: CliError | undefined;
      const shown = tls.client && request.trusted;
      const outgoing = open({
        ...options,
        method: request.method,
        headers: {
          'accept-encoding': ACCEPTED_ENCODINGS,
          ...Object.fromEntries(request.headers),
          ...headers,
        },
        maxHeaderSize: MAX_HEADER_BYTES,
        ...(request.signal && { signal: request.signal }),
      });
      const idle = new IdleTimer(timeout, () => {
        failure = timeoutError(url.host, timeout);
        // Destroying a request whose tunnel is not open yet would emit nothing.
        reject(failure);
        outgoing.destroy(failure);
        giveUp?.();
      });
      outgoing.on('error', (error) => {
        idle.stop();
        if (proxy) reject(failure ?? proxyError(error, proxy));
        else reject(failure ?? (shown ? refusedError : networkError)(error, url.host));
      });
      // When the server switches to another protocol, Node closes the connection without an error.
      outgoing.on('upgrade', (_, socket) => {
        socket.destroy();
        idle.stop();
        reject(notHttp(url.host));
      });
      outgoing.on('response', (message) => {
        idle.touch();
        resolve(answer(message, url, { idle, failed: () => failure ?? interruption(request) }));
      });
      outgoing.end();
    });
  };
}

interface Watch {
  idle: IdleTimer;
  /** Why the connection was given up, if it was. */
  failed(): CliError | undefined;
}

function interruption({ signal }: WireRequest): CliError | undefined {
  return signal?.aborted ? new CliError('interrupted', {}) : undefined;
}

async function answer(message: IncomingMessage, url: URL, watch: Watch): Promise<WireResponse> {
  const drop = () => {
    watch.idle.stop();
    // A complete response is drained so that the connection can be reused. Anything else is cut off.
    if (message.complete) message.resume();
    else message.destroy();
  };
  const source = await plain(message, url, drop);
  const body = droppable(readBody(source, url.host, watch, drop), drop);
  return new WireResponse(message.statusCode ?? 0, headersOf(message), url.href, body);
}

/** The body without its content encoding. */
async function plain(message: IncomingMessage, url: URL, drop: () => void): Promise<AsyncIterable<Uint8Array>> {
  const encoding = message.headers['content-encoding'];
  try {
    if (!message.statusCode) throw notHttp(url.host);
    if (encoding === undefined || encoding === 'identity') return message;
    return await (await import('./decode.ts')).decodeBody(message, encoding);
  } catch (error) {
    drop();
    throw error;
  }
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
    throw failed() ?? bodyError(error, host);
  } finally {
    drop();
  }
  // A body without a length ends when its connection does, even if this side closed it.
  const failure = failed();
  if (failure) throw failure;
}

function headersOf(message: IncomingMessage): WireHeaders {
  return plainHeaders(
    Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)])),
  );
}

// How a request leaves Node: directly or through a proxy, and with which certificates.

export interface TransportOptions {
  /** Longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  tls: TlsFiles;
  /** Holds the proxy variables. */
  env: Context['env'];
}

export async function route(
  url: URL,
  request: WireRequest,
  { tls, env }: Omit<TransportOptions, 'timeout'>,
): Promise<Route> {
  const proxy = proxyFor(url, env);
  if (url.protocol === 'https:') {
    const options = { ...target(url), ...(await secureOptions(tls, request.trusted)) };
    if (!proxy) return { open: requestOf('https:'), options, headers: {} };
    const { throughTunnel } = await import('./tunnel.ts');
    return { ...(await throughTunnel(proxy)), options, headers: {} };
  }
  if (!proxy) return { open: requestOf('http:'), options: target(url), headers: {} };
  // A proxy for plain http expects the whole URL.
  const headers = { host: url.host, ...proxyHeaders(proxy.url) };
  const options = { ...target(proxy.url), path: url.href };
  return { open: requestOf(proxy.url.protocol), options, headers, proxy };
}

async function secureOptions({ authorities, client }: TlsFiles, trusted: boolean): Promise<RequestOptions> {
  if (authorities.length === 0 && !client) return {};
  const { rootCertificates } = await import('node:tls');
  return {
    ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
    ...(trusted && client),
  };
}
