import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FULL } from './extent.ts';

/** A way to start the product: the command line that precedes its arguments. */
export interface Entry {
  name: string;
  command: readonly [string, ...string[]];
}

const built = (path: string) => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));

const script = built('openai.cjs');
const executable = built(process.platform === 'win32' ? 'standalone/openai.exe' : 'standalone/openai');

export const nodeEntry: Entry = { name: 'the package on Node', command: [process.execPath, script] };
export const standaloneEntry: Entry = { name: 'the standalone', command: [executable] };
export const ENTRIES: readonly Entry[] = [nodeEntry, standaloneEntry];

/** Throws when the entry was not built: a missing product must not look like a failing one. */
export function requireBuilt(entry: Entry): void {
  const file = entry.command.at(-1) as string;
  if (!existsSync(file))
    throw new Error(`${entry.name} is not built: ${file} (npm run build, npm run build:standalone)`);
}

/**
 * The cases of a table that this entry runs: the entries take turns, or each runs all of them in a full run.
 */
export function sharedOut<T>(cases: readonly T[], entry: Entry): readonly T[] {
  if (FULL) return cases;
  return cases.filter((_, place) => ENTRIES[place % ENTRIES.length] === entry);
}
