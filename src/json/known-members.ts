/**
 * Finds the members of an object that somebody wants, by name, without making anything of the others: a long list has
 * many models, and each has many members that nobody asked for. The text must be valid (see Scanner).
 */
import {
  BACKSLASH,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  encode,
  isWhitespace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipWhitespace,
} from './bytes.ts';

const BUCKETS = 256;

export class MemberReader {
  /** Where the value of each name stands in the object that was read last; -1 where it has none. */
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  readonly names: string[] = [];
  private readonly keys: Uint8Array[] = [];
  private readonly buckets: number[][] = [];

  constructor(names: readonly string[] = []) {
    for (const name of names) this.add(name);
  }

  /** Wants one more name; returns its number. */
  add(name: string): number {
    const known = this.names.indexOf(name);
    if (known >= 0) return known;
    const key = encode(name);
    const number = this.names.push(name) - 1;
    this.keys.push(key);
    const hash = hashOf(key, 0, key.length);
    this.buckets[hash] = [...(this.buckets[hash] ?? []), number];
    return number;
  }

  /**
   * Reads the object at `bytes[start, end)`; of duplicates the last counts. Returns the highest number that was found, so
   * that names wanted first can be told from later ones; -1 where nothing was.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    if (this.starts.length < this.names.length) {
      this.starts = new Int32Array(this.names.length);
      this.ends = new Int32Array(this.names.length);
    }
    const { starts, ends } = this;
    starts.fill(-1);
    let highest = -1;
    let i = skipWhitespace(bytes, start, end);
    if (bytes[i] !== OPEN_OBJECT) return highest;
    i = skipWhitespace(bytes, i + 1, end);
    while (i < end && bytes[i] === QUOTE) {
      const keyEnd = stringEnd(bytes, i, end);
      const number = this.find(bytes, i + 1, keyEnd - 1);
      i = skipWhitespace(bytes, keyEnd, end);
      if (bytes[i] !== COLON) break;
      i = skipWhitespace(bytes, i + 1, end);
      const valueStart = i;
      i = valueEnd(bytes, i, end);
      if (number >= 0) {
        starts[number] = valueStart;
        ends[number] = i;
        if (number > highest) highest = number;
      }
      i = skipWhitespace(bytes, i, end);
      if (bytes[i] !== COMMA) break;
      i = skipWhitespace(bytes, i + 1, end);
    }
    return highest;
  }

  /** The number of the name at `bytes[start, end)`, or -1. A name written with escapes is not known. */
  private find(bytes: Uint8Array, start: number, end: number): number {
    const bucket = this.buckets[hashOf(bytes, start, end)];
    if (bucket === undefined) return -1;
    for (const number of bucket) {
      const key = this.keys[number] as Uint8Array;
      if (key.length !== end - start) continue;
      let i = 0;
      while (i < key.length && key[i] === bytes[start + i]) i++;
      if (i === key.length) return number;
    }
    return -1;
  }
}

/** Enough to tell names apart that differ in length or at an end. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return 0;
  return ((end - start) * 7 + (bytes[start] as number) * 31 + (bytes[end - 1] as number)) % BUCKETS;
}

/** The position after the closing quote of the string that opens at `at`. */
function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  const quote = bytes.indexOf(QUOTE, at + 1);
  if (quote >= 0 && bytes[quote - 1] !== BACKSLASH) return Math.min(quote + 1, end);
  let i = at + 1;
  while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return Math.min(i + 1, end);
}

/** The position after the value that begins at `at`. */
function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === QUOTE) return stringEnd(bytes, at, end);
  let i = at;
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) {
    while (i < end && bytes[i] !== COMMA && bytes[i] !== CLOSE_OBJECT && !isWhitespace(bytes[i])) i++;
    return i;
  }
  let depth = 0;
  while (i < end) {
    const c = bytes[i] as number;
    if (c === QUOTE) {
      i = stringEnd(bytes, i, end);
      continue;
    }
    i++;
    // In ASCII the brackets of objects and arrays differ from each other by one bit: `[` and `{`, `]` and `}`.
    if ((c | 0x20) === OPEN_OBJECT) depth++;
    else if ((c | 0x20) === CLOSE_OBJECT && --depth === 0) break;
  }
  return i;
}
