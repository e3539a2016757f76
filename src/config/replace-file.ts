import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

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
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
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
