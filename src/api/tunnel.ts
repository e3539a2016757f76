/** Tunnels through an http proxy to an https server: CONNECT (RFC 9110, section 9.3.6), then TLS inside. */
import type { ClientRequest, OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ChosenProxy } from '../config/proxy.ts';
import { proxyHeaders, target } from '../config/proxy.ts';
import { proxyError, proxyRefusal } from './failure.ts';
import { requestOf } from './node-http.ts';

/** Opens each request to the server in its options through the proxy, with its own tunnel. */
export async function throughTunnel(proxy: ChosenProxy): Promise<Pick<Route, 'open' | 'giveUp'>> {
  const { connect: secure } = await import('node:tls');
  const { isIP } = await import('node:net');
  const request = requestOf(proxy.url.protocol);
  let asking: ClientRequest | undefined;
  const open = (options: RequestOptions): ClientRequest => {
    const host = options.hostname as string;
    const port = Number(options.port || 443);
    const place = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    const createConnection = (_: unknown, done: (error: Error | null, socket: Duplex) => void): undefined => {
      const fail = (error: Error) => done(error, undefined as unknown as Duplex);
      asking = request({
        ...target(proxy.url),
        method: 'CONNECT',
        path: place,
        headers: { host: place, ...proxyHeaders(proxy.url) },
        agent: false,
      });
      asking.once('connect', (answer, socket) => {
        if (answer.statusCode === 200)
          done(null, secure({ ...tlsOptions(options), socket, host, servername: isIP(host) ? '' : host }));
        else {
          socket.destroy();
          fail(proxyRefusal(answer.statusCode ?? 0, proxy));
        }
      });
      asking.once('error', (error) => fail(proxyError(error, proxy)));
      asking.end();
      return undefined;
    };
    const outgoing = requestOf('https:')({ ...options, createConnection: createConnection as never });
    // A request that is given up closes its tunnel.
    outgoing.once('close', () => asking?.destroy());
    return outgoing;
  };
  return { open, giveUp: () => void asking?.destroy() };
}

function tlsOptions({ ca, cert, key }: RequestOptions): Pick<RequestOptions, 'ca' | 'cert' | 'key'> {
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

export interface Route {
  open(options: RequestOptions): ClientRequest;
  /** Ends whatever the request is waiting for before it has a connection. */
  giveUp?(): void;
  options: RequestOptions;
  /** Headers for the proxy only. */
  headers: OutgoingHttpHeaders;
  /** The proxy that the connection goes to. */
  proxy?: ChosenProxy;
}
