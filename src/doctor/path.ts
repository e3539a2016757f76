/** Which program `openai` is: OpenAI's own CLI and old packages install one of that name too. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Context } from '../context.ts';
import { type Check, pass, warn } from './check.ts';

const NAMES = { win32: ['openai.exe', 'openai.cmd', 'openai'] } as const satisfies Record<string, readonly string[]>;

/** The first `openai` on PATH, and whether it is this program. */
export function checkPath({ env, platform, program }: Context): Check {
  const names = platform === 'win32' ? NAMES.win32 : ['openai'];
  const found = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter(isProgram);
  const [first] = found;
  if (first === undefined) return warn('command', 'no openai is on PATH', 'Install it, or call it by its whole path.');
  if (program !== undefined && samePlace(first, program)) return pass('command', `${first} is this program`);
  return warn('command', `${first} comes first on PATH and is another program`, othersNext(found, program));
}

function othersNext(found: readonly string[], program: string | undefined): string {
  const later = program === undefined ? undefined : found.find((path) => samePlace(path, program));
  return later
    ? `Put the folder of ${later} before it in PATH.`
    : 'Remove it (pip uninstall openai, npm rm -g openai, brew uninstall openai), or call this one by its whole path.';
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function samePlace(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}
