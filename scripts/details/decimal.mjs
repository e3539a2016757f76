/** A million tokens: prices are kept in USD for so many. */
const SHIFT = 6;

/**
 * A price for one token as a price for a million, as decimal text without exponent, by moving the point: `1.5e-7`
 * becomes `0.15`, never 0.15000000000000002.
 * @param {number} perToken @returns {string}
 */
export function perMillion(perToken) {
  const found = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(perToken));
  if (!found) throw new Error(`not a price: ${perToken}`);
  const [, whole, fraction = '', exponent = '0'] = found;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) + SHIFT;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const decimals = padded.slice(at).replace(/0+$/, '');
  return padded.slice(0, at).replace(/^0+(?=\d)/, '') + (decimals && `.${decimals}`);
}
