/** The fingerprint of a key: the same for the same key on this machine, and not reversible. */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Context } from '../context.ts';
import { hasCode } from '../fs/lock.ts';
import { makeFolder } from '../fs/replace.ts';
import { parseSalt, saltPath, shortenHash, withSalt } from './salt.ts';

/**
 * @param key as it is sent; `undefined` for requests without one, which have a fingerprint too
 * @returns `undefined` if the salt can be neither read nor stored, in which case no two keys can be said to be the same
 */
export function computeFingerprint(
  ctx: Pick<Context, 'env' | 'home' | 'platform'>,
  key: string | undefined,
): string | undefined {
  const salt = readOrCreateSalt(saltPath(ctx));
  if (salt === undefined) return undefined;
  const text = withSalt(salt, key ?? '');
  return shortenHash(createHash('sha256').update(text).digest('hex'));
}

/** The salt, created on first use. */
function readOrCreateSalt(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readSalt(path) ?? createSalt(path);
  } catch {
    return undefined;
  }
}

function readSalt(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? parseSalt(readFileSync(path, 'utf8')) : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** If two processes create one at once, both use the one that came first. */
function createSalt(path: string): string | undefined {
  makeFolder(dirname(path));
  const salt = randomBytes(32).toString('hex');
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(file, `${salt}\n`);
    } finally {
      closeSync(file);
    }
    // An incomplete file is useless, so replace it.
    if (!linkFile(temporary, path) && readSalt(path) === undefined) renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return readSalt(path);
}

/**
 * Gives the file its final name, unless another file has it. Returns false then, or if the file system has no links.
 */
function linkFile(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch {
    return false;
  }
}
