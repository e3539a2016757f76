/**
 * Finds tokens in JSON text without validating it. A token is recognized by its first character and everything else is
 * skipped, so broken documents still have values. Containers end at the bracket that closes the depth, whatever its
 * kind; parentheses count as well.
 */

// The characters of the syntax. All are ASCII, so scanning UTF-16 units finds the same places as scanning UTF-8 bytes.
export const SPACE = 0x20;
export const BANG = 0x21;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const PERCENT = 0x25;
export const PAREN_OPEN = 0x28;
export const PAREN_CLOSE = 0x29;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const LESS = 0x3c;
export const EQUAL = 0x3d;
export const GREATER = 0x3e;
export const QUESTION = 0x3f;
export const AT = 0x40;
export const BRACKET_OPEN = 0x5b;
export const BACKSLASH = 0x5c;
export const BRACKET_CLOSE = 0x5d;
const LOWER_A = 0x61;
export const LOWER_F = 0x66;
export const LOWER_N = 0x6e;
export const LOWER_T = 0x74;
export const LOWER_U = 0x75;
const LOWER_Z = 0x7a;
export const BRACE_OPEN = 0x7b;
export const PIPE = 0x7c;
export const BRACE_CLOSE = 0x7d;

/** The token kind by its first character. 0 starts no token. */
export const NO_TOKEN = 0;
export const STRING = 1;
export const CONTAINER = 2;
/** `true`, `false`, `null` and any lower-case word that starts like them. */
export const WORD = 3;
export const NUMBER = 4;
const LETTER_N = 5;

const FIRST = new Uint8Array(128);
FIRST[QUOTE] = STRING;
FIRST[BRACE_OPEN] = CONTAINER;
FIRST[BRACKET_OPEN] = CONTAINER;
for (const character of 'tf') FIRST[character.charCodeAt(0)] = WORD;
for (const character of '+-0123456789iIN') FIRST[character.charCodeAt(0)] = NUMBER;
FIRST[LOWER_N] = LETTER_N;

const NESTING = new Uint8Array(128);
const OPENS = 1;
const CLOSES = 2;
const QUOTES = 3;
for (const code of [BRACE_OPEN, BRACKET_OPEN, PAREN_OPEN]) NESTING[code] = OPENS;
for (const code of [BRACE_CLOSE, BRACKET_CLOSE, PAREN_CLOSE]) NESTING[code] = CLOSES;
NESTING[QUOTE] = QUOTES;

/** The kind of token that starts at `at`. An `n` is a number (`nan`) unless a `u` or the end follows. */
export function tokenKind(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  if (code > 127) return NO_TOKEN;
  const kind = FIRST[code]!;
  if (kind !== LETTER_N) return kind;
  return at + 1 < end && text.charCodeAt(at + 1) !== LOWER_U ? NUMBER : WORD;
}

/** Position of the first token at or after `at`, or `end`. */
export function seekToken(text: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code < 128 && FIRST[code] !== NO_TOKEN) break;
    i += 1;
  }
  return i;
}

/** Like {@link seekToken}, but also stops at a `]`. */
export function seekItem(text: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code < 128 && (FIRST[code] !== NO_TOKEN || code === BRACKET_CLOSE)) break;
    i += 1;
  }
  return i;
}

/**
 * Position after the token of the given kind that starts at `at`; -1 for an unterminated string, and `end + 1` for a
 * container cut off inside a string (lists notice this: they have then lost their own end).
 */
export function tokenEnd(text: string, at: number, end: number, kind: number): number {
  switch (kind) {
    case STRING: {
      const close = stringClose(text, at + 1, end);
      return close < 0 ? -1 : close + 1;
    }
    case CONTAINER:
      return squashEnd(text, at + 1, end, 1);
    case WORD:
      return wordEnd(text, at, end);
    default:
      return numberEnd(text, at, end);
  }
}

/** Up to this length, a loop is cheaper than the engine's search. */
const WALK = 24;

/** Position of the quote that closes the string whose content starts at `from`, or -1. */
export function stringClose(text: string, from: number, end: number): number {
  const walkEnd = Math.min(from + WALK, end);
  let i = from;
  while (i < walkEnd) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i;
    if (code === BACKSLASH) i += 1;
    i += 1;
  }
  while (i < end) {
    i = text.indexOf('"', i);
    if (i < 0 || i >= end) return -1;
    if (!isEscaped(text, from, i)) return i;
    i += 1;
  }
  return -1;
}

/** Whether an odd number of backslashes precedes `at`, counting back to `from` at most. */
export function isEscaped(text: string, from: number, at: number): boolean {
  let i = at;
  while (i > from && text.charCodeAt(i - 1) === BACKSLASH) i -= 1;
  return (at - i) % 2 === 1;
}

/** Position after the bracket that brings `depth` to zero; see {@link tokenEnd} for texts that end before it. */
export function squashEnd(text: string, from: number, end: number, depth: number): number {
  let open = depth;
  let i = from;
  while (i < end) {
    const code = text.charCodeAt(i);
    const nesting = code < 128 ? NESTING[code]! : 0;
    i += 1;
    if (nesting === 0) continue;
    if (nesting === QUOTES) {
      const close = stringClose(text, i, end);
      if (close < 0) return end + 1;
      i = close + 1;
    } else if (nesting === OPENS) {
      open += 1;
    } else {
      open -= 1;
      if (open === 0) return i;
    }
  }
  return end;
}

/** Position after a number-like token, which extends to white space, a comma or a closing bracket. */
export function numberEnd(text: string, at: number, end: number): number {
  let i = at + 1;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code <= SPACE || code === COMMA || code === BRACKET_CLOSE || code === BRACE_CLOSE) break;
    i += 1;
  }
  return i;
}

/** Position after a word: lower-case ASCII letters. */
export function wordEnd(text: string, at: number, end: number): number {
  let i = at + 1;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code < LOWER_A || code > LOWER_Z) break;
    i += 1;
  }
  return i;
}

/** End of the bracketed or quoted text that starts a path or an argument at `at`, or `end` if it is never closed. */
export function groupEnd(text: string, at: number, end: number): number {
  if (text.charCodeAt(at) === QUOTE) {
    const close = stringClose(text, at + 1, end);
    return close < 0 ? end : close + 1;
  }
  return Math.min(squashEnd(text, at + 1, end, 1), end);
}
