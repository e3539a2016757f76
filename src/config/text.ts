/** Reads text files that people write, with care, and reports problems with them. */
import { lstatSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError } from '../errors/error.ts';
import { hasCode, permissionProblem } from '../fs/lock.ts';

/** People write config files by hand, so a larger file is something else. */
const MAX_BYTES = 1 << 20;
/** Advice for a folder that belongs to someone else. */
const OWN_FOLDER = 'Set HOME to your own home folder, or XDG_CONFIG_HOME to another folder of yours.';
/** More symbolic links than this in a row are a loop. */
const MAX_LINKS = 10;

/**
 * The text of the config file, or `undefined` if there is none. The file says where keys go and which commands run, so
 * one that belongs to another user or that anyone may write to is rejected. Root's is accepted, as with ssh.
 * @param uid this user's id; `undefined` if the system has none
 * @throws CliError `bad-config` for anything but a readable text file of a sensible size
 */
export function readConfigText(path: string, uid: number | undefined): string | undefined {
  const wrong = (problem: string, next?: string) => new CliError('bad-config', { path, problem, next });
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw wrong(describeReadError(error), permissionProblem(error) && OWN_FOLDER);
  }
  if (!found) return undefined;
  if (found.isDirectory()) throw wrong('is a folder, not a file');
  if (!found.isFile()) throw wrong('is not a regular file');
  if (found.size > MAX_BYTES) throw wrong(`is ${(found.size / MAX_BYTES).toFixed(1)} MiB, but the limit is 1 MiB`);
  if (uid !== undefined) {
    const stranger = untrustedOwner(found, uid, path);
    if (stranger !== undefined) throw wrong(`${stranger.problem}, so it is ignored`, stranger.next);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) throw wrong('is not UTF-8 text');
    throw wrong(describeReadError(error), permissionProblem(error) && OWN_FOLDER);
  }
}

/** Why a file cannot be trusted as this user's own. */
function untrustedOwner(
  { uid: owner, mode }: Stats,
  uid: number,
  path: string,
): { problem: string; next: string } | undefined {
  if (owner !== uid && owner !== 0)
    return { problem: `belongs to another user (uid ${owner})`, next: `Take ownership with chown. ${OWN_FOLDER}` };
  if ((mode & 0o002) === 0) return undefined;
  return { problem: 'can be changed by anyone', next: `Review it, then run: chmod 600 ${quoteShellWord(path)}` };
}

/** The file that a write must replace: if the config file is a symbolic link, its target. */
export function resolveLinks(path: string): string {
  let target = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    if (!lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) return target;
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw new CliError('bad-config', { path, problem: 'is a symbolic link loop' });
}

/**
 * A warning about a file that others can change, or that others can read and should not; `undefined` if all is well.
 * @param secret whether it holds what only its owner should know
 */
export function modeWarning(path: string, platform: string, secret = true): string | undefined {
  if (platform === 'win32') return undefined;
  const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o777;
  return (mode & (secret ? 0o077 : 0o022)) === 0
    ? undefined
    : `${path} can be read or changed by others (mode ${mode.toString(8).padStart(4, '0')}): chmod 600 ${quoteShellWord(path)}`;
}

/** Quotes text as one shell word: an id may contain blanks, quotes and worse. */
export function quoteShellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Why a file cannot be read, in words. */
export function describeReadError(error: unknown): string {
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM')) return 'cannot be read: permission denied';
  if (hasCode(error, 'ENOENT')) return 'does not exist';
  if (hasCode(error, 'EISDIR')) return 'is a folder, not a file';
  if (hasCode(error, 'ELOOP')) return 'is a symbolic link loop';
  if (hasCode(error, 'ENOTDIR')) return 'cannot be read: part of its path is a file';
  return `cannot be read: ${(error as Error).message}`;
}
