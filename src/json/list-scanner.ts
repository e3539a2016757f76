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
  isSpace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipMark,
  skipSpace,
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
export class BadJson extends Error {
  readonly at: number;
  readonly ended: boolean;

  constructor(at: number, ended: boolean) {
    super(ended ? 'the text ends early' : 'invalid JSON');
    this.at = at;
    this.ended = ended;
  }
}

/** Something in the answer has more values than was allowed. */
export class TooManyValues extends Error {}

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
  found = false;
  /** `data` was null: an empty list. */
  nullList = false;
  /** A member besides the list has more values than allowed: one that may be the list, under another name. */
  heavy: string | undefined;
  private phase: Phase = 'root';
  private readonly scanner = new Scanner();
  private readonly mostValues: number;

  /** @param mostValues what one model may hold, or one member beside the list */
  constructor(mostValues = Number.POSITIVE_INFINITY) {
    this.mostValues = mostValues;
  }

  /** Everything was read. */
  get ended(): boolean {
    return this.phase === 'end';
  }

  /**
   * Scans `bytes[start, end)` and returns the position up to which it is done with. `final` says that nothing follows.
   * @throws BadJson, TooManyValues
   */
  scan(bytes: Uint8Array, start: number, end: number, final: boolean, sink: ElementSink): number {
    let i = start;
    for (;;) {
      i = skipSpace(bytes, i, end);
      if (i >= end) {
        if (final && this.phase !== 'end') throw new BadJson(end, true);
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
        if (c === CLOSE_OBJECT) return this.to('end', at + 1);
        return this.member(bytes, at, end, final);
      case 'member':
        return this.member(bytes, at, end, final);
      case 'after-member':
        if (c === COMMA) return this.to('member', at + 1);
        if (c === CLOSE_OBJECT) return this.to('end', at + 1);
        break;
      case 'first-element':
        if (c === CLOSE_ARRAY) return this.closeList(at + 1);
        return this.elements(bytes, at, end, final, sink);
      case 'element':
        return this.elements(bytes, at, end, final, sink);
      case 'after-element':
        if (c === COMMA) return this.to('element', at + 1);
        if (c === CLOSE_ARRAY) return this.closeList(at + 1);
        break;
      default:
        break;
    }
    throw new BadJson(at, false);
  }

  private to(phase: Phase, position: number): number {
    this.phase = phase;
    return position;
  }

  private closeList(position: number): number {
    return this.to(this.root === 'array' ? 'end' : 'after-member', position);
  }

  private openRoot(bytes: Uint8Array, at: number, end: number, final: boolean): number {
    const marked = at + skipMark(bytes.subarray(at, at + 3));
    if (marked > at) return marked;
    if (bytes[at] === OPEN_OBJECT) {
      this.root = 'object';
      return this.to('first-member', at + 1);
    }
    if (bytes[at] === OPEN_ARRAY) {
      this.root = 'array';
      this.found = true;
      return this.to('first-element', at + 1);
    }
    const stop = this.value(bytes, at, end, final);
    if (stop >= 0) this.root = 'other';
    return stop < 0 ? stop : this.to('end', stop);
  }

  /** A key with its value, or a key and the opening of the list. */
  private member(bytes: Uint8Array, at: number, end: number, final: boolean): number {
    if (bytes[at] !== QUOTE) throw new BadJson(at, false);
    const keyEnd = this.value(bytes, at, end, final);
    if (keyEnd < 0) return -1;
    let i = skipSpace(bytes, keyEnd, end);
    if (i < end && bytes[i] !== COLON) throw new BadJson(i, false);
    i = skipSpace(bytes, i + 1, end);
    if (i >= end) {
      if (final) throw new BadJson(end, true);
      return -1;
    }
    const key = readString(bytes, { start: at, end: keyEnd });
    if (key === LIST_KEY && !this.found && bytes[i] === OPEN_ARRAY) {
      this.found = true;
      return this.to('first-element', i + 1);
    }
    const stop = this.value(bytes, i, end, final);
    if (stop < 0) return -1;
    if (key === LIST_KEY && !this.found && bytes[i] === 0x6e) {
      this.found = true;
      this.nullList = true;
      return this.to('after-member', stop);
    }
    if (this.scanner.commas > this.mostValues) {
      if (bytes[i] !== OPEN_ARRAY || this.heavy !== undefined) throw new TooManyValues();
      this.heavy = key;
    }
    const members = this.found ? this.after : this.before;
    members.push({ key, keyText: bytes.slice(at, keyEnd), value: bytes.slice(i, stop) });
    return this.to('after-member', stop);
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
      if (scanner.commas > this.mostValues) throw new TooManyValues();
      sink.add(i, stop, scanner.spaced);
      i = stop;
      if (bytes[i] !== COMMA || i + 1 >= end) return this.to('after-element', i);
      i++;
      while (i < end && isSpace(bytes[i])) i++;
      if (i >= end) return this.to('element', i);
    }
  }

  /** The end of the value at `at`; -1 where more bytes may complete it. A value cut at the window's end is not taken. */
  private value(bytes: Uint8Array, at: number, end: number, final: boolean): number {
    const { scanner } = this;
    if (scanner.value(bytes, at, end)) return scanner.position === end && !final ? -1 : scanner.position;
    if (scanner.failure === 'ended' && !final) return -1;
    throw new BadJson(scanner.position, scanner.failure === 'ended');
  }
}
