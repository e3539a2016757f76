/** Sends requests over node:http and node:https, which start far sooner on Node than its own fetch. */

import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { proxyFor, proxyHeaders, requestOptionsFor } from '../config/proxy.ts';
import type { TlsFiles } from '../config/tls.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { bodyError, clientCertificateError, networkError, notHttpError, proxyError, timeoutError } from './failure.ts';
import { requestFunctionFor } from './node-http.ts';
import type { Route } from './tunnel.ts';
import {
  ACCEPTED_ENCODINGS,
  cancelableBody,
  headersFromRecord,
  IdleTimer,
  type Transport,
  type WireHeaders,
  type WireRequest,
  WireResponse,
} from './wire.ts';

/** Some gateways send large headers. Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 1 << 20;

export function nodeTransport({ timeout, tls, env }: TransportOptions): Transport {
  return async (url, request) => {
    const { open, cancel, options, headers, proxy } = await resolveRoute(url, request, { tls, env });
    // Each pending request listens for the interruption, and Node takes more than ten listeners for a leak.
    if (request.signal) setMaxListeners(0, request.signal);
    return new Promise((resolve, reject) => {
      let failure: CliError | undefined;
      const presentsCertificate = tls.client && request.isTrusted;
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
        cancel?.();
      });
      outgoing.on('error', (error) => {
        idle.stop();
        if (proxy) reject(failure ?? proxyError(error, proxy));
        else reject(failure ?? (presentsCertificate ? clientCertificateError : networkError)(error, url.host));
      });
      // When the server switches to another protocol, Node closes the connection without an error.
      outgoing.on('upgrade', (_, socket) => {
        socket.destroy();
        idle.stop();
        reject(notHttpError(url.host));
      });
      outgoing.on('response', (message) => {
        idle.reset();
        resolve(toWireResponse(message, url, { idle, abortReason: () => failure ?? interruptedError(request) }));
      });
      outgoing.end();
    });
  };
}

interface Transfer {
  idle: IdleTimer;
  /** Why the connection was given up, if it was. */
  abortReason(): CliError | undefined;
}

function interruptedError({ signal }: WireRequest): CliError | undefined {
  return signal?.aborted ? new CliError('interrupted', {}) : undefined;
}

async function toWireResponse(message: IncomingMessage, url: URL, transfer: Transfer): Promise<WireResponse> {
  const cancel = () => {
    transfer.idle.stop();
    // A complete response is drained so that the connection can be reused. Anything else is cut off.
    if (message.complete) message.resume();
    else message.destroy();
  };
  const source = await decodedBody(message, url, cancel);
  const body = cancelableBody(readBody(source, url.host, transfer, cancel), cancel);
  return new WireResponse(message.statusCode ?? 0, headersOf(message), url.href, body);
}

/** The body without its content encoding. */
async function decodedBody(message: IncomingMessage, url: URL, cancel: () => void): Promise<AsyncIterable<Uint8Array>> {
  const encoding = message.headers['content-encoding'];
  try {
    if (!message.statusCode) throw notHttpError(url.host);
    if (encoding === undefined || encoding === 'identity') return message;
    return await (await import('./decode.ts')).decodeBody(message, encoding);
  } catch (error) {
    cancel();
    throw error;
  }
}

async function* readBody(
  source: AsyncIterable<Uint8Array>,
  host: string,
  { idle, abortReason }: Transfer,
  cancel: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      idle.reset();
      yield chunk;
    }
  } catch (error) {
    throw abortReason() ?? bodyError(error, host);
  } finally {
    cancel();
  }
  // A body without a length ends when its connection does, even if this side closed it.
  const failure = abortReason();
  if (failure) throw failure;
}

function headersOf(message: IncomingMessage): WireHeaders {
  return headersFromRecord(
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

export async function resolveRoute(
  url: URL,
  request: WireRequest,
  { tls, env }: Omit<TransportOptions, 'timeout'>,
): Promise<Route> {
  const proxy = proxyFor(url, env);
  if (url.protocol === 'https:') {
    const options = { ...requestOptionsFor(url), ...(await secureOptions(tls, request.isTrusted)) };
    if (!proxy) return { open: requestFunctionFor('https:'), options, headers: {} };
    const { createTunnel } = await import('./tunnel.ts');
    return { ...(await createTunnel(proxy)), options, headers: {} };
  }
  if (!proxy) return { open: requestFunctionFor('http:'), options: requestOptionsFor(url), headers: {} };
  // A proxy for plain http expects the whole URL.
  const headers = { host: url.host, ...proxyHeaders(proxy.url) };
  const options = { ...requestOptionsFor(proxy.url), path: url.href };
  return { open: requestFunctionFor(proxy.url.protocol), options, headers, proxy };
}

async function secureOptions({ authorities, client }: TlsFiles, isTrusted: boolean): Promise<RequestOptions> {
  if (authorities.length === 0 && !client) return {};
  const { rootCertificates } = await import('node:tls');
  return {
    ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
    ...(isTrusted && client),
  };
}
