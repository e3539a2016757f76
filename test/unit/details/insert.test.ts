import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDetails, withDetails } from '../../../src/details/index.ts';
import { decode } from '../../../src/json/bytes.ts';
import { readMembers } from '../../../src/json/members.ts';
import type { ModelBatch } from '../../../src/models/batch.ts';
import { jsonText, objectText } from '../../support/json.ts';
import { batchOf, modelOf } from './read.ts';

const details = await openDetails({ provider: 'openai' });

const [LITELLM, TOKENIZER] = details.sources.map(({ name, date }) => ({ source: name, as_of: date }));

const textsOf = (batch: ModelBatch) => [...batch].map(({ text }) => text);
const insert = (...models: string[]) => textsOf(withDetails(batchOf(...models), details));

/** The details that stand in a model. */
function detailsIn(text: string): unknown {
  return (JSON.parse(text) as { details: unknown }).details;
}

describe('the details of a model in JSON', () => {
  test('stand last, as docs/details.md shows them', () => {
    const [text = ''] = insert('{"id":"gpt-5.6-sol","object":"model","shutdown_date":"2030-01-01"}');
    expect(text.slice(0, 72)).toBe('{"id":"gpt-5.6-sol","object":"model","shutdown_date":"2030-01-01","detai');
    expect(detailsIn(text)).toEqual({
      matched: 'openai/gpt-5.6-sol',
      match: 'exact',
      ...LITELLM,
      context: 1050000,
      max_input: 922000,
      max_output: 128000,
      input_price: 4,
      cached_input_price: 0.4,
      output_price: 20,
      price_tiers: expect.arrayContaining([
        { above_input_tokens: 272000, input_price: 8, cached_input_price: 0.8, output_price: 30 },
        { tier: 'batch', input_price: 2, cached_input_price: 0.2, output_price: 10 },
        { tier: 'batch', above_input_tokens: 272000, input_price: 4, cached_input_price: 0.4, output_price: 15 },
      ]),
      input_modalities: ['text', 'image'],
      output_modalities: ['text'],
      endpoints: ['responses', 'chat/completions', 'batch'],
      knowledge: '2026-02-16',
      shutdown_date: '2030-01-01',
      status: 'deprecated',
      sources: {
        context: TOKENIZER,
        max_output: TOKENIZER,
        input_modalities: TOKENIZER,
        output_modalities: TOKENIZER,
        endpoints: TOKENIZER,
        knowledge: TOKENIZER,
        shutdown_date: { source: 'server' },
        status: { source: 'server' },
      },
    });
  });

  test('name the base of a fine-tuned model', () => {
    const [text = ''] = insert('{"id":"ft:gpt-4o-2024-08-06:acme::x"}');
    expect(detailsIn(text)).toMatchObject({
      matched: 'openai/ft:gpt-4o-2024-08-06',
      match: 'fine-tuned',
      shutdown_date: '2027-01-14',
      sources: { shutdown_date: { of: 'gpt-4o-2024-08-06' }, context: { of: 'gpt-4o-2024-08-06' } },
    });
  });

  test("are the server's alone where no dataset knows the model", () => {
    expect(insert('{"id":"acme/x","context_length":1.31072e5}')).toEqual([
      '{"id":"acme/x","context_length":1.31072e5,"details":{"source":"server","context":1.31072e5}}',
    ]);
  });

  test.each<[model: string, text: string]>([
    ['{"id":"acme"}', '{"id":"acme","details":null}'],
    ['{}', '{"details":null}'],
    ['{ }', '{"details":null }'],
    ['{ "id" : "acme" \n}', '{ "id" : "acme","details":null \n}'],
    ['{"id":"acme","details":{"family":"llama"}}', '{"id":"acme","details":{"family":"llama"}}'],
    ['{"details":null,"id":"gpt-4o"}', '{"details":null,"id":"gpt-4o"}'],
    ['{"id":"a","x":{"details":1}}', '{"id":"a","x":{"details":1},"details":null}'],
    ['{"a":{}}', '{"a":{},"details":null}'],
    ['"gpt-4o"', '"gpt-4o"'],
    ['["gpt-4o"]', '["gpt-4o"]'],
    ['null', 'null'],
    ['7', '7'],
  ])('of %j', (model, text) => expect(insert(model)).toEqual([text]));

  test('stand in each model of a batch, and in any part of it', () => {
    const batch = batchOf('{"id":"a"}', '{"id":"gpt-4o"}', '7', '{"id":"b","details":1}');
    const added = withDetails(batch, details);
    expect([added.length, added.isCompact]).toEqual([4, true]);
    expect(textsOf(withDetails(batch.slice(1, 3), details))).toEqual(textsOf(added.slice(1, 3)));
    expect(textsOf(batch)).toEqual(['{"id":"a"}', '{"id":"gpt-4o"}', '7', '{"id":"b","details":1}']);
    expect(withDetails(batchOf(), details).length).toBe(0);
  });
});

const NAMES = [
  'id',
  'name',
  'owned_by',
  'details',
  'context_length',
  'pricing',
  'meta',
  'limits',
  'top_provider',
].concat([
  'metadata',
  'architecture',
  'modalities',
  'shutdown_date',
  'deprecation',
  'properties',
  'type',
  'knowledge',
  'max_tokens',
]);

/** Models of any kind, often with the fields that are looked at, holding anything. */
const anyModel = fc.oneof(
  jsonText,
  objectText,
  fc
    .array(
      fc.tuple(fc.constantFrom(...NAMES), fc.oneof(jsonText, fc.constantFrom('"gpt-4o"', '"ft:gpt-4o:a::b"', '"0"'))),
      {
        maxLength: 6,
      },
    )
    .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join(' ,\n')}}`),
  fc
    .tuple(
      fc.constantFrom('pricing', 'meta', 'architecture', 'limits', 'metadata', 'modalities', 'deprecation'),
      fc.array(
        fc.tuple(
          fc.constantFrom('prompt', 'completion', 'input', 'output', 'n_ctx', 'input_tiers', 'pricing', 'inference'),
          fc.oneof(jsonText, fc.constantFrom('"0.1"', '0', '"-1"', '[{"cost":"1","min":9}]', '["text"]')),
        ),
      ),
    )
    .map(([name, members]) => `{"${name}":{${members.map(([key, value]) => `"${key}":${value}`).join(',')}}}`),
);

describe('whatever a server sends', () => {
  test('every model stays what it was, byte for byte, and becomes valid JSON with one member more', () =>
    fc.assert(
      fc.property(fc.array(anyModel, { minLength: 1, maxLength: 4 }), (models) => {
        const batch = batchOf(...models);
        const before = [...batch];
        const after = [...withDetails(batch, details)];
        for (const [i, model] of before.entries()) {
          const added = after[i] as typeof model;
          expect(() => JSON.parse(added.text)).not.toThrow();
          const old = readMembers(model.bytes, model);
          const now = readMembers(added.bytes, added);
          const gains = model.text.trimStart().startsWith('{') && !old.some(({ key }) => key === 'details');
          if (!gains) {
            expect(added.text).toBe(model.text);
            continue;
          }
          expect(now).toHaveLength(old.length + 1);
          const last = now.at(-1);
          const cut = last ? added.text.slice(0, -1).lastIndexOf('"details":') : 0;
          // Without what was added, the text is the one that came.
          const value = decode(added.bytes, last?.start, last?.end);
          const rest = added.text.slice(cut + '"details":'.length + value.length);
          expect(added.text.slice(0, cut).replace(/,$/, '') + rest).toBe(model.text);
        }
      }),
      { numRuns: 2000 },
    ));

  test('what is known of any id is valid JSON', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (id, tuned) => {
        const found = details.of(modelOf({ id: tuned ? `ft:${id}:a:b:c` : id, context_length: 5, knowledge: '2024' }));
        expect(JSON.parse(found.json)).toMatchObject({ context: 5, knowledge: '2024' });
      }),
    ));
});
