import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../src/redact.ts';
import { FLAGS } from '../../src/spec/flags.ts';

describe('redact takes out', () => {
  test.each<[text: string, secrets: string[], shown: string]>([
    ['Incorrect API key provided: sk-abcdefgh', [], 'Incorrect API key provided: [key]'],
    ['Incorrect API key provided: sk-ab****efgh, sorry', [], 'Incorrect API key provided: [key], sorry'],
    ['Incorrect API key provided: gsk_ab...efgh', ['gsk_abcdefgh'], 'Incorrect API key provided: [key]'],
    ['sk-proj-a_b-c', [], '[key]'],
    ['key abcd1234, again abcd1234', ['abcd1234'], 'key [key], again [key]'],
    ['key My API Key!', ['My API Key'], 'key [key]!'],
    ['a+b(c)*d is not a pattern', ['a+b(c)*d'], '[key] is not a pattern'],
    ['$& and $1', ['$& and'], '[key] $1'],
    ['abcd****wxyz', [], '[key]'],
    ['****wxyz', [], '[key]'],
    ['Bearer hunter22', ['hunter22', 'other'], 'Bearer [key]'],
  ])('%s', (text, secrets, shown) => expect(redact(text, secrets)).toBe(shown));

  test('any secret of some length, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'[key]'.includes(secret) && !before.includes('[') && !after.includes(']'));
        expect(redact(`${before}|${secret}|${after}`, [secret])).not.toContain(`|${secret}|`);
      }),
      { numRuns: 500 },
    );
  });

  test('nothing for secrets that are too short to be any', () => {
    expect(redact('a the end', ['a', '', 'the'])).toBe('a the end');
  });
});

describe('redact leaves', () => {
  test.each([
    'The model gpt-4o does not exist',
    'ask-me-anything',
    'risk-free',
    'a task-oriented model',
    '** bold **',
    'ft:gpt-4o:acme::abc123',
    'a keyword, a key, keys: none',
    ...Object.keys(FLAGS).map((name) => `--${name}`),
  ])('%s', (text) => expect(redact(text, [])).toBe(text));
});
