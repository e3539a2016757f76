import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes text to an open file. */
export type WriteText = (file: number, text: string) => void;

/**
 * Gives `path` new content, mode 0600: writes beside the file and renames over it, so that a crash or a full disk
 * leaves the old content, not a part of the new.
 *
 * @param write what puts the text into the temporary file
 */
export function replaceFile(path: string, text: string, write: WriteText = writeFileSync): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      write(file, text);
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
