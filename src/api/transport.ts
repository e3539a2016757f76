import type { Connection } from '../config/settings.ts';
import type { Context } from '../context.ts';
import { followRedirects } from './redirect.ts';
import type { Send } from './wire.ts';

/** The transport that fits the endpoint and the runtime: the sandbox's handler, Bun's fetch, or node:http(s). */
export async function chooseTransport(connection: Connection, ctx: Context): Promise<Send> {
  return followRedirects(await plainTransport(connection, ctx));
}

async function plainTransport(connection: Connection, ctx: Context): Promise<Send> {
  const { timeout, sandbox } = connection;
  if (sandbox || 'Bun' in globalThis) {
    const { fetchTransport } = await import('./fetch-transport.ts');
    return fetchTransport(sandbox ? await sandboxFetch(connection, ctx) : fetch, timeout);
  }
  const { nodeTransport } = await import('./node-transport.ts');
  return nodeTransport(timeout);
}

async function sandboxFetch(
  { scenario }: Connection,
  ctx: Context,
): Promise<(url: string, init: RequestInit) => Promise<Response>> {
  const { openSandbox } = await import('../sandbox/open.ts');
  const handler = openSandbox(ctx, scenario);
  return (url, init) => handler(new Request(url, init));
}
