/** A server that lies, stalls and cuts: each answer is written by hand on the bare connection. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { readRequests, type WireRequest } from '../../conformance/request.ts';

/** One request, the connection to answer it on, and the places that answers can name. */
export interface Exchange {
  socket: Socket;
  request: WireRequest;
  /** Fills `{origin}`, `{other}` (another origin on the same machine) and `{port}` in. */
  fill(text: string): string;
  stopping: AbortSignal;
}

/** What the server does about one request. Resolves to whether the connection may serve another one. */
export type Act = (exchange: Exchange) => Promise<boolean>;

export interface HostileServer {
  port: number;
  origin: string;
  requests: WireRequest[];
  fill(text: string): string;
  stop(): Promise<void>;
}

/** Starts a server that does the acts one after the other, a request each; the last one goes on for ever. */
export async function startHostile(acts: readonly Act[]): Promise<HostileServer> {
  const requests: WireRequest[] = [];
  const sockets = new Set<Socket>();
  const stopping = new AbortController();
  const serve = async (socket: Socket) => {
    for await (const request of readRequests(socket)) {
      const act = acts[Math.min(requests.length, acts.length - 1)] as Act;
      requests.push(request);
      if (!(await act({ socket, request, fill, stopping: stopping.signal }))) break;
    }
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in the middle of an answer is what some of the faults are about.
    serve(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const places = { origin, other: `http://localhost:${port}`, port: String(port) };
  const fill = (text: string) =>
    Object.entries(places).reduce((filled, [name, place]) => filled.replaceAll(`{${name}}`, place), text);
  const stop = () => {
    stopping.abort();
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port, origin, requests, fill, stop };
}
