/**
 * Text as the original sees it, in UTF-8: its order, its length, its white space, and JSON strings parsed and written.
 */
import { BACKSLASH, GREATER, LESS, LOWER_U, QUOTE, SPACE } from './token.ts';

/** Moves surrogates above the rest of the plane, where UTF-8 sorts the characters that they encode. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Compares two strings as their UTF-8 bytes would: negative, zero or positive. */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Length in UTF-8 bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Each half of a surrogate pair adds one: two units, four bytes.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

// Unicode's White_Space property: unlike String.trim it has U+0085 and does not have U+FEFF.
const WHITE_SPACE = /^\p{White_Space}$/u;

/** Trims Unicode white space. */
export function trimUnicode(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text, start)) start += 1;
  while (end > start && isSpace(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

function isSpace(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 0x80 ? unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) : WHITE_SPACE.test(text.charAt(at));
}

/** Trims everything up to and including the space character, as paths and raw texts are trimmed. */
export function trimControls(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
}

const REPLACEMENT = '\ufffd';
const SIMPLE: Readonly<Record<string, string>> = {
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
};
const HEX = /^[0-9a-fA-F]{4}$/;

interface Digits {
  readonly code: number;
  readonly next: number;
  /** Bytes of the last character beyond the four. */
  readonly spill: number;
}

/**
 * Decodes the inside of a string, leniently: it is cut at a bad escape or a raw control character, a `\u` without four
 * hexadecimal characters is NUL, and a surrogate without its partner is U+FFFD.
 */
export function decodeEscapes(inner: string): string {
  let out = '';
  let copied = 0;
  let i = 0;
  while (i < inner.length) {
    const code = inner.charCodeAt(i);
    if (code < SPACE) break;
    if (code !== BACKSLASH) {
      i += 1;
      continue;
    }
    out += inner.slice(copied, i);
    copied = i;
    const letter = inner.charAt(i + 1);
    if (letter !== 'u') {
      const simple = SIMPLE[letter];
      if (simple === undefined) return out;
      out += simple;
      i += 2;
    } else {
      const first = readDigits(inner, i + 2);
      if (first === undefined) return out;
      i = first.next;
      out += isSurrogate(first.code) ? '' : String.fromCharCode(first.code);
      if (isSurrogate(first.code)) {
        const second = first.spill === 0 && startsEscape(inner, i) ? readDigits(inner, i + 2) : undefined;
        out += second === undefined ? REPLACEMENT : joinSurrogates(first.code, second.code);
        if (second !== undefined) {
          out += REPLACEMENT.repeat(second.spill);
          i = second.next;
        }
      }
      out += REPLACEMENT.repeat(first.spill);
    }
    copied = i;
  }
  return out + inner.slice(copied, i);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function startsEscape(text: string, at: number): boolean {
  return text.charCodeAt(at) === BACKSLASH && text.charCodeAt(at + 1) === LOWER_U;
}

function joinSurrogates(high: number, low: number): string {
  if (high > 0xdbff || low < 0xdc00 || low > 0xdfff) return REPLACEMENT;
  return String.fromCharCode(high, low);
}

/** The four bytes after a `\u`, or undefined if fewer are left. Bytes, because the original works on UTF-8. */
function readDigits(text: string, at: number): Digits | undefined {
  const digits = text.slice(at, at + 4);
  if (HEX.test(digits)) return { code: Number.parseInt(digits, 16), next: at + 4, spill: 0 };
  let bytes = 0;
  let next = at;
  while (bytes < 4 && next < text.length) {
    const character = String.fromCodePoint(text.codePointAt(next)!);
    bytes += utf8Length(character);
    next += character.length;
  }
  return bytes < 4 ? undefined : { code: 0, next, spill: bytes - 4 };
}

const AMPERSAND = 0x26;
const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

/**
 * A text as a JSON string, including quotes. Characters that could end a script or a tag in HTML are escaped, slash and
 * DEL are not, and a lone surrogate (which UTF-8 cannot encode) becomes the escape of U+FFFD.
 */
export function quote(text: string): string {
  // A loop, because a global replace with too many matches crashes the engine.
  let out = '"';
  let copied = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (!isSpecial(code)) {
      i += 1;
    } else if (code >= 0xd800 && text.codePointAt(i)! > 0xffff) {
      i += 2;
    } else {
      out += text.slice(copied, i) + escapeOf(text.charAt(i), code);
      i += 1;
      copied = i;
    }
  }
  return `${out}${text.slice(copied)}"`;
}

/** Whether a character may need an escape. Surrogates are checked again. */
function isSpecial(code: number): boolean {
  if (code < SPACE) return true;
  if (code < 0x80)
    return code === QUOTE || code === BACKSLASH || code === LESS || code === GREATER || code === AMPERSAND;
  return code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code <= 0xdfff);
}

function escapeOf(character: string, code: number): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const shown = code >= 0xd800 ? 0xfffd : code;
  return `\\u${shown.toString(16).padStart(4, '0')}`;
}
