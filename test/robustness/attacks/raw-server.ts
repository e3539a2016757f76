import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface RawServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  stop(): Promise<void>;
}

/**
 * A loopback server that sends bytes as they are, whatever HTTP says about them. `answers` are found by the first
 * segment of the request's path.
 */
export async function startRawServer(answers: ReadonlyMap<string, Uint8Array>): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let head = '';
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (piece) => {
      head += piece.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const name = /^[A-Z]+ \/([^/ ]*)/.exec(head)?.[1] ?? '';
      head = '';
      socket.end(answers.get(name) ?? httpAnswer(418, {}, `no answer for ${name}`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** An answer in bytes. Header values and the reason phrase are Latin-1, and nothing in them is checked. */
export function httpAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  reason = 'Some reason',
): Uint8Array {
  const content = Buffer.from(body as string);
  const named = { 'content-type': 'application/json', connection: 'close', ...headers };
  const lines = Object.entries(named).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-length: ${content.length}\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), content]);
}
