/** A package registry on a port of this machine, which holds what it is given and nothing else. */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * @typedef {object} Packed
 * @property {string} file the tarball
 * @property {{ name: string, version: string }} manifest
 */

/**
 * @param {readonly Packed[]} packages
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function openRegistry(packages) {
  const held = new Map(packages.map((packed) => [packed.manifest.name, packed]));
  const server = createServer((request, response) => {
    const [, name = '', tarball] = decodeURIComponent(request.url ?? '').split('/');
    const packed = held.get(name);
    if (!packed) response.writeHead(404).end('{}');
    else if (tarball) createReadStream(packed.file).pipe(response);
    else response.end(JSON.stringify(documentOf(packed, `http://${request.headers.host}/${name}/tarball`)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param {Packed} packed @param {string} tarball its address */
function documentOf({ file, manifest }, tarball) {
  const digest = createHash('sha512').update(readFileSync(file)).digest('base64');
  const dist = { tarball, integrity: `sha512-${digest}` };
  const { name, version } = manifest;
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
