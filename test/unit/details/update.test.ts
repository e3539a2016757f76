/** What `npm run details:update` makes of the datasets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otherSources } from '../../../scripts/details/others.mjs';
import { readRow, writeRow } from '../../../src/details/build/row.ts';
import { buildTable, otherSourcesIn } from '../../../src/details/build/table.ts';
import { perMillion } from '../../../src/details/server-prices.ts';
import tableFile from '../../../src/details/table.json' with { type: 'json' };
import { Table } from '../../../src/details/table.ts';

type Rows = Record<string, Record<string, unknown>>;

interface Data {
  litellm?: Rows;
  tokenizer?: Rows;
  genai?: readonly Record<string, unknown>[];
  provider?: string;
}

/** The rows of a provider as text. */
function rowsOf({ litellm = {}, tokenizer = {}, genai = [], provider = 'openai' }: Data): Record<string, string> {
  const names: Record<string, string> = { openai: 'openai', groq: 'groq' };
  const others = otherSources({
    'gpt-tokenizer': { data: tokenizer },
    'genai-prices': { data: { [names[provider] as string]: genai }, date: '2026-09-23' },
  });
  return buildTable(litellm, others)[provider] ?? {};
}

const chat = (more: Record<string, unknown>) => ({ a: { litellm_provider: 'openai', mode: 'chat', ...more } });
const spec = (more: Record<string, unknown>) => ({
  a: { name: 'a', modalities: {}, supported_endpoints: [], ...more },
});

describe('a price for a token', () => {
  test.each<[perToken: number, perMillion: string]>([
    [1.5e-7, '0.15'],
    [2.5e-6, '2.5'],
    [0.00003, '30'],
    [1e-5, '10'],
    [0.000168, '168'],
    [1, '1000000'],
    [1e-10, '0.0001'],
    [0, '0'],
    [1.23456789e-5, '12.3456789'],
  ])('of %d', (perToken, expected) => expect(perMillion(String(perToken))).toBe(expected));

  test('that is no price is refused', () => {
    for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(perMillion(String(value))).toBeUndefined();
  });

  test('moves its point and keeps its digits', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 6, max: 15 }), (digits, places) => {
        const text = perMillion(String(Number(`${digits}e-${places}`)));
        expect(text).toMatch(/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
        expect(Number(text)).toBe(Number(`${digits}e-${places - 6}`));
      }),
    ));
});

describe('a row of LiteLLM', () => {
  test.each<[what: string, more: Record<string, unknown>, row: string | undefined]>([
    ['has an input limit, never a window', { max_input_tokens: 272000 }, '@litellm max_input=272000'],
    [
      'with one number for both limits says nothing of the output',
      { max_input_tokens: 8, max_output_tokens: 8 },
      '@litellm max_input=8',
    ],
    [
      'has prices',
      { input_cost_per_token: 2.5e-6, cache_read_input_token_cost: 1.25e-6, output_cost_per_token: 1e-5 },
      '@litellm price=2.5/1.25/10',
    ],
    ['has no price of 0', { input_cost_per_token: 0, output_cost_per_token: 0 }, undefined],
    ['has no price of 0 beside images', { input_cost_per_token: 0, output_cost_per_image: 0.04 }, undefined],
    [
      'has one price where the other is 0',
      { mode: 'embedding', input_cost_per_token: 2e-8, output_cost_per_token: 0 },
      '@litellm price=0.02//',
    ],
    [
      'is free where it moderates',
      { mode: 'moderation', input_cost_per_token: 0, output_cost_per_token: 0 },
      '@litellm price=0//0',
    ],
    [
      'has no price for text where speech comes out',
      { mode: 'audio_speech', input_cost_per_token: 6e-7, output_cost_per_token: 1e-5 },
      '@litellm price=0.6//',
    ],
    [
      'has tiers',
      {
        input_cost_per_token: 4e-6,
        input_cost_per_token_above_272k_tokens: 8e-6,
        output_cost_per_token_above_272k_tokens: 3e-5,
        input_cost_per_token_batches: 2e-6,
        input_cost_per_token_above_272k_tokens_flex: 1e-6,
        output_cost_per_token_priority: 4e-5,
      },
      '@litellm price=4// price:>272000=8//30 price:batch=2// price:flex:>272000=1// price:priority=//40',
    ],
    ['has a shutdown date', { deprecation_date: '2026-10-23' }, '@litellm shutdown=2026-10-23'],
    ['has no date that is none', { deprecation_date: 'unknown' }, undefined],
    [
      'has modalities and endpoints',
      {
        supported_modalities: ['text'],
        supported_output_modalities: ['audio'],
        supported_endpoints: ['/v1/responses'],
      },
      '@litellm input=text output=audio endpoints=responses',
    ],
  ])('%s', (_what, more, row) => expect(rowsOf({ litellm: chat(more) }).a).toBe(row));

  test.each(['1024-x-1024/gpt-image-1', 'high/1024-x-1024/gpt-image-1', 'openai/container'])('%s is no model', (id) => {
    const row = { litellm_provider: 'openai', mode: 'chat', deprecation_date: '2026-10-23' };
    expect(rowsOf({ litellm: { [id]: row, b: row } })).toEqual({ b: '@litellm shutdown=2026-10-23' });
  });

  test('of a provider has the id that its server uses, and counts before its double without a prefix', () => {
    const row = (day: string) => ({ litellm_provider: 'groq', mode: 'chat', deprecation_date: day });
    const litellm = { a: row('2026-01-01'), 'groq/a': row('2026-02-02'), 'groq/openai/b': row('2026-03-03') };
    expect(rowsOf({ litellm, provider: 'groq' })).toEqual({
      a: '@litellm shutdown=2026-02-02',
      'openai/b': '@litellm shutdown=2026-03-03',
    });
  });
});

describe('a row of gpt-tokenizer', () => {
  test('has everything but prices', () => {
    const more = {
      name: 'a-2026-01-01',
      context_window: 400000,
      max_input_tokens: 272000,
      max_output_tokens: 128000,
      modalities: { input: ['text', 'image'], output: ['text'] },
      supported_endpoints: ['chat_completions', 'image_edit'],
      knowledge_cutoff: new Date('2024-09-30'),
      price_data: { main: { input: 10, output: 30 } },
    };
    expect(rowsOf({ tokenizer: spec(more) }).a).toBe(
      '@gpt-tokenizer context=400000 max_input=272000 max_output=128000 input=text,image output=text endpoints=chat/completions,images/edits knowledge=2024-09-30 alias=a-2026-01-01',
    );
  });

  test('with an endpoint that is new stops the update', () => {
    expect(() => rowsOf({ tokenizer: spec({ supported_endpoints: ['teleport'] }) })).toThrow('teleport');
  });
});

describe('a row of genai-prices', () => {
  const model = (more: Record<string, unknown>) => [{ id: 'm', match: { equals: 'a' }, prices: {}, ...more }];
  const known = chat({ max_output_tokens: 5 });

  test.each<[what: string, more: Record<string, unknown>, row: string]>([
    [
      'has a window and prices',
      { context_window: 9, prices: { input_mtok: 2, output_mtok: 8.5 } },
      ' @genai-prices context=9 price=2//8.5',
    ],
    [
      'has the prices of the day',
      {
        prices: [
          { prices: { input_mtok: 10 } },
          { constraint: { type: 'start_date', start_date: '2026-09-01' }, prices: { input_mtok: 2 } },
          { constraint: { type: 'start_date', start_date: '2026-12-01' }, prices: { input_mtok: 1 } },
          { constraint: { type: 'time_of_date', start_time: '00:00', end_time: '08:00' }, prices: { input_mtok: 0.5 } },
        ],
      },
      ' @genai-prices price=2//',
    ],
    [
      'has tiers',
      { prices: { input_mtok: { base: 1, tiers: [{ start: 200000, price: 2 }] }, output_mtok: 3 } },
      ' @genai-prices price=1//3 price:>200000=2//',
    ],
    [
      'matches by its rule',
      { match: { or: [{ equals: 'b' }, { and: [{ starts_with: 'a' }, { regex: '^.$' }] }] }, context_window: 9 },
      ' @genai-prices context=9',
    ],
    ['does not match another', { match: { and: [{ contains: 'a' }, { ends_with: 'b' }] }, context_window: 9 }, ''],
  ])('%s', (_what, more, row) =>
    expect(rowsOf({ litellm: known, genai: model(more) }).a).toBe(`@litellm max_output=5${row}`),
  );

  test('has no say on prices where LiteLLM has any', () => {
    const litellm = chat({ input_cost_per_token: 1e-6 });
    expect(rowsOf({ litellm, genai: model({ prices: { input_mtok: 2, output_mtok: 8 } }) }).a).toBe(
      '@litellm price=1//',
    );
  });

  test("is none for published weights among OpenAI's models, which OpenAI does not serve", () => {
    const genai = [{ id: 'gpt-oss-20b', match: { equals: 'gpt-oss-20b' }, prices: { input_mtok: 1 } }];
    const tokenizer = { 'gpt-oss-20b': { name: 'gpt-oss-20b', context_window: 131072, supported_endpoints: [] } };
    expect(rowsOf({ tokenizer, genai })).toEqual({ 'gpt-oss-20b': '@gpt-tokenizer context=131072' });
  });
});

describe('together', () => {
  test('an input limit as large as the window is no limit', () => {
    const litellm = chat({ max_input_tokens: 400000 });
    const row = (max_input_tokens: number | undefined) =>
      rowsOf({ litellm, tokenizer: spec({ context_window: 400000, max_input_tokens }) }).a;
    expect(row(undefined)).toBe('@gpt-tokenizer context=400000');
    expect(row(272000)).toBe('@gpt-tokenizer context=400000 max_input=272000');
  });

  test('a row that could not be read back is refused', () => {
    expect(() => writeRow({ litellm: { input: ['text only'], output: ['a"b'] } })).toThrow('characters');
  });

  test('every row of the table is read back as it was written, source by source', () => {
    for (const rows of Object.values(tableFile.models))
      for (const text of Object.values(rows)) expect(writeRow(readRow(text))).toBe(text);
  });

  test('a newer LiteLLM replaces what the table has of it, and leaves the others', () => {
    const litellm = { 'gpt-4o': { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 3e-6 } };
    const built = buildTable(litellm, otherSourcesIn(tableFile));
    expect(built.openai?.['gpt-4o']).toBe(
      tableFile.models.openai['gpt-4o'].replace(/^@litellm .*?(?= @)/, '@litellm price=3//'),
    );
    const others = (rows: Readonly<Record<string, string>>) =>
      Object.entries(rows).flatMap(([id, text]) => (/@(?:gpt-tokenizer|genai-prices)/.test(text) ? [id] : []));
    for (const [provider, rows] of Object.entries(tableFile.models))
      expect(others(built[provider] ?? {})).toEqual(others(rows));
    expect(buildTable({}, otherSourcesIn({ sources: {}, models: built })).openai?.['gpt-4o']).not.toContain('litellm');
  });

  test('what is written is what is read', () => {
    const row = {
      litellm: {
        max_output: 5,
        input_price: '0.15',
        output_price: '3',
        tiers: [{ tier: 'batch', above: 200000, input_price: '9' }],
        shutdown: '2026-10-23',
      },
      'gpt-tokenizer': {
        context: 7,
        input: ['text', 'image'],
        endpoints: ['responses'],
        knowledge: '2024-06-01',
        alias: 'b',
      },
    };
    const sources = {
      litellm: { version: '1', date: '2026-01-01' },
      'gpt-tokenizer': { version: '4', date: '2026-02-02' },
    };
    const read = new Table({ sources, models: { openai: { a: writeRow(row) } } }).row('openai', 'a');
    const litellm = { name: 'litellm 1', date: '2026-01-01' };
    const tokenizer = { name: 'gpt-tokenizer 4', date: '2026-02-02' };
    expect(read?.alias).toBe('b');
    expect(read?.values.filter((value) => value !== undefined)).toEqual([
      { text: '7', json: '7', source: tokenizer },
      { text: '5', json: '5', source: litellm },
      { text: '0.15', json: '0.15', source: litellm },
      { text: '3', json: '3', source: litellm },
      {
        text: 'batch >200000: 9//',
        json: '[{"tier":"batch","above_input_tokens":200000,"input_price":9}]',
        source: litellm,
        tiers: [{ tier: 'batch', above: 200000, input_price: '9' }],
      },
      { text: 'text,image', json: '["text","image"]', source: tokenizer },
      { text: 'responses', json: '["responses"]', source: tokenizer },
      { text: '2024-06-01', json: '"2024-06-01"', source: tokenizer },
      { text: '2026-10-23', json: '"2026-10-23"', source: litellm },
    ]);
  });
});
