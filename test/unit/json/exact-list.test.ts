import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../../src/json/bytes.ts';
import { readExactList } from '../../../src/json/exact-list.ts';
import { ListScanner } from '../../../src/json/list-scanner.ts';
import { BatchBuilder, type ListDocument, ModelBatch } from '../../../src/models/batch.ts';
import { jsonLinesRenderer, jsonRenderer } from '../../../src/output/json.ts';
import type { Renderer } from '../../../src/output/renderer.ts';

const VIEW = { width: undefined, now: 0 };

/** What a format makes of a list. */
function shown(renderer: Renderer, batch: ModelBatch, document: ListDocument): string {
  const formatter = renderer.list(VIEW);
  const part = { batch, bytes: batch.bytes, document, members: [], isLast: true, isPageEnd: true };
  const chunks = [() => formatter.begin(document), () => formatter.part(part), () => formatter.end(document)];
  return chunks.map((make) => textOf(make() as string | Uint8Array)).join('');
}

const textOf = (chunk: string | Uint8Array) => (typeof chunk === 'string' ? chunk : decode(chunk));

/** The same list, found byte by byte. */
function scanned(bytes: Uint8Array): { batch: ModelBatch; document: ListDocument } {
  const scanner = new ListScanner();
  const builder = new BatchBuilder();
  scanner.scan(bytes, 0, bytes.length, true, builder);
  return { batch: builder.build(bytes), document: scanner };
}

const key = fc.oneof(fc.constantFrom('id', 'object', 'created', 'meta', '__proto__', '1', 'a"b'), fc.string());
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.constantFrom(0, 1686935002, 1.5, 1e21, true, false, null, '[', '{', '   '),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(key, tie('any'), { maxKeys: 4 }),
  ),
})).any;
const element = fc.dictionary(key, value, { maxKeys: 5 });
const list = fc
  .tuple(
    fc.dictionary(key, value, { maxKeys: 2 }),
    fc.array(element, { maxLength: 6 }),
    fc.dictionary(key, value, { maxKeys: 2 }),
  )
  .map(([before, data, after]) => ({ ...before, data, ...after }));

describe('a list that the engine reads exactly', () => {
  test.each([0, 2])('is shown as if it had been read byte by byte (indented by %i)', (indentation) => {
    let read = 0;
    fc.assert(
      fc.property(list, (document) => {
        const bytes = encode(JSON.stringify(document, null, indentation));
        const exact = readExactList(bytes);
        if (!exact) return;
        read++;
        const slow = scanned(bytes);
        const fast = ModelBatch.fromExactList(bytes, exact);
        for (const renderer of [jsonRenderer, jsonLinesRenderer])
          expect(shown(renderer, fast, exact)).toBe(shown(renderer, slow.batch, slow.document));
        expect([...fast].map(({ text }) => text)).toEqual([...slow.batch].map(({ text }) => text));
        expect([...fast.pick([fast.length - 1].filter((i) => i >= 0))].map(({ text }) => text)).toEqual(
          [...slow.batch].slice(-1).map(({ text }) => text),
        );
      }),
      { numRuns: 500 },
    );
    // Most such lists have nothing in them that stands in the way.
    expect(read).toBeGreaterThan(100);
  });

  test('may end with white space', () => {
    expect(readExactList(encode('{"data":[{"id":"a"}]}\r\n\t '))?.values).toEqual([{ id: 'a' }]);
  });
});

test.each<[name: string, text: string]>([
  ['a number with a fraction that says nothing', '{"data":[{"created":1686935002.0}]}'],
  ['a number too large for the engine', '{"data":[{"created":12345678901234567890}]}'],
  ['an exponent', '{"data":[{"x":1.50E+10}]}'],
  ['a negative zero', '{"data":[{"x":-0}]}'],
  ['a key twice', '{"data":[{"id":"a","id":"b"}]}'],
  ['the list twice', '{"data":[{"id":"a"}],"data":[{"id":"b"}]}'],
  ['keys that the engine would sort', '{"data":[{"b":1,"2":1,"1":1}]}'],
  ['an escape that is not needed', '{"data":[{"id":"a\\/b"}]}'],
  ['an escaped letter', '{"data":[{"id":"\\u0061"}]}'],
  ['a letter beyond ASCII', '{"data":[{"id":"é"}]}'],
  ['a byte order mark', '\ufeff{"data":[{"id":"a"}]}'],
  ['a space', '{"data": [{"id":"a"}]}'],
  ['another indentation', '{\n    "data": []\n}'],
  ['white space before it', ' {"data":[]}'],
  ['text after it', '{"data":[]}x'],
  ['an end too early', '{"data":[{"id":"a"}'],
  ['a model that is none', '{"data":[{"id":"a"},"b"]}'],
  ['a null among the models', '{"data":[null]}'],
  ['an array among the models', '{"data":[[]]}'],
  ['no list', '{"data":{}}'],
  ['no data', '{"models":[]}'],
  ['a bare array', '[{"id":"a"}]'],
  ['great depth', `{"data":[{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}]}`],
])('%s has to be read byte by byte', (_name, text) => {
  expect(readExactList(encode(text))).toBeUndefined();
});

test('bytes that are no text have to be read byte by byte', () => {
  expect(readExactList(Uint8Array.from([...encode('{"data":[{"id":"'), 0xff, ...encode('"}]}')]))).toBeUndefined();
});
