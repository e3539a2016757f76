/**
 * Decimal numbers as text, compared and computed exactly: a price or size from a server never passes through a double.
 */

/** A number is `0.digits` times ten to the `point`: 12.5 has the digits 125 and the point 2. */
interface Decimal {
  negative: boolean;
  /** Without zeros at either end; empty for zero. */
  digits: string;
  point: number;
}

/** Longer texts are not parsed: nobody compares such numbers. */
const MAX_LENGTH = 400;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/** `undefined` for a text that is not a decimal number. */
export function parseDecimal(text: string): Decimal | undefined {
  const found = text.length <= MAX_LENGTH ? NUMBER.exec(text) : null;
  if (!found) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  if (whole === '' && fraction === '') return undefined;
  const all = whole + fraction;
  const leading = zerosBefore(all);
  const digits = all.slice(leading, lastDigit(all) + 1);
  return { negative: sign === '-' && digits !== '', digits, point: whole.length - leading + Number(exponent) };
}

function zerosBefore(digits: string): number {
  let zeros = 0;
  while (digits[zeros] === '0') zeros++;
  return zeros;
}

function lastDigit(digits: string): number {
  let last = digits.length - 1;
  while (last >= 0 && digits[last] === '0') last--;
  return last;
}

/** Below 0 if `a` is smaller, 0 if both are the same number (`1.0` and `1`), above 0 otherwise. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  return a.negative ? compareSizes(b, a) : compareSizes(a, b);
}

function compareSizes(a: Decimal, b: Decimal): number {
  if (a.digits === '' || b.digits === '') return a.digits.length - b.digits.length;
  if (a.point !== b.point) return a.point - b.point;
  const length = Math.max(a.digits.length, b.digits.length);
  const [left, right] = [a.digits.padEnd(length, '0'), b.digits.padEnd(length, '0')];
  return left === right ? 0 : left < right ? -1 : 1;
}

const MULTIPLES: Readonly<Record<string, number>> = { '': 0, k: 3, m: 6, b: 9, g: 9, t: 12 };
/** What people write: `200k`, `1.5M`, `$0.15`, `128,000`. */
const HUMAN_NUMBER = /^\$?([+-]?[\d.,_]*\d[\d.,_]*(?:[eE][+-]?\d{1,9})?) ?([kmbgt]?)$/i;

/** Parses a number written by a person; `undefined` for other text. */
export function parseHumanNumber(text: string): Decimal | undefined {
  const found = text.length <= MAX_LENGTH ? HUMAN_NUMBER.exec(text.trim()) : null;
  if (!found) return undefined;
  const [, number = '', unit = ''] = found;
  const parsed = parseDecimal(number.replace(/[,_](?=\d{3}(?!\d))/g, ''));
  return parsed && { ...parsed, point: parsed.point + (MULTIPLES[unit.toLowerCase()] ?? 0) };
}

/** Numbers with more places are not written out: no price or token count comes close. */
const MAX_PLACES = 60;

/** The number `units` divided by ten to the power of `scale`. */
interface Scaled {
  units: bigint;
  scale: number;
}

function scaled({ negative, digits, point }: Decimal): Scaled | undefined {
  const scale = digits.length - point;
  if (Math.abs(scale) > MAX_PLACES || Math.abs(point) > MAX_PLACES) return undefined;
  const units = BigInt(digits || '0') * 10n ** BigInt(Math.max(0, -scale));
  return { units: negative ? -units : units, scale: Math.max(0, scale) };
}

/** The sum of products, divided by ten to the power of `shift`, as a plain decimal; `undefined` if it would be huge. */
export function sumOfProducts(pairs: readonly (readonly [Decimal, Decimal])[], shift: number): string | undefined {
  let sum: Scaled = { units: 0n, scale: 0 };
  for (const [a, b] of pairs) {
    const [left, right] = [scaled(a), scaled(b)];
    if (!left || !right) return undefined;
    sum = add(sum, { units: left.units * right.units, scale: left.scale + right.scale });
  }
  return formatScaled({ units: sum.units, scale: sum.scale + shift });
}

function add(a: Scaled, b: Scaled): Scaled {
  const scale = Math.max(a.scale, b.scale);
  const at = ({ units, scale: own }: Scaled) => units * 10n ** BigInt(scale - own);
  return { units: at(a) + at(b), scale };
}

function formatScaled({ units, scale }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).slice(0, lastDigit(digits.slice(digits.length - scale)) + 1);
  return `${units < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** The number as a whole number; `undefined` if it has a fraction, is negative or huge. */
export function wholeNumber(number: Decimal): string | undefined {
  const found = scaled(number);
  if (!found || number.negative) return undefined;
  const text = formatScaled(found);
  return text.includes('.') ? undefined : text;
}

export type { Decimal };
