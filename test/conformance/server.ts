import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Places, sendAnswer } from './answer.ts';
import type { Answer, Case } from './case.ts';
import { readRequests, type WireRequest } from './request.ts';

/** A request as the cases see it: `path` is the raw request target without the case's own prefix. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
}

/** A loopback server that answers one case from its script and remembers what it was asked. */
export interface ScriptedServer {
  port: number;
  root: string;
  requests: SeenRequest[];
  stop(): Promise<void>;
}

/** Starts a server for the routes of one case, under the path prefix `/KEY`. */
export async function startServer(key: string, routes: Case['routes']): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const pick = answers(routes);
  const sockets = new Set<Socket>();
  const stopping = new AbortController();
  let places: Places = { root: '', other: '' };

  const serve = async (socket: Socket) => {
    for await (const request of readRequests(socket)) {
      const seen = { method: request.method, path: pathOf(request, key), headers: request.headers };
      requests.push(seen);
      const open = await sendAnswer(socket, pick(seen), places, stopping.signal);
      if (!open || !request.keepAlive) break;
    }
    socket.end();
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in the middle of an answer is the business of the case, not of the server.
    serve(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  places = { root: `http://127.0.0.1:${port}/${key}`, other: `http://localhost:${port}/${key}` };

  const stop = () => {
    stopping.abort();
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port, root: places.root, requests, stop };
}

/** A target outside the prefix stays whole, so that it can match no route and no expectation by accident. */
function pathOf(request: WireRequest, key: string): string {
  const prefix = `/${key}/`;
  return request.target.startsWith(prefix) ? request.target.slice(prefix.length - 1) : request.target;
}

/** Looks an answer up: the exact target first, then without its query, then `*`. A list is answered in order. */
function answers(routes: Case['routes']): (request: SeenRequest) => Answer {
  const served = new Map<string, number>();
  return ({ method, path }) => {
    const want = `${method} ${path}`;
    const found = routes[want] ?? routes[`${method} ${path.split('?')[0]}`] ?? routes['*'];
    if (found === undefined) return noRoute(want);
    if (!Array.isArray(found)) return found;
    const turn = served.get(want) ?? 0;
    served.set(want, turn + 1);
    return found[Math.min(turn, found.length - 1)] ?? noRoute(want);
  };
}

function noRoute(want: string): Answer {
  const error = { message: `no route ${want}`, type: 'invalid_request_error', param: null, code: null };
  return { status: 404, body: JSON.stringify({ error }) };
}
