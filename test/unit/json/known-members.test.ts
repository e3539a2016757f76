import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../../src/json/bytes.ts';
import { MemberReader } from '../../../src/json/known-members.ts';
import { readMembers } from '../../../src/json/members.ts';
import { jsonText, objectText } from '../../support/json.ts';

const NAMES = ['a', 'id', 'data', 'di', 'b', '', 'é', 'a"b'];

/** What is found in a text, by name. */
function find(json: string, names: readonly string[] = NAMES): Record<string, string> {
  const bytes = encode(` ${json}]`);
  const known = new MemberReader(names);
  known.read(bytes, 0, bytes.length - 1);
  return Object.fromEntries(
    names.flatMap((name, number) => {
      const start = known.starts[number] as number;
      return start < 0 ? [] : [[name, decode(bytes, start, known.ends[number])]];
    }),
  );
}

describe('the members that are wanted', () => {
  test.each<[json: string, found: Record<string, string>]>([
    ['{"a":1,"x":{"b":2},"b":[{"a":3}]}', { a: '1', b: '[{"a":3}]' }],
    ['{ "a" : "}\\"]" , "b" : { "c" : "{" } }', { a: '"}\\"]"', b: '{ "c" : "{" }' }],
    ['{"a":1,"a":2}', { a: '2' }],
    ['{"a":"\\\\","b":"\\\\\\""}', { a: '"\\\\"', b: '"\\\\\\""' }],
    ['{"a":-1.5e3}', { a: '-1.5e3' }],
    ['{"a":null ,"b":true}', { a: 'null', b: 'true' }],
    ['{"di":1}', { di: '1' }],
    ['{"":1}', { '': '1' }],
    ['{"é":1}', { é: '1' }],
    // Only as it is written plainly.
    ['{"\\u0061":1,"a\\"b":2}', {}],
    ['[{"a":1}]', {}],
    ['"a"', {}],
    ['{}', {}],
  ])('of %s', (json, found) => expect(find(json)).toEqual(found));

  test('are those that reading all of them finds', () =>
    fc.assert(
      fc.property(fc.oneof(objectText, jsonText), (json) => {
        const bytes = encode(json);
        const all = readMembers(bytes, { start: 0, end: bytes.length }).filter(
          ({ key, keyRange }) => NAMES.includes(key) && decode(bytes, keyRange.start + 1, keyRange.end - 1) === key,
        );
        const expected = Object.fromEntries(all.map(({ key, start, end }) => [key, decode(bytes, start, end)]));
        expect(find(json)).toEqual(expected);
      }),
      { numRuns: 1000 },
    ));

  test('tell by their highest number what is there', () => {
    const known = new MemberReader(['a', 'b']);
    const highest = (json: string) => known.read(encode(json), 0, json.length);
    expect([highest('{"b":1,"a":2}'), highest('{"a":1}'), highest('{"c":1}'), highest('7')]).toEqual([1, 0, -1, -1]);
    expect(known.add('b')).toBe(1);
    expect(known.add('c')).toBe(2);
    expect(highest('{"c":1}')).toBe(2);
  });
});
