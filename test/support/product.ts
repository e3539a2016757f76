import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildOptions, runChild } from './child.ts';
import type { Entry } from './entries.ts';

export interface ProductResult {
  stdout: string;
  stderr: string;
  exit: number | 'timeout';
}

/** Runs the product with nothing in its environment but `env`, in a home of its own that is gone afterwards. */
export async function runProduct(
  entry: Entry,
  args: readonly string[],
  env: Record<string, string> = {},
  more: Pick<ChildOptions, 'stdin' | 'stdout'> = {},
): Promise<ProductResult> {
  return inHome(async (home) => {
    const options = { ...more, cwd: home, env: { ...plainEnvironment(home), ...env } };
    const ran = await runChild([...entry.command, ...args], options);
    return { stdout: ran.stdout.toString(), stderr: ran.stderr.toString(), exit: ran.exit };
  });
}

export async function inHome<T>(work: (home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'openai-home-'));
  try {
    return await work(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

export function plainEnvironment(home: string): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', TERM: 'xterm-256color' };
}
