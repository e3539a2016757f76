/** Prices as decimal text: no price passes through a double. */

/** Longer numbers are no prices. */
const LONGEST = 40;
const LARGEST_EXPONENT = 20;
const NUMBER = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** USD for one token, as a number in text, as USD for a million tokens: `0.00000015` gives `0.15`. */
export function perMillion(perToken: string): string | undefined {
  return shifted(perToken, 6);
}

/** The same for a price of 1 or 1,000 tokens. */
export function perMillionOf(price: string, tokens: number): string | undefined {
  return shifted(price, tokens === 1 ? 6 : 3);
}

/** A number in text without exponent and needless zeros. `undefined` for what is no number, or a negative one. */
export function decimal(text: string): string | undefined {
  return shifted(text, 0);
}

function shifted(text: string, places: number): string | undefined {
  const found = text.length <= LONGEST ? NUMBER.exec(text) : null;
  if (!found) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = found;
  if (Math.abs(Number(exponent)) > LARGEST_EXPONENT) return undefined;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const plain = padded.slice(at).replace(/0+$/, '');
  return padded.slice(0, at).replace(/^0+(?=\d)/, '') + (plain && `.${plain}`);
}
