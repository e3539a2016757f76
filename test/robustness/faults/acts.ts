/** The things that a hostile server does, as words that a table of faults is written in. */
import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Act } from './hostile.ts';

export type Headers = Readonly<Record<string, string | number | null>>;

export interface Answer {
  /** 200 unless said. */
  status?: number;
  /** Added to `content-type` and `content-length`; `null` takes one away. `{origin}` and `{other}` are filled in. */
  headers?: Headers;
  body?: string | Uint8Array;
}

/** A proper answer, as far as HTTP goes. */
export function answer({ status = 200, headers = {}, body = '' }: Answer): Act {
  return async ({ socket, fill }) => {
    const data = typeof body === 'string' ? Buffer.from(fill(body)) : body;
    socket.write(fill(head(status, { 'content-length': data.length, ...headers })));
    socket.write(data);
    return true;
  };
}

/** These bytes, then the end of the connection. */
export function say(...pieces: readonly (string | Uint8Array)[]): Act {
  return async ({ socket, fill }) => {
    for (const piece of pieces) socket.write(typeof piece === 'string' ? fill(piece) : piece);
    socket.end();
    await gone(socket);
    return false;
  };
}

/** These bytes, then nothing for ever. */
export function fallSilent(text = ''): Act {
  return async ({ socket }) => {
    if (text !== '') socket.write(text);
    await gone(socket);
    return false;
  };
}

/** These bytes, then a connection reset. */
export function reset(text = ''): Act {
  return async ({ socket, stopping }) => {
    if (text !== '') {
      socket.write(text);
      // A reset overtakes what was not read yet.
      await sleep(100, undefined, { signal: stopping });
    }
    socket.resetAndDestroy();
    return false;
  };
}

/** The text in pieces of `size`, `pause` milliseconds apart. */
export function drip(text: string, size: number, pause: number): Act {
  return async ({ socket, stopping }) => {
    for (let at = 0; at < text.length && !socket.destroyed; at += size) {
      socket.write(text.slice(at, at + size));
      await sleep(pause, undefined, { signal: stopping });
    }
    return true;
  };
}

/** A head, then pieces as fast as they are taken, then the end of the connection. */
export function pour(start: string, pieces: () => Iterable<string | Uint8Array>): Act {
  return async ({ socket }) => {
    const closed = gone(socket);
    socket.write(start);
    for (const piece of pieces()) {
      if (socket.destroyed) return false;
      if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), closed]);
    }
    socket.end();
    await closed;
    return false;
  };
}

/** A status line and headers, up to the empty line. */
export function head(status: number, headers: Headers = {}): string {
  const all: Headers = { 'content-type': 'application/json', ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
}

async function gone(socket: Socket): Promise<void> {
  if (!socket.destroyed) await once(socket, 'close').catch(() => {});
}
