/** Changes the config file and leaves everything else in it intact, including comments. */

import { dirname } from 'node:path';
import { Document, isMap, parseDocument } from 'yaml';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { hasCode, LockTimeout, permissionProblem, withLock } from '../fs/lock.ts';
import { makeFolder, replaceFile, type WriteText } from '../fs/replace.ts';
import type { Profile } from '../spec/profile.ts';
import { configPath } from './file.ts';
import { locate } from './locate.ts';
import { type Config, parseConfigSync } from './parse.ts';
import { readConfigText, resolveLinks } from './text.ts';

const HEADING = ' Settings of the openai command; see: openai profiles --help';

/** The parts of the config file that commands change. */
export class ConfigDraft {
  private readonly document: Document;

  constructor(text: string) {
    this.document = text.trim() === '' ? new Document({}) : parseDocument(text);
    if (text.trim() === '') this.document.commentBefore = HEADING;
  }

  setProfile(name: string, profile: Profile): void {
    this.open(['profiles']);
    this.document.setIn(['profiles', name], this.document.createNode(profile));
  }

  removeProfile(name: string): void {
    this.document.deleteIn(['profiles', name]);
  }

  /** Sets the profile in use; `undefined` for none. */
  use(name: string | undefined): void {
    if (name === undefined) this.document.delete('profile');
    else if (this.document.has('profile')) this.document.set('profile', name);
    else this.moveToTop(name);
  }

  setKeys(name: string, keys: Readonly<Record<string, unknown>>): void {
    this.open(['profiles', name]);
    for (const [key, value] of Object.entries(keys)) {
      if (value === undefined) this.document.deleteIn(['profiles', name, key]);
      else this.document.setIn(['profiles', name, key], value);
    }
  }

  toString(): string {
    return this.document.toString({ lineWidth: 0 });
  }

  /** Turns an empty value into a mapping, as in `profiles:` with nothing after it. */
  private open(place: readonly string[]): void {
    const found = this.document.getIn(place);
    if (found === null || found === undefined) this.document.setIn(place, this.document.createNode({}));
  }

  /** The choice of profile is what a reader looks for first. */
  private moveToTop(name: string): void {
    const { contents } = this.document;
    if (isMap(contents)) contents.items.unshift(this.document.createPair('profile', name));
    else this.document.set('profile', name);
  }
}

/**
 * Changes the config file: reads it, lets `change` edit a draft and replaces the file, under a lock that holds off
 * other writers. The first change creates the file (mode 0600) and its folder (0700).
 *
 * @throws CliError `bad-config` for a file that cannot be read, `state-failed` for one that cannot be written, and
 * whatever `change` throws, in which case nothing was changed
 */
export function changeConfig(
  ctx: Context,
  change: (draft: ConfigDraft, config: Config) => void,
  write?: WriteText,
): void {
  const path = configPath(ctx);
  if (path === undefined)
    throw new CliError('state-failed', {
      path: 'the config file',
      problem: 'there is no home folder',
      next: 'Set HOME.',
    });
  try {
    makeFolder(dirname(path));
    const target = resolveLinks(path);
    withLock(`${target}.lock`, () => {
      const before = readConfigText(path, ctx.uid) ?? '';
      const draft = new ConfigDraft(before);
      change(draft, parseConfigSync(before, path, locate));
      const after = draft.toString();
      if (after !== before) replaceFile(target, after, write);
    });
  } catch (error) {
    throw error instanceof CliError ? error : writeError(error, path);
  }
}

/** Advice for a folder that this user may not write to. */
const ELSEWHERE = 'Take ownership of its folder, or set XDG_CONFIG_HOME to another.';

function writeError(error: unknown, path: string): CliError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof LockTimeout)
    return new CliError('state-failed', {
      path,
      problem: `another process has locked ${error.path}`,
      next: 'Try again.',
    });
  const full = hasCode(error, 'ENOSPC') || hasCode(error, 'EFBIG') || hasCode(error, 'EDQUOT');
  const problem = full ? 'no space left on device' : (permissionProblem(error) ?? message);
  const next = permissionProblem(error) ? `${ELSEWHERE} ` : '';
  return new CliError('state-failed', { path, problem, next: `${next}Nothing was changed.` });
}
