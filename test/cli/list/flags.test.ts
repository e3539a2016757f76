/** Each flag, and the pairs that meet, on lists of three shapes. The clock shows 2026-01-15T12:00:00Z. */
import { describe, expect, test } from 'vitest';
import { run } from '../../support/run.ts';
import { OLLAMA, OPENAI, OPENROUTER } from './lists.ts';

type Row = [flags: string, ids: string];

async function idsOf(body: string, flags: string): Promise<string> {
  const got = await run(['models', 'list', '--ids', ...flags.split(' ').filter(Boolean)], {
    routes: { 'GET /v1/models': { body } },
  });
  expect({ code: got.code, stderr: got.stderr, requests: got.requests.length }).toEqual({
    code: 0,
    stderr: '',
    requests: 1,
  });
  return got.stdout.trim().split('\n').join(' ');
}

const TUNED = 'davinci:ft-acmeco:faq-2023-05-11';
const TRIAGE = 'ft:gpt-4o-mini-2024-07-18:acmeco:triage:abc';
const OTHER = 'ft:gpt-4o:other:x:1';
const PLAIN = 'ft:gpt-4.9:acmeco::z9';
const MINI = 'gpt-4o-mini-2024-07-18';
const EMBEDDING = 'text-embedding-3-small';

test.each<Row>([
  ['--search 4O', `gpt-4o ${MINI} ${TRIAGE} ${OTHER}`],
  ['--search acmeco', `${TUNED} ${TRIAGE} ${PLAIN}`],
  ['--match gpt-4*', `gpt-4o gpt-4.9 gpt-4.10 ${MINI}`],
  ['--match GPT-4*', ''],
  ['--match ft:*:acmeco:*', `${TRIAGE} ${PLAIN}`],
  ['--match gpt-4.? --match *embedding*', `gpt-4.9 ${EMBEDDING}`],
  ['--match gpt-4.{9,10}', 'gpt-4.9 gpt-4.10'],
  ['--match gpt-4[.]*', 'gpt-4.9 gpt-4.10'],
  ['--match !*gpt*', `${EMBEDDING} ${TUNED}`],
  ['--match gpt* --match !*mini*', 'gpt-4o gpt-4.9 gpt-4.10'],
  ['--match 4o', ''],
  ['--owned-by system', `gpt-4o ${MINI} ${EMBEDDING}`],
  ['--owned-by SYSTEM --owned-by user-1', `gpt-4o ${MINI} ${EMBEDDING} ${OTHER}`],
  ['--owned-by !system', `gpt-4.9 gpt-4.10 ${TUNED} ${TRIAGE} ${OTHER} ${PLAIN}`],
  ['--owned-by !system --owned-by !acmeco', `gpt-4.9 gpt-4.10 ${OTHER}`],
  ['--fine-tuned', `${TUNED} ${TRIAGE} ${OTHER} ${PLAIN}`],
  ['--no-fine-tuned', `gpt-4o gpt-4.9 gpt-4.10 ${MINI} ${EMBEDDING}`],
  ['--fine-tuned=false', `gpt-4o gpt-4.9 gpt-4.10 ${MINI} ${EMBEDDING} ${TUNED} ${TRIAGE} ${OTHER} ${PLAIN}`],
  ['--base gpt-4o-mini', TRIAGE],
  [`--base ${MINI}`, TRIAGE],
  ['--base gpt-4o', OTHER],
  ['--base davinci', TUNED],
  ['--base gpt-4', ''],
  ['--created-after 2025-06-10', `gpt-4.10 ${OTHER} ${PLAIN}`],
  ['--created-after 2025-06-10T00:00:01Z', `${OTHER} ${PLAIN}`],
  ['--created-after 30d', `${OTHER} ${PLAIN}`],
  ['--created-after 6d', PLAIN],
  ['--created-before 2024-07-18', `gpt-4o ${TUNED}`],
  ['--created-before 1715299200', TUNED],
  ['--created-before 2y', TUNED],
  ['--created-after 2024-01-01 --created-before 2025-01-01', `gpt-4o ${MINI} ${TRIAGE}`],
  // The fine-tuned model goes with its base, unless the server dates it.
  ['--retiring', `gpt-4o ${MINI} ${TRIAGE} ${OTHER}`],
  ['--retiring 45d', `gpt-4o ${OTHER}`],
  ['--retiring=2026-02-01', OTHER],
  ['--retiring 1y --fine-tuned', `${TRIAGE} ${OTHER}`],
  ['--sort id', `${TUNED} ${PLAIN} ${TRIAGE} ${OTHER} gpt-4.9 gpt-4.10 gpt-4o ${MINI} ${EMBEDDING}`],
  ['--sort id:desc --max-items 3', `${EMBEDDING} ${MINI} gpt-4o`],
  ['--sort created --max-items 2', `${TUNED} gpt-4o`],
  ['--sort created:desc --max-items 2', `${PLAIN} ${OTHER}`],
  ['--sort age --max-items 1', PLAIN],
  // Without a date it is last either way.
  ['--sort created --match *-*-* --no-fine-tuned', `${MINI} ${EMBEDDING}`],
  ['--sort created:desc --match *-*-* --no-fine-tuned', `${MINI} ${EMBEDDING}`],
  ['--sort owner --sort id:desc --max-items 4', `${TRIAGE} ${PLAIN} ${TUNED} gpt-4.10`],
  ['--sort owned_by --max-items 3', `${TUNED} ${TRIAGE} ${PLAIN}`],
  ['--sort shutdown --max-items 5', `${OTHER} gpt-4o ${MINI} ${TRIAGE} gpt-4.9`],
  ['--sort shutdown:desc --max-items 2', `${MINI} ${TRIAGE}`],
  ['--sort kind --max-items 1', 'gpt-4o'],
  ['--max-items 2', 'gpt-4o gpt-4.9'],
  ['--fine-tuned --owned-by acmeco --max-items 1', TUNED],
  ['--search mini --no-fine-tuned', MINI],
  ['--base gpt-4.9 --owned-by !acmeco', ''],
])('OpenAI: %s', async (flags, ids) => expect(await idsOf(OPENAI, flags)).toBe(ids));

test.each<Row>([
  ['--search large', 'acme/large:free acme/large'],
  ['--match *:free', 'acme/large:free'],
  ['--match acme/*', 'acme/large:free acme/large'],
  ['--match *large*', 'acme/large:free acme/large'],
  ['--match ~*', '~other/latest'],
  ['--match acme?large', 'acme/large'],
  ['--retiring', 'acme/large'],
  ['--owned-by acme', ''],
  ['--owned-by !acme --created-after 2026-01-01', '~other/latest'],
  ['--sort context_length', 'acme/large:free acme/large ~other/latest'],
  ['--sort context_length:desc', 'acme/large:free acme/large ~other/latest'],
  ['--sort pricing.prompt:desc', 'acme/large ~other/latest acme/large:free'],
  ['--sort name --max-items 1', 'acme/large'],
  ['--fine-tuned', ''],
])('OpenRouter: %s', async (flags, ids) => expect(await idsOf(OPENROUTER, flags)).toBe(ids));

test.each<Row>([
  ['--search demo', 'hf.example/acme/Demo-GGUF:Q4_K_M'],
  ['--match *:latest', 'tiny:latest'],
  ['--match *tiny*', 'tiny:latest acme/tiny:v10 acme/tiny:v9'],
  ['--match **/acme/**', 'hf.example/acme/Demo-GGUF:Q4_K_M'],
  ['--owned-by Acme', 'acme/tiny:v10 acme/tiny:v9'],
  ['--sort id', 'acme/tiny:v9 acme/tiny:v10 hf.example/acme/Demo-GGUF:Q4_K_M tiny:latest'],
  ['--sort created --sort id', 'hf.example/acme/Demo-GGUF:Q4_K_M acme/tiny:v9 acme/tiny:v10 tiny:latest'],
  ['--sort created', 'hf.example/acme/Demo-GGUF:Q4_K_M acme/tiny:v10 acme/tiny:v9 tiny:latest'],
  ['--created-after 35h', 'tiny:latest'],
])('Ollama: %s', async (flags, ids) => expect(await idsOf(OLLAMA, flags)).toBe(ids));

describe('the same selection', () => {
  const routes = { 'GET /v1/models': { body: OPENAI } };
  const flags = ['--owned-by', 'openai', '--sort', 'id:desc'];

  test.each<[format: string[], stdout: string]>([
    [['--count'], '2\n'],
    [['--format', 'jsonl', '--transform', 'id', '-r'], 'gpt-4.10\ngpt-4.9\n'],
    [['--transform', 'id', '-r', '--max-items', '1'], 'gpt-4.10\n'],
    [['--columns', 'id,owner', '--no-headers', '--format', 'tsv'], 'gpt-4.10\topenai\ngpt-4.9\topenai\n'],
    [['--columns', 'id', '--format', 'csv'], 'id\r\ngpt-4.10\r\ngpt-4.9\r\n'],
    [['--columns', 'id'], 'ID\ngpt-4.10\ngpt-4.9\n'],
  ])('with %j', async (format, stdout) => {
    const got = await run(['models', 'list', ...flags, ...format], { routes });
    expect({ stdout: got.stdout, stderr: got.stderr, code: got.code }).toEqual({ stdout, stderr: '', code: 0 });
  });

  test('in the document of the server, whose other members stay', async () => {
    const body = '{"object":"list","x":1.50,"data":[{"id":"b"},{"id":"a"},{"id":"c"}],"has_more":false}';
    const got = await run(
      ['models', 'list', '--match', '[ab]', '--sort', 'id', '--transform', '@this', '--format', 'jsonl'],
      {
        routes: { 'GET /v1/models': { body } },
      },
    );
    expect(got.stdout).toBe('{"id":"a"}\n{"id":"b"}\n');
    const whole = await run(['models', 'list', '--match', '[ab]', '--sort', 'id'], {
      routes: { 'GET /v1/models': { body } },
    });
    expect(whole.stdout.replace(/\s/g, '')).toBe(
      '{"object":"list","x":1.50,"data":[{"id":"a"},{"id":"b"}],"has_more":false}',
    );
  });
});

describe('--exit-code', () => {
  const list = (flags: string[], body = OPENAI) =>
    run(['models', 'list', '--ids', '--retiring', ...flags], { routes: { 'GET /v1/models': { body } } });

  test.each<[flags: string[], code: number]>([
    [[], 0],
    [['--exit-code'], 1],
    [['2026-01-20', '--exit-code'], 0],
    [['2026-02-01', '--exit-code'], 1],
    // Its base is dated by the server.
    [['--exit-code', '--match', 'ft:gpt-4o-mini*'], 1],
    [['--exit-code', '--match', 'ft:gpt-4.9*'], 0],
  ])('%j ends with %i', async (flags, code) => {
    const got = await list(flags);
    expect({ code: got.code, stderr: got.stderr }).toEqual({ code, stderr: '' });
  });
});
