/** Keys in files. */
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { configFolder } from '../fs/paths.ts';
import type { FoundKey } from './setting.ts';
import { describeReadError, modeWarning } from './text.ts';

/** A key file is one line. */
const MAX_BYTES = 1 << 16;

/**
 * The key in the `key_file` of a profile.
 * @throws CliError `key-source`
 */
export function keyFromFile(named: string, profile: string, ctx: Context): FoundKey {
  const path = keyFilePath(named, ctx);
  const fail = (problem: string) =>
    new CliError('key-source', { source: `the key_file of profile ${profile}, ${path},`, problem });
  const value = keyInFile(path, fail);
  const warning = modeWarning(path, ctx.platform);
  return { key: { value, origin: `${path} (profile ${profile})` }, warnings: warning === undefined ? [] : [warning] };
}

/** The text of a key file without its trailing line break. */
export function keyInFile(path: string, fail: (problem: string) => CliError): string {
  let text: string;
  try {
    const found = statSync(path);
    if (!found.isFile()) throw fail(found.isDirectory() ? 'is a folder, not a file' : 'is not a regular file');
    if (found.size > MAX_BYTES) throw fail('is too large to be a key');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw error instanceof CliError ? error : fail(describeReadError(error));
  }
  const key = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  if (key.trim() === '') throw fail('is empty');
  return key;
}

/** `~` is the home folder. A relative path is resolved against the folder of the config file. */
export function keyFilePath(named: string, ctx: Pick<Context, 'env' | 'home' | 'platform'>): string {
  if (ctx.home !== undefined && /^~(?=[/\\]|$)/.test(named)) return join(ctx.home, named.slice(1));
  return isAbsolute(named) ? named : join(configFolder(ctx) ?? '', named);
}
