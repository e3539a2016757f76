/**
 * Keys stored by `openai login`: in the operating system's keychain or, if there is none, in a file that only its owner
 * can read. The file is checked first, so the keychain is read only if it must hold the key.
 */
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { permissionProblem } from '../fs/lock.ts';
import { configFolder } from '../fs/paths.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';
import { keyInFile } from './key-file.ts';
import type { FoundKey } from './setting.ts';
import { modeWarning } from './text.ts';

/** Where a key was stored. `problem`: why not in the keychain. */
export type StoredIn = { place: 'keychain' } | { place: 'file'; path: string; problem: string };

const NO_KEYCHAIN = 'no keychain available';

/** The stored key of an account (a profile's name, or `default`). `problem`: why the keychain could not be read. */
export async function findStoredKey(
  account: string,
  ctx: Context,
): Promise<FoundKey & { problem: string | undefined }> {
  const path = storedKeyPath(account, ctx);
  if (path !== undefined && existsSync(path)) {
    const value = keyInFile(path, (problem) => new CliError('key-source', { source: `the key file ${path}`, problem }));
    const warning = modeWarning(path, ctx.platform);
    return { key: { value, origin: 'the key file' }, warnings: warning ? [warning] : [], problem: undefined };
  }
  if (!ctx.keychain) return { key: undefined, warnings: [], problem: undefined };
  try {
    const value = await ctx.keychain.read(account);
    return {
      key: value === undefined ? undefined : { value, origin: 'the keychain' },
      warnings: [],
      problem: undefined,
    };
  } catch (error) {
    return { key: undefined, warnings: [], problem: (error as Error).message };
  }
}

/**
 * Stores a key, replacing an older one.
 * @throws CliError `state-failed` if neither the keychain nor a file accepts it
 */
export async function storeKey(account: string, key: string, ctx: Context): Promise<StoredIn> {
  const path = storedKeyPath(account, ctx);
  let problem = NO_KEYCHAIN;
  if (ctx.keychain)
    try {
      await ctx.keychain.write(account, key);
      problem = '';
    } catch (error) {
      problem = (error as Error).message;
    }
  if (problem === '') {
    // An older key in a file would be found first.
    if (path !== undefined)
      removeFile(path, 'The new key is in the keychain, but the one in this file takes precedence.');
    return { place: 'keychain' };
  }
  if (path === undefined)
    throw new CliError('state-failed', {
      path: 'the keychain',
      problem,
      next: 'There is no home folder to store it in instead.',
    });
  try {
    makeFolder(dirname(path));
    if (ctx.platform !== 'win32') chmodSync(dirname(path), 0o700);
    replaceFile(path, `${key}\n`);
  } catch (error) {
    const refused = permissionProblem(error);
    throw new CliError('state-failed', {
      path,
      problem: refused ?? (error as Error).message,
      next: `${refused ? 'Take ownership of its folder, or set XDG_CONFIG_HOME to another. ' : ''}The key was not stored.`,
    });
  }
  return { place: 'file', path, problem };
}

/**
 * Removes the stored key of an account from wherever it is. Returns the places that held one. `problem`: why the
 * keychain could not be accessed. Access may open a dialog, so pass `inKeychain = false` if it holds nothing.
 */
export async function removeStoredKey(
  account: string,
  ctx: Context,
  inKeychain = true,
): Promise<{ removed: string[]; problem: string | undefined }> {
  const removed: string[] = [];
  const path = storedKeyPath(account, ctx);
  if (path !== undefined && existsSync(path)) {
    removeFile(path, 'The key in it is still used.');
    removed.push(`the key file ${path}`);
  }
  try {
    if (inKeychain && (await ctx.keychain?.remove(account))) removed.unshift('the keychain');
    return { removed, problem: undefined };
  } catch (error) {
    return { removed, problem: (error as Error).message };
  }
}

/** @throws CliError `state-failed` */
function removeFile(path: string, next: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    const problem = `cannot be removed: ${permissionProblem(error) ?? (error as Error).message}`;
    throw new CliError('state-failed', { path, problem, next });
  }
}

/** The file for a key if there is no keychain. */
export function storedKeyPath(account: string, ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = configFolder(ctx);
  return folder === undefined ? undefined : join(folder, 'keys', account);
}
