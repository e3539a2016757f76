/**
 * The first part of a path as an array understands it: an index, `#` (the count), `#.` (each item), or a query. Any other
 * part finds nothing, and a backslash is a character like any other.
 */
import { BRACKET_OPEN, DOT, HASH, PAREN_OPEN, PIPE } from './char.ts';
import { readRest } from './key.ts';
import { parseUint64 } from './number.ts';
import type { Follow, Path } from './path.ts';
import { splitPipe } from './pipe.ts';
import { Query, readQuery } from './query.ts';

/** `rest` goes on inside the item, `pipe` from the result; for `each` and `query`, `late` is the pipe cut from `rest`. */
export type SlotPart =
  | { readonly kind: 'index'; readonly index: number; readonly rest: Path | undefined; readonly pipe: Path | undefined }
  | { readonly kind: 'count'; readonly pipe: Path | undefined }
  | { readonly kind: 'each'; readonly item: Path; readonly late: Path | undefined; readonly pipe: undefined }
  | {
      readonly kind: 'query';
      readonly query: Query;
      readonly all: boolean;
      readonly item: Path | undefined;
      readonly late: Path | undefined;
      readonly pipe: Path | undefined;
    };

/** No item has this index. */
const NOWHERE = -1;

/** Reads the first part of a path as a place in an array. */
export function readSlot(path: string, follow: Follow): SlotPart {
  const second = path.charCodeAt(1);
  if (path.charCodeAt(0) === HASH && (second === PAREN_OPEN || second === BRACKET_OPEN))
    return readQuerySlot(path, follow);
  const end = partEnd(path, 0);
  const part = path.slice(0, end);
  const hashed = part.includes('#');
  if (part === '#' && second === DOT) {
    const { item, late } = readItem(path.slice(2), follow);
    return { kind: 'each', item, late, pipe: undefined };
  }
  const { rest, pipe } = readRest(path, end, !hashed, follow);
  if (part === '#') return { kind: 'count', pipe };
  return { kind: 'index', index: readIndex(part), rest, pipe };
}

function readQuerySlot(path: string, follow: Follow): SlotPart {
  const closed = readQuery(path, follow);
  // Never closed: the whole path is a query that asks nothing, which any bare value answers.
  if (closed === undefined) {
    const query = new Query(follow(''), '', '');
    return { kind: 'query', query, all: false, item: undefined, late: undefined, pipe: undefined };
  }
  const { query, end } = closed;
  const all = path.charCodeAt(end) === HASH;
  const { rest, pipe } = readRest(path, partEnd(path, end), false, follow);
  if (rest === undefined) return { kind: 'query', query, all, item: undefined, late: undefined, pipe };
  return { kind: 'query', query, all, ...readItem(rest.text, follow), pipe };
}

function readItem(path: string, follow: Follow): { item: Path; late: Path | undefined } {
  const at = splitPipe(path);
  if (at < 0) return { item: follow(path), late: undefined };
  return { item: follow(path.slice(0, at)), late: follow(path.slice(at + 1)) };
}

function partEnd(path: string, from: number): number {
  let i = from;
  while (i < path.length && path.charCodeAt(i) !== DOT && path.charCodeAt(i) !== PIPE) i += 1;
  return i;
}

function readIndex(part: string): number {
  const index = parseUint64(part);
  return index === undefined || index > BigInt(Number.MAX_SAFE_INTEGER) ? NOWHERE : Number(index);
}
