/**
 * Following a path into a text: one forward pass, with the containers that were entered on a list instead of the call
 * stack. A path that leads nowhere inside one match goes on after it (duplicate keys, other matches of a pattern), so
 * leaving a container means going on in its parent. The end of the text closes every array.
 *
 * A pipe takes effect when the container of the last part before it is entered, whether that part is found or not; the
 * text after the pipe then runs on nothing.
 */
import { BACKSLASH, BRACE_CLOSE, BRACE_OPEN, BRACKET_CLOSE, BRACKET_OPEN, QUOTE } from './char.ts';
import { decodeEscapes } from './escape.ts';
import { CLOSED, ENTER, Finding, FOUND, type Outcome } from './finding.ts';
import type { KeyPart } from './key.ts';
import { scanCount, scanEach, scanQuery } from './list.ts';
import type { Path } from './path.ts';
import type { Run } from './run.ts';
import type { SlotPart } from './slot.ts';
import { CONTAINER, seekItem, seekToken, tokenEnd, tokenKind } from './token.ts';
import { tokenValue } from './value.ts';

/** Work of a search besides the characters it reads. */
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
 * @param lines - Whether the text is taken as the items of an array (JSON lines), instead of its first container.
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
