/** Whole runs of the product against a stormy server, and what they leave behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type History, readHistory } from '../../../src/deletion/history.ts';
import { type ChildResult, type RunningChild, startChild } from '../../support/child.ts';
import type { Entry } from '../../support/entries.ts';
import { records } from '../../support/records.ts';
import { plainEnvironment } from '../../support/run.ts';
import { type StormyServer, startStormy, type Weather } from './stormy.ts';

/** One line of the outcomes. */
export interface Outcome {
  id: string;
  deleted: boolean | null;
  outcome: string;
}

/** Ids come from standard input. */
export const DELETE = ['models', 'delete', '-', '--yes', '--max-deletes', '1000', '--concurrency', '8'];

export async function withServer(
  ids: readonly string[],
  weather: Weather,
  work: (server: StormyServer, home: string) => Promise<void>,
): Promise<void> {
  const server = await startStormy(ids, weather);
  const home = mkdtempSync(join(tmpdir(), 'openai-storm-'));
  try {
    await work(server, home);
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

export function environment(server: StormyServer, home: string): Record<string, string> {
  return { ...plainEnvironment(home), OPENAI_API_KEY: 'sk-test-SECRET', OPENAI_BASE_URL: server.baseUrl };
}

/** Runs to the end. */
export function run(...started: Parameters<typeof start>): Promise<ChildResult> {
  return start(...started).ended;
}

/** Starts a run that somebody else will end. */
export function start(
  { command }: Entry,
  args: readonly string[],
  server: StormyServer,
  home: string,
  ids: readonly string[],
): RunningChild {
  const options = { cwd: home, env: environment(server, home), stdin: `${ids.join('\n')}\n`, timeout: 55_000 };
  return startChild([...command, ...args], options);
}

export function outcomesIn({ stdout }: ChildResult): Outcome[] {
  return records(stdout.toString());
}

export function historyIn(home: string): History {
  return readHistory(join(home, '.local/state/openai-models/deletions.jsonl'));
}
