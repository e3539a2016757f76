/**
 * Finds the pipe that ends the path of an item. After `#.` and queries, the path up to the first pipe belongs to each
 * item and the rest to the whole result. Pipes inside a query, an escape, or a leading `{...}` do not count.
 */
import {
  BACKSLASH,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  DOT,
  groupEnd,
  HASH,
  PAREN_CLOSE,
  PAREN_OPEN,
  PIPE,
  QUOTE,
  squashEnd,
} from './token.ts';

/** Position of the pipe that ends an item's path, or -1. */
export function splitPipe(path: string): number {
  if (!path.includes('|')) return -1;
  if (path.charCodeAt(0) === BRACE_OPEN) return splitBraces(path);
  for (let i = 0; i < path.length; i += 1) {
    const code = path.charCodeAt(i);
    if (code === PIPE) return i;
    if (code === BACKSLASH) {
      i += 1;
    } else if (code === DOT) {
      if (i === path.length - 1) return -1;
      if (path.charCodeAt(i + 1) !== HASH) continue;
      i += 2;
      const open = path.charCodeAt(i);
      if (open === BRACKET_OPEN) i = selectorEnd(path, i, BRACKET_OPEN, BRACKET_CLOSE);
      else if (open === PAREN_OPEN) i = selectorEnd(path, i, PAREN_OPEN, PAREN_CLOSE);
    }
  }
  return -1;
}

/** The pipe right after a leading multipath. If its first name is quoted, it is taken to end with that name. */
function splitBraces(path: string): number {
  const end =
    path.charCodeAt(1) === QUOTE
      ? groupEnd(path, 1, path.length)
      : Math.min(squashEnd(path, 2, path.length, 1), path.length);
  return path.charCodeAt(end) === PIPE ? end : -1;
}

/** Position of the bracket that closes the one at `at`. Only brackets of that kind are balanced. */
function selectorEnd(path: string, at: number, open: number, close: number): number {
  let depth = 1;
  let i = at + 1;
  for (; i < path.length; i += 1) {
    const code = path.charCodeAt(i);
    if (code === BACKSLASH) {
      i += 1;
    } else if (code === open) {
      depth += 1;
    } else if (code === close) {
      depth -= 1;
      if (depth === 0) break;
    } else if (code === QUOTE) {
      i = quoteEnd(path, i);
    }
  }
  return i;
}

/** Position of the quote that closes the one at `at`, or the text's length or more. */
export function quoteEnd(path: string, at: number): number {
  let i = at + 1;
  for (; i < path.length; i += 1) {
    const code = path.charCodeAt(i);
    if (code === BACKSLASH) i += 1;
    else if (code === QUOTE) break;
  }
  return i;
}
