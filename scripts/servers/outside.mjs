/** A proxy on loopback that lets nothing through and remembers what was asked for. */
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @typedef {object} Outside
 * @property {Readonly<Record<string, string>>} env leads a program's requests to the proxy, loopback apart
 * @property {() => string[]} asked what was asked for since the last call
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Outside>} */
export async function watchOutside() {
  /** @type {Set<string>} */
  const asked = new Set();
  const server = createServer((request, response) => {
    asked.add(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    asked.add(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const proxy = `http://127.0.0.1:${address.port}`;
  const loopback = '127.0.0.1,localhost';
  return {
    env: {
      ...{ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy, NO_PROXY: loopback },
      ...{ http_proxy: proxy, https_proxy: proxy, all_proxy: proxy, no_proxy: loopback },
    },
    asked() {
      const found = [...asked].sort();
      asked.clear();
      return found;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
