/** The journal's files: one that grows, and older ones beside it. */
import { renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stateFolder } from '../config/paths.ts';
import type { Context } from '../context.ts';

/** A file does not grow beyond this many bytes. */
export const MOST_BYTES = 10_000_000;
/** Older files that are kept. */
const KEPT = 9;

/** Where the journal of deletions is; `undefined` without a home. */
export function journalPath(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = stateFolder(ctx);
  return folder === undefined ? undefined : join(folder, 'deletions.jsonl');
}

/** Every file that the journal may have, the oldest first. */
export function journalFiles(path: string): string[] {
  return [...Array.from({ length: KEPT }, (_, i) => olderFile(path, KEPT - i)), path];
}

/** Moves every file one place on; the oldest is gone. */
export function rotate(path: string): void {
  const files = journalFiles(path);
  for (let i = 1; i < files.length; i++) {
    const file = files[i] as string;
    if (statSync(file, { throwIfNoEntry: false })) renameSync(file, files[i - 1] as string);
  }
}

/** `deletions.1.jsonl` is the one before the one that grows. */
function olderFile(path: string, age: number): string {
  return join(dirname(path), `deletions.${age}.jsonl`);
}
