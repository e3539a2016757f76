/** Checks whether a text is JSON (RFC 8259) to the last character, at any depth, without building it. */
import {
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  COMMA,
  LOWER_U,
  QUOTE,
  SPACE,
} from './token.ts';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const BLANK = /[ \t\n\r]*/y;
const ESCAPES = '"\\/bfnrt';
const HEX = /^[0-9a-fA-F]{4}$/;

/** Whether the whole text is one JSON value, allowing white space around it. */
export function isValidJson(text: string): boolean {
  const containers: boolean[] = [];
  let at = skipBlank(text, 0);
  for (;;) {
    // A value starts here: enter a container, skip anything else.
    const code = text.charCodeAt(at);
    if (code === BRACE_OPEN || code === BRACKET_OPEN) {
      const object = code === BRACE_OPEN;
      at = skipBlank(text, at + 1);
      if (text.charCodeAt(at) !== (object ? BRACE_CLOSE : BRACKET_CLOSE)) {
        containers.push(object);
        if (object) at = keyEnd(text, at);
        if (at < 0) return false;
        continue;
      }
      at += 1;
    } else {
      at = scalarEnd(text, at);
      if (at < 0) return false;
    }
    // A value ended here: close what it ends, up to the next value.
    for (;;) {
      at = skipBlank(text, at);
      const object = containers.at(-1);
      if (object === undefined) return at === text.length;
      const separator = text.charCodeAt(at);
      at += 1;
      if (separator === COMMA) {
        at = skipBlank(text, at);
        if (object) at = keyEnd(text, at);
        if (at < 0) return false;
        break;
      }
      if (separator !== (object ? BRACE_CLOSE : BRACKET_CLOSE)) return false;
      containers.pop();
    }
  }
}

function skipBlank(text: string, at: number): number {
  if (text.charCodeAt(at) > SPACE) return at;
  return matchEnd(BLANK, text, at);
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function scalarEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === QUOTE) return stringEnd(text, at);
  const end = matchEnd(NUMBER, text, at);
  return end < 0 ? matchEnd(WORD, text, at) : end;
}

/** Skips a key and its colon, up to the value, or returns -1. */
function keyEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== QUOTE) return -1;
  const end = stringEnd(text, at);
  if (end < 0) return -1;
  const colon = skipBlank(text, end);
  return text.charCodeAt(colon) === COLON ? skipBlank(text, colon + 1) : -1;
}

function stringEnd(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i + 1;
    if (code < SPACE) return -1;
    if (code !== BACKSLASH) {
      i += 1;
    } else if (text.charCodeAt(i + 1) === LOWER_U) {
      if (!HEX.test(text.slice(i + 2, i + 6))) return -1;
      i += 6;
    } else {
      if (i + 1 >= text.length || !ESCAPES.includes(text.charAt(i + 1))) return -1;
      i += 2;
    }
  }
  return -1;
}
