import { describe, expect, test } from 'vitest';
import { nearest, nearestAll } from '../../../src/errors/nearest.ts';

const WORDS = ['list', 'retrieve', 'delete', 'format', 'format-error', 'max-items', 'max-retries'];

describe('nearest', () => {
  test.each<[word: string, found: string | undefined]>([
    ['list', 'list'],
    ['lsit', 'list'],
    ['lst', 'list'],
    ['LIST', 'list'],
    ['li', 'list'],
    ['l', undefined],
    ['retreive', 'retrieve'],
    ['retrive', 'retrieve'],
    ['delte', 'delete'],
    ['deleted', 'delete'],
    ['formt', 'format'],
    ['format-eror', 'format-error'],
    ['maxitems', 'max-items'],
    ['max-item', 'max-items'],
    ['max-retry', 'max-retries'],
    ['frobnicate', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s is %s', (word, found) => {
    expect(nearest(word, WORDS)).toBe(found);
  });

  test('of no words is none', () => expect(nearest('list', [])).toBeUndefined());

  test('several come best first, and no more than asked for', () => {
    expect(nearestAll('gpt-4o', ['gpt-4', 'gpt-4o', 'gpt-4o-mini', 'o1', 'gpt-5'], 3)).toEqual([
      'gpt-4o',
      'gpt-4o-mini',
      'gpt-4',
    ]);
    expect(nearestAll('format', WORDS, 1)).toEqual(['format']);
  });
});
