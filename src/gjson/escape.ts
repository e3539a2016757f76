/**
 * Decoding string escapes, leniently: a bad escape or a raw control character cuts the string there, a `\u` whose four
 * characters are not hexadecimal is NUL, and a surrogate without its partner is U+FFFD.
 */
import { BACKSLASH, LOWER_U, SPACE } from './char.ts';
import { utf8Length } from './utf8.ts';

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
  /** Bytes of a character that only partly belongs to the four. */
  readonly spill: number;
}

/** Decodes the inside of a string. */
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

/** The four bytes after a `\u`, or undefined when fewer are left. Bytes, because the rule is about UTF-8. */
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
