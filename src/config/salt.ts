/**
 * What tells keys apart without keeping them: a hash with a salt that only this user can read. Completion computes the
 * same hash as everything else, but with what its runtime has at hand, so the parts are here.
 */
import type { Context } from '../context.ts';
import { joinPath, stateFolder } from '../fs/paths.ts';

/** Where the salt is kept; `undefined` without a home. */
export function saltPath(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = stateFolder(ctx);
  return folder === undefined ? undefined : joinPath(folder, 'salt');
}

/** The salt in the text of its file; `undefined` where that is not whole. */
export function parseSalt(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{64}\n$/.test(text) ? text.slice(0, -1) : undefined;
}

/** What is hashed, by SHA-256. */
export function saltedText(salt: string, key: string): string {
  return `${salt}\n${key}`;
}

/** The fingerprint in the hexadecimal hash: half of it tells any two keys apart. */
export function shortened(hash: string): string {
  return hash.slice(0, 32);
}
