/**
 * Follows a path into a text in one forward pass, with the open containers on a list instead of the call stack. A path
 * that finds nothing inside one match continues after it (duplicate keys, other matches of a pattern), so leaving a
 * container means continuing in its parent. The end of the text closes every array.
 *
 * A pipe takes effect when the container of the last part before it is entered, whether that part is found or not. The
 * path after the pipe then runs on the empty text.
 */
import { ArrayText } from './containers.ts';
import type { KeyPart, Path, SlotPart } from './path.ts';
import type { Run } from './run.ts';
import { decodeEscapes } from './text.ts';
import {
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  CONTAINER,
  QUOTE,
  seekItem,
  seekToken,
  tokenEnd,
  tokenKind,
} from './token.ts';
import { builtValue, tokenValue, type Value } from './value.ts';

/** How scanning a container ended: the value was found, there is nothing more in it, or a child must be entered. */
const FOUND = 0;
const CLOSED = 1;
const ENTER = 2;

type Outcome = typeof FOUND | typeof CLOSED | typeof ENTER;

/** A search in progress, and its result: the value, and the path to continue with from there. */
class Finding {
  readonly text: string;
  readonly end: number;
  readonly run: Run;
  /** Position of the next character to read; past `end` if the text was cut off inside a container. */
  at: number;
  value: Value | undefined = undefined;
  pipe: Path | undefined = undefined;

  constructor(text: string, from: number, to: number, run: Run) {
    this.text = text;
    this.at = from;
    this.end = to;
    this.run = run;
  }
}

/** Work of a search in addition to the characters it reads. */
const SEARCH_WORK = 32;

interface Frame {
  readonly key: KeyPart | undefined;
  readonly slot: SlotPart | undefined;
  /** Items of an array passed so far. */
  seen: number;
}

/**
 * Searches the part of `text` from `from` up to `to`.
 *
 * @param lines - Whether to treat the text as the items of an array (JSON lines), instead of using its first container.
 */
export function search(text: string, from: number, to: number, path: Path, lines: boolean, run: Run): Finding {
  const found = new Finding(text, from, to, run);
  if (!lines) found.at = seekContainer(text, from, to);
  if (lines || found.at < to) {
    const first = lines ? enterArray(found, path) : enter(found, path);
    follow(found, first);
  }
  run.spend(found.at - from + SEARCH_WORK);
  return found;
}

function follow(found: Finding, first: Frame): void {
  const parents: Frame[] = [];
  let frame = first;
  for (;;) {
    const outcome = frame.key !== undefined ? scanObject(found, frame.key) : scanArray(found, frame);
    if (outcome === FOUND) return;
    if (outcome === ENTER) {
      parents.push(frame);
      frame = enter(found, restOf(frame));
    } else {
      const parent = parents.pop();
      if (parent === undefined) return;
      frame = parent;
    }
  }
}

function seekContainer(text: string, from: number, to: number): number {
  let i = from;
  while (i < to) {
    const code = text.charCodeAt(i);
    if (code === BRACE_OPEN || code === BRACKET_OPEN) break;
    i += 1;
  }
  return i;
}

function enter(found: Finding, path: Path): Frame {
  const code = found.text.charCodeAt(found.at);
  found.at += 1;
  if (code === BRACKET_OPEN) return enterArray(found, path);
  const { key } = path;
  if (key.pipe !== undefined) found.pipe = key.pipe;
  return { key, slot: undefined, seen: 0 };
}

function enterArray(found: Finding, path: Path): Frame {
  const { slot } = path;
  if (slot.pipe !== undefined) found.pipe = slot.pipe;
  return { key: undefined, slot, seen: 0 };
}

function restOf(frame: Frame): Path {
  return (frame.key?.rest ?? (frame.slot?.kind === 'index' ? frame.slot.rest : undefined))!;
}

function scanObject(found: Finding, part: KeyPart): Outcome {
  const { text, end } = found;
  let i = found.at;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code === BRACE_CLOSE) {
      found.at = i + 1;
      return CLOSED;
    }
    i += 1;
    if (code !== QUOTE) continue;
    const start = i;
    let escaped = false;
    for (; i < end; i += 1) {
      const inner = text.charCodeAt(i);
      if (inner === QUOTE) break;
      if (inner === BACKSLASH) {
        escaped = true;
        i += 1;
      }
    }
    if (i >= end) break;
    const matched = matchesKey(found, part, start, i, escaped);
    i = seekToken(text, i + 1, end);
    if (i >= end) break;
    const kind = tokenKind(text, i, end);
    if (matched && part.rest !== undefined && kind === CONTAINER) {
      found.at = i;
      return ENTER;
    }
    const next = tokenEnd(text, i, end, kind);
    if (next < 0) break;
    if (matched && part.rest === undefined) return hit(found, i, next, kind);
    i = next;
  }
  found.at = Math.max(i, end);
  return CLOSED;
}

function matchesKey(found: Finding, part: KeyPart, start: number, end: number, escaped: boolean): boolean {
  const { text } = found;
  if (part.pattern !== undefined) {
    const key = text.slice(start, end);
    return part.pattern.matches(escaped ? decodeEscapes(key) : key, found.run);
  }
  if (escaped) return decodeEscapes(text.slice(start, end)) === part.name;
  return part.name.length === end - start && text.startsWith(part.name, start);
}

function hit(found: Finding, start: number, next: number, kind: number): Outcome {
  found.value = tokenValue(found.text, start, Math.min(next, found.end), kind);
  found.at = next;
  return FOUND;
}

function scanArray(found: Finding, frame: Frame): Outcome {
  const slot = frame.slot!;
  switch (slot.kind) {
    case 'index':
      return scanIndex(found, frame, slot.index, slot.rest !== undefined);
    case 'count':
      return scanCount(found);
    case 'each':
      return scanEach(found, slot);
    case 'query':
      return scanQuery(found, slot);
  }
}

function scanIndex(found: Finding, frame: Frame, index: number, more: boolean): Outcome {
  const { text, end } = found;
  let i = found.at;
  for (;;) {
    i = seekItem(text, i, end);
    if (i >= end || text.charCodeAt(i) === BRACKET_CLOSE) {
      found.at = i + 1;
      return CLOSED;
    }
    const matched = frame.seen === index;
    frame.seen += 1;
    const kind = tokenKind(text, i, end);
    if (matched && more && kind === CONTAINER) {
      found.at = i;
      return ENTER;
    }
    const next = tokenEnd(text, i, end, kind);
    if (next < 0) {
      found.at = end;
      return CLOSED;
    }
    if (matched && !more) return hit(found, i, next, kind);
    i = next;
  }
}

type EachPart = Extract<SlotPart, { kind: 'each' }>;
type QueryPart = Extract<SlotPart, { kind: 'query' }>;

/** Handles an item between two positions. True ends the search. */
type Visit = (start: number, end: number, kind: number) => boolean;

const FINISHED = 3;

/**
 * Visits the items, for the parts that look at every one: the count, `#.` and queries. An array cut off inside a string
 * has no end and therefore no result; one cut off elsewhere ends with the text. Returns FINISHED if the array's end was
 * reached, with `found.at` after it.
 */
function visitItems(found: Finding, visit: Visit): typeof FOUND | typeof CLOSED | typeof FINISHED {
  const { text, end } = found;
  let i = found.at;
  for (;;) {
    i = seekItem(text, i, end);
    if (i > end) break;
    if (i === end || text.charCodeAt(i) === BRACKET_CLOSE) {
      found.at = i + 1;
      return FINISHED;
    }
    const kind = tokenKind(text, i, end);
    const next = tokenEnd(text, i, end, kind);
    if (next < 0) {
      i = end;
      break;
    }
    found.at = next;
    if (visit(i, Math.min(next, end), kind)) return FOUND;
    i = next;
  }
  found.at = i;
  return CLOSED;
}

/** `#`: the number of items. */
function scanCount(found: Finding): Outcome {
  let count = 0;
  const outcome = visitItems(found, () => {
    count += 1;
    return false;
  });
  if (outcome !== FINISHED) return outcome;
  const text = String(count);
  found.value = { type: 'Number', text, start: 0, end: text.length };
  return FOUND;
}

/** `#.path`: the path of every item that has it. */
function scanEach(found: Finding, part: EachPart): Outcome {
  const { text, end, run } = found;
  const results = new ArrayText(run);
  let last = found.at;
  const add = (start: number, itemEnd: number): void => {
    const value = run.evaluate(text, start, itemEnd, part.item);
    if (value !== undefined) results.add(value);
  };
  const outcome = visitItems(found, (start, itemEnd) => {
    add(start, itemEnd);
    last = found.at;
    return false;
  });
  if (outcome !== FINISHED) return outcome;
  const stray = strayItem(text, last, end);
  if (stray !== undefined) add(stray.start, stray.end);
  found.value = builtValue(results.toText());
  if (part.late !== undefined) found.pipe = part.late;
  return FOUND;
}

/** If anything but white space (a comma, say) precedes the closing bracket, the next value after it counts. */
function strayItem(text: string, from: number, end: number): Value | undefined {
  let i = from;
  while (i < end && ' \t\r\n'.includes(text.charAt(i))) i += 1;
  if (i >= end || text.charCodeAt(i) === BRACKET_CLOSE) return undefined;
  i = seekToken(text, i, end);
  if (i >= end) return undefined;
  const kind = tokenKind(text, i, end);
  const next = tokenEnd(text, i, end, kind);
  return next < 0 ? undefined : tokenValue(text, i, Math.min(next, end), kind);
}

/** `#(...)` and `#(...)#`: the first matching item, or all of them. */
function scanQuery(found: Finding, part: QueryPart): Outcome {
  const { text, run } = found;
  const { query, all, item, late } = part;
  const bare = query.path.text === '';
  const results = new ArrayText(run);
  const outcome = visitItems(found, (start, end, kind) => {
    let left: Value | undefined;
    if (kind === CONTAINER) left = run.evaluate(text, start, end, query.path);
    else if (bare) left = tokenValue(text, start, end, kind);
    else return false;
    if (!query.matches(left, run)) return false;
    if (late !== undefined) found.pipe = late;
    const value = item === undefined ? tokenValue(text, start, end, kind) : run.evaluate(text, start, end, item);
    if (all) {
      if (value !== undefined) results.add(value);
      return false;
    }
    found.value = value;
    return true;
  });
  if (outcome !== FINISHED) return outcome;
  // An earlier array on another match of the path may already have given a result.
  if (all) found.value ??= builtValue(results.toText());
  return CLOSED;
}
