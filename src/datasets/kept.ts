/** A table of details in the cache folder: what is in its file, and whether that can be used. */
import { readFileSync } from 'node:fs';
import { type DatasetFiles, type DatasetName, isFileOf } from '../details/datasets.ts';
import { hasCode } from '../fs/lock.ts';

/** A file of the cache. */
export type Kept<Name extends DatasetName> =
  /** There is none. */
  | { state: 'missing'; path: string | undefined }
  | { state: 'damaged' | 'unreadable'; path: string; problem: string }
  /** The one that ships is at least as new. */
  | { state: 'older'; path: string }
  | { state: 'newer'; path: string; file: DatasetFiles[Name] };

/** More is not read: a file of ours has a hundredth of it. */
const MOST_BYTES = 64 << 20;

/** The file at this path, as far as it can be used. */
export function readKept<Name extends DatasetName>(path: string, name: Name): Kept<Name> {
  let text: string;
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MOST_BYTES) return { state: 'damaged', path, problem: 'is too large' };
    text = bytes.toString();
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return { state: 'missing', path };
    return { state: 'unreadable', path, problem: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
  const value = parsed(text);
  return isFileOf(name, value)
    ? { state: 'newer', path, file: value }
    : { state: 'damaged', path, problem: 'is damaged' };
}

/** `undefined` for what is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
