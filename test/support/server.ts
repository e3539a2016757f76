/**
 * The one scripted server: a test says as data what it answers, and it remembers what it was asked. It speaks HTTP on the
 * bare connection, so that an answer may break every rule and a request is seen as it was sent.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
import { type Answer, sendAnswer, type Wire } from './answer.ts';
import { NotHttp, readRequests, type SeenRequest } from './request.ts';

export type { Answer } from './answer.ts';
export type { SeenRequest } from './request.ts';

/** An answer, or what makes one of the request; it may take its time. */
export type Reply = Answer | ((request: SeenRequest) => Answer | Promise<Answer>);

/** One reply for every request, or one reply for each: more requests than replies are unexpected. */
export type Route = Reply | readonly Reply[];

/** By method and target as sent, such as `GET /v1/models`. */
export type Routes = Readonly<Record<string, Route>>;

/** The reply to a request; `undefined` makes the request an unexpected one. */
export type Script = (request: SeenRequest) => Reply | undefined;

export interface ScriptedServer {
  port: number;
  /** `http://127.0.0.1:PORT`, or https. */
  origin: string;
  /** As they came. */
  requests: SeenRequest[];
  /** What no route was for. */
  unexpected: string[];
  /** Connections that were opened: what was not tried again opens one. */
  connections: number;
  /** Fills `{origin}`, `{other}` and `{port}` in. */
  fill(text: string): string;
  /** Resolves once so many requests have come. */
  asked(count: number): Promise<void>;
  /** Cuts all connections. Rejects when a request came that no route was for: every request is one the test knows of. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Speaks TLS, with this certificate. */
  tls?: TlsOptions;
}

export async function startServer(script: Routes | Script, { tls }: ServerOptions = {}): Promise<ScriptedServer> {
  const replyTo = typeof script === 'function' ? script : byRoute(script);
  const sockets = new Set<Socket>();
  const stopping = new AbortController();
  const counted: { count: number; resolve(): void }[] = [];

  const serve = async (socket: Socket) => {
    const wire: Wire = { socket, fill: (text) => scripted.fill(text), stopping: stopping.signal };
    for await (const { request, keepAlive } of readRequests(socket)) {
      if (socket instanceof TLSSocket) request.client = socket.getPeerCertificate().subject?.CN;
      scripted.requests.push(request);
      const reply = replyTo(request);
      if (reply === undefined) scripted.unexpected.push(`${request.method} ${request.path}`);
      for (const { count, resolve } of counted) if (scripted.requests.length >= count) resolve();
      const answer = typeof reply === 'function' ? await reply(request) : (reply ?? noRoute(request));
      if (!(await sendAnswer(answer, wire)) || !keepAlive) break;
    }
    socket.end();
  };
  const accept = (socket: Socket) => {
    socket.setNoDelay();
    socket.on('error', () => socket.destroy());
    serve(socket).catch((error) => {
      if (error instanceof NotHttp) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      // A client that goes away in the middle of an answer is the business of the test, not of the server.
      else socket.destroy();
    });
  };
  const server: Server = tls ? createTlsServer(tls, accept) : createServer(accept);
  server.on('connection', (socket: Socket) => {
    scripted.connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });

  const { port } = server.address() as AddressInfo;
  const scheme = tls ? 'https' : 'http';
  const places: Record<string, string> = {
    '{origin}': `${scheme}://127.0.0.1:${port}`,
    '{other}': `${scheme}://localhost:${port}`,
    '{port}': String(port),
  };
  const scripted: ScriptedServer = {
    port,
    origin: `${scheme}://127.0.0.1:${port}`,
    requests: [],
    unexpected: [],
    connections: 0,
    fill: (text) => text.replace(/\{(?:origin|other|port)\}/g, (place) => places[place] ?? place),
    asked: (count) =>
      new Promise((resolve) => {
        if (scripted.requests.length >= count) resolve();
        else counted.push({ count, resolve });
      }),
    async stop() {
      stopping.abort();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (scripted.unexpected.length > 0) throw new Error(`unexpected requests: ${scripted.unexpected.join(', ')}`);
    },
  };
  return scripted;
}

/** The replies in turn, a request each, whatever it asks for; the last one goes on for ever. */
export function inTurn(replies: readonly Reply[]): Script {
  let turn = 0;
  return () => replies[Math.min(turn++, replies.length - 1)];
}

function byRoute(routes: Routes): Script {
  const asked = new Map<string, number>();
  return ({ method, path }) => {
    const name = `${method} ${path}`;
    const count = asked.get(name) ?? 0;
    asked.set(name, count + 1);
    const route = routes[name];
    return isList(route) ? route[count] : route;
  };
}

function isList(route: Route | undefined): route is readonly Reply[] {
  return Array.isArray(route);
}

function noRoute({ method, path }: SeenRequest): Answer {
  return { status: 418, body: `no route for ${method} ${path}` };
}
