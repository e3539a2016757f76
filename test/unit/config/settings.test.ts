import { describe, expect, test } from 'vitest';
import { type Connection, resolveConnection } from '../../../src/config/connection.ts';
import type { ErrorCode } from '../../../src/errors/error.ts';
import { exitOf, explain } from '../../../src/errors/explain.ts';
import { OPENAI_URL } from '../../../src/servers/titles.ts';
import type { FlagValues } from '../../../src/spec/flags.ts';
import { type Env, KEY, LOCAL, refusal } from './refusal.ts';

test('the defaults', () => {
  expect(resolveConnection({}, KEY)).toEqual({
    apiKey: { value: 'sk-env', origin: 'OPENAI_API_KEY' },
    auth: 'bearer',
    organization: undefined,
    project: undefined,
    baseUrl: { value: { url: OPENAI_URL, query: {} }, origin: 'the default' },
    preset: undefined,
    headers: [],
    timeout: 30_000,
    maxRetries: 2,
    clientCertificate: undefined,
    sandbox: false,
    scenario: undefined,
    debug: false,
  } satisfies Connection);
  expect(OPENAI_URL).toBe('https://api.openai.com/v1');
});

describe('precedence: flag, environment, default', () => {
  const settings = {
    apiKey: { flag: 'api-key', variable: 'OPENAI_API_KEY' },
    organization: { flag: 'organization', variable: 'OPENAI_ORG_ID' },
    project: { flag: 'project', variable: 'OPENAI_PROJECT_ID' },
  } as const;

  test.each(Object.entries(settings))('of %s', (name, { flag, variable }) => {
    const pick = (flags: FlagValues, env: Env) =>
      resolveConnection({ ...LOCAL, ...flags }, env)[name as keyof typeof settings];
    expect(pick({ [flag]: 'f' }, { [variable]: 'e' })).toEqual({ value: 'f', origin: `--${flag}` });
    expect(pick({ [flag]: 'f' }, {})).toEqual({ value: 'f', origin: `--${flag}` });
    expect(pick({}, { [variable]: 'e' })).toEqual({ value: 'e', origin: variable });
    expect(pick({}, { [variable]: '' })).toBeUndefined();
    expect(pick({}, {})).toBeUndefined();
  });

  test.each<[flags: FlagValues, env: Env, url: string, origin: string]>([
    [{ 'base-url': 'http://f/v1' }, { OPENAI_BASE_URL: 'http://e/v1' }, 'http://f/v1', '--base-url'],
    [{}, { OPENAI_BASE_URL: 'http://e/v1' }, 'http://e/v1', 'OPENAI_BASE_URL'],
    [{}, { OPENAI_BASE_URL: '' }, OPENAI_URL, 'the default'],
  ])('of the base URL: %j %j', (flags, env, url, origin) => {
    expect(resolveConnection(flags, { ...KEY, ...env }).baseUrl).toEqual({ value: { url, query: {} }, origin });
  });

  test('of numbers, where 0 is a value', () => {
    const connection = resolveConnection({ ...LOCAL, timeout: 0, 'max-retries': 0 }, {});
    expect([connection.timeout, connection.maxRetries]).toEqual([0, 0]);
    expect(resolveConnection({ ...LOCAL, timeout: 1.5 }, {}).timeout).toBe(1500);
  });
});

describe('the key', () => {
  test.each<[given: string, sent: string]>([
    ['sk-a', 'sk-a'],
    ['sk-a\n', 'sk-a'],
    ['sk-a\r\n', 'sk-a'],
    ['sk-a\r\n\r\n', 'sk-a'],
    ['\nsk-a', 'sk-a'],
    [' \tsk-a ', 'sk-a'],
    ['\ufeffsk-a\u00a0', 'sk-a'],
    ["'sk-a'", "'sk-a'"],
    ['My API Key', 'My API Key'],
    ['~!@#$%^&*()', '~!@#$%^&*()'],
  ])('%j is sent as %j', (given, sent) => {
    expect(resolveConnection({ 'api-key': given }, {}).apiKey?.value).toBe(sent);
    expect(resolveConnection({}, { OPENAI_API_KEY: given }).apiKey?.value).toBe(sent);
  });

  test.each(['', '\n', 'sk-a\nb', 'sk-\ta', 'sk-\0a', 'sk-\x7fa', 'sk-é', '“sk-a”', 'sk-a\u200b'])(
    '%j is refused, and not shown',
    (given) => {
      const error = refusal({ 'api-key': given }, KEY);
      expect({ code: error.code, exit: exitOf(error) }).toEqual({ code: 'bad-key', exit: 4 });
      expect(explain(error).happened).toContain('--api-key');
      expect(JSON.stringify([error.args, explain(error)])).not.toContain('sk-');
      if (given !== '') expect(refusal({}, { OPENAI_API_KEY: given }).args).toEqual({ origin: 'OPENAI_API_KEY' });
    },
  );

  test.each<[flags: FlagValues, env: Env]>([
    [{}, {}],
    [{}, { OPENAI_API_KEY: '' }],
    [{}, { OPENAI_BASE_URL: `${OPENAI_URL}/` }],
    [{ 'base-url': 'HTTPS://API.OpenAI.com/v1' }, {}],
    [{ 'base-url': ' https://api.openai.com/v1 ' }, {}],
    [{ 'base-url': 'https://api.openai.com:443/v1' }, {}],
    [{ header: ['X-Other: 1'] }, {}],
    [{ 'admin-api-key': 'sk-admin' }, { OPENAI_ADMIN_KEY: 'sk-admin' }],
  ])('is missed at OpenAI: %j %j', (flags, env) => {
    const error = refusal(flags, env);
    expect({ code: error.code, exit: exitOf(error) }).toEqual({ code: 'no-key', exit: 4 });
    expect(explain(error).happened).toContain('OPENAI_API_KEY');
  });

  test.each<[flags: FlagValues, env: Env]>([
    [LOCAL, {}],
    [{}, { OPENAI_BASE_URL: 'https://other.example/v1' }],
    [{ header: ['Authorization: Basic abc'] }, {}],
    [{}, { OPENAI_CUSTOM_HEADERS: 'authorization: Bearer abc' }],
    [{ 'base-url': 'https://api.openai.com.evil.example/v1' }, {}],
  ])('is not missed elsewhere: %j %j', (flags, env) => {
    expect(resolveConnection(flags, env).apiKey).toBeUndefined();
  });
});

describe('the base URL', () => {
  test.each<[given: string, url: string, query: Record<string, string>]>([
    ['http://h/v1', 'http://h/v1', {}],
    ['http://h/v1///', 'http://h/v1', {}],
    ['http://h', 'http://h', {}],
    ['http://h/', 'http://h', {}],
    ['  https://h:8443/a/b  ', 'https://h:8443/a/b', {}],
    ['HTTPS://H/V1', 'https://h/V1', {}],
    ['https://h:443/v1', 'https://h/v1', {}],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1', {}],
    [
      'https://r.openai.azure.com/openai?api-version=2024-10-21',
      'https://r.openai.azure.com/openai',
      { 'api-version': '2024-10-21' },
    ],
    ['http://h/v1/?a=1&b=%20', 'http://h/v1', { a: '1', b: ' ' }],
    ['http://h/a%2Fb', 'http://h/a%2Fb', {}],
  ])('%s', (given, url, query) => {
    expect(resolveConnection({ 'base-url': given }, KEY).baseUrl.value).toEqual({ url, query });
  });

  test.each([
    '',
    ' ',
    'h/v1',
    'localhost:8080',
    '//h/v1',
    'ftp://h/v1',
    'file:///etc',
    'http:/h',
    'http://',
    'https://h:99999',
    'http://h/v1#x',
    'javascript:alert(1)',
  ])('%j is refused, named by where it came from', (given) => {
    const error = refusal({ 'base-url': given }, KEY);
    expect({ code: error.code, exit: exitOf(error) }).toEqual({ code: 'bad-base-url', exit: 2 });
    expect(explain(error).happened).toContain('--base-url');
    if (given !== '')
      expect(refusal({}, { ...KEY, OPENAI_BASE_URL: given }).args).toMatchObject({ origin: 'OPENAI_BASE_URL' });
  });

  test('with a password is refused, and the password not shown', () => {
    const error = refusal({ 'base-url': 'https://user:hunter2@h/v1' }, KEY);
    expect(error.code).toBe('bad-base-url');
    expect(JSON.stringify([error.args, explain(error)])).not.toContain('hunter2');
  });
});

describe('the sandbox', () => {
  test.each<[flags: FlagValues, variable: string | undefined, sandbox: boolean]>([
    [{ sandbox: true }, undefined, true],
    [{ sandbox: true }, '0', true],
    [{ sandbox: false }, '1', false],
    [{}, '1', true],
    [{}, 'true', true],
    [{}, '0', false],
    [{}, 'false', false],
    [{}, '', false],
    [{}, undefined, false],
    [LOCAL, '1', false],
  ])('%j with OPENAI_SANDBOX=%s', (flags, variable, sandbox) => {
    const connection = resolveConnection(flags, { ...KEY, OPENAI_SANDBOX: variable });
    expect(connection.sandbox).toBe(sandbox);
    if (sandbox) expect(connection.apiKey?.value).not.toBe('sk-env');
  });

  test.each<[flags: FlagValues, env: Env, code: ErrorCode]>([
    [{ sandbox: true, ...LOCAL }, {}, 'conflict'],
    [{ scenario: 'slow' }, KEY, 'needs-flag'],
    [{ scenario: 'slow', sandbox: false }, { ...KEY, OPENAI_SANDBOX: '1' }, 'needs-flag'],
    [{}, { ...KEY, OPENAI_SANDBOX: 'maybe' }, 'bad-value'],
    [{}, { ...KEY, OPENAI_SANDBOX: '2' }, 'bad-value'],
  ])('refuses %j %j', (flags, env, code) => {
    const error = refusal(flags, env);
    expect({ code: error.code, exit: exitOf(error) }).toEqual({ code, exit: 2 });
  });

  test('needs no key, and never sends the real one', () => {
    const connection = resolveConnection({ sandbox: true, 'api-key': 'sk-real' }, KEY);
    expect(JSON.stringify(connection)).not.toMatch(/sk-real|sk-env/);
  });
});
