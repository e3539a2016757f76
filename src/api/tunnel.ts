/** Tunnels through an http proxy to an https server: CONNECT (RFC 9110, section 9.3.6), then TLS inside. */
import type { ClientRequest, OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ChosenProxy } from '../config/proxy.ts';
import { proxyHeaders, requestOptionsFor } from '../config/proxy.ts';
import { proxyError, proxyStatusError } from './failure.ts';
import { requestFunctionFor } from './node-http.ts';

/** Opens each request to the server in its options through the proxy, with its own tunnel. */
export async function createTunnel(proxy: ChosenProxy): Promise<Pick<Route, 'open' | 'cancel'>> {
  const { connect: connectTls } = await import('node:tls');
  const { isIP } = await import('node:net');
  const request = requestFunctionFor(proxy.url.protocol);
  let connectRequest: ClientRequest | undefined;
  const open = (options: RequestOptions): ClientRequest => {
    const host = options.hostname as string;
    const port = Number(options.port || 443);
    const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    const createConnection = (_: unknown, done: (error: Error | null, socket: Duplex) => void): undefined => {
      const fail = (error: Error) => done(error, undefined as unknown as Duplex);
      connectRequest = request({
        ...requestOptionsFor(proxy.url),
        method: 'CONNECT',
        path: authority,
        headers: { host: authority, ...proxyHeaders(proxy.url) },
        agent: false,
      });
      connectRequest.once('connect', (response, socket) => {
        if (response.statusCode === 200)
          done(null, connectTls({ ...tlsOptions(options), socket, host, servername: isIP(host) ? '' : host }));
        else {
          socket.destroy();
          fail(proxyStatusError(response.statusCode ?? 0, proxy));
        }
      });
      connectRequest.once('error', (error) => fail(proxyError(error, proxy)));
      connectRequest.end();
      return undefined;
    };
    const outgoing = requestFunctionFor('https:')({ ...options, createConnection: createConnection as never });
    // A request that is given up closes its tunnel.
    outgoing.once('close', () => connectRequest?.destroy());
    return outgoing;
  };
  return { open, cancel: () => void connectRequest?.destroy() };
}

function tlsOptions({ ca, cert, key }: RequestOptions): Pick<RequestOptions, 'ca' | 'cert' | 'key'> {
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

export interface Route {
  open(options: RequestOptions): ClientRequest;
  /** Ends whatever the request is waiting for before it has a connection. */
  cancel?(): void;
  options: RequestOptions;
  /** Headers for the proxy only. */
  headers: OutgoingHttpHeaders;
  /** The proxy that the connection goes to. */
  proxy?: ChosenProxy;
}
