/**
 * Tells keys apart without storing them, by a hash with a salt that only this user can read. Completion computes the
 * same hash with what its runtime has available, so the shared parts are here.
 */
import type { Context } from '../context.ts';
import { joinPath, stateFolder } from '../fs/paths.ts';

/** The path of the salt; `undefined` without a home folder. */
export function saltPath(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = stateFolder(ctx);
  return folder === undefined ? undefined : joinPath(folder, 'salt');
}

/** The salt in the text of its file, or `undefined` if that is incomplete. */
export function parseSalt(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{64}\n$/.test(text) ? text.slice(0, -1) : undefined;
}

/** The text to hash with SHA-256. */
export function withSalt(salt: string, key: string): string {
  return `${salt}\n${key}`;
}

/** The fingerprint from the hexadecimal hash: half of it is enough to tell any two keys apart. */
export function shortenHash(hash: string): string {
  return hash.slice(0, 32);
}
