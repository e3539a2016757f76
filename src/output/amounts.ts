/** Formats amounts for people. Formats for programs keep the digits as written. */

import { type Cell, cellValue } from '../models/cell.ts';
import { formatElapsed, isoDate } from '../models/time.ts';

/** The meaning of a number that is more than a number: a count of tokens, or a price in dollars. */
export type Amount = 'tokens' | 'price';

/** A cell as people read it: times to the day, ages and amounts shortened. */
export function formatCell(cell: Cell | undefined, amount: Amount | undefined): string {
  switch (cell?.type) {
    case undefined:
      return '';
    case 'time':
      return isoDate(cell.seconds);
    case 'age':
      return formatElapsed(cell.seconds);
    case 'number':
      return amount === 'tokens' ? formatCount(cell.text) : amount === 'price' ? formatPrice(cell.text) : cell.text;
    default:
      return cellValue(cell);
  }
}

const UNITS = ['', 'k', 'M', 'G', 'T'] as const;
/** Significant digits of a short count. */
const DIGITS = 3;

/** `128k` for 128000, `1.05M` for 1047576, `8.19k` for 8192. Returns the text unchanged if it is not a whole number. */
export function formatCount(text: string): string {
  if (!/^\d{4,15}$/.test(text)) return text;
  let size = Number(text);
  let unit = 0;
  while (Number(size.toPrecision(DIGITS)) >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${Number(size.toPrecision(DIGITS))}${UNITS[unit]}`;
}

/** `1,047,576` for 1047576. Anything else is unchanged, including more digits than any count has. */
export function groupDigits(text: string): string {
  return /^\d{1,20}$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, ',') : text;
}

/** A price as a plain decimal with at least two places: `10.00`, `0.075`, `free` for 0. Other text is unchanged. */
export function formatPrice(text: string): string {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return text;
  const [, whole = '', fraction = ''] = parts;
  if (/^0*$/.test(whole + fraction)) return 'free';
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

/** Pads decimals with trailing blanks so that their points line up when right-aligned. */
export function alignDecimals(texts: readonly string[]): string[] {
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
