/** A real proxy (proxy-chain) with a log, which finds `api.test` on this machine. */
import type { LookupFunction } from 'node:net';
import { Server } from 'proxy-chain';

/** The name of the target, which only the proxy can find. */
export const TARGET = 'api.test';

export interface RealProxy {
  port: number;
  /** What it was asked for, one a request: `http api.test:80 user` or `CONNECT api.test:443`. */
  log: string[];
  stop(): Promise<void>;
}

export interface ProxyOptions {
  user?: string;
  password?: string;
  /** Answers every request with this status instead of passing it on. */
  refuses?: number;
}

export async function startProxy({ user, password, refuses }: ProxyOptions = {}): Promise<RealProxy> {
  const log: string[] = [];
  const server = new Server({
    port: 0,
    host: '127.0.0.1',
    verbose: false,
    prepareRequestFunction: (request) => {
      const { isHttp, hostname, port, username } = request;
      log.push([isHttp ? 'http' : 'CONNECT', `${hostname}:${port}`, username].filter(Boolean).join(' '));
      if (refuses) throw Object.assign(new Error('not here'), { statusCode: refuses });
      const known = user === undefined || (username === user && request.password === password);
      return { requestAuthentication: !known, dnsLookup: lookup as never };
    },
  });
  await server.listen();
  return { port: server.port, log, stop: () => server.close(true) };
}

const lookup: LookupFunction = (_, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};
