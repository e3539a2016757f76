import type { Connection } from '../config/connection.ts';
import { proxyFor } from '../config/proxy.ts';
import { readTlsFiles } from '../config/tls.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import type { TransportOptions } from './node-transport.ts';
import { followRedirects } from './redirect.ts';
import type { Trace } from './trace.ts';
import type { Transport } from './wire.ts';

/**
 * The transport for the endpoint and the runtime: the sandbox's handler, Bun's fetch, or node:http(s).
 * @throws CliError of exit 2 for certificates and proxies that cannot be used
 */
export async function chooseTransport(
  connection: Connection,
  ctx: Context,
  trace: Trace | undefined,
): Promise<Transport> {
  return withRedirects(await baseTransport(connection, ctx), ctx, trace);
}

/** Adds redirect handling, with each hop in the trace. */
export async function withRedirects(send: Transport, ctx: Context, trace: Trace | undefined): Promise<Transport> {
  if (!trace) return followRedirects(send);
  const { withTrace } = await import('./trace.ts');
  return followRedirects(withTrace(send, trace, ctx));
}

async function baseTransport(connection: Connection, ctx: Context): Promise<Transport> {
  const { timeout, sandbox } = connection;
  const tls = await readTlsFiles(connection, ctx.env);
  const options: TransportOptions = { timeout, tls, env: sandbox ? {} : ctx.env };
  checkProxy(connection, options);
  if (!sandbox) return nativeTransport(options);
  const { fetchTransport } = await import('./fetch-transport.ts');
  return fetchTransport(await sandboxFetch(connection, ctx), options);
}

/** The network transport of the runtime. */
export async function nativeTransport(options: TransportOptions): Promise<Transport> {
  if ('Bun' in globalThis) return (await import('./fetch-transport.ts')).fetchTransport(fetch, options);
  return (await import('./node-transport.ts')).nodeTransport(options);
}

/** Checks the proxy's URL before anything is sent, and whether it works with a client certificate. */
function checkProxy({ baseUrl }: Connection, { tls, env }: TransportOptions): void {
  const proxy = proxyFor(new URL(baseUrl.value.url), env);
  if (proxy?.url.protocol === 'https:' && tls.client) throw new CliError('mtls-proxy', { origin: proxy.origin });
}

type SandboxFetch = (url: string, init: RequestInit) => Promise<Response>;

async function sandboxFetch({ scenario }: Connection, ctx: Context): Promise<SandboxFetch> {
  const { openSandbox } = await import('../sandbox/handler.ts');
  const handler = openSandbox(ctx, scenario);
  return (url, init) => handler(new Request(url, init));
}
