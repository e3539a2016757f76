/** Which files can be used, and which is newer. */
import { describe, expect, test } from 'vitest';
import { countRows, identifyDataset, isNewer, rowCounts } from '../../../src/details/datasets.ts';
import lifecycle from '../../../src/details/lifecycle.json' with { type: 'json' };
import table from '../../../src/details/table.json' with { type: 'json' };

describe('a file', () => {
  test('that ships can be used', () => {
    expect(identifyDataset(table)).toEqual({ table });
    expect(identifyDataset(lifecycle)).toEqual({ lifecycle });
  });

  test.each<[what: string, file: unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['no sources', { models: {} }],
    ['none of its first source', { ...table, sources: { 'gpt-tokenizer': table.sources['gpt-tokenizer'] } }],
    ['a day that is none', { ...table, sources: { litellm: { version: '1', date: '2026-13-01' } } }],
    ['a version with a line break', { ...table, sources: { litellm: { version: '1\n', date: '2026-10-01' } } }],
    ['a name with an escape', { ...table, sources: { ...table.sources, '\x1b': table.sources.litellm } }],
    ['a page that is no https', { ...lifecycle, pages: { openai: { url: 'javascript:x' } } }],
    ['models that are no rows', { ...table, models: { openai: [] } }],
    ['a lifecycle as a table', { sources: table.sources, pages: {}, models: lifecycle.models }],
  ])('with %s cannot', (_what, file) => expect(identifyDataset(file)).toBeUndefined());

  test.each([
    '@litellm context=-1',
    '@litellm context=1e9',
    '@litellm price=1/2',
    '@litellm price=1/2/NaN',
    '@litellm price:batch:>x=1/2/3',
    '@litellm shutdown=soon',
    '@litellm  context=1',
    '@litellm input="text"',
    '@litellm unknown=1',
    'context=1',
    `@litellm alias=${'x'.repeat(2000)}`,
  ])('with the row %.60s cannot', (row) =>
    expect(identifyDataset({ ...table, models: { openai: { a: row } } })).toBeUndefined(),
  );

  test.each([
    '@depdesk gone',
    '@depdesk end=2027',
    'deprecated',
    '@depdesk deprecated by=a\nb',
    '@depdesk deprecated by="a"',
  ])('with the row of a lifecycle %j cannot', (row) =>
    expect(identifyDataset({ ...lifecycle, models: { openai: { a: row } } })).toBeUndefined(),
  );

  test('has its rows counted by source', () => {
    const models = {
      a: { x: '@litellm context=1 @genai-prices price=1//', y: '@litellm context=1' },
      b: { x: '@litellm context=1' },
    };
    expect(Object.fromEntries(rowCounts({ models }))).toEqual({ litellm: 3, 'genai-prices': 1 });
    expect(countRows({ models })).toBe(3);
  });
});

describe('newer is', () => {
  const of = (...dates: string[]) => Object.fromEntries(dates.map((date, i) => [`s${i}`, { version: '1', date }]));
  test.each<[newer: string[], older: string[]]>([
    [
      ['2026-11-20', '2026-08-01'],
      ['2026-11-12', '2026-08-01'],
    ],
    [
      ['2026-11-12', '2026-10-30'],
      ['2026-11-12', '2026-10-16'],
    ],
    [
      ['2026-08-01', '2026-11-20'],
      ['2026-11-12', '2026-11-11'],
    ],
    [['2026-11-12', '2023-09-22'], ['2026-11-12']],
  ])('%j than %j', (newer, older) => {
    expect(isNewer(of(...newer), of(...older))).toBe(true);
    expect(isNewer(of(...older), of(...newer))).toBe(false);
    expect(isNewer(of(...newer), of(...newer))).toBe(false);
  });
});
