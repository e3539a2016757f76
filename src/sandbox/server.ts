/** Serves the practice API on a port: node:http around a request handler. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from '../config/key.ts';
import { errorResponse } from './answer.ts';
import type { SandboxHandler } from './handler.ts';

export interface ServeOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Loopback only: the practice API is not for others on the network. */
  readonly host?: '127.0.0.1' | '::1';
}

export interface RunningSandbox {
  /** The port it listens on. */
  readonly port: number;
  /** Stops listening and cuts open connections. Resolves once the port is free. Calling it again is harmless. */
  close(): Promise<void>;
}

/**
 * Guards against DNS rebinding: a web page can make its own name resolve to this address, but cannot claim another
 * host.
 */
function isForLoopback({ url }: Request): boolean {
  const { hostname } = new URL(url);
  return isLoopback(hostname) && !['0.0.0.0', '[::]'].includes(hostname);
}

const NOT_LOOPBACK = { status: 403, message: 'This practice API only serves its own machine: use 127.0.0.1.' };

/** Passes a Node request to the handler, and its response back. A client that disconnects aborts the request. */
async function serve(handler: SandboxHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const left = new AbortController();
  outgoing.once('close', () => left.abort());
  try {
    const request = requestOf(incoming, left.signal);
    const response = !request
      ? errorResponse({ status: 400, message: 'This request has no host, or has an unsupported method.' })
      : isForLoopback(request)
        ? await handler(request)
        : errorResponse(NOT_LOOPBACK);
    outgoing.statusCode = response.status;
    for (const [name, value] of response.headers) outgoing.setHeader(name, value);
    // Holds back one piece, so that a response of a single piece is sent with its length.
    let held: Uint8Array | undefined;
    for await (const piece of response.body ?? []) {
      if (held && !outgoing.write(held)) await once(outgoing, 'drain', { signal: left.signal });
      held = piece;
    }
    outgoing.end(held);
  } catch {
    // The handler only fails if the client has disconnected.
    outgoing.destroy();
  }
}

/** Bodies are not read, because no request to the practice API has one. `undefined` if the request is invalid. */
function requestOf({ url = '/', method = 'GET', headers }: IncomingMessage, signal: AbortSignal): Request | undefined {
  const pairs = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  if (!headers.host) return undefined;
  try {
    const address = url.startsWith('/') ? `http://${headers.host}${url}` : url;
    return new Request(address, { method, headers: pairs as [string, string][], signal });
  } catch {
    return undefined;
  }
}

/**
 * Serves a handler on a loopback port. Rejects with Node's error if the port is not available: `code` is `EADDRINUSE`
 * for one in use, `EACCES` for a reserved one.
 */
export async function serveSandbox(handler: SandboxHandler, options: ServeOptions): Promise<RunningSandbox> {
  const server = createServer((incoming, outgoing) => void serve(handler, incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;

  let closing: Promise<void> | undefined;
  return {
    port,
    close() {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}
