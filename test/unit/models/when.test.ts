import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseWhen } from '../../../src/models/time.ts';

const NOW = Date.UTC(2026, 2, 31, 12) / 1000;
const iso = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

describe('parseWhen', () => {
  test.each([
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2026', '2026-01-01T00:00:00Z'],
    ['2026-01', '2026-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2026-01-31T10:20', '2026-01-31T10:20:00Z'],
    ['2026-01-31 10:20:30', '2026-01-31T10:20:30Z'],
    ['2026-01-31T10:20:30Z', '2026-01-31T10:20:30Z'],
    ['2026-01-31t10:20:30z', '2026-01-31T10:20:30Z'],
    ['2026-01-31T10:20:30+02:00', '2026-01-31T08:20:30Z'],
    ['2026-01-31T10:20:30-0530', '2026-01-31T15:50:30Z'],
    ['1706700000', '2024-01-31T11:20:00Z'],
    ['12h', '2026-03-31T00:00:00Z'],
    ['30d', '2026-03-01T12:00:00Z'],
    ['30D', '2026-03-01T12:00:00Z'],
    ['2w', '2026-03-17T12:00:00Z'],
    ['0d', '2026-03-31T12:00:00Z'],
    // By the calendar: February has no 31st.
    ['1mo', '2026-02-28T12:00:00Z'],
    ['6mo', '2025-09-30T12:00:00Z'],
    ['1y', '2025-03-31T12:00:00Z'],
    ['2y', '2024-03-31T12:00:00Z'],
  ])('%s is %s', (text, expected) => expect(iso(parseWhen(text, NOW))).toBe(expected));

  test.each(['90d', '1mo', '1y'])('%s ahead is after now', (text) => {
    expect(parseWhen(text, NOW, true)).toBeGreaterThan(NOW);
  });

  test.each([
    ...[
      '',
      ' ',
      'yesterday',
      '30',
      'd',
      '30m',
      '-30d',
      '1.5d',
      '2026-02-30',
      '2026-02-30T10:00',
      '2026-13-01',
      '2025-02-29',
    ],
    ...['2026-1-1', '31.01.2026', '01/31/2026', '2026-01-31T25:00', '2026-01-31T10:20+99:00', '1e9', '99999999999999'],
  ])('%j is not a time', (text) => expect(parseWhen(text, NOW)).toBeUndefined());

  test('any text is a finite time or none', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{0,12}(h|d|w|mo|y)?$/),
      fc.stringMatching(/^[\dTZ:+-]{0,25}$/),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (value, ahead) => {
        const when = parseWhen(value, NOW, ahead);
        expect(when === undefined || Number.isFinite(when)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
