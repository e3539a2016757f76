/**
 * The loopback server of the bench, a process of its own so that its work is not counted with anyone's.
 * `/COUNT/v1/models` answers a list of COUNT models from memory, `/COUNT/MS/v1/models` after so many milliseconds; a
 * DELETE takes 50 ms. It tells its parent the port.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listBody, modelText } from './models.mjs';

const DELETE_MILLISECONDS = 50;

/** @type {Map<number, Buffer>} */
const lists = new Map();

/** @param {number} count */
function list(count) {
  const body = lists.get(count) ?? listBody(count);
  lists.set(count, body);
  return body;
}

/** @param {import('node:http').IncomingMessage} request */
async function answer(request) {
  const [, count, wait, id] = /^\/(\d{1,7})(?:\/(\d{1,4}))?\/v1\/models(?:\/([^/?]+))?$/.exec(request.url ?? '') ?? [];
  if (count === undefined) return undefined;
  if (wait !== undefined) await sleep(Number(wait));
  if (request.method === 'GET' && id === undefined) return list(Number(count));
  if (request.method === 'GET') return Buffer.from(modelText(0));
  if (request.method !== 'DELETE' || id === undefined) return undefined;
  await sleep(DELETE_MILLISECONDS);
  return Buffer.from(JSON.stringify({ id: decodeURIComponent(id), object: 'model', deleted: true }));
}

const server = createServer(async (request, response) => {
  const found = await answer(request);
  const body = found ?? Buffer.from('{"error":{"message":"not found"}}');
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  response.writeHead(found ? 200 : 404, headers).end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit());
