import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './case.ts';

/** Stands in for `{root}` and `{other}` in bodies and headers. */
export interface Places {
  /** `http://127.0.0.1:PORT/KEY` */
  root: string;
  /** The same place under another origin, `http://localhost:PORT/KEY`. */
  other: string;
}

/** Sends one answer. Resolves to whether the connection may serve another request. */
export async function sendAnswer(socket: Socket, answer: Answer, places: Places, stop: AbortSignal): Promise<boolean> {
  if (answer.delay) await sleep(answer.delay * 1000, undefined, { signal: stop });
  if (answer.reset) {
    socket.resetAndDestroy();
    return false;
  }
  const data = answerBody(answer, places);
  socket.write(answerHead(answer, data.length, places));
  if (answer.cut !== undefined) {
    socket.end(data.subarray(0, answer.cut));
    return false;
  }
  if (!answer.drip) {
    socket.write(data);
    return true;
  }
  const [size, pause] = answer.drip;
  for (let at = 0; at < data.length && socket.writable; at += size) {
    socket.write(data.subarray(at, at + size));
    await sleep(pause * 1000, undefined, { signal: stop });
  }
  return socket.writable;
}

function answerBody(answer: Answer, places: Places): Buffer {
  if (answer.body_hex !== undefined) return Buffer.from(answer.body_hex, 'hex');
  if (answer.body_repeat) return Buffer.from(answer.body_repeat[0].repeat(answer.body_repeat[1]));
  const body = (answer.body ?? '').replace(/\{x\*(\d+)\}/g, (_, times) => 'x'.repeat(Number(times)));
  return Buffer.from(body.replaceAll('{root}', places.root));
}

function answerHead(answer: Answer, length: number, places: Places): Buffer {
  const status = answer.status ?? 200;
  const headers: Record<string, string | number | null> = { 'content-type': 'application/json', ...answer.headers };
  const named = Object.keys(headers).map((name) => name.toLowerCase());
  // A header that is null is left out; naming content-length at all means the case decides about it.
  if (!named.includes('content-length') && status !== 204 && status !== 304) headers['content-length'] = length;
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) continue;
    lines.push(`${name}: ${String(value).replaceAll('{root}', places.root).replaceAll('{other}', places.other)}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
