import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from './lock.ts';

/** Writes content to an open file. */
type Write<Content> = (file: number, content: Content) => void;

/** Writes text to an open file. */
export type WriteText = Write<string>;

/**
 * Gives `path` new content, with mode 0600 by default. Writes a temporary file next to it and renames that over it, so
 * that a crash or a full disk leaves the old content, not part of the new.
 *
 * @param write puts the content into the temporary file
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
 * Creates a folder and its parents, for their owner only. An existing folder is not changed. Node's own `mkdir({
 * recursive: true })` never returns for a folder that exists but takes no entries (a stale mount, a deleted folder,
 * /proc): it takes the child's ENOENT for a missing parent and creates the parent again.
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
    makeLastFolder(path, mode);
  }
}

/** The parent exists, so an error here is final, unless another process was faster. */
function makeLastFolder(path: string, mode: number): void {
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
