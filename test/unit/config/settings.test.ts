import { describe, expect, test } from 'vitest';
import { type Connection, isProfileServer, planConnection, resolveConnection } from '../../../src/config/connection.ts';
import { describeSource, type KeySource, unwrapKey } from '../../../src/config/key.ts';
import { profileNameProblem } from '../../../src/config/parse.ts';
import type { ActiveProfile } from '../../../src/config/setting.ts';
import type { ErrorCode } from '../../../src/errors/error.ts';
import { exitOf, explain } from '../../../src/errors/explain.ts';
import { OPENAI_URL } from '../../../src/servers/titles.ts';
import type { FlagValues } from '../../../src/spec/flags.ts';
import { NO_PROFILE, type Profile } from '../../../src/spec/profile.ts';
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

  test.each([
    ['h/v1', 'does not begin with http:// or https://'],
    ['http://', 'is not a valid URL'],
    ['https://user@h/v1', 'contains a user name or password; use --header for those'],
    ['https://:pw@h/v1', 'contains a user name or password; use --header for those'],
    ['http://h/v1#x', 'contains a # fragment'],
  ])('%s is refused for what it is', (url, problem) => {
    expect(refusal({ 'base-url': url }, KEY).args).toEqual({ origin: '--base-url', problem });
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
    ...['true', 'yes', 'on', ' ON '].map((word): [FlagValues, string, boolean] => [{}, word, true]),
    ...['0', 'false', 'no', 'off', ' OFF '].map((word): [FlagValues, string, boolean] => [{}, word, false]),
    [{ profile: 'p' }, '1', false],
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
    [{ sandbox: true, profile: 'p' }, {}, 'conflict'],
    [{ sandbox: false, scenario: 'slow', ...LOCAL }, {}, 'needs-flag'],
    [{ scenario: 'slow' }, KEY, 'needs-flag'],
    [{ scenario: 'slow', sandbox: false }, { ...KEY, OPENAI_SANDBOX: '1' }, 'needs-flag'],
    [{}, { ...KEY, OPENAI_SANDBOX: 'maybe' }, 'bad-value'],
    [{}, { ...KEY, OPENAI_SANDBOX: '2' }, 'bad-value'],
  ])('refuses %j %j', (flags, env, code) => {
    const error = refusal(flags, env);
    expect({ code: error.code, exit: exitOf(error) }).toEqual({ code, exit: 2 });
  });

  test('names the two flags that disagree', () => {
    expect(refusal({ sandbox: true, ...LOCAL }, {}).args).toEqual({ flags: ['--sandbox', '--base-url'] });
    expect(refusal({ sandbox: true, profile: 'p' }, {}).args).toEqual({ flags: ['--sandbox', '--profile'] });
  });

  test('needs no key, and never sends the real one', () => {
    const connection = resolveConnection({ sandbox: true, 'api-key': 'sk-real' }, KEY);
    expect(JSON.stringify(connection)).not.toMatch(/sk-real|sk-env/);
  });
});

describe('a profile', () => {
  const profile = (settings: Profile): ActiveProfile => ({ name: 'p', settings }) as ActiveProfile;
  const found = (settings: Profile) => ({ profile: profile(settings), key: { value: 'k', origin: 'o' } });
  const own: Profile = {
    base_url: 'http://h/v1',
    organization: 'org',
    project: 'proj',
    auth: 'api-key',
    preset: 'ollama',
    headers: { 'X-One': '1' },
  };

  test('gives its settings to its own server', () => {
    expect(resolveConnection({}, {}, found(own))).toMatchObject({
      apiKey: { value: 'k', origin: 'o' },
      auth: 'api-key',
      organization: { value: 'org', origin: 'profile p' },
      project: { value: 'proj', origin: 'profile p' },
      baseUrl: { value: { url: 'http://h/v1' }, origin: 'profile p' },
      preset: 'ollama',
      profile: { name: 'p', keyless: false },
      headers: [{ name: 'X-One', value: '1', origin: 'profile p' }],
    });
    const keyless = resolveConnection({}, {}, { ...found({ ...own, auth: 'none' }), key: undefined });
    expect(keyless).toMatchObject({ auth: 'bearer', profile: { name: 'p', keyless: true } });
    expect(keyless.apiKey).toBeUndefined();
  });

  test.each<[flags: FlagValues, env: Env]>([
    [{ 'base-url': 'http://other/v1' }, {}],
    [{ 'base-url': 'https://h/v1' }, {}],
    [{ 'base-url': 'http://h:81/v1' }, {}],
    [{}, { OPENAI_BASE_URL: 'http://other/v1' }],
  ])('and nothing to another: %j %j', (flags, env) => {
    expect(resolveConnection(flags, env, found(own))).toMatchObject({
      auth: 'bearer',
      organization: undefined,
      project: undefined,
      preset: undefined,
      profile: undefined,
      headers: [],
    });
    expect(planConnection(flags, env, profile({ ...own, key_env: 'MINE' }))).toEqual({
      source: { kind: 'none' },
      outranked: expect.objectContaining({ value: flags['base-url'] ?? env.OPENAI_BASE_URL }),
    });
  });

  test('without a base URL is of OpenAI', () => {
    const bare = profile({ key_env: 'MINE' });
    expect(isProfileServer(bare, { value: 'https://api.openai.com/v2', origin: '' })).toBe(true);
    expect(isProfileServer(bare, { value: 'https://api.test/v1', origin: '' })).toBe(false);
    expect(isProfileServer(bare, { value: 'no address', origin: '' })).toBe(false);
    expect(isProfileServer(profile({ base_url: 'no address' }), { value: 'no address', origin: '' })).toBe(true);
    expect(planConnection({}, {}, bare)).toEqual({
      source: { kind: 'variable', name: 'MINE', profile: 'p' },
      outranked: undefined,
    });
  });
});

describe('where the key comes from', () => {
  const plan = (flags: FlagValues, env: Env, settings?: Profile) =>
    planConnection(flags, env, settings && ({ name: 'p', settings } as ActiveProfile)).source;

  test.each<[flags: FlagValues, env: Env, settings: Profile | undefined, source: KeySource, words: string]>([
    [{}, {}, undefined, { kind: 'stored', account: NO_PROFILE }, 'openai login'],
    [LOCAL, {}, undefined, { kind: 'none' }, 'none'],
    [{}, KEY, undefined, { kind: 'given', key: { value: 'sk-env', origin: 'OPENAI_API_KEY' } }, 'OPENAI_API_KEY'],
    [
      { 'api-key': 'sk-flag' },
      KEY,
      { key_env: 'MINE' },
      { kind: 'given', key: { value: 'sk-flag', origin: '--api-key' } },
      '--api-key',
    ],
    [{}, KEY, { auth: 'none' }, { kind: 'none' }, 'none'],
    [{}, KEY, { key_env: 'MINE', key_file: 'f' }, { kind: 'variable', name: 'MINE', profile: 'p' }, 'MINE'],
    [{}, KEY, { key_file: 'f' }, { kind: 'file', path: 'f', profile: 'p' }, 'the file f'],
    [{}, KEY, { key_command: 'c' }, { kind: 'command', line: 'c', profile: 'p' }, 'a command'],
    [{}, KEY, { keychain: true }, { kind: 'stored', account: 'p' }, 'openai login'],
    [{}, KEY, {}, { kind: 'given', key: { value: 'sk-env', origin: 'OPENAI_API_KEY' } }, 'OPENAI_API_KEY'],
    [{}, {}, {}, { kind: 'none' }, 'none'],
    [{ sandbox: true }, KEY, undefined, { kind: 'none' }, 'none'],
  ])('%j %j %j', (flags, env, settings, source, words) => {
    expect(plan(flags, env, settings)).toEqual(source);
    expect(describeSource(source)).toBe(words);
  });

  test('is OPENAI_API_KEY where nothing names another', () => expect(describeSource(undefined)).toBe('OPENAI_API_KEY'));
});

test.each<[given: string, key: string, problem: RegExp | undefined]>([
  ['sk-a', 'sk-a', undefined],
  [' sk-a ', 'sk-a', undefined],
  ['"sk-a"', 'sk-a', /in quotes/],
  ['`sk-a', 'sk-a', /in quotes/],
  ["sk-a'", 'sk-a', /in quotes/],
  ['Bearer sk-a', 'sk-a', /'Bearer'/],
  ['BEARER\tsk-a', 'sk-a', /'Bearer'/],
  ['KEY=sk-a', 'sk-a', /variable's name/],
  ['export KEY="Bearer sk-a"', 'sk-a', /variable's name/],
  ['"Bearer sk-a"', 'sk-a', /in quotes/],
  ['"', '"', undefined],
  ['Bearer', 'Bearer', undefined],
  ['KEY=', 'KEY=', undefined],
  ['key=a', 'key=a', undefined],
  ['sk a', 'sk a', /blank/],
  ['"sk a"', 'sk a', /in quotes/],
  ['$(cat key)', '$(cat key)', /placeholder/],
  ['"$KEY"', '$KEY', /placeholder/],
  ['$1', '$1', undefined],
])('the key %j is %s', (given, key, problem) => {
  const found = unwrapKey(given);
  expect(found.key).toBe(key);
  if (problem) expect(found.problem).toMatch(problem);
  else expect(found.problem).toBeUndefined();
});

test.each<[name: string, problem: RegExp | undefined]>([
  ['work', undefined],
  ['a.b_c-D9', undefined],
  ['x'.repeat(64), undefined],
  ['x'.repeat(65), /64 characters/],
  [NO_PROFILE, /means no profile/],
  ['', /letters, digits/],
  ['.a', /letters, digits/],
  ['-a', /letters, digits/],
  ['a b', /letters, digits/],
  ['a/b', /letters, digits/],
  ['é', /letters, digits/],
])('a profile may be called %s, or is told why not', (name, problem) => {
  if (problem) expect(profileNameProblem(name)).toMatch(problem);
  else expect(profileNameProblem(name)).toBeUndefined();
});
