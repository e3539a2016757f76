/**
 * The parts that look at every item of an array: the count, `#.` and queries. An array cut off inside a string has no end
 * and therefore no answer; one cut off elsewhere ends with the text.
 */
import { ArrayText } from './array-text.ts';
import { BRACKET_CLOSE } from './char.ts';
import { CLOSED, type Finding, FOUND, type Outcome } from './finding.ts';
import type { SlotPart } from './slot.ts';
import { CONTAINER, seekItem, seekToken, tokenEnd, tokenKind } from './token.ts';
import { builtValue, tokenValue, type Value } from './value.ts';

type EachPart = Extract<SlotPart, { kind: 'each' }>;
type QueryPart = Extract<SlotPart, { kind: 'query' }>;

/** What to do with an item that lies between two positions; true ends the search. */
type Visit = (start: number, end: number, kind: number) => boolean;

const FINISHED = 3;

/** Visits the items; FINISHED when the array's end was reached, which leaves `found.at` after it. */
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
export function scanCount(found: Finding): Outcome {
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
export function scanEach(found: Finding, part: EachPart): Outcome {
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

/** When something other than white space (a comma, say) stands before the closing bracket, the next value after it counts. */
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

/** `#(...)` and `#(...)#`: the first item hit, or all of them. */
export function scanQuery(found: Finding, part: QueryPart): Outcome {
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
  // An earlier array on another match of the path may have answered already.
  if (all) found.value ??= builtValue(results.toText());
  return CLOSED;
}
