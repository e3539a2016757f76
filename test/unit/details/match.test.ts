import { describe, expect, test } from 'vitest';
import { openDetails } from '../../../src/details/index.ts';
import type { ModelDetails } from '../../../src/details/model-details.ts';
import type { DetailName } from '../../../src/details/value.ts';
import { modelOf } from './read.ts';

const found = ({ matched, match }: ModelDetails) => (match ? `${matched} ${match.how.join('+')}` : undefined);

type Case = [id: string, found: string | undefined];

const openai = await openDetails({ provider: 'openai' });
const unknown = await openDetails();

describe('an id on OpenAI', () => {
  test.each<Case>([
    ['gpt-5.6-sol', 'openai/gpt-5.6-sol exact'],
    ['gpt-4o-2024-08-06', 'openai/gpt-4o-2024-08-06 exact'],
    ['gpt-3.5-turbo-0125', 'openai/gpt-3.5-turbo-0125 exact'],
    ['gpt-4o', 'openai/gpt-4o exact+alias'],
    ['gpt-4o-audio-preview', 'openai/gpt-4o-audio-preview exact+alias'],
    ['gpt-4o-2031-01-31', 'openai/gpt-4o snapshot'],
    ['gpt-4-1231', 'openai/gpt-4 snapshot'],
    ['gpt-4-9999', undefined],
    ['gpt-9-2031-01-31', undefined],
    ['openai/gpt-5.6-sol', 'openai/gpt-5.6-sol prefix'],
    ['models/gpt-5.6-sol', 'openai/gpt-5.6-sol prefix'],
    ['openai/gpt-4o-2031-01-31', 'openai/gpt-4o prefix+snapshot'],
    ['groq/openai/gpt-oss-20b', undefined],
    ['GPT-4o', undefined],
    ['gpt-4o ', undefined],
    ['', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
    ['ft:__proto__:a:b:c', undefined],
  ])('%s', (id, expected) => expect(found(openai.ofId(id))).toBe(expected));
});

describe('a fine-tuned model', () => {
  test.each<Case>([
    ['ft:gpt-4o-mini-2024-07-18:acme:suffix:id', 'openai/ft:gpt-4o-mini-2024-07-18 fine-tuned'],
    ['ft:gpt-4o-mini-2024-07-18:acme::id:ckpt-step-90', 'openai/ft:gpt-4o-mini-2024-07-18 fine-tuned'],
    ['ft:gpt-4o-mini:acme:suffix:id', 'openai/ft:gpt-4o-mini-2024-07-18 fine-tuned+alias'],
    ['ft:gpt-4-0613:acme::id', 'openai/ft:gpt-4-0613 fine-tuned'],
    ['ft:gpt-5.6-sol:acme::id', 'openai/gpt-5.6-sol fine-tuned'],
    ['ft:gpt-4o-2031-01-31:acme::id', 'openai/gpt-4o fine-tuned+snapshot'],
    ['curie:ft-acme-2023-01-02-03-04-05', 'openai/curie fine-tuned'],
    ['davinci-002.ft-0123456789abcdef', 'openai/ft:davinci-002 fine-tuned'],
    ['openai/ft:gpt-4o-mini-2024-07-18:acme::id', 'openai/ft:gpt-4o-mini-2024-07-18 prefix+fine-tuned'],
    ['ft:acme-7b:acme::id', undefined],
    ['ft:gpt-4o', undefined],
    ['draft-model', undefined],
  ])('%s', (id, expected) => expect(found(openai.ofId(id))).toBe(expected));

  test('costs what fine-tuned models cost, not what the base costs', () => {
    const tuned = openai.ofId('ft:gpt-4o-2024-08-06:acme::id');
    const base = openai.ofId('gpt-4o-2024-08-06');
    expect([base.text('input_price'), tuned.text('input_price')]).toEqual(['2.5', '3.75']);
    expect(tuned.get('input_price')?.of).toBeUndefined();
    expect(openai.ofId('ft:gpt-5.6-sol:acme::id').get('input_price')).toBeUndefined();
    expect(openai.ofId('ft:gpt-4o-2031-01-31:acme::id').get('price_tiers')).toBeUndefined();
  });

  test('has the rest from its base, and says so', () => {
    const tuned = openai.ofId('ft:gpt-4o-2024-08-06:acme::id');
    for (const name of ['context', 'knowledge', 'input_modalities', 'endpoints', 'shutdown_date'] as const)
      expect(tuned.get(name), name).toMatchObject({ of: 'gpt-4o-2024-08-06' });
    expect(tuned.text('shutdown_date')).toBe('2027-01-14');
    expect(tuned.match?.base).toBe('gpt-4o-2024-08-06');
  });

  test('of thousands, all of one base are looked up once', () => {
    expect(openai.ofId('ft:gpt-4o-2024-08-06:a::1')).toBe(openai.ofId('ft:gpt-4o-2024-08-06:b:c:2:ckpt-step-9'));
  });
});

describe('an alias', () => {
  test('has what only its snapshot is known to have, marked', () => {
    const details = openai.ofId('gpt-4.1');
    expect(details.get('shutdown_date')).toMatchObject({ text: '2027-01-14', of: 'gpt-4.1-2025-04-14' });
    expect(details.get('input_price')?.of).toBeUndefined();
  });
});

describe('a snapshot that is not known', () => {
  test('has the limits and prices of its family, and nothing else', () => {
    const details = openai.ofId('gpt-5.1-2031-01-31');
    expect(openai.ofId('gpt-5.1').text('shutdown_date')).toBe('2027-04-01');
    const known = (['context', 'max_input', 'max_output', 'input_price', 'price_tiers'] as DetailName[]).concat([
      'cached_input_price',
      'output_price',
    ]);
    for (const name of known) expect(details.get(name), name).toMatchObject({ of: 'gpt-5.1' });
    for (const name of ['shutdown_date', 'knowledge', 'endpoints', 'input_modalities'] as const)
      expect(details.get(name), name).toBeUndefined();
  });
});

describe('an id on a server that only passes on', () => {
  test.each<Case>([
    ['gpt-5.6-sol', 'openai/gpt-5.6-sol openai-id'],
    ['gpt-4o', 'openai/gpt-4o openai-id+alias'],
    ['text-embedding-3-small', 'openai/text-embedding-3-small openai-id'],
    ['ft:gpt-4o-mini-2024-07-18:acme::id', 'openai/ft:gpt-4o-mini-2024-07-18 openai-id+fine-tuned'],
    ['openai/gpt-5.6-sol', 'openai/gpt-5.6-sol prefix'],
    ['gemini/gemini-2.5-pro', 'gemini/gemini-2.5-pro prefix'],
    ['google/gemini-2.5-pro', 'gemini/gemini-2.5-pro prefix'],
    ['groq/openai/gpt-oss-120b', 'groq/openai/gpt-oss-120b prefix'],
    ['accounts/fireworks/models/gpt-oss-120b', 'fireworks/gpt-oss-120b prefix'],
    ['fireworks_ai/accounts/fireworks/models/gpt-oss-120b', 'fireworks/gpt-oss-120b prefix'],
    ['anthropic/claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5 prefix'],
    ['claude-sonnet-4-5', undefined],
    ['gemini-2.5-pro', undefined],
    ['models/gemini-2.5-pro', undefined],
    ['google/gemma-3-27b-it', undefined],
    ['deepseek-chat', undefined],
    ['llama3:latest', undefined],
    ['gpt-oss-20b', undefined],
    ['gpt-oss:20b', undefined],
    ['davinci', undefined],
    ['gpt2', undefined],
    ['gpt-4all', undefined],
    ['openai/gpt-4o:free', undefined],
    ['acme/gpt-4o', undefined],
    ['/models/gpt-4o', undefined],
  ])('%s', (id, expected) => expect(found(unknown.ofId(id))).toBe(expected));

  test.each<[owner: unknown, known: boolean]>([
    ['openai', true],
    ['system', true],
    ['openai-internal', true],
    [undefined, true],
    ['', true],
    ['library', false],
    ['vllm', false],
    ['llamacpp', false],
    ['acme', false],
  ])("is OpenAI's only where the owner does not say otherwise: %s", (owned_by, known) => {
    expect(found(unknown.of(modelOf({ id: 'gpt-5.6-sol', owned_by }))) !== undefined).toBe(known);
    expect(found(openai.of(modelOf({ id: 'gpt-5.6-sol', owned_by })))).toBe('openai/gpt-5.6-sol exact');
    const tuned = { id: 'ft:gpt-4o-2024-08-06:acme::id', owned_by };
    expect(found(unknown.of(modelOf(tuned)))).toBe('openai/ft:gpt-4o-2024-08-06 openai-id+fine-tuned');
  });
});

describe('an id on another provider', () => {
  test.each<[provider: string, id: string, found: string | undefined]>([
    ['gemini', 'models/gemini-2.5-pro', 'gemini/gemini-2.5-pro prefix'],
    ['gemini', 'gemini-2.5-pro', 'gemini/gemini-2.5-pro exact'],
    ['groq', 'openai/gpt-oss-120b', 'groq/openai/gpt-oss-120b exact'],
    ['groq', 'gpt-4o', undefined],
    ['anthropic', 'claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5-20250929 exact'],
    ['anthropic', 'claude-sonnet-4-5-20310131', 'anthropic/claude-sonnet-4-5 snapshot'],
    ['fireworks', 'accounts/fireworks/models/gpt-oss-120b', 'fireworks/gpt-oss-120b prefix'],
    ['together', 'openai/gpt-oss-120b', 'together/openai/gpt-oss-120b exact'],
    ['mistral', 'mistral-large-latest', 'mistral/mistral-large-latest exact'],
    ['azure', 'gpt-4o-2024-08-06', 'azure/gpt-4o-2024-08-06 exact'],
    ['local', 'gpt-4o', undefined],
    ['local', 'openai/gpt-4o', undefined],
    ['local', 'llama3:latest', undefined],
  ])('%s: %s', async (provider, id, expected) => {
    expect(found((await openDetails({ provider })).ofId(id))).toBe(expected);
  });

  test('has its own dates and prices, never those of OpenAI', async () => {
    const azure = await openDetails({ provider: 'azure' });
    expect(azure.ofId('gpt-4o-2024-08-06').get('shutdown_date')?.text).not.toBe(
      openai.ofId('gpt-4o-2024-08-06').text('shutdown_date'),
    );
  });
});
