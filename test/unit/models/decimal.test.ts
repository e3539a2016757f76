import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareDecimals,
  parseDecimal,
  parseHumanNumber,
  sumOfProducts,
  wholeNumber,
} from '../../../src/models/decimal.ts';

type Parsed = NonNullable<ReturnType<typeof parseDecimal>>;
const parsed = (text: string) => parseDecimal(text) as Parsed;
const order = (a: string, b: string) => Math.sign(compareDecimals(parsed(a), parsed(b)));

describe('decimals', () => {
  test.each([
    ['1', '1.0', 0],
    ['0', '-0.00', 0],
    ['0.15', '0.150', 0],
    ['1e-7', '0.0000001', 0],
    ['1E400', '9.9e399', 1],
    ['12345678901234567890', '12345678901234567891', -1],
    ['-1', '1', -1],
    ['-2', '-10', 1],
    ['0.1', '0.09', 1],
    ['1e999999999', '1e999999998', 1],
    ['.5', '0.5', 0],
  ])('%s beside %s', (a, b, expected) => expect(order(a, b)).toBe(expected));

  test.each(['', '.', 'e5', '1.2.3', '0x10', '1e', 'NaN', 'Infinity', '1'.repeat(500)])('%j is none', (text) =>
    expect(parseDecimal(text)).toBeUndefined(),
  );

  test('whole numbers compare as integers do, however long they are', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(order(String(a), String(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
      { numRuns: 1000 },
    );
  });

  test('fractions compare as their hundredths do', () => {
    const hundredths = (n: number) =>
      `${n < 0 ? '-' : ''}${Math.floor(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(order(hundredths(a), hundredths(b))).toBe(Math.sign(a - b));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['200k', '200000'],
    ['1M', '1000000'],
    ['1.5m', '1500000'],
    ['2B', '2000000000'],
    ['$3', '3'],
    ['128,000', '128000'],
    ['1_000_000', '1000000'],
    ['1e3', '1000'],
  ])('people write %s for %s', (text, number) => {
    expect(wholeNumber(parseHumanNumber(text) as Parsed)).toBe(number);
  });

  test('a fraction, a negative number and an immense one are no count', () => {
    for (const text of ['0.5', '-1', '1e100']) expect(wholeNumber(parsed(text))).toBeUndefined();
  });

  test('sums of products are exact', () => {
    expect(
      sumOfProducts(
        [
          [parsed('10000000'), parsed('0.1')],
          [parsed('3'), parsed('0.2')],
        ],
        6,
      ),
    ).toBe('1.0000006');
    expect(sumOfProducts([], 6)).toBe('0');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }), (pairs) => {
        const expected = pairs.reduce((sum, [a, b]) => sum + BigInt(a) * BigInt(b), 0n);
        expect(
          sumOfProducts(
            pairs.map(([a, b]) => [parsed(String(a)), parsed(String(b))]),
            0,
          ),
        ).toBe(String(expected));
      }),
    );
  });
});
