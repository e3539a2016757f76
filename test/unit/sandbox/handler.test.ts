import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryStore, SandboxStateError } from '../../../src/sandbox/state.ts';
import { FINE_TUNED, listed, modelLine, request, sandbox } from './request.ts';

const KEY = { authorization: 'Bearer sk-test' };

interface Case {
  name: string;
  line: string;
  headers?: Record<string, string>;
  status: number;
  error?: Record<string, unknown>;
}

const cases: Case[] = [
  { name: 'list', line: 'GET /v1/models', status: 200 },
  { name: 'list with a query', line: 'GET /v1/models?limit=5', status: 200 },
  { name: 'retrieve', line: 'GET /v1/models/gpt-4o-mini', status: 200 },
  { name: 'bearer in any case', line: 'GET /v1/models', headers: { authorization: 'bearer sk-test' }, status: 200 },
  { name: 'no key', line: 'GET /v1/models', headers: {}, status: 401, error: { code: null } },
  {
    name: 'another scheme',
    line: 'GET /v1/models',
    headers: { authorization: 'Basic c2stdGVzdA==' },
    status: 401,
    error: { code: null },
  },
  {
    name: 'an empty key',
    line: 'GET /v1/models',
    headers: { authorization: 'Bearer ' },
    status: 401,
    error: { code: null },
  },
  { name: 'a key elsewhere', line: 'GET /v1/models', headers: { 'api-key': 'sk-test' }, status: 401 },
  {
    name: 'a refused key',
    line: 'GET /v1/models/gpt-4o',
    headers: { authorization: 'Bearer sk-invalid' },
    status: 401,
    error: { code: 'invalid_api_key' },
  },
  {
    name: 'a refused key deletes nothing',
    line: modelLine('DELETE', FINE_TUNED),
    headers: { authorization: 'Bearer sk-invalid' },
    status: 401,
  },
  {
    name: 'unknown model',
    line: 'GET /v1/models/gpt-0',
    status: 404,
    error: { message: "The model 'gpt-0' does not exist", param: 'model', code: 'model_not_found' },
  },
  {
    name: 'unknown model with a slash',
    line: 'GET /v1/models/acme%2Fbig%3Av1',
    status: 404,
    error: { message: "The model 'acme/big:v1' does not exist", code: 'model_not_found' },
  },
  {
    name: 'delete of an unknown model',
    line: 'DELETE /v1/models/ft%3Agpt-4o%3Aacemeco%3A%3Anone',
    status: 404,
    error: { code: 'model_not_found' },
  },
  {
    name: 'delete of a base model',
    line: 'DELETE /v1/models/gpt-4o',
    status: 403,
    error: { message: expect.stringContaining('fine-tuned models of your organization'), param: 'model' },
  },
  { name: 'root', line: 'GET /', status: 404, error: { message: 'Invalid URL (GET /)' } },
  { name: 'no version', line: 'GET /models', status: 404, error: { message: 'Invalid URL (GET /models)' } },
  { name: 'unknown path', line: 'POST /v1/foo', status: 404, error: { message: 'Invalid URL (POST /v1/foo)' } },
  { name: 'empty id', line: 'DELETE /v1/models/', status: 404, error: { message: 'Invalid URL (DELETE /v1/models/)' } },
  {
    name: 'unknown path without a key',
    line: 'GET /v1/foo',
    headers: {},
    status: 404,
    error: { message: 'Invalid URL (GET /v1/foo)' },
  },
  {
    name: 'post to the list',
    line: 'POST /v1/models',
    status: 405,
    error: { message: expect.stringContaining('Not allowed to POST on /v1/models.'), code: null },
  },
  {
    name: 'delete of the list',
    line: 'DELETE /v1/models',
    status: 405,
    error: { message: expect.stringContaining('DELETE on /v1/models') },
  },
  {
    name: 'patch of a model',
    line: 'PATCH /v1/models/a%2Fb',
    status: 405,
    error: { message: expect.stringContaining('PATCH on /v1/models/a%2Fb.') },
  },
  { name: 'wrong method without a key', line: 'POST /v1/models', headers: {}, status: 401 },
];

describe('answers', () => {
  test.each(cases)('$name: $line', async ({ line, headers, status, error }) => {
    const response = await sandbox()(request(line, headers ?? KEY));
    expect(response.status).toBe(status);
    const text = await response.text();
    const body = JSON.parse(text);
    expect(text).toBe(`${JSON.stringify(body, null, 2)}\n`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'openai-version': '2020-10-01',
      'openai-organization': 'acemeco',
      'openai-project': 'proj_sandbox',
      'openai-processing-ms': expect.stringMatching(/^\d+$/),
      'x-request-id': expect.stringMatching(/^req_[0-9a-f]{32}$/),
    });
    if (status < 400) return;
    expect(Object.keys(body.error)).toEqual(['message', 'type', 'param', 'code']);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', ...error });
  });
});

test('an error never repeats the key', async () => {
  const response = await sandbox()(request('GET /v1/models', { authorization: 'Bearer sk-invalid' }));
  expect(await response.text()).not.toContain('sk-invalid');
});

test('the project that was asked for is the one that answers', async () => {
  const response = await sandbox()(request('GET /v1/models', { ...KEY, 'openai-project': 'proj_mine' }));
  expect(response.headers.get('openai-project')).toBe('proj_mine');
});

test('every request has an id of its own', async () => {
  const handler = sandbox();
  const [one, two] = await Promise.all([handler(request('GET /v1/models')), handler(request('GET /v1/models'))]);
  expect(one.headers.get('x-request-id')).not.toBe(two.headers.get('x-request-id'));
});

test('each listed model is retrieved by its id, the same', async () => {
  const handler = sandbox();
  for (const model of await listed(handler)) {
    const response = await handler(request(modelLine('GET', model.id)));
    expect(await response.text()).toBe(`${JSON.stringify(model, null, 2)}\n`);
  }
});

test('any id arrives decoded', async () => {
  const handler = sandbox();
  const ids = fc.string({ unit: 'grapheme', minLength: 1 }).filter((id) => id !== '.' && id !== '..');
  await fc.assert(
    fc.asyncProperty(ids, async (id) => {
      const response = await handler(request(modelLine('GET', id)));
      const { error } = (await response.json()) as { error: { message: string } };
      expect(error.message).toBe(`The model '${id}' does not exist`);
    }),
  );
});

test('a broken percent sign is an unknown model, not a crash', async () => {
  const response = await sandbox()(request('GET /v1/models/a%E0%A4%A'));
  expect(response.status).toBe(404);
});

describe('delete', () => {
  test('every fine-tuned model goes, once, and nothing else does', async () => {
    const handler = sandbox();
    const before = await listed(handler);
    const deletable: string[] = [];
    for (const { id } of before) {
      const response = await handler(request(modelLine('DELETE', id)));
      if (response.status === 403) continue;
      expect(await response.text()).toBe(`${JSON.stringify({ id, object: 'model', deleted: true }, null, 2)}\n`);
      deletable.push(id);
      for (const method of ['GET', 'DELETE']) {
        expect((await handler(request(modelLine(method, id)))).status).toBe(404);
      }
    }
    expect(deletable).toEqual(before.map(({ id }) => id).filter((id) => id.includes('acemeco')));
    expect(await listed(handler)).toEqual(before.filter(({ id }) => !deletable.includes(id)));
  });

  test('stays across handlers of one store, until reset', async () => {
    const store = memoryStore();
    await sandbox({ store })(request(modelLine('DELETE', FINE_TUNED)));
    expect((await sandbox({ store })(request(modelLine('GET', FINE_TUNED)))).status).toBe(404);
    store.reset();
    expect((await sandbox({ store })(request(modelLine('GET', FINE_TUNED)))).status).toBe(200);
  });

  test('two at once succeed once', async () => {
    const handler = sandbox();
    const answers = await Promise.all([1, 2].map(() => handler(request(modelLine('DELETE', FINE_TUNED)))));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404]);
  });
});

describe('a store that fails is a 500 that asks for no retry', () => {
  const broken: [Error, string][] = [
    [new SandboxStateError('/state/sandbox.json', 'is damaged', ''), 'sandbox_state'],
    [new Error('EROFS: read-only file system'), 'sandbox_failure'],
  ];
  test.each(broken)('%s', async (problem, code) => {
    const load = () => {
      throw problem;
    };
    const response = await sandbox({ store: { ...memoryStore(), load } })(request('GET /v1/models'));
    expect(response.status).toBe(500);
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    const { error } = (await response.json()) as { error: { message: string; code: string } };
    expect(error).toMatchObject({ code, message: expect.stringContaining(problem.message) });
  });
});
