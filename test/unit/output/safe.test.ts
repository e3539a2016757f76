import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeLine, safeText } from '../../../src/output/terminal-text.ts';
import { ATTACKS, dangers } from '../../support/attacks.ts';

/**
 * What must not reach a terminal, by Unicode's own properties: controls, what steers direction, what is invisible by
 * default, line breaks and halves of characters. The two selectors that choose between text and emoji may.
 */
const HARMFUL = /[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}]/u;
const ALLOWED = new Set([0xfe0e, 0xfe0f]);

const ALL = Array.from({ length: 0x110000 }, (_, code) => code);

describe('over all of Unicode', () => {
  test('every harmful character becomes visible', () => {
    const missed = ALL.filter((code) => {
      const text = String.fromCodePoint(code);
      return HARMFUL.test(text) && !ALLOWED.has(code) && HARMFUL.test(safeLine(text));
    });
    expect(missed.map((code) => code.toString(16))).toEqual([]);
  });

  test('letters, marks, numbers, punctuation and symbols stay', () => {
    const kept = /[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]/u;
    const changed = ALL.filter((code) => {
      const text = String.fromCodePoint(code);
      return kept.test(text) && !HARMFUL.test(text) && safeLine(text) !== text;
    });
    expect(changed.map((code) => code.toString(16))).toEqual([]);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
  fc.array(fc.constantFrom(...Object.values(ATTACKS), 'a', '日', '😀', '\n', '\t')).map((parts) => parts.join('')),
);

describe.each([
  ['safeLine', safeLine, /^[^\n\t]*$/],
  ['safeText', safeText, /^/],
] as const)('%s', (_name, safe, shape) => {
  test('leaves nothing harmful, and has no more to do the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = safe(text);
        expect(dangers(Buffer.from(shown.replaceAll('\t', '')))).toEqual([]);
        expect(shown).toMatch(shape);
        expect(safe(shown)).toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });

  test('remembers nothing between calls', () => {
    for (let i = 0; i < 5; i++) expect(safe('aaaa\x1b')).toBe('aaaa\\u001b');
    for (let i = 0; i < 5; i++) expect(safe('\x1b')).toBe('\\u001b');
  });
});

test.each<[text: string, line: string]>([
  ['plain', 'plain'],
  ['a\nb', 'a\\nb'],
  ['a\rb', 'a\\rb'],
  ['a\tb', 'a\\tb'],
  ['\x1b[0m', '\\u001b[0m'],
  ['\u009b', '\\u009b'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['\ud800x', '\\ud800x'],
  ['❤️', '❤️'],
  ['👨‍👩', '👨\\u200d👩'],
  ['\\u001b', '\\u001b'],
  ['é 日本 😀', 'é 日本 😀'],
])('%j on a line is %s', (text, line) => expect(safeLine(text)).toBe(line));

test('text keeps its lines and tabs, and nothing else', () => {
  expect(safeText('a\n\tb\r\n\rd\x1bc')).toMatch(/^a\n\tb\n\\(?:r|u000d)d\\u001bc$/);
});

test('escaped JSON is the same JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyText)), (pairs) => {
      const made = Object.fromEntries(pairs);
      expect(JSON.parse(safeText(JSON.stringify(made, null, 2)))).toEqual(made);
    }),
  );
});
