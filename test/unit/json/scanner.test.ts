import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../src/json/bytes.ts';
import { Scanner } from '../../../src/json/scanner.ts';
import { isJson, jsonText } from '../../support/json.ts';

/** What the scanner says of a text that begins with a value: whether that is all there is to it. */
function whole(text: string): boolean {
  const bytes = encode(text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''));
  const scanner = new Scanner();
  return scanner.value(bytes, 0, bytes.length) && scanner.position === bytes.length;
}

describe('the scanner agrees with JSON.parse', () => {
  test('about text that is valid', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        JSON.parse(text);
        expect(whole(text)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('about text with one character put in, left out or changed', () => {
    const characters = fc.constantFrom(
      ...' \t\n\0\x0b\x1f"\\/,:[]{}-+.0123456789eEabfnrtuxNIé\u00a0\u2028\ufeff',
      '\x7f',
    );
    const kind = fc.constantFrom('put in', 'left out', 'changed');
    fc.assert(
      fc.property(jsonText, kind, fc.nat(), characters, (text, how, place, character) => {
        const at = place % (text.length + (how === 'put in' ? 1 : 0));
        const made =
          text.slice(0, at) + (how === 'left out' ? '' : character) + text.slice(how === 'put in' ? at : at + 1);
        expect({ made, valid: whole(made) }).toEqual({ made, valid: isJson(made) });
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ...[
      '',
      '01',
      '-',
      '-01',
      '+1',
      '.5',
      '1.',
      '1.e1',
      '1e',
      '1e+',
      '1E-',
      '0x1',
      '1_0',
      'Infinity',
      '-Infinity',
      'NaN',
    ],
    ...['tru', 'truee', 'True', 'nul', 'nulll', 'undefined', 'falsE', 'n', 't', 'f', '00', '-0', '0e0', '-0.0E-0'],
    ...[
      '"',
      '"\\"',
      '"\\',
      '"\\x41"',
      '"\\u"',
      '"\\u12"',
      '"\\u123g"',
      '"\\u{41}"',
      '"\\U0041"',
      '"\t"',
      '"\n"',
      '"\\\n"',
    ],
    ...["'a'", '"a" "b"', '"a"b', '"\\ud800"', '"\\\\"', '"\\/\\b\\f\\n\\r\\t"', '"\x7f\u0080"'],
    ...['[', ']', '[]', '[,]', '[1,]', '[,1]', '[1 2]', '[1,,2]', '[[]', '[]]', '[}', '{]', '[1]x', '/**/1', '1//'],
    ...['{', '}', '{}', '{,}', '{"a"}', '{"a":}', '{"a":1,}', '{a:1}', '{1:1}', '{"a" 1}', '{"a"::1}', '{"a":1 "b":2}'],
    ...['{"a":1,,"b":2}', '{"a":1}}', '{"a":1]', '{"a",1}', '{"a":1;"b":2}', '{null:1}', '{"a":1,"a":2}', '{"":0}'],
    ...['\u00a01', '1\u00a0', '[\u00a01]', '\ufeff1', '1\x0b', '1\x0c', '[1\0]', '\u20281'],
  ])('about %j', (text) => expect(whole(text)).toBe(isJson(text)));
});

describe('the scanner', () => {
  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(64), fc.nat(64), (bytes, start, end) => {
        const scanner = new Scanner();
        const stop = Math.min(end, bytes.length);
        const ok = scanner.value(bytes, Math.min(start, stop), stop);
        expect(scanner.position).toBeLessThanOrEqual(stop);
        expect(scanner.failure === undefined).toBe(ok);
      }),
      { numRuns: 2000 },
    );
  });

  test('says of every beginning of a valid text that it ended, never that it is wrong', () => {
    fc.assert(
      fc.property(jsonText, (spaced) => {
        const bytes = encode(spaced.trim());
        const scanner = new Scanner();
        for (let end = 0; end < bytes.length; end++) {
          // A number may be whole before its last digit; nothing else may.
          if (scanner.value(bytes, 0, end)) expect(spaced.trim()).toMatch(/^-?\d/);
          else
            expect({ failure: scanner.failure, position: scanner.position }).toEqual({
              failure: 'ended',
              position: end,
            });
        }
      }),
    );
  });

  test('stays within the range that it was given', () => {
    fc.assert(
      fc.property(jsonText, fc.string(), fc.string(), (spaced, before, after) => {
        const text = spaced.trim();
        const [start, length] = [encode(before).length, encode(text).length];
        const bytes = encode(before + text + after);
        const scanner = new Scanner();
        expect(scanner.value(bytes, start, start + length)).toBe(true);
        expect(scanner.position).toBe(start + length);
      }),
    );
  });

  test('knows whether there is white space between tokens', () => {
    fc.assert(
      fc.property(jsonText, (spaced) => {
        const bytes = encode(spaced.trim());
        const scanner = new Scanner();
        scanner.value(bytes, 0, bytes.length);
        const strings = /"(?:[^"\\]|\\.)*"/gs;
        expect(scanner.hasWhitespace).toBe(/\s/.test(spaced.trim().replace(strings, '""')));
      }),
    );
  });

  test.each<[name: string, text: string, at: number]>([
    ['a wrong word', '[1, nil]', 5],
    ['a missing comma', '[1 2]', 3],
    ['a control in a string', '["a\tb"]', 3],
    ['a bad escape', '["a\\x"]', 4],
    ['a bad hex digit', '["\\u12g4"]', 6],
    ['a key without quotes', '{a:1}', 1],
    ['the wrong bracket', '{"a":1]', 6],
  ])('points at %s', (_name, text, at) => {
    const scanner = new Scanner();
    expect(scanner.value(encode(text), 0, text.length)).toBe(false);
    expect({ failure: scanner.failure, position: scanner.position }).toEqual({ failure: 'invalid', position: at });
  });

  test('is not hurt by depth', () => {
    const depth = 200_000;
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"a":', '}]'],
    ] as const) {
      const text = `${open.repeat(depth)}1${close.repeat(depth)}`;
      expect(whole(text)).toBe(true);
      expect(whole(text.slice(0, -1))).toBe(false);
      expect(whole(`${text}${close}`)).toBe(false);
    }
  });

  test('forgets the last value when it is used again', () => {
    const scanner = new Scanner();
    expect(scanner.value(encode('[[[ "'), 0, 5)).toBe(false);
    expect(scanner.value(encode('[]'), 0, 2)).toBe(true);
    expect({ spaced: scanner.hasWhitespace, failure: scanner.failure }).toEqual({ spaced: false, failure: undefined });
  });
});
