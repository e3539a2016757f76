/** Amounts as people read them. Formats for programs have the digits as they were written. */

import { type Cell, cellValue } from '../models/cell.ts';
import { elapsed, isoDate } from '../models/time.ts';

/** What a number is, where it is more than a number: a count of tokens, or a price in dollars. */
export type Amount = 'tokens' | 'price';

/** A cell as people read it: times to the day, ages and amounts short. */
export function readableText(cell: Cell | undefined, amount: Amount | undefined): string {
  switch (cell?.type) {
    case undefined:
      return '';
    case 'time':
      return isoDate(cell.seconds);
    case 'age':
      return elapsed(cell.seconds);
    case 'number':
      return amount === 'tokens' ? shortCount(cell.text) : amount === 'price' ? priceText(cell.text) : cell.text;
    default:
      return cellValue(cell);
  }
}

const UNITS = ['', 'k', 'M', 'G', 'T'] as const;
/** Digits that tell a size well. */
const DIGITS = 3;

/** `128k` of 128000, `1.05M` of 1047576, `8.19k` of 8192; the text itself where it is no whole number. */
export function shortCount(text: string): string {
  if (!/^\d{4,15}$/.test(text)) return text;
  let size = Number(text);
  let unit = 0;
  while (Number(size.toPrecision(DIGITS)) >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${Number(size.toPrecision(DIGITS))}${UNITS[unit]}`;
}

/** `1,047,576` of 1047576; anything else as it is, and so are more digits than any count has. */
export function groupedCount(text: string): string {
  return /^\d{1,20}$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, ',') : text;
}

/** A price as a plain decimal with at least two places: `10.00`, `0.075`, `free` for 0. Other text as it is. */
export function priceText(text: string): string {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return text;
  const [, whole = '', fraction = ''] = parts;
  if (/^0*$/.test(whole + fraction)) return 'free';
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

/** The same decimals with their points one below the other: blanks stand for the places that one does not have. */
export function alignPoints(texts: readonly string[]): string[] {
  let places = 0;
  for (const text of texts) {
    const point = text.indexOf('.');
    if (point >= 0) places = Math.max(places, text.length - point - 1);
  }
  if (places === 0) return [...texts];
  const aligned: string[] = [];
  for (const text of texts) {
    const point = text.indexOf('.');
    const missing = point < 0 ? 0 : places - (text.length - point - 1);
    aligned.push(missing === 0 ? text : text + ' '.repeat(missing));
  }
  return aligned;
}
