/** What servers were seen to do otherwise: ids by other names, odd answers for one model, and advice that fits. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorOf, listOf, model } from '../../support/models.ts';
import { inHome, type RunOptions, run } from '../../support/run.ts';
import { type Answer, type Routes, startServer } from '../../support/server.ts';

const list = (body: unknown): Routes => ({
  'GET /v1/models': { body: typeof body === 'string' ? body : JSON.stringify(body) },
});

describe('--ids', () => {
  test.each<[what: string, body: unknown, ids: string]>([
    ['key (LM Studio)', { models: [{ type: 'llm', key: 'a/b', display_name: 'B' }] }, 'a/b\n'],
    ['model_id (Pinata)', [{ model_id: 'a/x' }], 'a/x\n'],
    ['slug (Codex)', { models: [{ slug: 's', display_name: 'S', name: 'The S' }] }, 's\n'],
    ['name (Gemini)', { models: [{ name: 'models/g' }] }, 'models/g\n'],
    ['model (Ollama)', { models: [{ model: 'm:latest' }] }, 'm:latest\n'],
    ['an array of strings', ['a', 'b'], 'a\nb\n'],
    ['strings in data', { object: 'list', data: ['a', 'b', 'c'] }, 'a\nb\nc\n'],
    ['strings in models', { models: ['a'] }, 'a\n'],
    ['an empty id beside a name', [{ id: '', name: 'n' }], 'n\n'],
  ])('%s', async (_what, body, ids) => {
    const { stdout, stderr, code } = await run(['models', 'list', '--ids'], { routes: list(body) });
    expect({ stdout, stderr, code }).toEqual({ stdout: ids, stderr: '', code: 0 });
  });

  test.each<[what: string, body: unknown, says: string]>([
    ['one of two has none', [{ size: 1 }, { id: 'a' }], '1 model without an id left out.\n'],
    ['one is empty', { data: [{ id: 'a' }, { id: '' }, { id: null }] }, '2 models without an id left out.\n'],
    ['a number is no id', [{ id: 5 }, { id: 'a' }], '1 model without an id left out.\n'],
  ])('says what it leaves out: %s', async (_what, body, says) => {
    const { stdout, stderr, code } = await run(['models', 'list', '--ids'], { routes: list(body) });
    expect({ stdout, stderr, code }).toEqual({ stdout: 'a\n', stderr: says, code: 0 });
  });

  test('fails where no model has one', async () => {
    const { stdout, stderr, code } = await run(['models', 'list', '--ids'], {
      routes: list([{ size: 1 }, { size: 2 }]),
    });
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(/^openai: none of the 2 models has an id\n/);
  });

  test('of an empty list are none, which is fine', async () => {
    const { stdout, stderr, code } = await run(['models', 'list', '--ids'], { routes: list([]) });
    expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: '', code: 0 });
  });

  test('strings stay strings in json, and are found by retrieve', async () => {
    const routes = { ...list(['a', 'b']), 'GET /v1/models/b': { status: 404, body: 'no' } };
    expect((await run(['models', 'list', '--format', 'jsonl'], { routes })).stdout).toBe('"a"\n"b"\n');
    expect((await run(['models', 'get', 'b', '--format', 'jsonl'], { routes })).stdout).toBe('"b"\n');
  });
});

describe('retrieve', () => {
  const LIST = listOf(model('m', { size: 1 }), model('other'), model('file.gguf', { aliases: ['short', 'tiny'] }));
  const get = (id: string, answer: Answer, more: Routes = { 'GET /v1/models': { body: LIST } }) =>
    run(['models', 'get', id, '--format', 'jsonl'], { routes: { ...more, [`GET /v1/models/${id}`]: answer } });
  const TAKEN = 'The server cannot retrieve m by itself, so it comes from the list.\n';

  test.each<[what: string, body: string]>([
    ['a list that has it', listOf(model('other'), model('m'))],
    ['a bare array that has it', `[${model('other')},${model('m')}]`],
    ['models that has it', `{"models":[${model('m')}]}`],
  ])('takes it out of %s', async (_what, body) => {
    const { stdout, stderr, code } = await get('m', { body });
    expect({ stdout, stderr, code }).toEqual({ stdout: `${model('m')}\n`, stderr: '', code: 0 });
  });

  test.each<[what: string, body: string]>([
    ['a list without it', listOf(model('other'))],
    ['a web page', '<!doctype html><title>Welcome</title>'],
    ['an object without an id', '{"model_type":"LLM","context":5}'],
    ['an empty body', ''],
    ['null', 'null'],
  ])('asks the list after %s', async (_what, body) => {
    const { stdout, stderr, code } = await get('m', { body });
    expect({ stdout, stderr, code }).toEqual({ stdout: `${model('m', { size: 1 })}\n`, stderr: TAKEN, code: 0 });
  });

  test('never shows another model for one that is not there', async () => {
    const { stdout, stderr, code } = await get('nope', { body: listOf(model('other')) });
    expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
    expect(stderr).toMatch(/^openai: no model 'nope'/);
  });

  test('shows what has no id where the list does not know it either', async () => {
    const { stdout, code } = await get('x', { body: '{"model_type":"LLM"}' });
    expect({ stdout, code }).toEqual({ stdout: '{"model_type":"LLM"}\n', code: 0 });
  });

  test('says that the answer is about another model', async () => {
    const { stdout, stderr, code } = await get('alias', { body: model('m') });
    expect({ stdout, code }).toEqual({ stdout: `${model('m')}\n`, code: 0 });
    expect(stderr).toBe('The server returned m, not alias.\n');
  });

  test('finds a model by an alias that the list tells', async () => {
    const { stdout, code } = await get('tiny', { status: 404, body: 'no' });
    expect({ id: JSON.parse(stdout).id, code }).toEqual({ id: 'file.gguf', code: 0 });
  });

  test('finds a model though a later page cannot be had', async () => {
    const body = `{"data":[${model('m')}],"next_page_token":"2"}`;
    const more = { 'GET /v1/models': { body }, 'GET /v1/models?page_token=2': { status: 400, body: 'no' } };
    const { stdout, code } = await get('m', { status: 404, body: 'no' }, more);
    expect({ stdout, code }).toEqual({ stdout: `${model('m')}\n`, code: 0 });
  });

  test.each([401, 403])('says what the list says of the key (%i), not that the model is missing', async (status) => {
    const { stderr, code } = await get(
      'm',
      { status: 404, body: 'no' },
      { 'GET /v1/models': { status, body: 'bad key' } },
    );
    expect(code).toBe(4);
    expect(stderr).toContain(`(${status})`);
    expect(stderr).toContain('bad key');
  });

  test('says that the list is not found either', async () => {
    const { stderr, code } = await get('m', { status: 404, body: 'no route' }, { 'GET /v1/models': { status: 404 } });
    expect(code).toBe(5);
    expect(stderr).toMatch(/no model 'm' was found \(404\)[\s\S]*That URL has no list of models either/);
  });
});

describe('advice', () => {
  const fail = (answer: Answer, options: RunOptions = {}, path = '/v1/models') =>
    run(['models', 'list', '--max-retries', '0'], { routes: { [`GET ${path}`]: answer }, ...options });

  test.each([
    ['/v1/chat/completions', '/v1'],
    ['/v1/responses', '/v1'],
    ['/v1/embeddings', '/v1'],
    ['/v1/models', '/v1'],
    ['/v1/v1', '/v1'],
    ['/openai/v1/completions', '/openai/v1'],
  ])('names a pasted %s, and doctor tries what it should be', async (path, right) => {
    const routes = { [`GET ${path}/models`]: { status: 404, body: 'no' }, [`GET ${right}/models`]: { body: '["a"]' } };
    const options = { routes };
    const { stderr, code } = await run(['models', 'list', '--base-url', `{origin}${path}`], options);
    expect(code).toBe(5);
    expect(stderr).toMatch(new RegExp(`Use --base-url http://127\\.0\\.0\\.1:\\d+${right}\\n`));
    const doctor = await run(['doctor', '--base-url', `{origin}${path}`], options);
    expect(doctor.stdout).toMatch(new RegExp(`${right}, without \\S+, lists models`));
    expect(doctor.code).toBe(5);
  });

  test('a server without a list is not told that its URL should end in /v1, which it does', async () => {
    const { stderr } = await fail({ status: 404, body: 'no' });
    expect(stderr).toContain('does not list models');
    expect(stderr).not.toContain('usually ends in /v1');
  });

  test('a 403 and a 500 without a key say that none was sent', async () => {
    const keyless = { env: { OPENAI_API_KEY: undefined } };
    expect((await fail({ status: 403 }, keyless)).stderr).toContain('no key was sent (403)');
    expect((await fail({ status: 500 }, keyless)).stderr).toContain('No key was sent, which may be the cause.');
    expect((await fail({ status: 500 })).stderr).not.toContain('No key');
  });

  test('a profile that sends no key is told how to store one', () =>
    inHome(async (home) => {
      const server = await startServer({ 'GET /v1/models': { status: 401, body: errorOf('Unauthorized') } });
      try {
        mkdirSync(join(home, '.config/openai-models'), { recursive: true });
        const config = `profiles:\n  here:\n    base_url: ${server.origin}/v1\n    auth: none\n`;
        writeFileSync(join(home, '.config/openai-models/config.yaml'), config, { mode: 0o600 });
        const env = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };
        const { stderr, code } = await run(['models', 'list', '--profile', 'here'], { home, env });
        expect(code, stderr).toBe(4);
        expect(stderr).toContain('openai login --profile here');
        expect(stderr).not.toContain('OPENAI_API_KEY');
      } finally {
        await server.stop();
      }
    }));

  test.each([
    [{ code: 'insufficient_quota', type: 'insufficient_quota' }],
    [{ code: null, type: 'insufficient_quota' }],
    [{ code: 'billing_hard_limit_reached', type: 'x' }],
  ])('a quota that is used up is not tried again: %j', async (error) => {
    const body = JSON.stringify({ error: { message: 'You exceeded your current quota', ...error } });
    const got = await run(['models', 'list'], { routes: { 'GET /v1/models': { status: 429, body } } });
    expect({ code: got.code, tries: got.requests.length }).toEqual({ code: 6, tries: 1 });
    expect(got.stderr).toMatch(/quota is used up \(429\)\n.*You exceeded[\s\S]*Waiting will not help/);
  });

  test('a server that loads its model is waited for, which is said', async () => {
    const busy: Answer = { status: 503, headers: { 'retry-after-ms': '1' }, body: errorOf('Loading model') };
    const answers = [...Array.from({ length: 6 }, () => busy), { body: '["a"]' }];
    const got = await run(['models', 'list', '--ids'], { routes: { 'GET /v1/models': answers } });
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: 'a\n', code: 0 });
    expect(got.stderr).toBe('The server is still loading its model. Waiting.\n');
  });

  test('the id of a fine-tuning job is no id of a model', async () => {
    const routes = {
      'GET /v1/models/ftjob-1': { status: 404, body: errorOf('no', { code: 'model_not_found' }) },
      'GET /v1/models': { body: listOf(model('a')) },
    };
    const { stderr, code } = await run(['models', 'get', 'ftjob-1'], { routes });
    expect(code).toBe(5);
    expect(stderr).toContain('fine-tuning job');
  });
});

describe('doctor', () => {
  test('does not claim that a key was accepted where the list needs none', async () => {
    const { stdout, code } = await run(['doctor'], { routes: list(['a']) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/authentication +the list needs no key/);
    expect(stdout).toMatch(/list +1 model in/);
  });

  test('reads every page, as list does', async () => {
    const pages = {
      'GET /v1/models': { body: '{"data":[{"id":"a"}],"next_page_token":"2"}' },
      'GET /v1/models?page_token=2': { body: '{"data":[{"id":"b"}]}' },
    };
    const { stdout } = await run(['doctor'], { routes: pages, env: { OPENAI_API_KEY: undefined } });
    expect(stdout).toMatch(/list +2 models in/);
    expect(stdout).not.toMatch(/authentication/);
  });
});
