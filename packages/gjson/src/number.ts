/**
 * Numbers as Go parses and prints them: strconv.ParseFloat (decimal, hexadecimal with `p`, underscores between digits,
 * `inf`, `nan`; anything else is 0) and FormatFloat(f, 'f', -1, 64) (shortest digits, never an exponent).
 */
import { NINE, ZERO } from './token.ts';

const INTEGER = /^-?\d*$/;
const DECIMAL = /^[+-]?(?=[\d_.]*\d)[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d[\d_]*)?$/i;
const HEXADECIMAL = /^([+-]?)0x(?=[\da-f_.]*[\da-f])([\da-f_]*)(?:\.([\da-f_]*))?p([+-]?\d[\d_]*)$/i;
const INFINITY = /^[+-]?inf(?:inity)?$/i;
const NAN = /^nan$/i;
const LOOSE_UNDERSCORE = /(?<!\d)_|_(?!\d)/;
const LOOSE_HEX_UNDERSCORE = /(?<![\da-fx])_|_(?![\da-f])/i;

/** Whether a number is printed as spelled: an optional minus and digits. */
export function isIntegerText(raw: string): boolean {
  return INTEGER.test(raw);
}

/** The number that a text represents; 0 if it is not one, infinite if it is too large. */
export function parseFloat64(text: string): number {
  if (DECIMAL.test(text)) {
    if (!text.includes('_')) return Number(text);
    return LOOSE_UNDERSCORE.test(text) ? 0 : Number(text.replaceAll('_', ''));
  }
  if (INFINITY.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (NAN.test(text)) return Number.NaN;
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal === null || LOOSE_HEX_UNDERSCORE.test(text)) return 0;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = hexadecimal;
  return parseHexadecimal(sign, whole, fraction, exponent);
}

/** Enough hexadecimal digits to round correctly. One more digit represents all that follow. */
const HEX_DIGITS = 32;

function parseHexadecimal(sign: string, whole: string, fraction: string, exponent: string): number {
  const places = fraction.replaceAll('_', '').length;
  const digits = (whole + fraction).replaceAll('_', '').replace(/^0+/, '');
  const dropped = Math.max(digits.length - HEX_DIGITS, 0);
  const sticky = /[^0]/.test(digits.slice(HEX_DIGITS)) ? '1' : '0';
  const mantissa = Number(BigInt(`0x0${digits.slice(0, HEX_DIGITS)}${sticky}`));
  const scale = Number(exponent.replaceAll('_', '')) + 4 * (dropped - places - 1);
  const bounded = Math.max(-2400, Math.min(2400, scale));
  // In two steps, because the power alone may overflow when the product does not.
  const half = Math.trunc(bounded / 2);
  const size = mantissa === 0 ? 0 : mantissa * 2 ** half * 2 ** (bounded - half);
  return sign === '-' ? -size : size;
}

/** Prints a number without an exponent, with the fewest digits that parse back to it. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponent] = Math.abs(value).toString().split('e');
  const sign = value < 0 ? '-' : '';
  if (exponent === undefined) return sign + mantissa;
  const [whole = '', fraction = ''] = mantissa.split('.');
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** Parses digits as an unsigned 64-bit integer that wraps around; undefined if the text is not all digits. */
export function parseUint64(text: string): bigint | undefined {
  if (text.length === 0) return undefined;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < ZERO || code > NINE) return undefined;
  }
  let value = 0n;
  for (let i = 0; i < text.length; i += 15) {
    const chunk = text.slice(i, i + 15);
    value = BigInt.asUintN(64, value * 10n ** BigInt(chunk.length) + BigInt(chunk));
  }
  return value;
}

/** Parses an optional minus and digits as a signed 64-bit integer that wraps around, or undefined. */
export function parseInt64(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const size = parseUint64(negative ? text.slice(1) : text);
  return size === undefined ? undefined : BigInt.asIntN(64, negative ? -size : size);
}
