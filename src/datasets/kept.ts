/** A dataset file in the cache folder: its content, and whether it is usable. */
import { readFileSync } from 'node:fs';
import { type DatasetFiles, type DatasetName, isValidFile } from '../details/datasets.ts';
import { hasCode } from '../fs/lock.ts';

/** A file of the cache. */
export type CachedDataset<Name extends DatasetName> =
  /** There is no file. */
  | { state: 'missing'; path: string | undefined }
  | { state: 'damaged' | 'unreadable'; path: string; problem: string }
  /** The shipped one is at least as new. */
  | { state: 'older'; path: string }
  | { state: 'newer'; path: string; file: DatasetFiles[Name] };

/** Larger files are rejected: ours are a hundredth of that. */
const MAX_BYTES = 64 << 20;

/** The file at this path, as far as it is usable. */
export function readCachedDataset<Name extends DatasetName>(path: string, name: Name): CachedDataset<Name> {
  let text: string;
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MAX_BYTES) return { state: 'damaged', path, problem: 'is too large' };
    text = bytes.toString();
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return { state: 'missing', path };
    return { state: 'unreadable', path, problem: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
  const value = parsed(text);
  return isValidFile(name, value)
    ? { state: 'newer', path, file: value }
    : { state: 'damaged', path, problem: 'is damaged' };
}

/** `undefined` for text that is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
