import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from '../config/key.ts';
import type { SandboxHandler } from './handler.ts';

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Loopback only: the practice API is not for others on the network. */
  readonly host?: '127.0.0.1' | '::1';
}

export interface RunningSandbox {
  /** The port that is listened on. */
  readonly port: number;
  /** Stops listening and cuts open connections; resolves when the port is free. Calling it again is harmless. */
  close(): Promise<void>;
}

/** A page in a browser can have its own name lead to this address (DNS rebinding), but it cannot name another host. */
function isForLoopback({ url }: Request): boolean {
  const { hostname } = new URL(url);
  return isLoopback(hostname) && !['0.0.0.0', '[::]'].includes(hostname);
}

const REFUSAL = () =>
  Response.json(
    {
      error: {
        message: 'This practice API is for its own machine: call it by 127.0.0.1.',
        type: 'invalid_request_error',
      },
    },
    { status: 403 },
  );

/**
 * Puts a handler on a loopback port. Rejects with Node's error where the port can't be had: its `code` is `EADDRINUSE`
 * for one in use, `EACCES` for one that is reserved.
 */
export async function serveSandbox(handler: SandboxHandler, options: ServeOptions): Promise<RunningSandbox> {
  // Only a server needs the adapter: the in-process sandbox should not pay for loading it.
  const { createAdaptorServer } = await import('@hono/node-server');
  const fetch: SandboxHandler = async (request) => (isForLoopback(request) ? handler(request) : REFUSAL());
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
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
