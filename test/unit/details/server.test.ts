/** What servers say of their models, in the shapes in which they were seen. */
import { describe, expect, test } from 'vitest';
import { openDetails } from '../../../src/details/index.ts';
import { DETAIL_NAMES } from '../../../src/details/value.ts';
import { modelOf } from './read.ts';

const gateway = await openDetails();

/** Everything that the server itself says of a model, by name. */
function said(model: unknown): Record<string, string> {
  const found = gateway.of(modelOf(model));
  return Object.fromEntries(
    DETAIL_NAMES.flatMap((name) => {
      const value = found.get(name);
      return value?.source.name === 'server' ? [[name, value.text]] : [];
    }),
  );
}

describe('a model as it is listed by', () => {
  test.each<[server: string, model: unknown, said: Record<string, string>]>([
    ['OpenAI', { id: 'a', shutdown_date: '2026-10-23' }, { shutdown_date: '2026-10-23', status: 'deprecated' }],
    ['vLLM', { id: 'a', root: 'a', parent: null, max_model_len: 32768, permission: [] }, { context: '32768' }],
    [
      'Gemini',
      { name: 'models/g', inputTokenLimit: 1048576, outputTokenLimit: 65536 },
      { max_input: '1048576', max_output: '65536' },
    ],
    [
      'GitHub Copilot',
      {
        id: 'a',
        vendor: 'X',
        capabilities: {
          type: 'chat',
          limits: { max_context_window_tokens: 200000, max_prompt_tokens: 168000, max_output_tokens: 32000 },
        },
      },
      { context: '200000', max_input: '168000', max_output: '32000' },
    ],
    [
      'Ark',
      {
        id: 'a',
        token_limits: { context_window: 65536, max_input_token_length: 32768, max_output_token_length: 8192 },
        modalities: { input_modalities: ['text'], output_modalities: ['text'] },
      },
      { context: '65536', max_input: '32768', max_output: '8192', input_modalities: 'text', output_modalities: 'text' },
    ],
    [
      'Poe',
      { id: 'a', context_window: { context_length: 128000, max_output_tokens: 16384 } },
      { context: '128000', max_output: '16384' },
    ],
    ['Novita', { id: 'a', context_size: 163840 }, { context: '163840' }],
    [
      'Venice',
      {
        id: 'a',
        model_spec: {
          availableContextTokens: 200000,
          maxCompletionTokens: 24000,
          pricing: { input: { usd: 1.75, diem: 2 }, output: { usd: 5.5 } },
        },
      },
      { context: '200000', max_output: '24000', input_price: '1.75', output_price: '5.5' },
    ],
    ['prices in another currency', { id: 'a', pricing: { currency: 'CNY', prompt: 1, completion: 2 } }, {}],
    ['prices in another currency, told beside them', { id: 'a', currency: 'eur', pricing: { prompt: 1 } }, {}],
    [
      'prices in dollars that are told',
      { id: 'a', currency: 'usd', pricing: { currency: 'USD', prompt: 1 } },
      { input_price: '1' },
    ],
    [
      'prices per 1M tokens as text',
      { id: 'a', pricing: { unit: 'per_1m_tokens', prompt: '2.90' } },
      { input_price: '2.9' },
    ],
    [
      'prices per token as numbers',
      { id: 'a', pricing: { unit: 'per_token', prompt: 1.5e-7 } },
      { input_price: '0.15' },
    ],
    ['prices per 1K tokens', { id: 'a', pricing: { unit: 'per_1k_tokens', prompt: '0.002' } }, { input_price: '2' }],
    ['vLLM, not set', { id: 'a', max_model_len: null }, {}],
    ['llama.cpp', { id: '/srv/tiny.gguf', meta: { n_ctx: 4096, n_ctx_train: 131072 } }, { context: '4096' }],
    [
      'llama.cpp, older',
      { id: '/srv/tiny.gguf', meta: { n_ctx_train: 131072, n_params: 27232 } },
      { context: '131072' },
    ],
    ['llama.cpp, loading', { id: '/srv/tiny.gguf', meta: null }, {}],
    ['LM Studio', { id: 'a', type: 'llm', max_context_length: 8192 }, { context: '8192' }],
    ['Docker Model Runner', { id: 'ai/a', dmr: { context_window: 2048, size: '1 kB' } }, { context: '2048' }],
    [
      'LiteLLM',
      { id: 'a', max_input_tokens: 200000, max_output_tokens: 64000 },
      { max_input: '200000', max_output: '64000' },
    ],
    [
      'Anthropic',
      { type: 'model', id: 'a', max_input_tokens: 200000, max_tokens: 64000 },
      { max_input: '200000', max_output: '64000' },
    ],
    [
      'Groq',
      { id: 'a', active: true, context_window: 131072, public_apps: null, max_completion_tokens: 65536 },
      { context: '131072', max_output: '65536' },
    ],
    [
      'Mistral',
      { id: 'a', max_context_length: 262144, deprecation: '2027-01-31T12:00:00Z' },
      { context: '262144', shutdown_date: '2027-01-31', status: 'deprecated' },
    ],
    [
      'Azure',
      { id: 'a', deprecation: { fine_tune: 1790000000, inference: 1798761600 } },
      { shutdown_date: '2027-01-01', status: 'deprecated' },
    ],
    [
      'Mistral, with what comes next',
      { id: 'a', deprecation: '2027-01-31T12:00:00Z', deprecation_replacement_model: 'b' },
      { shutdown_date: '2027-01-31', status: 'deprecated', replacement: 'b' },
    ],
    ['Ark, gone', { id: 'a', status: 'Shutdown' }, { status: 'retired' }],
    ['Ark, going', { id: 'a', status: 'Retiring' }, { status: 'deprecated' }],
    ['Azure, made', { id: 'a', status: 'succeeded', lifecycle_status: 'generally-available' }, {}],
    ['Cohere', { name: 'a', is_deprecated: true }, { status: 'deprecated' }],
    ['Cohere, not', { name: 'a', is_deprecated: false }, {}],
    ['Azure, fine-tuning alone', { id: 'a', deprecation: { fine_tune: 1790000000 } }, {}],
    ['xAI', { id: 'a', aliases: [], context_length: 256000, long_context_threshold: 128000 }, { context: '256000' }],
    [
      'Fireworks',
      { id: 'a', kind: 'HF_BASE_MODEL', supports_chat: true, context_length: 262144 },
      { context: '262144' },
    ],
    [
      'Bifrost',
      { id: 'openai/a', shutdown_date: '2027-04-01', supported_methods: ['chat'] },
      { endpoints: 'chat', shutdown_date: '2027-04-01', status: 'deprecated' },
    ],
    ['new-api', { id: 'a', supported_endpoint_types: ['openai', 'anthropic'] }, { endpoints: 'openai,anthropic' }],
    [
      'Cloudflare',
      {
        id: '0',
        name: '@cf/a',
        properties: [
          { property_id: 'beta', value: 'x' },
          { property_id: 'context_window', value: '8192' },
        ],
      },
      { context: '8192' },
    ],
    [
      'GitHub Models',
      {
        id: 'acme/a',
        limits: { max_input_tokens: 1048576, max_output_tokens: 32768 },
        supported_input_modalities: ['text', 'image'],
        supported_output_modalities: ['text'],
      },
      { max_input: '1048576', max_output: '32768', input_modalities: 'text,image', output_modalities: 'text' },
    ],
    [
      'OpenRouter',
      {
        id: 'acme/a',
        context_length: 128000,
        architecture: {
          modality: 'text+image->text',
          input_modalities: ['text', 'image'],
          output_modalities: ['text'],
        },
        pricing: { prompt: '0.00000015', completion: '0.0000006', request: '0', input_cache_read: '0.000000075' },
        top_provider: { context_length: 64000, max_completion_tokens: 16384, is_moderated: true },
        knowledge_cutoff: '2024-06-30',
        expiration_date: '2027-01-01',
      },
      {
        context: '128000',
        max_output: '16384',
        input_price: '0.15',
        cached_input_price: '0.075',
        output_price: '0.6',
        input_modalities: 'text,image',
        output_modalities: 'text',
        knowledge: '2024-06-30',
        shutdown_date: '2027-01-01',
        status: 'deprecated',
      },
    ],
    [
      'OpenRouter, nothing known',
      { id: 'a/b', context_length: null, expiration_date: null, knowledge_cutoff: null },
      {},
    ],
    [
      'Together',
      {
        id: 'acme/a',
        type: 'chat',
        context_length: 2048,
        pricing: { hourly: 0, input: 0.18000000000000002, output: 0.3, base: 0, finetune: 0 },
      },
      { context: '2048', input_price: '0.18000000000000002', output_price: '0.3' },
    ],
    [
      'Together, an embedding',
      {
        id: 'acme/e',
        type: 'embedding',
        context_length: 512,
        pricing: { hourly: 0, input: 0.01, output: 0, base: 0, finetune: 0 },
      },
      { context: '512', input_price: '0.01' },
    ],
    [
      'DeepInfra',
      {
        id: 'acme/a',
        metadata: { context_length: 131072, max_tokens: 16384, pricing: { input_tokens: 0.23, output_tokens: 0.4 } },
      },
      { context: '131072', max_output: '16384', input_price: '0.23', output_price: '0.4' },
    ],
    [
      'Vercel',
      {
        id: 'acme/a',
        context_window: 1000000,
        max_tokens: 64000,
        type: 'language',
        modalities: { input: ['text'], output: ['text'] },
        pricing: {
          input: '0.00000125',
          output: '0.00001',
          input_tiers: [
            { cost: '0.00000125', min: 0, max: 200001 },
            { cost: '0.0000025', min: 200001 },
          ],
          output_tiers: [
            { cost: '0.00001', min: 0, max: 200001 },
            { cost: '0.000015', min: 200001 },
          ],
        },
        deprecated_at: 1803600000000,
        knowledge: '2024-06-01',
      },
      {
        context: '1000000',
        max_output: '64000',
        input_price: '1.25',
        output_price: '10',
        price_tiers: '>200000: 2.5//15',
        input_modalities: 'text',
        output_modalities: 'text',
        knowledge: '2024-06-01',
        shutdown_date: '2027-02-26',
        status: 'deprecated',
      },
    ],
    ['Ollama', { id: 'tiny:latest', object: 'model', created: 1, owned_by: 'library' }, {}],
  ])('%s', (_server, model, expected) => expect(said(model)).toEqual(expected));
});

describe('a price of 0', () => {
  const free = { prompt: '0', completion: '0', request: '0', image: '0', web_search: '0.01' };
  const text = { output_modalities: ['text'] };
  test.each<[what: string, model: object, prices: Record<string, string>]>([
    [
      'means free where all is 0 and text comes out',
      { architecture: text, pricing: free },
      { input_price: '0', output_price: '0' },
    ],
    ['means nothing where images cost something', { architecture: text, pricing: { ...free, image: '0.04' } }, {}],
    ['means nothing where requests cost something', { architecture: text, pricing: { ...free, request: '0.01' } }, {}],
    ['means nothing where images come out', { architecture: { output_modalities: ['image'] }, pricing: free }, {}],
    ['means nothing where it is not known what comes out', { pricing: free }, {}],
    [
      'means free for a chat model of Together',
      { type: 'chat', pricing: { hourly: 0, input: 0, output: 0 } },
      { input_price: '0', output_price: '0' },
    ],
    [
      'means nothing for an image model of Together',
      { type: 'image', pricing: { hourly: 0, input: 0, output: 0 } },
      {},
    ],
    ['is not made of a price that varies', { architecture: text, pricing: { prompt: '-1', completion: '-1' } }, {}],
  ])('%s', (_what, model, prices) => {
    const { output_modalities: _, ...rest } = said({ id: 'acme/a', ...model });
    expect(rest).toEqual(prices);
  });
});

describe('a price', () => {
  test.each<[perToken: unknown, perMillion: string | undefined]>([
    ['0.00000015', '0.15'],
    ['1.5e-7', '0.15'],
    ['1.5E-07', '0.15'],
    ['0.000000000001', '0.000001'],
    ['0.1', '100000'],
    ['1', '1000000'],
    ['00.10', '100000'],
    ['0.0000024999999999999999', '2.4999999999999999'],
    ['1e999999999', undefined],
    ['-1', undefined],
    ['free', undefined],
    ['', undefined],
    [null, undefined],
    [true, undefined],
    [['1'], undefined],
    [{ a: 1 }, undefined],
  ])('of %s for one token', (prompt, expected) => {
    expect(said({ id: 'a', pricing: { prompt } }).input_price).toBe(expected);
  });

  test('for a million stays as the server wrote it', () => {
    expect(said('{"id":"a","pricing":{"input":1.50E-1,"output":2.0}}')).toEqual({
      input_price: '1.50E-1',
      output_price: '2.0',
    });
  });
});

describe('a number of tokens', () => {
  test.each<[written: string, shown: string | undefined]>([
    ['131072', '131072'],
    ['131072.0', '131072.0'],
    ['1.31072e5', '1.31072e5'],
    ['"131072"', '131072'],
    ['12345678901234567890', '12345678901234567890'],
    ['0', undefined],
    ['-1', undefined],
    ['1e999', undefined],
    ['null', undefined],
    ['"many"', undefined],
    ['"007"', undefined],
    ['{}', undefined],
    ['[1]', undefined],
  ])('written as %s', (written, shown) => expect(said(`{"id":"a","context_length":${written}}`).context).toBe(shown));
});

describe('a price list that names its unit and currency', () => {
  test.each<[pricing: unknown, input: string | undefined, more?: Record<string, unknown>]>([
    [{ prompt: '0.0000032664' }, '3.2664'],
    [{ prompt: 2.5 }, '2.5'],
    [{ unit: 'per_1m_tokens', prompt: '2.90' }, '2.9'],
    [{ unit: 'per_1m_tokens', prompt: 2 }, '2'],
    [{ unit: 'USD per 1M tokens', prompt: 2 }, '2'],
    [{ unit: 'per_million_tokens', prompt: '0.15' }, '0.15'],
    [{ unit: 'per_1k_tokens', prompt: '0.0005' }, '0.5'],
    [{ unit: 'per 1000 tokens', prompt: 0.0005 }, '0.5'],
    [{ unit: 'per_token', prompt: 1.5e-7 }, '0.15'],
    [{ unit: 'token', prompt: '0.00000015' }, '0.15'],
    // What is not by tokens, or not in dollars, is no price here.
    [{ unit: 'per_image', prompt: 1 }, undefined],
    [{ unit: 'per_1000_images', prompt: 1 }, undefined],
    [{ unit: 'per_minute', prompt: 1 }, undefined],
    [{ unit: '???', prompt: 1 }, undefined],
    [{ currency: 'CNY', unit: 'per_1m_tokens', prompt: 1 }, undefined],
    [{ currency: 'EUR', prompt: '0.000001' }, undefined],
    [{ currency: 'USD', prompt: '0.000001' }, '1'],
    [{ prompt: 1 }, undefined, { currency: 'CNY' }],
    [{ prompt: { usd: 1.75, diem: 2 } }, '1.75'],
    [{ prompt: { eur: 1.75 } }, undefined],
  ])('%j', (pricing, input, more = {}) => expect(said({ id: 'a', pricing, ...more }).input_price).toBe(input));
});
