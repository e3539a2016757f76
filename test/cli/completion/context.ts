/** A world for completion that is made of values: files by path, a clock that moves by waiting. */
import { createHash } from 'node:crypto';
import { complete } from '../../../src/completion/complete.ts';
import type { CompletionContext } from '../../../src/completion/reply.ts';

export interface Desk {
  ctx: CompletionContext;
  files: Map<string, string>;
  /** The runs that were started aside. */
  started: string[][];
}

export const SALT = '0123456789abcdef'.repeat(4);
export const NOW = Date.UTC(2026, 0, 15, 12);

export function desk(env: CompletionContext['env'] = {}, more: Partial<CompletionContext> = {}): Desk {
  const files = new Map([['/home/ada/.local/state/openai-models/salt', `${SALT}\n`]]);
  const started: string[][] = [];
  let now = NOW;
  const ctx: CompletionContext = {
    env,
    home: '/home/ada',
    platform: 'linux',
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    readText: async (path) => files.get(path),
    sha256: async (text) => createHash('sha256').update(text).digest('hex'),
    spawnInBackground: async (args) => {
      started.push([...args]);
    },
    ...more,
  };
  return { ctx, files, started };
}

/** What fish would be told at the end of these words: the candidates, and the exit code. */
export async function offered(words: readonly string[], { ctx }: Desk = desk()) {
  const { text, exit } = await complete(['--', ...words], {
    ...ctx,
    env: { COMPLETION_STYLE: 'fish', ...ctx.env },
  });
  const lines = text.split('\n').filter(Boolean);
  return { values: lines.map((line) => line.split('\t')[0] ?? ''), lines, exit };
}
