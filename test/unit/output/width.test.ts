import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeLine } from '../../../src/output/terminal-text.ts';
import { padEnd, padStart, truncateText, widthOf, wrapCells } from '../../../src/output/width.ts';

test.each<[text: string, cells: number]>([
  ['', 0],
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['日本', 4],
  ['ｱ', 1],
  ['Ａ', 2],
  ['한글', 4],
  ['😀', 2],
  ['❤️', 2],
  ['🇩🇪', 2],
  ['👍🏽', 2],
  ['a…b', 3],
])('%s takes %i cells', (text, cells) => expect(widthOf(text)).toBe(cells));

describe('shorten', () => {
  test.each<[text: string, cells: number, shown: string]>([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['abcd', 1, '…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['日本語', 2, '…'],
    ['a😀b', 3, 'a…'],
    ['Größe-model', 5, 'Größ…'],
    ['Дом-model', 5, 'Дом-…'],
    ['дabcdef', 3, 'дa…'],
    ['עברית abc', 4, 'עבר…'],
    ['日本 abc', 6, '日本 …'],
  ])('%s to %i cells', (text, cells, shown) => expect(truncateText(text, cells)).toBe(shown));

  test('never gives more cells than asked for, and cuts no character in half', () => {
    const safe = fc.string({ unit: 'binary' }).map(safeLine);
    fc.assert(
      fc.property(safe, fc.integer({ min: 1, max: 30 }), (text, cells) => {
        const shown = truncateText(text, cells);
        expect(widthOf(shown)).toBeLessThanOrEqual(cells);
        expect(shown).not.toMatch(/\p{Surrogate}/u);
        expect(text.startsWith(shown.replace(/…$/, ''))).toBe(true);
        if (widthOf(text) <= cells) expect(shown).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

test('padding fills up to the width, by cells', () => {
  expect([padEnd('日本', 6), padStart('日本', 6)]).toEqual(['日本  ', '  日本']);
  expect([padEnd('abc', 2), padStart('abc', 2)]).toEqual(['abc', 'abc']);
});

describe('wrapping', () => {
  test.each<[text: string, first: number, rest: number, pieces: readonly string[]]>([
    ['abcdef', 3, 2, ['abc', 'de', 'f']],
    ['abc', 3, 2, ['abc']],
    ['abc', 0, 2, ['', 'ab', 'c']],
    ['', 3, 3, ['']],
    ['日本語', 3, 4, ['日', '本語']],
    ['日本語', 1, 2, ['', '日', '本', '語']],
    ['日本', 1, 1, ['日', '本']],
    ['a\u0301bc', 1, 1, ['a\u0301', 'b', 'c']],
  ])('%s into %i and then %i cells', (text, first, rest, pieces) =>
    expect(wrapCells(text, first, rest)).toEqual(pieces),
  );

  test('loses nothing, and no piece is wider than its room', () => {
    const safe = fc.string({ unit: 'binary' }).map(safeLine);
    fc.assert(
      fc.property(safe, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 2, max: 9 }), (text, first, rest) => {
        const pieces = wrapCells(text, Math.min(first, rest), rest);
        expect(pieces.join('')).toBe(text);
        pieces.forEach((piece, i) => {
          const room = i === 0 ? Math.min(first, rest) : rest;
          if (widthOf(piece) > room) expect([...new Intl.Segmenter().segment(piece)]).toHaveLength(1);
        });
      }),
      { numRuns: 1000 },
    );
  });
});
