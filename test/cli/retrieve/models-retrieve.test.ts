import { describe, expect, test } from 'vitest';
import { CREATED, errorOf, listOf, model } from '../../support/models.ts';
import { NOW, run } from '../../support/run.ts';
import type { Answer } from '../../support/server.ts';

const BODY = `{ "id":"alpha","created":${CREATED},"owned_by":"acme",\n"price":1.50E+10,"tags":[1,"x"],"meta":{"n":null}} `;
const routes = { 'GET /v1/models/alpha': { body: BODY } };

const CARD = `alpha
  created   ${CREATED}  2023-06-16, 2.6 y ago
  owned_by  acme
  price     1.50E+10
  tags
    - 1
    - x
  meta      "n": null
`;
const DOCUMENT = `{
  "id": "alpha",
  "created": ${CREATED},
  "owned_by": "acme",
  "price": 1.50E+10,
  "tags": [1, "x"],
  "meta": {
    "n": null
  }
}
`;
const LINE = `{"id":"alpha","created":${CREATED},"owned_by":"acme","price":1.50E+10,"tags":[1,"x"],"meta":{"n":null}}\n`;
const YAML = `id: alpha
created: ${CREATED}
owned_by: acme
price: 1.50E+10
tags:
  - 1
  - x
meta:
  "n": null
`;
const TABLE = 'ID     KIND   CREATED     OWNER\nalpha  other  2023-06-16  acme\n';
const NARROW = 'ID     KIND     AGE  OWNER\nalpha  other  2.6 y  acme\n';

describe('models retrieve shows', () => {
  test.each<[format: string, place: 'terminal' | 'pipe', stdout: string]>([
    ['auto', 'pipe', DOCUMENT],
    ['auto', 'terminal', CARD],
    ['text', 'pipe', CARD],
    ['text', 'terminal', CARD],
    ['table', 'pipe', TABLE],
    ['table', 'terminal', NARROW],
    ['json', 'pipe', DOCUMENT],
    ['json', 'terminal', DOCUMENT],
    ['jsonl', 'pipe', LINE],
    ['jsonl', 'terminal', LINE],
    ['raw', 'pipe', `${BODY}\n`],
    ['raw', 'terminal', `${BODY}\n`],
    ['yaml', 'pipe', YAML],
    ['yaml', 'terminal', YAML],
  ])('%s in a %s', async (format, place, stdout) => {
    const terminal = place === 'terminal' ? { terminal: 80 } : {};
    const got = await run(['models', 'retrieve', 'alpha', '--format', format], { routes, ...terminal });
    expect({ stdout: got.stdout, stderr: got.stderr, code: got.code }).toEqual({ stdout, stderr: '', code: 0 });
  });

  test('an object that a server wraps in data', async () => {
    const wrapped = { 'GET /v1/models/alpha': { body: `{"data":${BODY}}` } };
    const argv = ['models', 'retrieve', 'alpha', '--format'];
    expect((await run([...argv, 'jsonl'], { routes: wrapped })).stdout).toBe(LINE);
    expect((await run([...argv, 'raw'], { routes: wrapped })).stdout).toBe(`{"data":${BODY}}\n`);
  });

  test.each<[name: string, more: Record<string, unknown>, card: RegExp]>([
    ['no time', { created: undefined, owned_by: undefined }, /^a\n {2}object {2}model\n$/],
    ['its id under another name', { id: undefined, identifier: 'org/a' }, /^org\/a\n {2}object /],
    ['a time of 0', { created: 0 }, /\n {2}created {3}0\n/],
    ['a time in milliseconds', { created: CREATED * 1000 }, / {2}2023-06-16, 2\.6 y ago\n/],
    ['a date as text', { created: undefined, created_at: '2023-06-16T14:10:02Z' }, /Z {2}2023-06-16, 2\.6 y ago\n/],
    ['a minute', { created: NOW / 1000 - 60 }, /2026-01-15, 1 min ago\n/],
    ['an empty owner', { owned_by: '' }, /\n {2}owned_by {2}-\n/],
    ['a null owner', { owned_by: null }, /\n {2}owned_by {2}-\n/],
    ['an empty list', { tags: [], meta: {} }, /\n {2}tags {6}\[\]\n {2}meta {6}\{\}\n/],
  ])('a card with %s', async (_name, more, card) => {
    const served = { 'GET /v1/models/a': { body: model('a', more) } };
    const { stdout } = await run(['models', 'get', 'a'], { routes: served, terminal: 80 });
    expect(stdout).toMatch(card);
  });

  test('a card of a model from the future without a word that makes no sense', async () => {
    const served = { 'GET /v1/models/a': { body: model('a', { created: NOW / 1000 + 40 * 86_400 }) } };
    const { stdout } = await run(['models', 'get', 'a'], { routes: served, terminal: 80 });
    expect(stdout).toContain('2026-02-24');
    expect(stdout).not.toMatch(/soon ago/);
  });

  test('each time of a card with its own date', async () => {
    const served = { 'GET /v1/models/a': { body: model('a', { created_at: '2020-02-02T00:00:00Z' }) } };
    const { stdout } = await run(['models', 'get', 'a'], { routes: served, terminal: 80 });
    expect(stdout).toMatch(/\n {2}created {5}\d+ {2}2023-06-16, 2\.6 y ago\n/);
    expect(stdout).toMatch(/\n {2}created_at {2}2020-02-02T00:00:00Z {2}2020-02-02, 6\.0 y ago\n/);
  });
});

describe('models retrieve finds the model by', () => {
  test.each<[argv: string[]]>([
    [['models', 'retrieve', 'alpha']],
    [['models', 'retrieve', '--model', 'alpha']],
    [['models', 'retrieve', '--model=alpha']],
    [['models', 'retrieve', 'alpha', '--model', 'alpha']],
    [['models', 'get', 'alpha']],
    [['models', 'show', '--model', 'alpha']],
    [['--model', 'alpha', 'models', 'retrieve']],
    [['models', 'retrieve', '--', 'alpha']],
  ])('%j', async (argv) => {
    const { code, json } = await run(argv, { routes });
    expect({ code, json }).toEqual({ code: 0, json: JSON.parse(BODY) });
  });

  test.each<[id: string, path: string]>([
    ['ft:gpt-4o:acme::abc', '/v1/models/ft:gpt-4o:acme::abc'],
    ['a/b', '/v1/models/a%2Fb'],
    ['/abs/model.gguf', '/v1/models/%2Fabs%2Fmodel.gguf'],
    ['with space', '/v1/models/with%20space'],
    ['a?b#c', '/v1/models/a%3Fb%23c'],
    ['100%', '/v1/models/100%25'],
    ['%2e%2e%2e', '/v1/models/%252e%252e%252e'],
    ['...', '/v1/models/...'],
    ['../models', '/v1/models/..%2Fmodels'],
    ['modèle-日本', '/v1/models/mod%C3%A8le-%E6%97%A5%E6%9C%AC'],
    ['@cf/meta', '/v1/models/@cf%2Fmeta'],
    ['-', '/v1/models/-'],
  ])('the id %s', async (id, path) => {
    const { code, requests } = await run(['models', 'retrieve', `--model=${id}`, '--format', 'raw'], {
      routes: { [`GET ${path}`]: { body: BODY } },
    });
    expect({ code, paths: requests.map((request) => request.path) }).toEqual({ code: 0, paths: [path] });
  });
});

const REFUSED: readonly [args: string[], says: string][] = [
  [[], '--model'],
  [[''], 'empty'],
  [['  '], 'empty'],
  [['.'], "'.'"],
  [['..'], "'..'"],
  [['%2e'], "'%2e'"],
  [['%2E.'], "'%2E.'"],
  [['--model'], '--model ID'],
  [['--model', '--format', 'json'], '--format'],
  [['a', '--count'], '--count'],
];

/** What only one model at a time refuses. */
const REFUSED_TO_ONE: typeof REFUSED = [
  [['a', '--ids'], '--ids'],
  [['a', '--model', 'b'], '--model'],
];

describe.each([
  ['retrieve', [...REFUSED, ...REFUSED_TO_ONE]],
  ['delete', REFUSED],
] as const)('models %s refuses', (command, refused) => {
  test.each(refused)('%j, and asks no server', async (args, says) => {
    const { stdout, stderr, code, requests } = await run(['models', command, ...args]);
    expect({ stdout, code, requests }).toEqual({ stdout: '', code: 2, requests: [] });
    expect(stderr).toMatch(/^openai: /);
    expect(stderr).toContain(says);
  });
});

describe('an answer that is no model prints nothing', () => {
  test.each<[name: string, body: string, says: RegExp]>([
    ['empty', '', /empty/],
    ['blank', ' \n', /empty/],
    ['a web page', '<html><title>Hello</title>', /web page.*Hello/],
    ['text', 'hello', /JSON/],
    ['null', 'null', /model/],
    ['a list without it', '[{"id":"b"}]', /model/],
    ['a number', '4', /model/],
    ['cut short', '{"id":"a"', /ends early/],
    ['followed by more', '{"id":"a"} x', /invalid at byte 11/],
    ['an error with status 200', errorOf('no such thing'), /no such thing/],
  ])('%s', async (_name, body, says) => {
    const served = { 'GET /v1/models/a': { body }, 'GET /v1/models': { status: 400 } };
    for (const format of ['json', 'raw', 'yaml']) {
      const { stdout, stderr, code } = await run(['models', 'get', 'a', '--format', format], { routes: served });
      expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
      expect(stderr).toMatch(/^openai: /);
      expect(stderr).toMatch(says);
    }
  });
});

describe('a model that is not there', () => {
  const missing = errorOf("The model 'gpt-4p' does not exist", { code: 'model_not_found' });
  const list = listOf(model('gpt-4o'), model('gpt-4'), model('o1'), model('x'));

  test.each<[name: string, answer: Answer]>([
    ['as OpenAI says it', { status: 404, body: missing }],
    ['as a route that does not exist', { status: 404, body: '404 page not found' }],
  ])('%s is named, with the nearest ids', async (_name, answer) => {
    const served = { 'GET /v1/models/gpt-4p': answer, 'GET /v1/models': { body: list } };
    const { stdout, stderr, code } = await run(['models', 'get', 'gpt-4p'], { routes: served });
    expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
    expect(stderr).toMatch(/^openai: no model 'gpt-4p'/);
    expect(stderr).toMatch(/\bgpt-4o\b/);
    expect(stderr).not.toMatch(/\bo1\b/);
  });

  test('is an error of its own, whether or not there is a list', async () => {
    const served = { 'GET /v1/models/gpt-4p': { status: 404, body: missing }, 'GET /v1/models': { status: 400 } };
    const { stderr, code } = await run(['models', 'get', 'gpt-4p'], { routes: served });
    expect(code).toBe(5);
    expect(stderr).toContain("The model 'gpt-4p' does not exist");
    expect(stderr).toContain('openai models list --ids');
  });
});

describe('a server that shows no single models', () => {
  const list = `{"object":"list","data":[${model('a')},{"id":"org/m" ,"n":1.50}]}`;

  test.each<[name: string, answer: Answer]>([
    ['404 without a reason', { status: 404 }],
    ['404 as FastAPI says it', { status: 404, body: '{"detail":"Not Found"}' }],
    ['405', { status: 405, body: '405 method not allowed' }],
    ['501', { status: 501 }],
  ])('(%s) has the model in its list, and that is said', async (_name, answer) => {
    const served = { 'GET /v1/models/org%2Fm': answer, 'GET /v1/models': { body: list } };
    const got = await run(['models', 'get', 'org/m', '--format', 'jsonl'], { routes: served });
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: '{"id":"org/m","n":1.50}\n', code: 0 });
    expect(got.stderr).toMatch(/list/);
    const quiet = await run(['models', 'get', 'org/m', '--quiet'], { routes: served });
    expect({ stderr: quiet.stderr, code: quiet.code }).toEqual({ stderr: '', code: 0 });
  });

  test('and lists others only has no such model', async () => {
    const served = { 'GET /v1/models/zzz': { status: 405 }, 'GET /v1/models': { body: list } };
    const { stdout, stderr, code } = await run(['models', 'get', 'zzz'], { routes: served });
    expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
    expect(stderr).toContain("'zzz'");
  });
});
