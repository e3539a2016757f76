import { describe, expect, test } from 'vitest';
import { formatAge, isoDate } from '../../../src/models/time.ts';

const NOW = Date.UTC(2026, 0, 15, 12) / 1000;
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

describe('isoDate', () => {
  test.each<[seconds: number | undefined, date: string]>([
    [undefined, ''],
    [0, '1970-01-01'],
    [1686924602, '2023-06-16'],
    [1686924602.9, '2023-06-16'],
    [Date.UTC(2023, 11, 31, 23, 59, 59) / 1000, '2023-12-31'],
    [Date.UTC(2024, 1, 29) / 1000, '2024-02-29'],
    [253_402_300_799, '9999-12-31'],
    [253_402_300_800, ''],
    [1e300, ''],
    [Number.POSITIVE_INFINITY, ''],
    [-1e300, ''],
  ])('%s is %s', (seconds, date) => expect(isoDate(seconds)).toBe(date));

  test('has nothing to say of what is no number', () => expect(() => isoDate(Number.NaN)).toThrow());
});

describe('age', () => {
  test.each<[passed: number, text: string]>([
    [0, '0 min'],
    [59, '0 min'],
    [MINUTE, '1 min'],
    [HOUR - 1, '59 min'],
    [HOUR, '1 h'],
    [2 * DAY - 1, '47 h'],
    [2 * DAY, '2 d'],
    [60 * DAY, '60 d'],
    [61 * DAY, '2 mo'],
    [365 * DAY, '11 mo'],
    [366 * DAY, '12 mo'],
    [730 * DAY, '23 mo'],
    [731 * DAY, '2.0 y'],
    [Math.round(2.5 * 365.2425 * DAY), '2.5 y'],
    [3653 * DAY, '10.0 y'],
    [-HOUR, '0 min'],
    [-DAY, '0 min'],
    [-DAY - 1, ''],
    [-400 * DAY, ''],
  ])('of %i seconds is %s', (passed, text) => expect(formatAge(NOW - passed, NOW)).toBe(text));

  test.each([undefined, 1e300, -1e300, Number.POSITIVE_INFINITY])(
    'of what is unknown or impossible (%s) is none',
    (seconds) => expect(formatAge(seconds, NOW)).toBe(''),
  );

  test('never grows smaller in the eyes of a reader', () => {
    const units = ['min', 'h', 'd', 'mo', 'y'];
    let last = [-1, -1] as [number, number];
    for (let passed = 0; passed < 4000 * DAY; passed += 1799) {
      const [amount, unit] = formatAge(NOW - passed, NOW).split(' ') as [string, string];
      const now: [number, number] = [units.indexOf(unit), Number(amount)];
      expect(now[0] > last[0] || (now[0] === last[0] && now[1] >= last[1])).toBe(true);
      last = now;
    }
  });
});
