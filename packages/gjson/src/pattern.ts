/**
 * Patterns: `*` matches any run of characters, `?` one code point, a backslash makes the next character literal.
 * Matching never branches (it only ever backtracks to the last star), so its work is bounded by text times pattern, and
 * is counted.
 */
import type { Run } from './run.ts';
import { BACKSLASH, QUESTION, STAR } from './token.ts';

const ANY = -1;
const MANY = -2;

/** How much work may go uncounted before it is charged to the budget. */
const BATCH = 1 << 16;

/** A parsed pattern. */
export class Pattern {
  private readonly parts: readonly number[] | undefined;

  constructor(text: string) {
    this.parts = readParts(text);
  }

  /** Whether the whole text matches. */
  matches(text: string, run: Run): boolean {
    const parts = this.parts;
    if (parts === undefined) return false;
    let at = 0;
    let part = 0;
    let starPart = -1;
    let starAt = 0;
    let work = 0;
    while (at < text.length || part < parts.length) {
      work += 1;
      if (work === BATCH) {
        run.spend(work);
        work = 0;
      }
      const want = parts[part];
      if (want === MANY) {
        part += 1;
        starPart = part;
        starAt = at;
        if (part === parts.length) break;
      } else if (want !== undefined && at < text.length && (want === ANY || want === text.charCodeAt(at))) {
        at += want === ANY ? characterLength(text, at) : 1;
        part += 1;
      } else if (starPart >= 0 && starAt < text.length) {
        starAt += characterLength(text, starAt);
        at = starAt;
        part = starPart;
      } else {
        run.spend(work);
        return false;
      }
    }
    run.spend(work);
    return true;
  }
}

function characterLength(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

/**
 * Undefined is a pattern that matches nothing, one with a trailing backslash. After a star, that backslash is literal.
 */
function readParts(text: string): number[] | undefined {
  const parts: number[] = [];
  let starred = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === STAR) {
      if (parts.at(-1) !== MANY) parts.push(MANY);
      starred = true;
    } else if (code === QUESTION) {
      parts.push(ANY);
    } else if (code === BACKSLASH && i + 1 < text.length) {
      i += 1;
      parts.push(text.charCodeAt(i));
    } else if (code === BACKSLASH && !starred) {
      return undefined;
    } else {
      parts.push(code);
    }
  }
  return parts;
}
