/** `models watch` on a clock of the test's own: sleeping moves it on, and a script says what the server answers when. */
import { type Outcome, type RunOptions, run } from '../../support/run.ts';
import { type Reply, type SeenRequest, startServer } from '../../support/server.ts';

export const START = Date.UTC(2026, 0, 15, 12);

export interface Watched extends Outcome {
  /** Milliseconds that it slept, one after the other. */
  slept: number[];
  requests: readonly SeenRequest[];
}

/** Watches a server whose answers come in turn; after the last one Ctrl-C is pressed, unless the run ends before. */
export async function watch(
  args: readonly string[],
  replies: readonly Reply[],
  options: RunOptions = {},
): Promise<Watched> {
  const slept: number[] = [];
  const interruption = new AbortController();
  let clock = START;
  let asked = 0;
  const server = await startServer(() => replies[asked++]);
  try {
    const outcome = await run(['models', 'watch', ...args], {
      server,
      signal: interruption.signal,
      ...options,
      context: {
        now: () => clock,
        sleep: async (ms) => {
          slept.push(ms);
          clock += ms;
          // A clock that only moves by sleeping would never let a request come in between.
          await new Promise((resolve) => setImmediate(resolve));
          if (asked >= replies.length) interruption.abort();
        },
        ...options.context,
      },
    });
    return Object.assign(outcome, { slept, requests: server.requests });
  } finally {
    await server.stop().catch(() => {});
  }
}
