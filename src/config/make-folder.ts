import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from './lock.ts';

/**
 * Makes a folder and those above it, each for its owner alone; one that exists stays as it is. Node's own
 * `mkdir({ recursive: true })` never ends where a folder is there and takes no entries (a stale mount, a deleted
 * folder, /proc): it takes the ENOENT of the child for a missing parent and makes the parent again.
 *
 * @throws the system's error
 */
export function makeFolder(path: string, mode = 0o700): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (isFolder(path)) return;
    const parent = dirname(path);
    if (!hasCode(error, 'ENOENT') || parent === path) throw error;
    makeFolder(parent, mode);
    makeLast(path, mode);
  }
}

/** The parent is there, so this is the last word; unless another process was quicker. */
function makeLast(path: string, mode: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
