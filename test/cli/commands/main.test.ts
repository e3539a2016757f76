import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OutputClosedError } from '../../../src/context.ts';
import { FORMAT_NAMES } from '../../../src/spec/formats.ts';
import { listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

test.each<[argv: string[]]>([[['--version']], [['-v']], [['models', 'list', '--version']], [['--version', '--help']]])(
  '%j says the version, and needs no key',
  async (argv) => {
    const { stdout, stderr, code } = await run(argv, { env: { OPENAI_API_KEY: undefined } });
    expect({ stdout, stderr, code }).toEqual({ stdout: `openai version ${version}\n`, stderr: '', code: 0 });
  },
);

describe('what is not understood ends with 2, asks no server and names the nearest', () => {
  test.each<[argv: string[], says: string]>([
    [['modles', 'list'], "'models list'"],
    [['model', 'list'], "'models list'"],
    [['models', 'lst'], "'models list'"],
    [['models', 'retreive', 'a'], "'models retrieve'"],
    [['models', 'remove'], 'models delete'],
    [['sandbox', 'srve'], "'sandbox serve'"],
    [['frobnicate'], 'models'],
    [['models', 'list', '--formt', 'json'], '--format'],
    [['models', 'list', '--max-item', '3'], '--max-items'],
    [['models', 'list', '--api-kye', 'x'], '--api-key'],
    [['models', 'list', '-z'], '-z'],
    [['models', 'list', '--format', 'jsno'], 'json'],
    [['models', 'list', '--color', 'allways'], 'always'],
    [['models', 'list', '--format'], '--format F'],
    [['models', 'list', '--format', '--ids'], '--ids'],
    [['models', 'list', '--ids=maybe'], '--ids'],
    [['models', 'list', '--timeout', '-1'], '--timeout'],
    [['models', 'list', '--timeout', 'soon'], '--timeout'],
    [['models', 'list', '--max-retries', '-1'], '--max-retries'],
    [['models', 'list', '--scenario', 'flaky'], '--sandbox'],
    [['models', 'list', '--sandbox', '--base-url', 'http://x/v1'], '--base-url'],
    [['models', 'list', '--port', '1'], 'sandbox serve'],
    [['models', 'list', '--base-url', 'x/v1'], 'http://'],
    [['models', 'list', '-H', 'no colon'], '--header'],
    [['sandbox', 'reset', 'now'], "'now'"],
  ])('%j', async (argv, says) => {
    const { stdout, stderr, code, requests } = await run(argv);
    expect({ stdout, code, requests }).toEqual({ stdout: '', code: 2, requests: [] });
    expect(stderr).toMatch(/^openai: [^\n]+\n/);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('what is sent', () => {
  const routes = { 'GET /v1/models': { body: '{"data":[]}' } };

  test.each<[args: string[], env: Record<string, string | undefined>, headers: Record<string, string | undefined>]>([
    [[], {}, { authorization: 'Bearer sk-test-SECRETSECRET', 'openai-organization': undefined }],
    [['--api-key', 'k-1'], {}, { authorization: 'Bearer k-1' }],
    [[], { OPENAI_API_KEY: 'k-2\r\n' }, { authorization: 'Bearer k-2' }],
    [[], { OPENAI_API_KEY: undefined }, { authorization: undefined }],
    [[], { OPENAI_API_KEY: '' }, { authorization: undefined }],
    [['--organization', 'o', '--project=p'], {}, { 'openai-organization': 'o', 'openai-project': 'p' }],
    [
      [],
      { OPENAI_ORG_ID: 'o', OPENAI_PROJECT_ID: 'p' },
      { 'openai-organization': 'o', 'openai-project': 'p', authorization: 'Bearer sk-test-SECRETSECRET' },
    ],
    [['-H', 'X-One: 1', '-H', 'x-two:2'], {}, { 'x-one': '1', 'x-two': '2' }],
    [['-H', 'X-One: flag'], { OPENAI_CUSTOM_HEADERS: 'X-One: env\nX-Two: env' }, { 'x-one': 'flag', 'x-two': 'env' }],
    [['-H', 'authorization: Basic abc'], {}, { authorization: 'Basic abc' }],
    [['-H', 'user-agent: me'], {}, { 'user-agent': 'me' }],
    [[], {}, { 'user-agent': `openai-models/${version}`, 'x-stainless-os': undefined, 'x-stainless-lang': undefined }],
  ])('%j %j', async (args, env, headers) => {
    const { code, requests } = await run(['models', 'list', ...args], { routes, env });
    expect({ code, requests: requests.length }).toEqual({ code: 0, requests: 1 });
    for (const [name, value] of Object.entries(headers)) expect(requests[0]?.headers[name], name).toBe(value);
  });

  test.each<[base: string, target: string]>([
    ['{origin}', '/models'],
    ['{origin}/', '/models'],
    ['{origin}/v1/', '/v1/models'],
    ['  {origin}/v1//  ', '/v1/models'],
    ['{origin}/openai?api-version=2024-10-21', '/openai/models?api-version=2024-10-21'],
    ['{origin}/a%20b/c', '/a%20b/c/models'],
  ])('the base URL %s means %s', async (base, target) => {
    const served = { [`GET ${target}`]: { body: listOf(model('a')) } };
    const byFlag = await run(['models', 'list', '--ids', '--base-url', base], { routes: served });
    const byEnv = await run(['models', 'list', '--ids'], { routes: served, env: { OPENAI_BASE_URL: base } });
    expect([byFlag.stdout, byEnv.stdout]).toEqual(['a\n', 'a\n']);
  });
});

describe('a reader of stdout that goes away is no error', () => {
  const routes = { 'GET /v1/models': { body: listOf(model('a'), model('b')) } };

  // The explorer says that no terminal: that is told apart.
  test.each(FORMAT_NAMES.filter((format) => format !== 'explore'))('%s', async (format) => {
    const argv = ['models', 'list', '--format', format];
    const { stderr, code } = await run(argv, { routes, stdoutFails: new OutputClosedError() });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test.each<[argv: string[]]>([[['--help']], [['--version']], [['models', 'list', '--ids']]])('%j', async (argv) => {
    const { stderr, code } = await run(argv, { routes, stdoutFails: new OutputClosedError() });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test('in the middle of a long list', async () => {
    const body = listOf(...Array.from({ length: 5000 }, (_, i) => model(`model-${i}`)));
    const long = { 'GET /v1/models': { body } };
    const argv = ['models', 'list', '--format', 'json'];
    const all = await run(argv, { routes: long });
    const cut = await run(argv, { routes: long, stdoutFails: new OutputClosedError(), stdoutFailsAfter: 1 });
    expect({ stderr: cut.stderr, code: cut.code }).toEqual({ stderr: '', code: 0 });
    expect(cut.stdout.length).toBeGreaterThan(0);
    expect(cut.stdout.length).toBeLessThan(all.stdout.length);
  });
});

describe('a full disk is a failure of one line', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const routes = { 'GET /v1/models': { body: listOf(model('a')) }, 'GET /v1/models/a': { body: model('a') } };

  test.each<[argv: string[]]>([
    [['models', 'list']],
    [['models', 'list', '--ids']],
    [['models', 'list', '--format', 'raw']],
    [['models', 'get', 'a']],
    [['--help']],
    [['--version']],
  ])('%j', async (argv) => {
    const { stderr, code } = await run(argv, { routes, stdoutFails: full });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^openai: cannot write the output: [^\n]*space[^\n]*\n$/);
  });
});
