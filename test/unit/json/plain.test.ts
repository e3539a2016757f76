/** The small loops for what nearly every model is, held against those that take everything. */
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ByteBuffer, COMMA, decode, encode } from '../../../src/json/bytes.ts';
import { indent, indentModel, newline } from '../../../src/json/layout.ts';
import { InvalidJsonError, ListScanner, TooManyValuesError } from '../../../src/json/list-scanner.ts';
import { Scanner } from '../../../src/json/scanner.ts';
import { cut, jsonText } from '../../support/json.ts';

const text = (...parts: string[]) => fc.constantFrom(...parts);
/** One of these, nearly always of the first. */
const mostly = (often: fc.Arbitrary<string>, ...rare: string[]) =>
  fc.oneof({ arbitrary: often, weight: 12 }, { arbitrary: text(...rare), weight: 1 });
const key = mostly(text('"id"', '"object"', '""', '"é"', '"a b"'), '"\\u0061"', '"\\""', '"a\\\\"');
const word = mostly(text('"gpt-4o"', '""', '"é\u2028"', '"{[,:]}"', '" "', '"\x7f"'), '"\\n"', '"\\\\"', '"a\\"b"');
const number = mostly(text('0', '1', '1720000000', '10'), '-1', '0.5', '1e3', '1.50E+10', '-0', '00', '01');
const nested = text('[]', '{}', '[1,2]', '{"a":1}', '[{"id":"x"}]', '[[[]]]');
const value = fc.oneof(
  { arbitrary: word, weight: 6 },
  { arbitrary: number, weight: 4 },
  { arbitrary: text('true', 'false', 'null'), weight: 3 },
  { arbitrary: nested, weight: 1 },
);
const between = fc.oneof({ arbitrary: fc.constant(''), weight: 30 }, text(' ', '\n', '\t', '\r\n'));

/** Models as servers send them, nearly all of them plain. */
const model = fc
  .array(fc.tuple(key, between, value, between), { maxLength: 5 })
  .map((members) => `{${members.map(([name, a, one, b]) => `${name}:${a}${one}${b}`).join(',')}}`);
const models = fc.array(fc.oneof({ arbitrary: model, weight: 8 }, jsonText), { maxLength: 6 });

/** A byte put in, left out or changed; most often none. */
const damage = fc.option(
  fc.record({
    place: fc.nat(),
    put: text('', ',', '"', '{', '}', '[', ']', ':', '0', '-', 't', ' ', '\\', '\0', '\x1f', 'é'),
  }),
  { freq: 3 },
);

function damaged(whole: string, how: { place: number; put: string } | null): string {
  if (!how) return whole;
  const at = how.place % (whole.length + 1);
  return whole.slice(0, at) + how.put + whole.slice(at + (how.place % 2));
}

describe('a plain object', () => {
  test('ends where any value ends, and its window holds more', () => {
    let taken = 0;
    // What stands behind the end of the window is what an earlier one left there.
    fc.assert(
      fc.property(
        model,
        damage,
        text('', ',', ']', '}', ' ', ',{"id":"y"}', '"}'),
        fc.nat(),
        (one, how, rest, place) => {
          const bytes = encode(damaged(one, how) + rest);
          const end = place % 3 === 0 ? place % (bytes.length + 1) : bytes.length;
          const [quick, general] = [new Scanner(), new Scanner()];
          const stop = quick.plainObject(bytes, 0, end);
          if (stop < 0) return;
          taken++;
          expect(stop).toBeLessThan(end);
          expect(general.value(bytes, 0, end)).toBe(true);
          expect([stop, quick.hasWhitespace, quick.commas]).toEqual([
            general.position,
            general.hasWhitespace,
            general.commas,
          ]);
        },
      ),
      { numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('is what a model nearly always is', () => {
    const plain = fc.oneof(fc.stringMatching(/^[^"\\\x00-\x1f]*$/), fc.nat(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]+$/), plain, { minKeys: 1 }), (one) => {
        const bytes = encode(`${JSON.stringify(one)},`);
        expect(new Scanner().plainObject(bytes, 0, bytes.length)).toBe(bytes.length - 1);
      }),
    );
  });
});

describe('a list', () => {
  afterEach(() => vi.restoreAllMocks());

  /** All that comes of these pieces, the failure and where it is among it. */
  function read(pieces: readonly Uint8Array[], most: number): unknown {
    const scanner = new ListScanner(most);
    const elements: [string, boolean][] = [];
    // As long as all of it, with what earlier windows left behind their ends.
    const window = Buffer.alloc(
      pieces.reduce((sum, { length }) => sum + length, 1),
      ',{"id":1}',
    );
    let length = 0;
    try {
      for (const piece of [...pieces, undefined]) {
        if (piece) window.set(piece, length);
        length += piece?.length ?? 0;
        const add = (start: number, end: number, spaced: boolean) =>
          elements.push([decode(window, start, end), spaced]);
        const done = scanner.scan(window, 0, length, piece === undefined, { add });
        window.copyWithin(0, done, length);
        length -= done;
      }
    } catch (error) {
      if (error instanceof InvalidJsonError) return { elements, at: error.at, ended: error.isTruncated, left: length };
      if (error instanceof TooManyValuesError) return { elements, tooMany: true };
      throw error;
    }
    const { root, hasList, isNullList, oversizedKey, before, after } = scanner;
    return { elements, root, hasList, isNullList, oversizedKey, before, after };
  }

  test('is the same without the small loop, however it is cut and wherever it is broken', () => {
    const sizes = fc.oneof(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), fc.constant([1]));
    fc.assert(
      fc.property(
        models,
        text(',', ',', ', ', ',\n'),
        damage,
        sizes,
        fc.constantFrom(2, 1000),
        (all, comma, how, at, most) => {
          const bytes = encode(damaged(`{"object":"list","data":[${all.join(comma)}],"x":1}`, how));
          const pieces = cut(bytes, at);
          const quick = read(pieces, most);
          const off = vi.spyOn(Scanner.prototype, 'plainObject').mockReturnValue(-1);
          const general = read(pieces, most);
          off.mockRestore();
          expect(quick).toEqual(general);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('a plain model laid out', () => {
  test('is what any value is laid out as, and nothing is left of one that is not plain', () => {
    let taken = 0;
    fc.assert(
      fc.property(
        fc.oneof({ arbitrary: model, weight: 5 }, jsonText),
        fc.boolean(),
        fc.nat(70),
        (one, follows, before) => {
          const bytes = encode(`x${one}y`);
          const made = (lay: (out: ByteBuffer) => unknown) => {
            // One byte to begin with, so that the buffer has to grow.
            const out = new ByteBuffer(1);
            out.append(encode('z'.repeat(before)));
            return { done: lay(out), text: decode(out.take()) };
          };
          const quick = made((out) => indentModel(bytes, 1, bytes.length - 1, follows, out));
          const general = made((out) => {
            if (follows) out.push(COMMA);
            newline(out, 2);
            indent(bytes, 1, bytes.length - 1, 2, out);
          });
          if (quick.done) taken++;
          expect(quick.text).toBe(quick.done ? general.text : 'z'.repeat(before));
        },
      ),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(500);
  });
});
