/**
 * Finds where a JSON value ends, checking RFC 8259 on the way, on bytes and without recursion, so that neither a
 * large nor a deep document can hurt. It builds nothing: the text stays the only representation of the data.
 */
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './bytes.ts';

/** Why `Scanner.value` stopped: the text ended inside the value, or a byte cannot stand where it stands. */
export type ScanFailure = 'ended' | 'invalid';

/** What each byte means inside a string: 0 goes on, 1 ends it, 2 begins an escape, 3 must not be there. */
const IN_STRING = new Uint8Array(256);
IN_STRING.fill(3, 0, 0x20);
IN_STRING[0x22] = 1;
IN_STRING[0x5c] = 2;
/** 1 for `0` to `9`. */
const IS_DIGIT = new Uint8Array(256);
IS_DIGIT.fill(1, 0x30, 0x3a);

const AFTER_VALUE = 0;
const EXPECT_VALUE = 1;
const EXPECT_VALUE_OR_END = 2;
const EXPECT_KEY = 3;
const EXPECT_KEY_OR_END = 4;

export class Scanner {
  /** Where the last call stopped: the end of the value, or the byte that was wrong. */
  position = 0;
  /** The last value had white space between its tokens, so its text is not compact. */
  hasWhitespace = false;
  failure: ScanFailure | undefined;
  /** The commas between the tokens of the last value: it holds about one value more. */
  commas = 0;
  private stack = new Uint8Array(64);

  /** Scans the value that begins exactly at `start`; true if it is whole and valid (a number at `end` counts as whole). */
  value(bytes: Uint8Array, start: number, end: number): boolean {
    let i = start;
    let depth = 0;
    let state = EXPECT_VALUE;
    let commas = 0;
    this.hasWhitespace = false;
    this.failure = undefined;
    for (;;) {
      if (state === AFTER_VALUE && depth === 0) {
        this.position = i;
        this.commas = commas;
        return true;
      }
      if (i >= end) return this.fail('ended', end);
      const c = bytes[i] as number;
      if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) {
        this.hasWhitespace = true;
        i++;
        continue;
      }
      if (state === AFTER_VALUE) {
        const inObject = this.stack[depth - 1] === OPEN_OBJECT;
        if (c === COMMA) {
          state = inObject ? EXPECT_KEY : EXPECT_VALUE;
          commas++;
        } else if (c === (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) depth--;
        else return this.fail('invalid', i);
        i++;
        continue;
      }
      if (state >= EXPECT_KEY) {
        if (c === CLOSE_OBJECT && state === EXPECT_KEY_OR_END) {
          depth--;
          i++;
          state = AFTER_VALUE;
          continue;
        }
        if (c !== QUOTE) return this.fail('invalid', i);
        i = this.string(bytes, i + 1, end);
        if (i < 0) return false;
        while (i < end && bytes[i] !== COLON) {
          const s = bytes[i] as number;
          if (s !== 0x20 && s !== 0x0a && s !== 0x0d && s !== 0x09) return this.fail('invalid', i);
          this.hasWhitespace = true;
          i++;
        }
        if (i >= end) return this.fail('ended', end);
        i++;
        state = EXPECT_VALUE;
        continue;
      }
      if (c === QUOTE) {
        i = this.string(bytes, i + 1, end);
        if (i < 0) return false;
      } else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
        if (depth === this.stack.length) this.growStack();
        this.stack[depth++] = c;
        state = c === OPEN_OBJECT ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
        i++;
        continue;
      } else if (c === CLOSE_ARRAY && state === EXPECT_VALUE_OR_END) {
        depth--;
        i++;
      } else {
        i = c === 0x2d || (c >= 0x30 && c <= 0x39) ? this.number(bytes, i, end) : this.word(bytes, i, end);
        if (i < 0) return false;
      }
      state = AFTER_VALUE;
    }
  }

  /**
   * The end of the object that begins at `start`, if it is what nearly every model is: no white space, nothing in it but
   * strings without escapes, whole numbers and words, and a byte of `bytes[start, end)` behind it. Otherwise -1, which
   * says nothing about it: `value` decides. A loop so small is compiled long before that one.
   */
  plainObject(bytes: Uint8Array, start: number, end: number): number {
    if (bytes[start] !== OPEN_OBJECT) return -1;
    let commas = 0;
    let i = start;
    // Bytes from `end` on are left from an earlier window. The loops may run into them; what ends there does not count.
    for (;;) {
      if (bytes[++i] !== QUOTE) return -1;
      do i++;
      while (IN_STRING[bytes[i] as number] === 0);
      if (bytes[i] !== QUOTE || bytes[i + 1] !== COLON) return -1;
      i += 2;
      const first = bytes[i] as number;
      if (first === QUOTE) {
        do i++;
        while (IN_STRING[bytes[i] as number] === 0);
        if (bytes[i] !== QUOTE) return -1;
        i++;
      } else if (first >= 0x31 && first <= 0x39) {
        do i++;
        while (IS_DIGIT[bytes[i] as number] === 1);
      } else {
        i = first === 0x30 ? i + 1 : this.word(bytes, i, end);
        if (i < 0) return -1;
      }
      if (i + 1 >= end) return -1;
      const next = bytes[i];
      if (next === CLOSE_OBJECT) break;
      if (next !== COMMA) return -1;
      commas++;
    }
    this.hasWhitespace = false;
    this.commas = commas;
    return i + 1;
  }

  private fail(failure: ScanFailure, at: number): false {
    this.failure = failure;
    this.position = at;
    return false;
  }

  private stop(failure: ScanFailure, at: number): -1 {
    this.fail(failure, at);
    return -1;
  }

  private growStack(): void {
    const deeper = new Uint8Array(this.stack.length * 2);
    deeper.set(this.stack);
    this.stack = deeper;
  }

  /** From after the opening quote to after the closing one, or -1. */
  private string(bytes: Uint8Array, start: number, end: number): number {
    let i = start;
    for (;;) {
      while (i < end && IN_STRING[bytes[i] as number] === 0) i++;
      if (i >= end) return this.stop('ended', end);
      const c = bytes[i] as number;
      if (c === QUOTE) return i + 1;
      if (c < 0x20) return this.stop('invalid', i);
      if (i + 1 >= end) return this.stop('ended', end);
      const escaped = bytes[i + 1] as number;
      if (escaped === 0x75) {
        for (let k = i + 2; k < i + 6; k++) {
          if (k >= end) return this.stop('ended', end);
          if (!isHex(bytes[k] as number)) return this.stop('invalid', k);
        }
        i += 6;
      } else if (isEscape(escaped)) i += 2;
      else return this.stop('invalid', i + 1);
    }
  }

  private number(bytes: Uint8Array, start: number, end: number): number {
    let i = start;
    if (bytes[i] === 0x2d) i++;
    if (bytes[i] === 0x30 && i < end) i++;
    else {
      const digits = skipDigits(bytes, i, end);
      if (digits === i) return this.stop(i >= end ? 'ended' : 'invalid', i);
      i = digits;
    }
    if (i < end && bytes[i] === 0x2e) {
      const digits = skipDigits(bytes, i + 1, end);
      if (digits === i + 1) return this.stop(digits >= end ? 'ended' : 'invalid', digits);
      i = digits;
    }
    if (i < end && ((bytes[i] as number) | 0x20) === 0x65) {
      i++;
      if (i < end && (bytes[i] === 0x2b || bytes[i] === 0x2d)) i++;
      const digits = skipDigits(bytes, i, end);
      if (digits === i) return this.stop(i >= end ? 'ended' : 'invalid', i);
      i = digits;
    }
    return i;
  }

  private word(bytes: Uint8Array, start: number, end: number): number {
    const first = bytes[start];
    const word = first === 0x74 ? 'true' : first === 0x66 ? 'false' : first === 0x6e ? 'null' : '';
    if (word === '') return this.stop('invalid', start);
    for (let k = 1; k < word.length; k++) {
      if (start + k >= end) return this.stop('ended', end);
      if (bytes[start + k] !== word.charCodeAt(k)) return this.stop('invalid', start + k);
    }
    return start + word.length;
  }
}

function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && (bytes[i] as number) >= 0x30 && (bytes[i] as number) <= 0x39) i++;
  return i;
}

function isHex(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x66);
}

/** One of `" \ / b f n r t`. */
function isEscape(c: number): boolean {
  return c === 0x22 || c === 0x5c || c === 0x2f || c === 0x62 || c === 0x66 || c === 0x6e || c === 0x72 || c === 0x74;
}
