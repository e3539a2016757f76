/** A server that answers no request before it is told to. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SlowServer {
  baseUrl: string;
  /** The ids of the models that were deleted, in the order of the requests. */
  deleted: string[];
  /** Resolves once so many requests have come. */
  asked(count: number): Promise<void>;
  /** Answers what waits, and from now on at once. */
  answer(): void;
}

const model = (id: string) => `{"id":"${id}","object":"model","created":1700000000,"owned_by":"acme"}`;

/** @param holds which requests wait; all unless said */
export async function withSlowServer(
  ids: readonly string[],
  work: (server: SlowServer) => Promise<void>,
  holds: (method: string) => boolean = () => true,
): Promise<void> {
  const deleted: string[] = [];
  const waiting: (() => void)[] = [];
  const counted: { count: number; resolve: () => void }[] = [];
  let seen = 0;
  let open = false;
  const server = createServer((request, response) => {
    seen++;
    for (const { count, resolve } of counted) if (seen >= count) resolve();
    const send = () => reply(request.method ?? '', decodeURIComponent(request.url ?? ''), response);
    if (open || !holds(request.method ?? '')) send();
    else waiting.push(send);
  });
  const reply = (method: string, url: string, response: ServerResponse) => {
    const [, id] = /^\/v1\/models\/(.+)$/.exec(url) ?? [];
    if (method === 'DELETE') deleted.push(id ?? '');
    const done = `{"id":"${id}","object":"model","deleted":true}`;
    const body = method === 'DELETE' ? done : id ? model(id) : `{"object":"list","data":[${ids.map(model).join(',')}]}`;
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      deleted,
      asked: (count) =>
        new Promise((resolve) => {
          if (seen >= count) resolve();
          else counted.push({ count, resolve });
        }),
      answer() {
        open = true;
        for (const send of waiting.splice(0)) send();
      },
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
