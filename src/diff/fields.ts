/**
 * Finds the differences between two models, field by field, in their own text: numbers are compared as written, strings
 * by their decoded value, and objects regardless of key order.
 */
import { COMMA, QUOTE, skipWhitespace } from '../json/bytes.ts';
import { compactText } from '../json/layout.ts';
import { jsonKindOf, type Member, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { timeAt } from '../models/model.ts';

/** A JSON value and the text that contains it. */
export interface ValueAt extends Range {
  bytes: Uint8Array;
}

/** A field that differs between the two sides; a side without it has no value. */
export interface FieldChange {
  /** In GJSON path syntax: `pricing.prompt`, `providers.0.name`. */
  path: string;
  /** JSON text on one line. */
  from?: string;
  to?: string;
}

/** The same, with the data needed to tell timestamps from changes. */
export interface DetectedChange extends FieldChange {
  /** The value on each side if it is a time, in Unix seconds. */
  times?: readonly [number, number];
}

/** Deeper than this, values are compared whole. */
const MAX_DEPTH = 32;

/** The fields that differ, in the order of the first side, then those only on the second. */
export function changedFields(from: ValueAt, to: ValueAt): DetectedChange[] {
  const found: DetectedChange[] = [];
  compareValues('', from, to, found, 0);
  return found;
}

function compareValues(path: string, from: ValueAt, to: ValueAt, found: DetectedChange[], depth: number): void {
  if (isSameText(from, to)) return;
  const kind = jsonKindOf(from.bytes, from);
  if (depth < MAX_DEPTH && kind === jsonKindOf(to.bytes, to)) {
    if (kind === 'object') {
      if (!compareInOrder(path, from, to, found, depth)) compareObjects(path, from, to, found, depth);
      return;
    }
    if (kind === 'array' && compareLists(path, from, to, found, depth)) return;
  }
  if (plainText(from) === plainText(to)) return;
  const times = timesOf(from, to);
  found.push({ path, from: lineOf(from), to: lineOf(to), ...(times && { times }) });
}

/**
 * Usually both sides have the same keys in the same order, and few values differ: only the keys of those are decoded.
 * False if the keys differ; nothing is added to `found` then.
 */
function compareInOrder(path: string, from: ValueAt, to: ValueAt, found: DetectedChange[], depth: number): boolean {
  const [left, right] = [new MemberCursor(from), new MemberCursor(to)];
  const before = found.length;
  while (left.next() && right.next()) {
    if (!hasSameBytes(left.key, right.key, from.bytes, to.bytes)) break;
    if (hasSameBytes(left.value, right.value, from.bytes, to.bytes)) continue;
    const key = readString(from.bytes, left.key);
    compareValues(joined(path, key), valueAt(from, left.value), valueAt(to, right.value), found, depth + 1);
  }
  if (left.ended && right.next() === false && right.ended) return true;
  found.length = before;
  return false;
}

/** The members of an object one after another, as ranges of the text. */
class MemberCursor {
  readonly key: Range = { start: 0, end: 0 };
  readonly value: Range = { start: 0, end: 0 };
  ended = false;
  private readonly scanner = new Scanner();
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private at: number;

  constructor({ bytes, start, end }: ValueAt) {
    this.bytes = bytes;
    this.end = end;
    this.at = skipWhitespace(bytes, start + 1, end);
  }

  /** Moves to the next member; false at the end. */
  next(): boolean {
    const { bytes, end, key, value, scanner } = this;
    if (bytes[this.at] === COMMA) this.at = skipWhitespace(bytes, this.at + 1, end);
    this.ended = bytes[this.at] !== QUOTE;
    if (this.ended) return false;
    key.start = this.at;
    scanner.value(bytes, key.start, end);
    key.end = scanner.position;
    value.start = skipWhitespace(bytes, skipWhitespace(bytes, key.end, end) + 1, end);
    scanner.value(bytes, value.start, end);
    value.end = scanner.position;
    this.at = skipWhitespace(bytes, value.end, end);
    return true;
  }
}

/** Duplicate keys are compared in order: the first with the first, and so on. */
function compareObjects(path: string, from: ValueAt, to: ValueAt, found: DetectedChange[], depth: number): void {
  const others = byKey(readMembers(to.bytes, to));
  for (const member of readMembers(from.bytes, from)) {
    const at = joined(path, member.key);
    const other = others.get(member.key)?.shift();
    if (other) compareValues(at, valueAt(from, member), valueAt(to, other), found, depth + 1);
    else found.push({ path: at, from: lineOf(valueAt(from, member)) });
  }
  for (const [key, left] of others)
    for (const member of left) found.push({ path: joined(path, key), to: lineOf(valueAt(to, member)) });
}

function byKey(members: readonly Member[]): Map<string, Member[]> {
  const all = new Map<string, Member[]>();
  for (const member of members) {
    const same = all.get(member.key);
    if (same) same.push(member);
    else all.set(member.key, [member]);
  }
  return all;
}

/** Lists with the same number of objects are compared one by one; any other list counts as changed as a whole. */
function compareLists(path: string, from: ValueAt, to: ValueAt, found: DetectedChange[], depth: number): boolean {
  const [left, right] = [readElements(from.bytes, from), readElements(to.bytes, to)];
  if (left.length !== right.length) return false;
  const areObjects = (value: ValueAt, elements: readonly Range[]) =>
    elements.every((element) => jsonKindOf(value.bytes, element) === 'object');
  if (!areObjects(from, left) || !areObjects(to, right)) return false;
  for (const [i, element] of left.entries())
    compareValues(joined(path, String(i)), valueAt(from, element), valueAt(to, right[i] as Range), found, depth + 1);
  return true;
}

function valueAt({ bytes }: ValueAt, { start, end }: Range): ValueAt {
  return { bytes, start, end };
}

function joined(path: string, key: string): string {
  const escaped = key.replace(/[.*?|\\]|^[#@!{[]/g, '\\$&');
  return path === '' ? escaped : `${path}.${escaped}`;
}

/** Whether the bytes are the same. */
function isSameText(a: ValueAt, b: ValueAt): boolean {
  return hasSameBytes(a, b, a.bytes, b.bytes);
}

function hasSameBytes(a: Range, b: Range, left: Uint8Array, right: Uint8Array): boolean {
  if (a.end - a.start !== b.end - b.start) return false;
  const shift = b.start - a.start;
  for (let i = a.start; i < a.end; i++) if (left[i] !== right[i + shift]) return false;
  return true;
}

/** The value without white space between its tokens, and with all strings escaped in the same way. */
function plainText(value: ValueAt): string {
  const { bytes, start, end } = value;
  if (jsonKindOf(bytes, value) === 'string') return JSON.stringify(readString(bytes, value));
  const line = lineOf(value);
  if (!line.includes('\\')) return line;
  let text = '';
  const scanner = new Scanner();
  for (let i = start; i < end; ) {
    const c = bytes[i] as number;
    if (c === QUOTE) {
      if (!scanner.value(bytes, i, end)) return line;
      text += JSON.stringify(readString(bytes, { start: i, end: scanner.position }));
      i = scanner.position;
    } else {
      if (c > 0x20) text += String.fromCharCode(c);
      i++;
    }
  }
  return text;
}

/** A value's text on one line. */
export function lineOf({ bytes, start, end }: ValueAt): string {
  return compactText(bytes, start, end);
}

function timesOf(from: ValueAt, to: ValueAt): readonly [number, number] | undefined {
  const [before, after] = [timeAt(from.bytes, from), timeAt(to.bytes, to)];
  return before === undefined || after === undefined ? undefined : [before, after];
}

/** The time at a path of `changedFields`, in Unix seconds. */
export function timeOfPath(value: ValueAt, path: string): number | undefined {
  let at: ValueAt | undefined = value;
  for (const part of path.match(/(?:\\.|[^.\\])+/gs) ?? ['']) {
    const key = part.replace(/\\(.)/gs, '$1');
    const range: Range | undefined =
      jsonKindOf(at.bytes, at) === 'array'
        ? readElements(at.bytes, at)[Number(key)]
        : readMembers(at.bytes, at).find((member) => member.key === key);
    if (!range) return undefined;
    at = valueAt(at, range);
  }
  return timeAt(at.bytes, at);
}
