import type { Socket } from 'node:net';

/** A request as it came over the wire: `target` is the request target byte for byte. */
export interface WireRequest {
  method: string;
  target: string;
  /** Names in lower case; of two equal names the last wins. */
  headers: Record<string, string>;
  keepAlive: boolean;
}

/**
 * Reads requests off a socket, one after the other. It is done by hand because an HTTP library refuses or
 * tidies exactly the odd request targets that a case wants to see.
 */
export async function* readRequests(socket: Socket): AsyncGenerator<WireRequest> {
  let pending = Buffer.alloc(0);
  for await (const chunk of socket) {
    pending = Buffer.concat([pending, chunk as Buffer]);
    for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
      const request = parseHead(pending.toString('latin1', 0, end));
      const bodyLength = Number(request.headers['content-length'] ?? 0);
      if (pending.length < end + 4 + bodyLength) break;
      pending = pending.subarray(end + 4 + bodyLength);
      yield request;
    }
  }
}

function parseHead(head: string): WireRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const [, method = '', target = '', version = ''] = /^(\S+) (.*) (HTTP\/\S+)$/.exec(first) ?? [];
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const keepAlive = version === 'HTTP/1.1' && headers.connection?.toLowerCase() !== 'close';
  return { method, target, headers, keepAlive };
}
