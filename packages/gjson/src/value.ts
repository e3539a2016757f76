/**
 * Values. A value is a range of a text and a type. The text is the document or was built. Nothing is decoded until
 * requested, and numbers keep their spelling.
 */
import { formatFloat, isIntegerText, parseFloat64 } from './number.ts';
import { decodeEscapes } from './text.ts';
import {
  BRACE_OPEN,
  BRACKET_OPEN,
  CONTAINER,
  isEscaped,
  LOWER_F,
  LOWER_T,
  NO_TOKEN,
  NUMBER,
  numberEnd,
  QUOTE,
  SPACE,
  STRING,
  stringClose,
  tokenKind,
  wordEnd,
} from './token.ts';

/** `JSON` is an object or an array; `Null` is a JSON null, or nothing at all. */
export type ValueType = 'String' | 'Number' | 'True' | 'False' | 'Null' | 'JSON';

/** A value that exists. */
export interface Value {
  readonly type: ValueType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The value of a token whose kind and end are already known. */
export function tokenValue(text: string, start: number, end: number, kind: number): Value {
  return { type: tokenType(text, start, kind), text, start, end };
}

function tokenType(text: string, start: number, kind: number): ValueType {
  if (kind === STRING) return 'String';
  if (kind === CONTAINER) return 'JSON';
  if (kind === NUMBER) return 'Number';
  const first = text.charCodeAt(start);
  if (first === LOWER_T) return 'True';
  return first === LOWER_F ? 'False' : 'Null';
}

/** A text that was built and is known to be an object or array. */
export function builtValue(text: string): Value {
  return { type: 'JSON', text, start: 0, end: text.length };
}

/**
 * The value at the start of a text. An object or array takes all the rest of the text. A character that starts no token
 * makes the value missing.
 */
export function parseValue(text: string, from: number, to: number): Value | undefined {
  let i = from;
  while (i < to && text.charCodeAt(i) <= SPACE) i += 1;
  if (i >= to) return undefined;
  const kind = tokenKind(text, i, to);
  switch (kind) {
    case NO_TOKEN:
      return undefined;
    case CONTAINER:
      return tokenValue(text, i, to, kind);
    case STRING: {
      const close = stringClose(text, i + 1, to);
      return tokenValue(text, i, close < 0 ? to : close + 1, kind);
    }
    case NUMBER:
      return tokenValue(text, i, numberEnd(text, i, to), kind);
    default:
      return tokenValue(text, i, wordEnd(text, i, to), kind);
  }
}

/** The value's own text, byte for byte. */
export function rawOf(value: Value): string {
  return value.start === 0 && value.end === value.text.length ? value.text : value.text.slice(value.start, value.end);
}

/** Whether the value is an object. */
export function isObject(value: Value): boolean {
  return value.type === 'JSON' && value.text.charCodeAt(value.start) === BRACE_OPEN;
}

/** Whether the value is an array. */
export function isArray(value: Value): boolean {
  return value.type === 'JSON' && value.text.charCodeAt(value.start) === BRACKET_OPEN;
}

/** The value as text: strings decoded, integers as spelled, other numbers without an exponent, null empty. */
export function stringOf(value: Value): string {
  switch (value.type) {
    case 'String':
      return decodeString(value.text, value.start, value.end);
    case 'Number': {
      const raw = rawOf(value);
      return isIntegerText(raw) ? raw : formatFloat(parseFloat64(raw));
    }
    case 'True':
      return 'true';
    case 'False':
      return 'false';
    case 'Null':
      return '';
    case 'JSON':
      return rawOf(value);
  }
}

/** The content of a quoted string; the closing quote may be missing. */
export function decodeString(text: string, start: number, end: number): string {
  const last = end - 1;
  const closed = last > start && text.charCodeAt(last) === QUOTE && !isEscaped(text, start + 1, last);
  const inner = text.slice(start + 1, closed ? last : end);
  return inner.includes('\\') ? decodeEscapes(inner) : inner;
}

/** The value as a number. Call it only for numbers. */
export function numberOf(value: Value): number {
  return parseFloat64(rawOf(value));
}

const TRUE_WORDS = new Set(['1', 't', 'true']);
const FALSE_WORDS = new Set(['0', 'f', 'false']);

/** A string as a boolean, ignoring case, or undefined. */
export function booleanWord(text: string): boolean | undefined {
  const word = text.length <= 5 ? text.toLowerCase() : '';
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

/** The value as a switch, for modifier arguments. */
export function booleanOf(value: Value): boolean {
  switch (value.type) {
    case 'True':
      return true;
    case 'String':
      return booleanWord(stringOf(value)) ?? false;
    case 'Number':
      return numberOf(value) !== 0;
    default:
      return false;
  }
}
