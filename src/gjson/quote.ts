/**
 * Writing a JSON string. Characters that could end a script or a tag in HTML are escaped, slash and DEL are not, and a
 * lone surrogate (which UTF-8 cannot hold) becomes the escape of U+FFFD.
 */
import { BACKSLASH, QUOTE, SPACE } from './char.ts';

const AMPERSAND = 0x26;
const LESS = 0x3c;
const GREATER = 0x3e;
const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

/** A text as a JSON string, quotes included. */
export function quote(text: string): string {
  // Walked, because the engine dies of a global replace with too many matches.
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

/** Whether a character may need an escape; surrogates are looked at again. */
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
