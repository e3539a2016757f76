/** A server that answers no request before it is told to. */
import { type Reply, startServer } from '../../support/server.ts';

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
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reply: Reply = async ({ method, path }) => {
    if (holds(method)) await opened;
    const [, id] = /^\/v1\/models\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
    if (method === 'DELETE') deleted.push(id ?? '');
    const done = `{"id":"${id}","object":"model","deleted":true}`;
    return {
      body: method === 'DELETE' ? done : id ? model(id) : `{"object":"list","data":[${ids.map(model).join(',')}]}`,
    };
  };
  const server = await startServer(() => reply);
  try {
    await work({ baseUrl: `${server.origin}/v1`, deleted, asked: server.asked, answer: open });
  } finally {
    await server.stop();
  }
}
