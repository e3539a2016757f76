import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../../src/json/bytes.ts';
import { InvalidJsonError, ListScanner, type RootMember } from '../../../src/json/list-scanner.ts';
import { cut, isJson, jsonText } from '../../support/json.ts';

interface Read {
  root: string | undefined;
  hasList: boolean;
  isNullList: boolean;
  elements: string[];
  /** Key text and value text, in their order. */
  before: [string, string][];
  after: [string, string][];
}

/** Reads the pieces as a stream: each window holds what the last one left, and the next piece. */
function read(pieces: readonly Uint8Array[]): Read | 'bad' {
  const scanner = new ListScanner();
  const elements: string[] = [];
  let window: Uint8Array = new Uint8Array();
  try {
    [...pieces, undefined].forEach((piece) => {
      window = Buffer.concat([window, piece ?? new Uint8Array()]);
      const sink = { add: (start: number, end: number) => elements.push(decode(window, start, end)) };
      const done = scanner.scan(window, 0, window.length, piece === undefined, sink);
      window = window.subarray(done);
    });
  } catch (error) {
    if (error instanceof InvalidJsonError) return 'bad';
    throw error;
  }
  const text = (members: readonly RootMember[]) =>
    members.map(({ keyText, value }): [string, string] => [decode(keyText), decode(value)]);
  const { root, hasList, isNullList, before, after } = scanner;
  return { root, hasList, isNullList, elements, before: text(before), after: text(after) };
}

/** Lists as servers send them, and other values. */
const answer = fc.oneof(
  { arbitrary: fc.array(jsonText, { maxLength: 6 }).map((all) => `[${all.join(',')}]`), weight: 2 },
  {
    arbitrary: fc
      .tuple(
        fc.array(member()),
        fc.constantFrom('"data"', '"d\\u0061ta"', '"models"'),
        fc.array(jsonText),
        fc.array(member()),
      )
      .map(([before, key, all, after]) => `{${[...before, `${key}:[${all.join(',')}]`, ...after].join(',')}}`),
    weight: 5,
  },
  jsonText,
);

function member(): fc.Arbitrary<string> {
  const key = fc.constantFrom('"object"', '"x"', '"data"', '"error"', '"\\n"');
  const value = fc.oneof(jsonText, fc.constant('null'), fc.constant('{"data":[1]}'));
  return fc.tuple(key, value).map(([name, text]) => `${name}:${text}`);
}

const sizes = fc.oneof(
  { arbitrary: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), weight: 5 },
  fc.constant([1]),
);

describe('however the bytes are cut', () => {
  test('a list is the same as in one piece', () => {
    fc.assert(
      fc.property(answer, sizes, (text, at) => {
        const bytes = encode(text);
        const once = read([bytes]);
        expect(once).not.toBe('bad');
        expect(read(cut(bytes, at))).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  test('a broken one is broken', () => {
    fc.assert(
      fc.property(
        answer,
        sizes,
        fc.nat(),
        fc.constantFrom('', ',', '"', ']', '}', ':', '1', 'x'),
        (text, at, place, put) => {
          const i = place % text.length;
          const made = text.slice(0, i) + put + text.slice(i + 1);
          const bytes = encode(made);
          expect({ made, bad: read([bytes]) === 'bad' }).toEqual({ made, bad: !isJson(made) });
          expect(read(cut(bytes, at))).toEqual(read([bytes]));
        },
      ),
      { numRuns: 600 },
    );
  });
});

test('what comes out is what went in', () => {
  fc.assert(
    fc.property(answer, (text) => {
      const got = read([encode(text)]);
      if (got === 'bad') throw new Error(text);
      const value: unknown = JSON.parse(text);
      if (Array.isArray(value)) {
        expect(got.elements.map((element) => JSON.parse(element))).toEqual(value);
        return;
      }
      const object = typeof value === 'object' && value !== null;
      expect(got.root).toBe(object ? 'object' : 'other');
      if (!object) return;
      // Members in their order, the list in its place, duplicates and all: the same text but for white space.
      const list = got.hasList ? [`"data":${got.isNullList ? 'null' : `[${got.elements.join(',')}]`}`] : [];
      const members = (all: [string, string][]) => all.map(([key, member]) => `${key}:${member}`);
      const again = `{${[...members(got.before), ...list, ...members(got.after)].join(',')}}`;
      expect(JSON.parse(again)).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

describe('the list is', () => {
  test.each<[text: string, elements: string[] | undefined]>([
    ['{"data":[1,2]}', ['1', '2']],
    ['{"data":[ 1 , 2 ] }', ['1', '2']],
    ['{"data":[]}', []],
    ['{"data":null}', []],
    ['{"data":{},"x":1}', undefined],
    ['{"data":5,"data":[1]}', ['1']],
    ['{"data":[1],"data":[2]}', ['1']],
    ['{"data":null,"data":[2]}', []],
    ['{"models":[1]}', undefined],
    ['{"x":{"data":[1]}}', undefined],
    ['{"d\\u0061ta":[1]}', ['1']],
    ['{"Data":[1]}', undefined],
    ['[]', []],
    ['[[1],{"data":[2]}]', ['[1]', '{"data":[2]}']],
    ['\ufeff{"data":[1]}', ['1']],
    ['"data"', undefined],
    ['null', undefined],
  ])('found in %s', (text, elements) => {
    const got = read([encode(text)]);
    if (got === 'bad') throw new Error(text);
    expect(got.hasList ? got.elements : undefined).toEqual(elements);
  });

  test('scanned without harm where a model is deep', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const got = read([encode(`{"data":[${deep},1]}`)]);
    expect(got === 'bad' ? got : got.elements.map((element) => element.length)).toEqual([deep.length, 1]);
  });
});

describe('a broken list says where', () => {
  test.each<[text: string, at: number, ended: boolean]>([
    ['', 0, true],
    ['{"data":[1,2', 12, true],
    ['{"data":[1,2]', 13, true],
    ['{"data"', 7, true],
    ['{"data":', 8, true],
    ['{"data":[1 2]}', 11, false],
    ['{"data":[1,]}', 11, false],
    ['{"data":[1]]', 11, false],
    ['{"data":[1]} x', 13, false],
    ['{"data" [1]}', 8, false],
    ['{data:[1]}', 1, false],
    ['<html>', 0, false],
  ])('%j', (text, at, ended) => {
    const scan = () => new ListScanner().scan(encode(text), 0, encode(text).length, true, { add: () => {} });
    expect(scan).toThrow(expect.objectContaining({ at, isTruncated: ended }));
  });
});
