/** Requests read off a bare connection, with their targets byte for byte. */
import type { Socket } from 'node:net';

export interface SeenRequest {
  method: string;
  /** The request target as sent, percent signs and query included. */
  path: string;
  /** Names in lower case; of two equal names the last wins. */
  headers: Readonly<Record<string, string>>;
  /** The name on the client's certificate, where it gave one. */
  client?: string | string[] | undefined;
}

/** A request, and whether the client wants to use the connection again. */
export interface WireRequest {
  request: SeenRequest;
  keepAlive: boolean;
}

/** What the client sent is not HTTP: TLS on a plain port, for one. */
export class NotHttp extends Error {}

const HEAD_END = '\r\n\r\n';

/**
 * Reads requests off a socket, one after the other. It is done by hand because an HTTP library refuses or tidies
 * exactly the odd request targets that a test wants to see. Throws `NotHttp`.
 */
export async function* readRequests(socket: Socket): AsyncGenerator<WireRequest> {
  let pending = Buffer.alloc(0);
  // A socket that is not read any more may still have something to send.
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    pending = Buffer.concat([pending, chunk as Buffer]);
    if (pending.length > 0 && !/^[A-Za-z]/.test(pending.toString('latin1', 0, 1))) throw new NotHttp();
    for (let end = pending.indexOf(HEAD_END); end >= 0; end = pending.indexOf(HEAD_END)) {
      const wire = parseHead(pending.toString('latin1', 0, end));
      const total = end + HEAD_END.length + Number(wire.request.headers['content-length'] ?? 0);
      if (pending.length < total) break;
      pending = pending.subarray(total);
      yield wire;
    }
  }
}

function parseHead(head: string): WireRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const [, method = '', path = '', version = ''] = /^(\S+) (.*) (HTTP\/\S+)$/.exec(first) ?? [];
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const keepAlive = version === 'HTTP/1.1' && headers.connection?.toLowerCase() !== 'close';
  return { request: { method, path, headers }, keepAlive };
}
