/** Reads one level of JSON text: the members of an object or the elements of an array, as ranges of the same bytes. */
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  decode,
  isWhitespace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipWhitespace,
} from './bytes.ts';
import { Scanner } from './scanner.ts';

/** A value's place in its document: `bytes[start, end)` is its text. */
export interface Range {
  start: number;
  end: number;
}

/** An object's member; `key` is unescaped, `keyRange` is the key's own text with its quotes. */
export interface Member extends Range {
  key: string;
  keyRange: Range;
}

/** The members of the valid object at `range`, in their order, duplicates included; none for any other value. */
export function readMembers(bytes: Uint8Array, range: Range): Member[] {
  const members: Member[] = [];
  let i = skipWhitespace(bytes, range.start, range.end);
  if (bytes[i] !== OPEN_OBJECT) return members;
  const scanner = new Scanner();
  i = skipWhitespace(bytes, i + 1, range.end);
  while (i < range.end && bytes[i] === QUOTE) {
    const keyStart = i;
    if (!scanner.value(bytes, i, range.end)) break;
    const keyRange = { start: keyStart, end: scanner.position };
    i = skipWhitespace(bytes, scanner.position, range.end);
    if (bytes[i] !== COLON) break;
    i = skipWhitespace(bytes, i + 1, range.end);
    if (!scanner.value(bytes, i, range.end)) break;
    members.push({ key: readString(bytes, keyRange), keyRange, start: i, end: scanner.position });
    i = skipWhitespace(bytes, scanner.position, range.end);
    if (bytes[i] === CLOSE_OBJECT) break;
    if (bytes[i] === COMMA) i = skipWhitespace(bytes, i + 1, range.end);
  }
  return members;
}

/** Where the last member of the valid object that ends at `end` ends, or the position after its opening brace. */
export function lastMemberEnd(bytes: Uint8Array, end: number): number {
  let at = end;
  while (bytes[at - 1] !== CLOSE_OBJECT) at--;
  at--;
  while (isWhitespace(bytes[at - 1])) at--;
  return at;
}

/** The elements of the valid array at `range`; none for any other value. */
export function readElements(bytes: Uint8Array, range: Range): Range[] {
  const elements: Range[] = [];
  eachElement(bytes, range, (start, end) => elements.push({ start, end }));
  return elements;
}

/**
 * Calls `take` with each element of the valid array at `range`, for arrays that are too long to have an object for each
 * element.
 */
export function eachElement(
  bytes: Uint8Array,
  range: Range,
  take: (start: number, end: number, commas: number) => void,
): void {
  let i = skipWhitespace(bytes, range.start, range.end);
  if (bytes[i] !== OPEN_ARRAY) return;
  const scanner = new Scanner();
  i = skipWhitespace(bytes, i + 1, range.end);
  while (i < range.end && bytes[i] !== CLOSE_ARRAY) {
    if (!scanner.value(bytes, i, range.end)) break;
    take(i, scanner.position, scanner.commas);
    i = skipWhitespace(bytes, scanner.position, range.end);
    if (bytes[i] === COMMA) i = skipWhitespace(bytes, i + 1, range.end);
  }
}

/** The kinds of JSON value, by first byte. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export function jsonKindOf(bytes: Uint8Array, range: Range): JsonKind {
  switch (bytes[range.start]) {
    case OPEN_OBJECT:
      return 'object';
    case OPEN_ARRAY:
      return 'array';
    case QUOTE:
      return 'string';
    case 0x74:
    case 0x66:
      return 'boolean';
    case 0x6e:
      return 'null';
    default:
      return 'number';
  }
}

/** The text of the string at `range`, unescaped. */
export function readString(bytes: Uint8Array, range: Range): string {
  const text = decode(bytes, range.start, range.end);
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}
