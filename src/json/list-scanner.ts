/**
 * Walks the root of an answer that holds a list, window by window: an object whose member `data` is the array, or a
 * bare array. Elements come out as ranges, the object's other members as copies, in their order. Everything it passes
 * is checked; what is incomplete stays for the next window.
 */
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isWhitespace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipByteOrderMark,
  skipWhitespace,
} from './bytes.ts';
import { readString } from './members.ts';
import { Scanner } from './scanner.ts';

/** A member of the root object besides the list, as JSON text. */
export interface RootMember {
  key: string;
  /** The key's own text, quotes and escapes as written. */
  keyText: Uint8Array;
  value: Uint8Array;
}

/** Takes the elements as they are found. */
export interface ElementSink {
  add(start: number, end: number, spaced: boolean): void;
}

/** The answer is not JSON, or not valid from `at` on (a byte offset in the window). */
export class InvalidJsonError extends Error {
  readonly at: number;
  readonly isTruncated: boolean;

  constructor(at: number, isTruncated: boolean) {
    super(isTruncated ? 'the text ends early' : 'invalid JSON');
    this.at = at;
    this.isTruncated = isTruncated;
  }
}

/** Something in the answer has more values than was allowed. */
export class TooManyValuesError extends Error {}

type Phase =
  | 'root'
  | 'first-member'
  | 'member'
  | 'after-member'
  | 'first-element'
  | 'element'
  | 'after-element'
  | 'end';

/** The member that holds the models. */
const LIST_KEY = 'data';

export class ListScanner {
  /** What the root is, once seen. */
  root: 'object' | 'array' | 'other' | undefined;
  /** Members before and after the list; all of them are in `before` when there is no list. */
  readonly before: RootMember[] = [];
  readonly after: RootMember[] = [];
  /** `data` was found (or the root is the array): its elements go to the sink, and `before` is complete. */
  hasList = false;
  /** `data` was null: an empty list. */
  isNullList = false;
  /** A member besides the list has more values than allowed: one that may be the list, under another name. */
  oversizedKey: string | undefined;
  private phase: Phase = 'root';
  private readonly scanner = new Scanner();
  private readonly maxValues: number;

  /** @param maxValues what one model may hold, or one member beside the list */
  constructor(maxValues = Number.POSITIVE_INFINITY) {
    this.maxValues = maxValues;
  }

  /** Everything was read. */
  get isComplete(): boolean {
    return this.phase === 'end';
  }

  /**
   * Scans `bytes[start, end)` and returns the position up to which it is done with. `final` says that nothing follows.
   * @throws InvalidJsonError, TooManyValuesError
   */
  scan(bytes: Uint8Array, start: number, end: number, final: boolean, sink: ElementSink): number {
    let i = start;
    for (;;) {
      i = skipWhitespace(bytes, i, end);
      if (i >= end) {
        if (final && this.phase !== 'end') throw new InvalidJsonError(end, true);
        return i;
      }
      const next = this.step(bytes, i, end, final, sink);
      if (next < 0) return i;
      i = next;
    }
  }

  /** Takes one token group; -1 where the window ends inside it. */
  private step(bytes: Uint8Array, at: number, end: number, final: boolean, sink: ElementSink): number {
    const c = bytes[at];
    switch (this.phase) {
      case 'root':
        return this.openRoot(bytes, at, end, final);
      case 'first-member':
        if (c === CLOSE_OBJECT) return this.enter('end', at + 1);
        return this.member(bytes, at, end, final);
      case 'member':
        return this.member(bytes, at, end, final);
      case 'after-member':
        if (c === COMMA) return this.enter('member', at + 1);
        if (c === CLOSE_OBJECT) return this.enter('end', at + 1);
        break;
      case 'first-element':
        if (c === CLOSE_ARRAY) return this.closeList(at + 1);
        return this.elements(bytes, at, end, final, sink);
      case 'element':
        return this.elements(bytes, at, end, final, sink);
      case 'after-element':
        if (c === COMMA) return this.enter('element', at + 1);
        if (c === CLOSE_ARRAY) return this.closeList(at + 1);
        break;
      default:
        break;
    }
    throw new InvalidJsonError(at, false);
  }

  private enter(phase: Phase, position: number): number {
    this.phase = phase;
    return position;
  }

  private closeList(position: number): number {
    return this.enter(this.root === 'array' ? 'end' : 'after-member', position);
  }

  private openRoot(bytes: Uint8Array, at: number, end: number, final: boolean): number {
    const marked = at + skipByteOrderMark(bytes.subarray(at, at + 3));
    if (marked > at) return marked;
    if (bytes[at] === OPEN_OBJECT) {
      this.root = 'object';
      return this.enter('first-member', at + 1);
    }
    if (bytes[at] === OPEN_ARRAY) {
      this.root = 'array';
      this.hasList = true;
      return this.enter('first-element', at + 1);
    }
    const stop = this.value(bytes, at, end, final);
    if (stop >= 0) this.root = 'other';
    return stop < 0 ? stop : this.enter('end', stop);
  }

  /** A key with its value, or a key and the opening of the list. */
  private member(bytes: Uint8Array, at: number, end: number, final: boolean): number {
    if (bytes[at] !== QUOTE) throw new InvalidJsonError(at, false);
    const keyEnd = this.value(bytes, at, end, final);
    if (keyEnd < 0) return -1;
    let i = skipWhitespace(bytes, keyEnd, end);
    if (i < end && bytes[i] !== COLON) throw new InvalidJsonError(i, false);
    i = skipWhitespace(bytes, i + 1, end);
    if (i >= end) {
      if (final) throw new InvalidJsonError(end, true);
      return -1;
    }
    const key = readString(bytes, { start: at, end: keyEnd });
    if (key === LIST_KEY && !this.hasList && bytes[i] === OPEN_ARRAY) {
      this.hasList = true;
      return this.enter('first-element', i + 1);
    }
    const stop = this.value(bytes, i, end, final);
    if (stop < 0) return -1;
    if (key === LIST_KEY && !this.hasList && bytes[i] === 0x6e) {
      this.hasList = true;
      this.isNullList = true;
      return this.enter('after-member', stop);
    }
    if (this.scanner.commas > this.maxValues) {
      if (bytes[i] !== OPEN_ARRAY || this.oversizedKey !== undefined) throw new TooManyValuesError();
      this.oversizedKey = key;
    }
    const members = this.hasList ? this.after : this.before;
    members.push({ key, keyText: bytes.slice(at, keyEnd), value: bytes.slice(i, stop) });
    return this.enter('after-member', stop);
  }

  /** As many elements as the window holds: the loop that a long list spends its time in. */
  private elements(bytes: Uint8Array, at: number, end: number, final: boolean, sink: ElementSink): number {
    const { scanner } = this;
    let i = at;
    for (;;) {
      let stop = scanner.plainObject(bytes, i, end);
      if (stop < 0) stop = this.value(bytes, i, end, final);
      if (stop < 0) {
        this.phase = 'element';
        return i === at ? -1 : i;
      }
      if (scanner.commas > this.maxValues) throw new TooManyValuesError();
      sink.add(i, stop, scanner.hasWhitespace);
      i = stop;
      if (bytes[i] !== COMMA || i + 1 >= end) return this.enter('after-element', i);
      i++;
      while (i < end && isWhitespace(bytes[i])) i++;
      if (i >= end) return this.enter('element', i);
    }
  }

  /** The end of the value at `at`; -1 where more bytes may complete it. A value cut at the window's end is not taken. */
  private value(bytes: Uint8Array, at: number, end: number, final: boolean): number {
    const { scanner } = this;
    if (scanner.value(bytes, at, end)) return scanner.position === end && !final ? -1 : scanner.position;
    if (scanner.failure === 'ended' && !final) return -1;
    throw new InvalidJsonError(scanner.position, scanner.failure === 'ended');
  }
}
