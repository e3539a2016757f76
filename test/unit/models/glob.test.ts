import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globTest } from '../../../src/models/glob.ts';

describe('a glob', () => {
  test.each<[glob: string, fits: readonly string[], not: readonly string[]]>([
    ['gpt-*', ['gpt-', 'gpt-4', 'gpt-4/x'], ['gpt', 'xgpt-4', 'GPT-4']],
    ['*', ['', 'a', 'a/b', '.a', 'a\nb'], []],
    ['', [''], ['a']],
    ['?', ['a', '/', '\u{1f600}'], ['', 'ab']],
    ['a?c', ['abc', 'a*c'], ['ac', 'abbc']],
    ['*mini*2024', ['gpt-mini-2024', 'mini2024', 'mini-mini-2024'], ['mini-2024-1', 'min2024']],
    ['ft:*:acme:*', ['ft:gpt:acme:x', 'ft::acme:'], ['ft:gpt:acme', 'ft:gpt:acmeco:x']],
    ['[ab]*', ['a', 'bx'], ['c', '']],
    ['[!ab]*', ['c', 'xa'], ['a', 'bx', '']],
    ['[^a-c]', ['d'], ['a', 'b', 'c']],
    ['[]a]', [']', 'a'], ['b']],
    ['[a-]', ['a', '-'], ['b']],
    ['[\\]]', [']'], ['\\']],
    ['{a,b}c', ['ac', 'bc'], ['c', 'abc']],
    ['{a,{b,c}}d', ['ad', 'bd', 'cd'], ['d']],
    ['{,a}b', ['b', 'ab'], ['aab']],
    ['{gpt-*,o[1-4]}', ['gpt-5', 'o3'], ['o5', 'xo3']],
    ['\\*', ['*'], ['a', '\\*']],
    ['[', ['['], ['a']],
    ['[a-', ['[a-'], ['a']],
    ['{a', ['{a'], ['a']],
    ['{a}', ['{a}'], ['a']],
    ['@(a', ['@(a'], ['a']],
    ['a.b', ['a.b'], ['axb']],
    ['a+', ['a+'], ['aa']],
    ['@(a|b)c', ['ac', 'bc'], ['c']],
    ['?(a)b', ['b', 'ab'], ['aab']],
    ['*(ab)c', ['c', 'abc', 'ababc'], ['abac']],
    ['+(ab|c)', ['ab', 'abcab'], ['', 'aab']],
    ['!(gpt-*)', ['', 'o1', 'xgpt-4'], ['gpt-4', 'gpt-']],
  ])('%s', (glob, fits, not) => {
    const test = globTest(glob);
    expect(fits.filter((id) => !test(id))).toEqual([]);
    expect(not.filter(test)).toEqual([]);
  });

  test('means what the pattern that a regular expression would be means', () => {
    const part = fc.constantFrom('*', '?', 'a', 'b', '[ab]', '[!a]', '{a,b*}', '@(a|ab)', '+(b|ab)', '?(b)');
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    const asPattern = (parts: readonly string[]) => parts.map((one) => PATTERNS[one] ?? one).join('');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), text, (parts, id) => {
        // A sign before a parenthesis would be another one's.
        fc.pre(!/[*?@+!]\(/.test(parts.join('').replace(/@\(a\|ab\)|\+\(b\|ab\)|\?\(b\)/g, '')));
        expect(globTest(parts.join(''))(id)).toBe(new RegExp(`^(?:${asPattern(parts)})$`).test(id));
      }),
      { numRuns: 2000 },
    );
  });

  // One that goes back would need longer than the sun has.
  test.each([
    ['gpt-*-mini-*-mini-*-mini-*-2024', `gpt-${'-mini-'.repeat(100_000)}`],
    ['*a*a*a*a*a*a*b', 'a'.repeat(300_000)],
    ['{*a*a*a*b,*a*a*c}', 'a'.repeat(300_000)],
    ['+(a|aa|b*)c', 'a'.repeat(1000)],
    ['!(a*a)*!(*a)b', 'a'.repeat(300)],
    ['+(a|aa)b', 'a'.repeat(300_000)],
    ['{'.repeat(2000), 'a'],
    ['@('.repeat(2000), 'a'],
    ['[!'.repeat(2000), 'a'],
  ])('%s does not hang on an id made to hurt', (glob, id) => expect(globTest(glob)(id)).toBe(false));
});

const PATTERNS: Readonly<Record<string, string>> = {
  '*': '.*',
  '?': '.',
  '[!a]': '[^a]',
  '{a,b*}': '(?:a|b.*)',
  '@(a|ab)': '(?:a|ab)',
  '+(b|ab)': '(?:b|ab)+',
  '?(b)': '(?:b)?',
};
