import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteBuffer, decode, encode } from '../../../src/json/bytes.ts';
import { compact, indent } from '../../../src/json/layout.ts';
import { jsonText, tokensOf } from '../../support/json.ts';

type Layout = (bytes: Uint8Array, start: number, end: number, out: ByteBuffer) => void;

const LAYOUTS: readonly [name: string, layout: Layout][] = [
  ['compact', compact],
  ['indent', (bytes, start, end, out) => indent(bytes, start, end, 0, out)],
];

function laidOut(layout: Layout, text: string): string {
  const bytes = encode(text);
  // One byte to begin with, so that the buffer has to grow.
  const out = new ByteBuffer(1);
  layout(bytes, 0, bytes.length, out);
  return decode(out.take());
}

const compacted = (text: string) => laidOut(compact, text);
const indented = (text: string, level = 0) => laidOut((b, start, end, out) => indent(b, start, end, level, out), text);

describe.each(LAYOUTS)('%s', (_name, layout) => {
  const lay = (text: string) => laidOut(layout, text);

  test('keeps every token, byte for byte', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const laid = lay(text);
        expect(tokensOf(laid)).toEqual(tokensOf(text));
        expect(JSON.parse(laid)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(lay(lay(text))).toBe(lay(text));
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same for every spacing of the same tokens', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(lay(tokensOf(text).join('\r\n\t'))).toBe(lay(text));
      }),
    );
  });

  test('touches only its range, and appends', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const bytes = encode(`xx${text}yy`);
        const out = new ByteBuffer(1);
        out.append(encode('zz\n'));
        layout(bytes, 2, bytes.length - 2, out);
        expect(decode(out.take())).toBe(`zz\n${lay(text)}`);
      }),
    );
  });
});

test('compact leaves no white space but in strings', () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      expect(compacted(text)).toBe(tokensOf(text).join(''));
    }),
  );
});

describe('indent', () => {
  test('is what JSON.stringify would do, for objects of scalars', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const value = fc.dictionary(fc.string(), fc.oneof(scalar, fc.dictionary(fc.string(), scalar)));
    fc.assert(
      fc.property(value, (made) => {
        expect(indented(JSON.stringify(made))).toBe(JSON.stringify(made, null, 2));
      }),
    );
  });

  test('starts later lines at its level', () => {
    fc.assert(
      fc.property(jsonText, fc.nat(5), (text, level) => {
        const [first, ...later] = indented(text, level).split('\n');
        expect(first).not.toMatch(/^ /);
        for (const line of later) expect(line.startsWith('  '.repeat(level))).toBe(true);
      }),
    );
  });

  test.each<[text: string, laid: string]>([
    ['{}', '{}'],
    ['[ ]', '[]'],
    ['[1,2]', '[1, 2]'],
    ['[[1,2],[3]]', '[[1, 2], [3]]'],
    ['[{}]', '[\n  {}\n]'],
    ['[1,{"a":[ 1 ]}]', '[\n  1,\n  {\n    "a": [1]\n  }\n]'],
    ['{"a":{"b":[]}}', '{\n  "a": {\n    "b": []\n  }\n}'],
    ['{"a,b:{[":"x,y:{[\\"" }', '{\n  "a,b:{[": "x,y:{[\\""\n}'],
  ])('%s', (text, laid) => expect(indented(text)).toBe(laid));

  test('keeps an array of scalars on its line up to 79 columns', () => {
    const array = (digits: number) => `{"k":["${'x'.repeat(digits)}",1]}`;
    const fits = indented(array(79 - '  "k": ["", 1]'.length));
    expect(fits.split('\n').map((line) => line.length)).toEqual([1, 79, 1]);
    expect(indented(array(80 - '  "k": ["", 1]'.length)).split('\n')).toHaveLength(6);
  });
});

test('strings and numbers stay as they were spelled', () => {
  const text = '{"a":1.50E+10,"b":"\\u00e9\\/é","c":-0.0,"d":12345678901234567890,"a":1e400}';
  expect(compacted(text)).toBe(text);
  expect(indented(text).replace(/\n */g, '').replaceAll('": ', '":')).toBe(text);
});
