import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../../src/json/bytes.ts';
import { jsonKindOf, readElements, readMembers, readString } from '../../../src/json/members.ts';
import { jsonText, objectText } from '../../support/json.ts';

const rangeOf = (bytes: Uint8Array) => ({ start: 0, end: bytes.length });

describe('readMembers', () => {
  test('gives every member in its order, with its own text', () => {
    fc.assert(
      fc.property(objectText, (text) => {
        const bytes = encode(text);
        const members = readMembers(bytes, rangeOf(bytes));
        const again = members.map(({ keyRange, start, end }) => {
          return `${decode(bytes, keyRange.start, keyRange.end)}:${decode(bytes, start, end)}`;
        });
        expect(JSON.parse(`{${again.join(',')}}`)).toEqual(JSON.parse(text));
        for (const { key, keyRange } of members)
          expect(key).toBe(JSON.parse(decode(bytes, keyRange.start, keyRange.end)));
      }),
    );
  });

  test.each<[text: string, members: [string, string][]]>([
    ['{}', []],
    [' { } ', []],
    ['{"a":1}', [['a', '1']]],
    [
      '{"a":1,"a":2}',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      '{ "x" : { "y" : 1 } , "\\u007a":[1, 2] }',
      [
        ['x', '{ "y" : 1 }'],
        ['z', '[1, 2]'],
      ],
    ],
    ['{"__proto__":1}', [['__proto__', '1']]],
    ['[1]', []],
    ['"a"', []],
    ['null', []],
  ])('%s', (text, wanted) => {
    const bytes = encode(text);
    const members = readMembers(bytes, rangeOf(bytes));
    expect(members.map(({ key, start, end }) => [key, decode(bytes, start, end)])).toEqual(wanted);
  });

  test('stays within its range', () => {
    const bytes = encode('[{"a":1},{"b":2}]');
    expect(readMembers(bytes, { start: 9, end: 16 }).map(({ key }) => key)).toEqual(['b']);
  });
});

describe('readElements', () => {
  test('gives every element in its order, with its own text', () => {
    fc.assert(
      fc.property(fc.array(jsonText), (texts) => {
        const bytes = encode(`[${texts.join(',')}]`);
        const elements = readElements(bytes, rangeOf(bytes)).map(({ start, end }) => decode(bytes, start, end));
        expect(elements).toEqual(texts.map((text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')));
      }),
    );
  });

  test.each(['{}', '{"a":[1]}', '1', '"[1]"', 'null', '[]', '[ ]'])('%s has none', (text) => {
    expect(readElements(encode(text), rangeOf(encode(text)))).toEqual([]);
  });
});

describe('readString', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"/gs)) {
          const bytes = encode(`[${token}]`);
          expect(readString(bytes, { start: 1, end: bytes.length - 1 })).toBe(JSON.parse(token));
        }
      }),
    );
  });

  test('keeps a byte order mark, and shows bytes that are not UTF-8', () => {
    expect(readString(encode('"\ufeffa"'), { start: 0, end: 6 })).toBe('\ufeffa');
    expect(readString(Uint8Array.of(0x22, 0xff, 0x22), { start: 0, end: 3 })).toBe('\ufffd');
  });
});

test.each([
  ['{}', 'object'],
  ['[]', 'array'],
  ['""', 'string'],
  ['true', 'boolean'],
  ['false', 'boolean'],
  ['null', 'null'],
  ['0', 'number'],
  ['-1.5e3', 'number'],
])('%s is of the kind %s', (text, kind) => expect(jsonKindOf(encode(text), { start: 0, end: text.length })).toBe(kind));
