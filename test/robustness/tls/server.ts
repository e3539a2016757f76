/** A real TLS server: node:https with a certificate of the test's. */
import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { LIST } from '../faults/bodies.ts';
import type { Identity } from './certificates.ts';

export interface TlsRequest {
  target: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The name on the client's certificate, where it gave one. */
  client: string | string[] | undefined;
}

export interface TlsServer {
  port: number;
  requests: TlsRequest[];
  /** Connections that were opened: what was not tried again opens one. */
  connections: number;
  stop(): Promise<void>;
}

export interface TlsOptions extends Pick<ServerOptions, 'requestCert' | 'rejectUnauthorized' | 'ca'> {
  /** Answers every request with a redirect to this address. */
  redirect?: string;
}

export async function startTls({ cert, key }: Identity, { redirect, ...options }: TlsOptions = {}): Promise<TlsServer> {
  const requests: TlsRequest[] = [];
  const server = createServer({ cert, key, ...options }, (request, response) => {
    const { CN: client } = (request.socket as TLSSocket).getPeerCertificate().subject ?? {};
    requests.push({ target: request.url ?? '', headers: request.headers, client });
    if (redirect !== undefined) response.writeHead(307, { location: redirect }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(LIST);
  });
  const state: TlsServer = { port: 0, requests, connections: 0, stop };
  server.on('connection', () => {
    state.connections++;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.port = (server.address() as AddressInfo).port;
  return state;

  async function stop(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}
