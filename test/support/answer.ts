/** What a scripted server answers, as data, and how it goes over the wire. */
import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Bytes = string | Uint8Array;
type Pieces = readonly Bytes[] | Iterable<Bytes> | AsyncIterable<Bytes>;
/** Bytes at once, a piece at a time, or made when they are asked for. */
export type Body = Bytes | Pieces | (() => Bytes | Pieces);

export type Headers = Readonly<Record<string, string | number | null>>;

/** In headers and texts `{origin}`, `{other}` (another origin on the same machine) and `{port}` are filled in. */
export interface Answer {
  /** 200 unless said. */
  status?: number;
  /** The reason phrase; the usual one unless said. */
  reason?: string;
  /** Added to `content-type: application/json` and `content-length`; `null` takes one away. */
  headers?: Headers;
  /** A body in pieces is sent in chunks, unless a header says its length. */
  body?: Body;
  /** These bytes in place of a status line, headers and body, whatever HTTP says about them. */
  raw?: Body;
  /** Milliseconds before anything is sent. */
  delay?: number;
  /** How many bytes at a time, and milliseconds after each. */
  drip?: readonly [bytes: number, pause: number];
  /** Sends so many bytes of the body and ends the connection; `true` sends all and never ends the answer properly. */
  cut?: number | true;
  /**
   * What becomes of the connection: it may `serve` another request (unless said), is closed, is reset, or says nothing
   * for ever.
   */
  after?: 'serve' | 'close' | 'reset' | 'silence';
}

export interface Wire {
  socket: Socket;
  /** Fills the places in. */
  fill(text: string): string;
  /** Aborted when the server stops. */
  stopping: AbortSignal;
}

/** Sends one answer. Resolves to whether the connection may serve another request. */
export async function sendAnswer(answer: Answer, wire: Wire): Promise<boolean> {
  const { socket, stopping } = wire;
  const { delay, cut, after = 'serve' } = answer;
  if (delay) await sleep(delay, undefined, { signal: stopping });
  if (answer.raw !== undefined) await sendPieces(made(answer.raw), answer, wire);
  else await sendHttp(answer, wire);
  if (cut === true) {
    // With a callback: what was written must be on its way before the connection goes.
    await new Promise<void>((resolve) => socket.write('', () => resolve()));
    socket.destroy();
  } else if (cut !== undefined) socket.end();
  else if (after === 'close') {
    socket.end();
    await gone(socket);
  } else if (after === 'silence') await gone(socket);
  else if (after === 'reset') {
    // Not every system lets a client read what came before a reset.
    if (answer.raw !== '') await sleep(100, undefined, { signal: stopping });
    socket.resetAndDestroy();
  } else return socket.writable;
  return false;
}

/** A status line and headers, up to the empty line. */
export function head(status: number, headers: Headers = {}, reason = STATUS_CODES[status] ?? ''): string {
  const all: Headers = { 'content-type': 'application/json', ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}\r\n`]));
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n`;
}

async function sendHttp(answer: Answer, wire: Wire): Promise<void> {
  const { status = 200, reason, headers = {}, cut } = answer;
  const body = made(answer.body ?? '');
  const sendHead = (more: Headers) =>
    wire.socket.write(Buffer.from(wire.fill(head(status, { ...more, ...headers }, reason)), 'latin1'));
  const named = Object.keys(headers).map((name) => name.toLowerCase());
  const bodiless = status === 204 || status === 304;
  // Who names content-length at all decides about it.
  if (cut !== true && (typeof body === 'string' || body instanceof Uint8Array)) {
    const data = bytesOf(body, wire);
    sendHead(named.includes('content-length') || bodiless ? {} : { 'content-length': data.length });
    return sendPieces(typeof cut === 'number' ? data.subarray(0, cut) : data, answer, wire);
  }
  if (named.includes('content-length')) {
    sendHead({});
    return sendPieces(body, answer, wire);
  }
  sendHead({ 'transfer-encoding': 'chunked' });
  await sendPieces(chunked(body, wire), answer, wire);
  if (!cut) wire.socket.write('0\r\n\r\n');
}

async function* chunked(body: Bytes | Pieces, wire: Wire): AsyncGenerator<Uint8Array> {
  for await (const piece of piecesOf(body)) {
    const data = bytesOf(piece, wire);
    if (data.length > 0)
      yield Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
  }
}

/** Sends as fast as the client takes it, or as slowly as the answer says. */
async function sendPieces(body: Bytes | Pieces, { drip }: Answer, wire: Wire): Promise<void> {
  const { socket } = wire;
  // One listener for all pieces: a long body has thousands. It goes with the answer: a connection may serve many.
  const sent = new AbortController();
  const closed = gone(socket, sent.signal);
  try {
    await sendEach(body, drip, wire, closed);
  } finally {
    sent.abort();
  }
}

async function sendEach(body: Bytes | Pieces, drip: Answer['drip'], wire: Wire, closed: Promise<void>): Promise<void> {
  const { socket, stopping } = wire;
  for await (const piece of piecesOf(body)) {
    const data = bytesOf(piece, wire);
    const [size, pause] = drip ?? [data.length, 0];
    for (let at = 0; at < data.length; at += size) {
      if (!socket.writable) return;
      const taken = socket.write(data.subarray(at, at + size));
      if (drip) await sleep(pause, undefined, { signal: stopping });
      else if (!taken) await Promise.race([once(socket, 'drain', { signal: stopping }), closed]);
    }
  }
}

function made(body: Body): Bytes | Pieces {
  return typeof body === 'function' ? body() : body;
}

function piecesOf(body: Bytes | Pieces): Pieces {
  return typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
}

function bytesOf(piece: Bytes, { fill }: Wire): Uint8Array {
  return typeof piece === 'string' ? Buffer.from(fill(piece)) : piece;
}

async function gone(socket: Socket, signal?: AbortSignal): Promise<void> {
  if (!socket.destroyed) await once(socket, 'close', { signal }).catch(() => {});
}
