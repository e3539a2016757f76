/** A loopback server that a test scripts as a table of routes. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Answer {
  /** 200 unless said. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** A list is sent a piece at a time. */
  body?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Cuts the connection after the body, so that the answer never ends properly. */
  cut?: true;
}

/** One answer for every request, or one answer for each: more requests than answers are unexpected. */
export type Route = Answer | readonly Answer[];

/** By method and target as sent, such as `GET /v1/models`. `{origin}` in a header stands for the server's own. */
export type Routes = Readonly<Record<string, Route>>;

export interface SeenRequest {
  method: string;
  /** The request target as sent, percent signs and query included. */
  path: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
}

export interface ScriptedServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  requests: SeenRequest[];
  /** What no route was for. */
  unexpected: string[];
  stop(): Promise<void>;
}

export async function startServer(routes: Routes): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const unexpected: string[] = [];
  const asked = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const name = `${request.method} ${request.url}`;
    requests.push(seen(request));
    const count = asked.get(name) ?? 0;
    asked.set(name, count + 1);
    const route = routes[name];
    const answer = isList(route) ? route[count] : route;
    if (!answer) unexpected.push(name);
    await send(response, answer ?? { status: 418, body: `no route for ${name}` }, origin);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    unexpected,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function isList(route: Route | undefined): route is readonly Answer[] {
  return Array.isArray(route);
}

function seen(request: IncomingMessage): SeenRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return { method: request.method ?? '', path: request.url ?? '', headers: Object.fromEntries(headers) };
}

async function send(response: ServerResponse, answer: Answer, origin: string): Promise<void> {
  const { status = 200, headers = {}, body = '', cut } = answer;
  const pieces = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value.replaceAll('{origin}', origin));
  const source = Readable.from(pieces.filter((piece) => piece.length > 0));
  // A client that leaves early is its own affair.
  await pipeline(source, response, { end: false }).catch(() => {});
  if (!cut) response.end();
  // Once more with a callback: what was written must be on its way before the connection goes.
  else response.write(' ', () => response.destroy());
}
