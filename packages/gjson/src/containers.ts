/**
 * Reads and builds containers: a cursor over the entries of one, an array built from values found elsewhere, and the
 * options that a modifier takes as an object.
 */
import { parseInt64 } from './number.ts';
import type { Run } from './run.ts';
import { BRACE_OPEN, QUOTE, seekToken, stringClose, tokenEnd, tokenKind } from './token.ts';
import { decodeString, isObject, numberOf, parseValue, rawOf, stringOf, tokenValue, type Value } from './value.ts';

/**
 * A cursor over the entries of an object or array. It tolerates broken text: closing brackets are skipped, and so is
 * the one character after a value, comma or not.
 */
export class Entries {
  readonly isObject: boolean;
  private readonly text: string;
  private readonly end: number;
  private at: number;
  private keyStart = 0;
  private keyEnd = 0;

  /** @param container - A value of type `JSON`. */
  constructor(container: Value, run: Run) {
    this.text = container.text;
    this.end = container.end;
    this.at = container.start;
    this.isObject = container.text.charCodeAt(container.start) === BRACE_OPEN;
    run.spend(container.end - container.start);
  }

  /** The next entry's value, or undefined after the last. {@link keyRaw} then returns its key. */
  next(): Value | undefined {
    const { text, end } = this;
    let i = this.at + 1;
    this.at = end;
    if (this.isObject) {
      while (i < end && text.charCodeAt(i) !== QUOTE) i += 1;
      if (i >= end) return undefined;
      const close = stringClose(text, i + 1, end);
      if (close < 0) return undefined;
      this.keyStart = i;
      this.keyEnd = close + 1;
      i = close + 1;
    }
    i = seekToken(text, i, end);
    if (i >= end) return undefined;
    const kind = tokenKind(text, i, end);
    const next = tokenEnd(text, i, end, kind);
    if (next < 0) return undefined;
    this.at = next;
    return tokenValue(text, i, Math.min(next, end), kind);
  }

  /** The key of the current entry as written, including quotes; only in an object. */
  keyRaw(): string {
    return this.text.slice(this.keyStart, this.keyEnd);
  }

  /** The key of the current entry, decoded; only in an object. */
  key(): string {
    return decodeString(this.text, this.keyStart, this.keyEnd);
  }
}

/** Work of an item in addition to its characters. */
const ITEM_WORK = 8;

/** An array under construction, with values as spelled. Everything added is counted. */
export class ArrayText {
  private readonly run: Run;
  private readonly items: string[] = [];
  private length = 2;

  constructor(run: Run) {
    this.run = run;
  }

  /** Appends a value. */
  add(value: Value): void {
    this.addText(rawOf(value));
  }

  /** Appends the text of a value. */
  addText(raw: string): void {
    this.length += raw.length + 1;
    this.run.spend(raw.length + ITEM_WORK);
    this.run.hold(this.items.push(raw));
  }

  /** Reverses the order. */
  reverse(): void {
    this.items.reverse();
  }

  /** The array's text, or the text of an object when the items are members. */
  toText(open = '[', close = ']'): string {
    this.run.build(this.length);
    return open + this.items.join(',') + close;
  }
}

/** The options of an argument by name, parsed as leniently as a document. The last of equal names wins. */
export function readOptions(argument: string, run: Run): ReadonlyMap<string, Value> {
  const options = new Map<string, Value>();
  const value = parseValue(argument, 0, argument.length);
  if (value === undefined || !isObject(value)) return options;
  const entries = new Entries(value, run);
  for (let entry = entries.next(); entry !== undefined; entry = entries.next()) options.set(entries.key(), entry);
  return options;
}

/**
 * A value as a 64-bit integer, accurate enough for sizes. One that does not fit wraps if it is spelled as an integer.
 */
export function integerOf(value: Value): number {
  switch (value.type) {
    case 'True':
      return 1;
    case 'String':
      return Number(parseInt64(stringOf(value)) ?? 0n);
    case 'Number': {
      const size = numberOf(value);
      if (Math.abs(size) <= Number.MAX_SAFE_INTEGER) return Math.trunc(size);
      const spelled = parseInt64(rawOf(value));
      if (spelled !== undefined) return Number(spelled);
      return Math.abs(size) < 2 ** 63 ? Math.trunc(size) : -(2 ** 63);
    }
    default:
      return 0;
  }
}
