/** What a column holds for one model: typed, so that it can be sorted, and shown for people and for programs. */

export type Cell = (
  | { readonly type: 'text'; readonly text: string }
  /** `text` is the number as the server wrote it. */
  | { readonly type: 'number'; readonly value: number; readonly text: string }
  /** Words, with the text that columns show. */
  | { readonly type: 'list'; readonly items: readonly string[]; readonly text: string }
  /** A moment, in Unix seconds. */
  | { readonly type: 'time'; readonly seconds: number }
  /** Time passed, in seconds. */
  | { readonly type: 'age'; readonly seconds: number }
  /** A day that something happens on, in Unix seconds; `ofBase` where it is the base's of a fine-tuned model. */
  | { readonly type: 'day'; readonly seconds: number; readonly ofBase: boolean }
) & {
  /** The dataset's word, and not the server's. */
  readonly hint?: boolean;
};

export function textCell(text: string | undefined): Cell | undefined {
  return text === undefined ? undefined : { type: 'text', text };
}

/** A moment, in Unix seconds. */
export function timeCell(seconds: number | undefined): Cell | undefined {
  return seconds === undefined ? undefined : { type: 'time', seconds };
}

/** What a cell is sorted by: numbers before texts, texts in natural order; `undefined` for what sorts last. */
export type SortKey = number | string | undefined;

export function sortKey(cell: Cell | undefined): SortKey {
  if (cell === undefined) return undefined;
  if (cell.type === 'text' || cell.type === 'list') return textKey(cell.text);
  const value = cell.type === 'number' ? cell.value : cell.seconds;
  return Number.isNaN(value) ? undefined : value;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Some servers write prices as strings: `"0.0000012"` is the number. */
function textKey(text: string): SortKey {
  if (text === '') return undefined;
  return NUMBER.test(text) ? Number(text) : naturalKey(text);
}

/** The last second of the year 9999, the last that ISO 8601 writes plainly. */
const LATEST = 253_402_300_799;
const DAY = 86_400;

/** The cell for a program: times as ISO 8601 in UTC, ages as whole days, empty where unknown. */
export function cellValue(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  switch (cell.type) {
    case 'time':
      return isoTime(cell.seconds);
    case 'age':
      return String(Math.floor(cell.seconds / DAY));
    case 'day':
      return isoTime(cell.seconds).slice(0, 10);
    default:
      return cell.text;
  }
}

/** `2024-07-18T09:02:21Z` of Unix seconds; empty for an impossible time. */
function isoTime(seconds: number): string {
  if (Math.abs(seconds) > LATEST) return '';
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

/**
 * Natural order as a key that compares as plain text: `gpt-4.9` before `gpt-4.10`, case aside. Every run of digits is
 * led by a character that tells its length, so that a longer number is a greater one.
 */

const DIGITS = /\d+/g;
/** Digits of a run that count towards its length; no id has more. */
const LONGEST = 200;

export function naturalKey(text: string): string {
  return text.toLowerCase().replace(DIGITS, (run) => {
    const digits = run.replace(/^0+(?=\d)/, '');
    return String.fromCharCode(0x2f + Math.min(digits.length, LONGEST)) + digits;
  });
}
