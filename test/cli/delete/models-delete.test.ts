import { describe, expect, test } from 'vitest';
import { errorOf, model } from '../../support/models.ts';
import { type RunOptions, run } from '../../support/run.ts';
import type { Answer } from '../../support/server.ts';

const ID = 'ft:gpt-4o-mini:acme:suffix:abc123';
const PATH = `/v1/models/${ID}`;
const DELETED = `{"id":"${ID}", "object":"model","deleted":true,"extra":1.0}`;

const deleting = (answer: Answer) => ({ [`DELETE ${PATH}`]: [answer] });

describe('models delete shows the outcome', () => {
  const line = `{"id":"${ID}","object":"model","deleted":true,"extra":1.0}\n`;
  const card = `${ID}\n  object   model\n  deleted  true\n  extra    1.0\n`;
  test.each<[format: string, stdout: string]>([
    ['auto', `{\n  "id": "${ID}",\n  "object": "model",\n  "deleted": true,\n  "extra": 1.0\n}\n`],
    ['json', `{\n  "id": "${ID}",\n  "object": "model",\n  "deleted": true,\n  "extra": 1.0\n}\n`],
    ['jsonl', line],
    ['raw', `${DELETED}\n`],
    ['yaml', `id: ${ID}\nobject: model\ndeleted: true\nextra: 1.0\n`],
    ['text', card],
  ])('as %s', async (format, stdout) => {
    const routes = deleting({ body: DELETED });
    const got = await run(['models', 'delete', '--model', ID, '--format', format], { routes });
    expect({ stdout: got.stdout, stderr: got.stderr, code: got.code }).toEqual({ stdout, stderr: '', code: 0 });
    expect(got.requests).toHaveLength(1);
  });

  test.each<[name: string, answer: Answer, raw: RegExp]>([
    ['204', { status: 204 }, /^\n?$/],
    ['an empty body', { body: '' }, /^\n?$/],
    ['null', { body: 'null' }, /^null\n$/],
  ])('of %s, in the shape that scripts know', async (_name, answer, raw) => {
    const argv = ['models', 'delete', ID, '--format'];
    const { json, code } = await run([...argv, 'json'], { routes: deleting(answer) });
    expect({ json, code }).toEqual({ json: { id: ID, object: 'model', deleted: true }, code: 0 });
    const asRaw = await run([...argv, 'raw'], { routes: deleting(answer) });
    expect(asRaw.code).toBe(0);
    expect(asRaw.stdout).toMatch(raw);
  });

  test.each<[name: string, body: string, says: RegExp]>([
    ['deleted: false', `{"id":"${ID}","object":"model","deleted":false}`, /did not delete/],
    ['an error with status 200', errorOf('not today'), /not today/],
    ['a bare value', '"ok"', /it is unknown whether .* was deleted/],
    ['a list', '[]', /it is unknown whether .* was deleted/],
    ['an object that says nothing', '{}', /it is unknown whether .* was deleted/],
    ['a web page', '<html><title>Hello</title></html>', /web page/],
    ['a cut answer', '{"id":"a","deleted":tr', /ends early/],
  ])('and %s is none', async (_name, body, says) => {
    for (const format of ['json', 'jsonl', 'raw', 'yaml', 'text']) {
      const routes = deleting({ body });
      const { stdout, stderr, code } = await run(['models', 'delete', ID, '--format', format], { routes });
      expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
      expect(stderr).toMatch(/^openai: /);
      expect(stderr).toMatch(says);
    }
  });

  test.each([['rm'], ['delete']])('by either name: %s', async (command) => {
    const { code } = await run(['models', command, ID], { routes: deleting({ body: DELETED }) });
    expect(code).toBe(0);
  });
});

describe('models delete asks', () => {
  const retrieving = { [`GET ${PATH}`]: [{ body: model(ID, { owned_by: 'acmeco' }) }] };
  const both = { ...retrieving, ...deleting({ body: DELETED }) };

  test.each<[name: string, stdin: string[], code: number]>([
    ['y', ['y'], 0],
    ['Y', ['Y'], 0],
    ['yes', [' yes '], 0],
    ['n', ['n'], 1],
    ['nothing', [''], 1],
    ['something else', ['yess'], 1],
    ['a question', ['?'], 1],
    ['the end of the input', [], 1],
    ['n before y', ['n', 'y'], 1],
  ])('on a terminal, and takes %s for an answer', async (_name, stdin, code) => {
    const got = await run(['models', 'delete', ID], { routes: both, stdin, terminal: 80 });
    expect(got.code).toBe(code);
    expect(got.requests.map(({ method }) => method)).toEqual(code === 0 ? ['GET', 'DELETE'] : ['GET']);
    expect(got.stderr.replace(/\n {2}/g, ' ')).toMatch(
      /^Delete ft:\S+ \(owner acmeco, created 2\.6 y ago\) at 127\.0\.0\.1:\d+\?$/m,
    );
    expect(got.stderr).toMatch(/^It cannot be brought back\.$/m);
    if (code === 0) expect(got.stdout).toContain(ID);
    else expect(got.stdout).toBe('');
    if (code !== 0) expect(got.stderr).toMatch(/openai: nothing was deleted\n/);
  });

  test.each<[name: string, args: string[], options: RunOptions]>([
    ['in a pipe', [], {}],
    ['in a pipe with a terminal for stdout', [], { terminal: { stdout: 80 } }],
    ['in a pipe, with --no-input', ['--no-input'], {}],
    ['with --yes', ['--yes'], { terminal: 80 }],
    ['with -y', ['-y'], { terminal: 80 }],
    ['with --yes and --no-input', ['--yes', '--no-input'], { terminal: 80 }],
  ])('nobody %s', async (_name, args, options) => {
    const routes = deleting({ body: DELETED });
    const { code, stderr, requests } = await run(['models', 'delete', ID, ...args], { ...options, routes });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(requests.map(({ method }) => method)).toEqual(['DELETE']);
  });

  test('nobody with --no-input on a terminal, and does nothing', async () => {
    const got = await run(['models', 'delete', ID, '--no-input'], { terminal: 80, stdin: ['y'] });
    expect({ code: got.code, stdout: got.stdout, requests: got.requests }).toEqual({
      code: 2,
      stdout: '',
      requests: [],
    });
    expect(got.stderr).toContain('--yes');
  });

  test('nobody when --yes was taken back', async () => {
    const argv = ['models', 'delete', ID, '--yes', '--yes=false'];
    const { code, requests } = await run(argv, { routes: both, stdin: ['n'], terminal: 80 });
    expect({ code, methods: requests.map(({ method }) => method) }).toEqual({ code: 1, methods: ['GET'] });
  });

  test('even when stdout goes elsewhere', async () => {
    const terminal = { stdin: true, stderr: 80 };
    const { code, stdout, stderr } = await run(['models', 'delete', ID], { routes: both, stdin: ['n'], terminal });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('[y/N]');
  });

  test.each<[name: string, answer: Answer, shown: string]>([
    ['serves no single models', { status: 405 }, `Delete ${ID} at `],
    ['fails', { status: 400, body: errorOf('hm') }, `Delete ${ID} at `],
    ['forbids reading', { status: 403, body: errorOf('hm') }, `Delete ${ID} at `],
    ['answers with a web page', { body: '<html></html>' }, `Delete ${ID} at `],
    ['answers with a list', { body: '[]' }, `Delete ${ID} at `],
    ['tells neither owner nor age', { body: `{"id":"${ID}","created":0}` }, `Delete ${ID} at `],
    ['tells the owner', { body: model(ID, { created: undefined }) }, `Delete ${ID} (owner acme) at `],
    ['tells the age', { body: model(ID, { owned_by: undefined }) }, `Delete ${ID} (created 2.6 y ago) at `],
  ])('without what it cannot know, where the server %s', async (_name, answer, shown) => {
    const list = { 'GET /v1/models': { status: 404 } };
    const routes = { ...deleting({ body: DELETED }), [`GET ${PATH}`]: answer, ...list };
    const argv = ['models', 'delete', ID, '--max-retries', '0'];
    const { code, stderr } = await run(argv, { routes, stdin: ['y'], terminal: 80 });
    expect(stderr).toContain(shown);
    expect(code).toBe(0);
  });

  test('nobody where the connection breaks', async () => {
    const routes = { [`GET ${PATH}`]: { body: '{"id":', cut: true } as const };
    const argv = ['models', 'delete', ID, '--max-retries', '0'];
    const got = await run(argv, { routes, stdin: ['y'], terminal: 80 });
    expect({ code: got.code, requests: got.requests.length }).toEqual({ code: 7, requests: 1 });
    expect(got.stderr).not.toContain('Delete');
  });

  test.each<[status: number, code: number]>([
    [401, 4],
    [404, 5],
  ])('nobody about a model that answers %i', async (status, code) => {
    const list = { 'GET /v1/models': { body: '{"data":[]}' } };
    const routes = { [`GET ${PATH}`]: [{ status, body: errorOf('no') }], ...list };
    const got = await run(['models', 'delete', ID], { routes, stdin: ['y'], terminal: 80 });
    expect(got.code).toBe(code);
    expect(got.stderr).not.toContain('Delete');
  });
});
