import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from './lock.ts';

/** Writes content to an open file. */
type Write<Content> = (file: number, content: Content) => void;

/** Writes text to an open file. */
export type WriteText = Write<string>;

/**
 * Gives `path` new content, mode 0600 unless said: writes beside the file and renames over it, so that a crash or a full disk
 * leaves the old content, not a part of the new.
 *
 * @param write what puts the content into the temporary file
 */
export function replaceFile<Content extends string | Uint8Array>(
  path: string,
  content: Content,
  write: Write<Content> = writeFileSync,
  mode = 0o600,
): void {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      write(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

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
