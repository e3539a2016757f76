/**
 * Lays out JSON text anew without touching a token: compact (one line) or indented by two. Strings and numbers are
 * copied byte for byte, so `1.50E+10` and `\u00e9` stay as they were written. The input must be valid (see Scanner).
 */
import {
  BACKSLASH,
  ByteBuffer,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  decode,
  isWhitespace,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  skipWhitespace,
} from './bytes.ts';

/** Appends the value in `bytes[start, end)` without the white space between its tokens. */
export function compact(bytes: Uint8Array, start: number, end: number, out: ByteBuffer): void {
  out.reserve(end - start);
  const target = out.bytes;
  let o = out.length;
  let i = start;
  while (i < end) {
    const c = bytes[i] as number;
    if (c === QUOTE) {
      const stop = stringEnd(bytes, i, end);
      while (i < stop) target[o++] = bytes[i++] as number;
    } else {
      if (!isWhitespace(c)) target[o++] = c;
      i++;
    }
  }
  out.length = o;
}

/** The value in `bytes[start, end)` as text without the white space between its tokens. */
export function compactText(bytes: Uint8Array, start: number, end: number): string {
  const out = new ByteBuffer(end - start);
  compact(bytes, start, end, out);
  return decode(out.take());
}

/** An array without objects stays on its line up to this column, as the official CLI shows it. */
const INLINE_WIDTH = 79;
/** Deeper levels are not indented further: the output would grow with the square of the depth. */
export const MAX_INDENT_DEPTH = 128;
/** Fewer columns than this are not worth trying. */
const MIN_INLINE = 3;

/**
 * Appends the value indented by two spaces a level; its first line is not indented, later ones from `level` on. Short
 * arrays of scalars stay on one line.
 */
export function indent(bytes: Uint8Array, start: number, end: number, level: number, out: ByteBuffer): void {
  // The loop that most of a long list's time goes to: it writes to the buffer itself, and calls little.
  let lineStart = lineStartOf(out);
  let depth = level;
  let i = skipWhitespace(bytes, start, end);
  out.reserve(2 * (end - i));
  let target = out.bytes;
  let o = out.length;
  while (i < end) {
    const c = bytes[i++] as number;
    if (c === QUOTE) {
      target[o++] = c;
      while (i < end) {
        const s = bytes[i++] as number;
        target[o++] = s;
        if (s === QUOTE) break;
        if (s === BACKSLASH) target[o++] = bytes[i++] as number;
      }
      continue;
    }
    if (c === COLON) {
      target[o++] = c;
      target[o++] = SPACE;
      continue;
    }
    let after = false;
    if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
      const next = skipWhitespace(bytes, i, end);
      // In ASCII the closing bracket is two after the opening one, for both kinds.
      if (bytes[next] === c + 2) {
        target[o++] = c;
        target[o++] = c + 2;
        i = next + 1;
        continue;
      }
      const inline = c === OPEN_ARRAY ? inlineEnd(bytes, i - 1, end, INLINE_WIDTH - (o - lineStart)) : -1;
      if (inline >= 0) {
        out.length = o;
        appendInline(bytes, i - 1, inline, out);
        o = out.length;
        i = inline;
        continue;
      }
      target[o++] = c;
      depth++;
    } else if (c === COMMA) target[o++] = c;
    else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
      depth--;
      after = true;
    } else {
      if (!isWhitespace(c)) target[o++] = c;
      continue;
    }
    const spaces = 2 * Math.min(depth, MAX_INDENT_DEPTH);
    // Between two line breaks a byte of the source becomes two at most.
    const need = o + spaces + 2 * (end - i) + 2;
    if (need > target.length) {
      out.length = o;
      out.reserve(need - o);
      target = out.bytes;
    }
    target[o++] = NEWLINE;
    lineStart = o;
    for (let k = 0; k < spaces; k++) target[o++] = SPACE;
    if (after) target[o++] = c;
  }
  out.length = o;
}

/** Bytes that end or escape a string, and bytes that end a number or a word. */
const STRING_STOPS = byteSet('"\\');
const SCALAR_STOPS = byteSet(' \t\n\r",:[]{}');

/** A table with 1 at each of these ASCII characters. */
function byteSet(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let k = 0; k < characters.length; k++) table[characters.charCodeAt(k)] = 1;
  return table;
}

/**
 * The same at level 2 for nearly every model of a long list: an object on one line, with nothing nested and no escapes.
 * `follows` puts a comma before it. Returns false for any other object, with nothing appended. A loop this small is
 * compiled long before that of `indent`, and two places that move together are cheaper than two counters.
 */
export function indentModel(bytes: Uint8Array, start: number, end: number, follows: boolean, out: ByteBuffer): boolean {
  if (bytes[start] !== OPEN_OBJECT) return false;
  // The shortest member, of five bytes with its comma, becomes thirteen.
  out.reserve(3 * (end - start) + 32);
  const target = out.bytes;
  let o = out.length;
  if (follows) target[o++] = COMMA;
  breakLine(target, o);
  target[o + 5] = OPEN_OBJECT;
  o += 6;
  let i = start;
  do {
    if (bytes[++i] !== QUOTE) return false;
    breakLine(target, o);
    target[o + 7] = QUOTE;
    o += 8;
    let shift = o - ++i;
    for (; STRING_STOPS[bytes[i] as number] === 0; i++) target[i + shift] = bytes[i] as number;
    if (bytes[i] !== QUOTE || bytes[i + 1] !== COLON) return false;
    o = i + shift;
    target[o] = QUOTE;
    target[o + 1] = COLON;
    target[o + 2] = SPACE;
    o += 3;
    i += 2;
    shift = o - i;
    if (bytes[i] === QUOTE) {
      target[o] = QUOTE;
      for (i++; STRING_STOPS[bytes[i] as number] === 0; i++) target[i + shift] = bytes[i] as number;
      if (bytes[i] !== QUOTE) return false;
      target[i + shift] = QUOTE;
      i++;
    } else for (; SCALAR_STOPS[bytes[i] as number] === 0; i++) target[i + shift] = bytes[i] as number;
    o = i + shift;
    if (bytes[i] === COMMA) target[o++] = COMMA;
    else if (bytes[i] !== CLOSE_OBJECT) return false;
  } while (i < end - 1);
  breakLine(target, o);
  target[o + 5] = CLOSE_OBJECT;
  out.length = o + 6;
  return true;
}

/** Writes a line break and six spaces, without a loop. A caller that wants four writes over the last two. */
function breakLine(target: Uint8Array, at: number): void {
  target[at] = NEWLINE;
  target[at + 1] = SPACE;
  target[at + 2] = SPACE;
  target[at + 3] = SPACE;
  target[at + 4] = SPACE;
  target[at + 5] = SPACE;
  target[at + 6] = SPACE;
}

/** Where the last line of the buffer begins. */
function lineStartOf(out: ByteBuffer): number {
  let i = out.length;
  while (i > 0 && out.bytes[i - 1] !== NEWLINE) i--;
  return i;
}

/** The end of the array at `at` if it holds no object and takes at most `room` bytes on one line; else -1. */
function inlineEnd(bytes: Uint8Array, at: number, end: number, room: number): number {
  if (room < MIN_INLINE) return -1;
  let length = 0;
  let depth = 0;
  for (let i = at; i < end && length <= room; ) {
    const c = bytes[i] as number;
    if (c === OPEN_OBJECT) return -1;
    if (c === QUOTE) {
      const stop = stringEnd(bytes, i, end);
      length += stop - i;
      i = stop;
      continue;
    }
    if (!isWhitespace(c)) length += c === COMMA ? 2 : 1;
    if (c === OPEN_ARRAY) depth++;
    if (c === CLOSE_ARRAY && --depth === 0) return length <= room ? i + 1 : -1;
    i++;
  }
  return -1;
}

function appendInline(bytes: Uint8Array, start: number, end: number, out: ByteBuffer): void {
  for (let i = start; i < end; ) {
    const c = bytes[i] as number;
    if (c === QUOTE) {
      i = copyString(bytes, i, end, out);
      continue;
    }
    if (!isWhitespace(c)) out.push(c);
    if (c === COMMA) out.push(SPACE);
    i++;
  }
}

/** Appends a line break and the indentation of `depth` levels. */
export function newline(out: ByteBuffer, depth: number): void {
  out.reserve(1 + 2 * depth);
  out.push(NEWLINE);
  out.bytes.fill(SPACE, out.length, out.length + 2 * depth);
  out.length += 2 * depth;
}

/** Appends the string that opens at `at`, and returns the position after it. */
function copyString(bytes: Uint8Array, at: number, end: number, out: ByteBuffer): number {
  const stop = stringEnd(bytes, at, end);
  out.append(bytes, at, stop);
  return stop;
}

/** The position after the closing quote of the string that opens at `at`. */
function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return Math.min(i + 1, end);
}
