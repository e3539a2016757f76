/** A column's value for one model, typed so that it can be sorted and shown to people and programs. */

export type Cell = (
  | { readonly type: 'text'; readonly text: string }
  /** `text` is the number as written by the server. */
  | { readonly type: 'number'; readonly value: number; readonly text: string }
  /** Words, with the text to show in a column. */
  | { readonly type: 'list'; readonly items: readonly string[]; readonly text: string }
  /** A point in time, in Unix seconds. */
  | { readonly type: 'time'; readonly seconds: number }
  /** Elapsed time, in seconds. */
  | { readonly type: 'age'; readonly seconds: number }
  /** The day of an event, in Unix seconds; `ofBase` if the date is that of a fine-tuned model's base. */
  | { readonly type: 'day'; readonly seconds: number; readonly ofBase: boolean }
) & {
  /** Whether it comes from the dataset and not from the server. */
  readonly hint?: boolean;
};

export function textCell(text: string | undefined): Cell | undefined {
  return text === undefined ? undefined : { type: 'text', text };
}

/** A point in time, in Unix seconds. */
export function timeCell(seconds: number | undefined): Cell | undefined {
  return seconds === undefined ? undefined : { type: 'time', seconds };
}

/** A cell's sort key: numbers before texts, texts in natural order; `undefined` sorts last. */
export type SortKey = number | string | undefined;

export function sortKey(cell: Cell | undefined): SortKey {
  if (cell === undefined) return undefined;
  if (cell.type === 'text' || cell.type === 'list') return toSortKey(cell.text);
  const value = cell.type === 'number' ? cell.value : cell.seconds;
  return Number.isNaN(value) ? undefined : value;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Some servers write prices as strings: `"0.0000012"` is the number. */
function toSortKey(text: string): SortKey {
  if (text === '') return undefined;
  return NUMBER.test(text) ? Number(text) : naturalKey(text);
}

/** The last second of the year 9999, the last that ISO 8601 writes plainly. */
const LATEST = 253_402_300_799;
const DAY = 86_400;

/** The cell for programs: times as ISO 8601 in UTC, ages as whole days, empty if unknown. */
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

/** Unix seconds as `2024-07-18T09:02:21Z`; empty for an impossible time. */
function isoTime(seconds: number): string {
  if (Math.abs(seconds) > LATEST) return '';
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

/**
 * Natural order as a key that compares as plain text: `gpt-4.9` before `gpt-4.10`, ignoring case. Each run of digits is
 * preceded by a character for its length, so a longer number is a greater one.
 */

const DIGITS = /\d+/g;
/** Maximum length of a run that is counted; no id has more digits. */
const MAX_LENGTH = 200;

export function naturalKey(text: string): string {
  return text.toLowerCase().replace(DIGITS, (run) => {
    const digits = run.replace(/^0+(?=\d)/, '');
    return String.fromCharCode(0x2f + Math.min(digits.length, MAX_LENGTH)) + digits;
  });
}
