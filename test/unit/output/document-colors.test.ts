import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonPainter, createYamlPainter, type Paint, type Painter } from '../../../src/output/document-colors.ts';

/** Shows what was painted how: `cyan<"id">`. */
const shown: Paint = (text, style) => `${style}<${text}>`;
const inPieces = (painter: Painter, text: string, size: number): string => {
  let painted = '';
  for (let i = 0; i < text.length; i += size) painted += painter(text.slice(i, i + size));
  return painted;
};

describe('JSON', () => {
  test('has colors for keys, texts and what is neither', () => {
    expect(createJsonPainter(shown)('{"a": ["b", 1, null, {"c": "d\\""}], "e": -1.5e3}\n')).toBe(
      '{cyan<"a">: [green<"b">, yellow<1>, yellow<null>, {cyan<"c">: green<"d\\"">}], cyan<"e">: yellow<-1.5e3>}\n',
    );
  });

  test('JSON lines are documents one after the other', () => {
    expect(createJsonPainter(shown)('{"a":1}\n{"b":2}\n')).toBe('{cyan<"a">:yellow<1>}\n{cyan<"b">:yellow<2>}\n');
  });

  test('is the same text without its colors, wherever its pieces end', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 7 }), (text, size) => {
        const bare = (painter: Painter) => inPieces(painter, text, size);
        expect(bare(createJsonPainter((part) => part))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('a string that comes in pieces keeps its color', () => {
    const plain = (text: string) => text.replace(/><?(?:cyan|green|yellow)?<?/g, '');
    const whole = createJsonPainter(shown)('{"key":"a\\\\\\"b"}');
    const pieces = inPieces(createJsonPainter(shown), '{"key":"a\\\\\\"b"}', 2);
    expect(whole).toBe('{cyan<"key">:green<"a\\\\\\"b">}');
    expect(pieces).toMatch(/^\{cyan<"[^>]*>/);
    expect(pieces).not.toContain('yellow');
    expect(plain(pieces)).not.toContain('undefined');
  });
});

describe('YAML', () => {
  test('has colors for keys, texts and what is neither', () => {
    expect(
      createYamlPainter(shown)('object: list\ndata:\n  - id: "a: b"\n    created: 1.5\n    x: null\n    "k y": []\n'),
    ).toBe(
      'cyan<object:> green<list>\ncyan<data:>\n  - cyan<id:> green<"a: b">\n    cyan<created:> yellow<1.5>\n' +
        '    cyan<x:> yellow<null>\n    cyan<"k y":> []\n',
    );
  });

  test('is the same text without its colors', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(createYamlPainter((part) => part)(text)).toBe(text);
      }),
    );
  });
});
