/**
 * Sorting the members of an object that `@pretty` has printed: by decoded key, then by type and value.
 */
import { BRACE_OPEN, BRACKET_OPEN, LOWER_F, LOWER_N, LOWER_T, QUOTE } from './char.ts';
import { parseFloat64 } from './number.ts';
import type { Run } from './run.ts';
import { compareUtf8, trimUnicode } from './utf8.ts';

/** A printed member: its pieces from `first` up to `end`, those of its value from `value`. */
export interface Member {
  /** As written, quotes included. */
  readonly key: string;
  readonly first: number;
  readonly value: number;
  end: number;
}

/** Moving a piece; members inside members are moved again with each of them. */
const WORK_PER_PIECE = 8;

/** Puts the pieces of the members in order; the members are the last thing printed. */
export function sortMembers(pieces: string[], members: readonly Member[], run: Run): void {
  const [first] = members;
  if (first === undefined) return;
  const keys = new Map(members.map((member) => [member, decodeQuoted(member.key)]));
  const values = new Map<Member, string>();
  const valueText = (member: Member): string => {
    const known = values.get(member);
    if (known !== undefined) return known;
    const value = trimUnicode(pieces.slice(member.value, member.end).join(''));
    run.spend(value.length);
    values.set(member, value);
    return value;
  };
  const sorted = members.toSorted(
    (a, b) => compareUtf8(keys.get(a)!, keys.get(b)!) || compareValues(valueText(a), valueText(b)),
  );
  if (sorted.every((member, index) => member === members[index])) return;
  run.spend(WORK_PER_PIECE * (pieces.length - first.first));
  const moved: string[] = [];
  for (const member of sorted) {
    if (moved.length > 0) moved.push(',', '\n');
    for (let i = member.first; i < member.end; i += 1) moved.push(pieces[i]!);
  }
  for (let i = 0; i < moved.length; i += 1) pieces[first.first + i] = moved[i]!;
}

function compareValues(a: string, b: string): number {
  const type = typeRank(a);
  if (type !== typeRank(b)) return type - typeRank(b);
  if (type === STRING_RANK) return compareUtf8(decodeQuoted(a), decodeQuoted(b));
  if (type === NUMBER_RANK) {
    const left = parseFloat64(a);
    const right = parseFloat64(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return compareUtf8(a, b);
}

const NUMBER_RANK = 2;
const STRING_RANK = 3;

function typeRank(value: string): number {
  switch (value.charCodeAt(0)) {
    case QUOTE:
      return STRING_RANK;
    case LOWER_F:
      return 1;
    case LOWER_T:
      return 4;
    case BRACKET_OPEN:
    case BRACE_OPEN:
      return 5;
    case LOWER_N:
      return 0;
    default:
      return value === '' ? 0 : NUMBER_RANK;
  }
}

/** The content of a quoted string for sorting: one with an escape must be valid JSON, or sorts as the empty string. */
function decodeQuoted(text: string): string {
  const close = text.indexOf('"', 1);
  const backslash = text.indexOf('\\');
  if (backslash < 0 || (close >= 0 && close < backslash)) return close < 0 ? '' : text.slice(1, close);
  try {
    const decoded: unknown = JSON.parse(text);
    return typeof decoded === 'string' ? decoded.replace(/\p{Surrogate}/gu, '\ufffd') : '';
  } catch {
    return '';
  }
}
