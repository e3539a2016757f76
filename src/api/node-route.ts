/** How a request leaves Node: directly or through a proxy, with which certificates. */
import type { ClientRequest, OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import { type ChosenProxy, proxyFor } from '../config/proxy.ts';
import type { TlsFiles } from '../config/tls.ts';
import type { Context } from '../context.ts';
import type { WireRequest } from './wire.ts';

export interface TransportOptions {
  /** Longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  tls: TlsFiles;
  /** For the proxy variables. */
  env: Context['env'];
}

export interface Route {
  open(options: RequestOptions): ClientRequest;
  /** Ends what the request waits for before it has a connection. */
  giveUp?(): void;
  options: RequestOptions;
  /** Headers for the proxy alone. */
  headers: OutgoingHttpHeaders;
  /** The proxy that the connection is made to. */
  proxy?: ChosenProxy;
}

export async function route(
  url: URL,
  request: WireRequest,
  { tls, env }: Omit<TransportOptions, 'timeout'>,
): Promise<Route> {
  const proxy = proxyFor(url, env);
  if (url.protocol === 'https:') {
    const https = await import('node:https');
    const options = { ...target(url), ...(await secureOptions(tls, request.trusted)) };
    const open = (all: RequestOptions) => https.request(all);
    if (!proxy) return { open, options, headers: {} };
    const { throughTunnel } = await import('./tunnel.ts');
    return { ...(await throughTunnel(proxy)), options, headers: {} };
  }
  if (!proxy) {
    const http = await import('node:http');
    return { open: (all) => http.request(all), options: target(url), headers: {} };
  }
  const { request: open } = proxy.url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  // A proxy for plain http is asked for the whole URL.
  const headers = { host: url.host, ...proxyHeaders(proxy.url) };
  return { open: (all) => open(all), options: { ...target(proxy.url), path: url.href }, headers, proxy };
}

/** Where a URL points. */
export function target(url: URL): RequestOptions {
  return {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
  };
}

async function secureOptions({ authorities, client }: TlsFiles, trusted: boolean): Promise<RequestOptions> {
  if (authorities.length === 0 && !client) return {};
  const { rootCertificates } = await import('node:tls');
  return {
    ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
    ...(trusted && client),
  };
}

/** The credentials in a proxy's address, as it wants them. */
export function proxyHeaders({ username, password }: URL): OutgoingHttpHeaders {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
