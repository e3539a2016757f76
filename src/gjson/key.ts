/**
 * The first part of a path as an object understands it: a key or a pattern, up to a `.` or `|`. A backslash takes the next
 * character literally and is dropped, from patterns too.
 */
import { BACKSLASH, DOT, PIPE, QUESTION, STAR } from './char.ts';
import { startsPiped } from './modifier-name.ts';
import type { Follow, Path } from './path.ts';
import { Pattern } from './pattern.ts';

/** A key, and where the path goes on: inside the value found (`rest`), or from it as a whole (`pipe`). */
export interface KeyPart {
  readonly name: string;
  readonly pattern: Pattern | undefined;
  readonly rest: Path | undefined;
  readonly pipe: Path | undefined;
}

/** Reads the first part of a path as a key. */
export function readKey(path: string, follow: Follow): KeyPart {
  let name = '';
  let copied = 0;
  let wild = false;
  let i = 0;
  for (; i < path.length; i += 1) {
    const code = path.charCodeAt(i);
    if (code === DOT || code === PIPE) break;
    if (code === STAR || code === QUESTION) {
      wild = true;
    } else if (code === BACKSLASH) {
      name += path.slice(copied, i);
      copied = i + 1;
      i += 1;
    }
  }
  name += path.slice(copied, i);
  const pattern = wild ? new Pattern(name) : undefined;
  return { name, pattern, ...readRest(path, i, true, follow) };
}

/**
 * Where a path goes on after the `.` or `|` at `at`, if there is one.
 *
 * @param piping - Whether a dot before a modifier or a multipath acts as a pipe.
 */
export function readRest(
  path: string,
  at: number,
  piping: boolean,
  follow: Follow,
): { rest: Path | undefined; pipe: Path | undefined } {
  if (at >= path.length) return { rest: undefined, pipe: undefined };
  const after = follow(path.slice(at + 1));
  const piped = path.charCodeAt(at) === PIPE || (piping && startsPiped(path, at + 1));
  return piped ? { rest: undefined, pipe: after } : { rest: after, pipe: undefined };
}
