import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../src/context.ts';
import type { Answer, Routes } from '../../support/server.ts';
import { brokenKeychain, LIST, memoryKeychain, runConfigured } from './configured.ts';

const CONFIG = 'profile: p\nprofiles:\n  p:\n    base_url: "{origin}/v1"\n    key_env: P_KEY\n';
const REFUSED: Routes = {
  'GET /v1/models': { status: 401, body: '{"error":{"message":"Incorrect API key k-typed"}}' },
};

interface Given {
  context?: Partial<Context>;
  routes?: Routes;
  config?: string;
  env?: Record<string, string>;
  stdin?: string[];
  files?: Record<string, string>;
  terminal?: number;
}

const login = (argv: string[], { context = {}, stdin = ['k-typed'], terminal, ...given }: Given = {}) =>
  runConfigured(['login', ...argv], {
    config: CONFIG,
    ...given,
    options: { context, stdin, ...(terminal !== undefined && { terminal }) },
  });

const profileIn = (config: string | undefined) => (load(config ?? '') as { profiles: { p: object } }).profiles.p;

describe('login', () => {
  test('tries the key from standard input, stores it in the keychain, and the profile uses it', async () => {
    const keychain = memoryKeychain();
    const { code, stdout, stderr, seen, config } = await login([], { context: { keychain }, stdin: ['  k-typed \r'] });
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' });
    // Once with it, and once to see whether it was needed.
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer k-typed', undefined]);
    expect(keychain.keys).toEqual({ p: 'k-typed' });
    expect(profileIn(config)).toEqual({ base_url: expect.any(String), keychain: true });
    expect(stderr).toContain('stored in the keychain');
    expect(stderr).toContain('no longer takes its key from P_KEY');
    expect(stderr + config).not.toContain('k-typed');
  });

  test.each<[what: string, second: Answer, says: string]>([
    ['refuses the list', { status: 401, body: '{}' }, 'The key works. It is stored'],
    ['shows the list', { body: '{"data":[]}' }, 'the key could not be checked. It is stored'],
    ['shows a web page', { body: '<html>' }, 'The key works. It is stored'],
  ])('says that the key works only where the server %s without one', async (_what, second, says) => {
    const first = { body: '{"object":"list","data":[{"id":"m"}]}' };
    const routes: Routes = { 'GET /v1/models': [first, second] };
    const { stderr, code } = await login([], { routes, context: { keychain: memoryKeychain() } });
    expect(code).toBe(0);
    expect(stderr).toContain(says);
  });

  test('asks on a terminal, and shows nothing of the key', async () => {
    const asked: string[] = [];
    const keychain = memoryKeychain();
    const askSecret = async (question: string) => {
      asked.push(question);
      return 'k-typed';
    };
    const { code, stderr } = await login([], { context: { keychain, askSecret }, terminal: 80 });
    expect(code).toBe(0);
    expect(asked).toEqual(['API key for profile p']);
    expect(keychain.keys).toEqual({ p: 'k-typed' });
    expect(stderr).not.toContain('k-typed');
  });

  test.each<[name: string, context: Partial<Context>, says: string]>([
    ['no keychain', {}, 'no keychain available'],
    ['a broken keychain', { keychain: brokenKeychain() }, 'cannot use the keychain (locked)'],
  ])('with %s stores it in a file and says so, even quietly', async (_name, context, says) => {
    for (const argv of [[], ['--quiet']]) {
      const { code, stderr, config } = await login(argv, { context });
      expect(code, stderr).toBe(0);
      expect(stderr).toContain(`Warning: ${says}`);
      expect(stderr).toContain('.config/openai-models/keys/p, readable by you alone');
      expect(stderr).not.toContain('k-typed');
      expect(profileIn(config)).toMatchObject({ keychain: true });
    }
  });

  test('replaces a key that a file holds', async () => {
    const keychain = memoryKeychain();
    const files = { 'keys/p': 'old\n' };
    await login([], { context: { keychain }, files });
    expect(keychain.keys).toEqual({ p: 'k-typed' });
  });

  test('gives a key to a profile without one', async () => {
    const { config, seen } = await login([], {
      context: { keychain: memoryKeychain() },
      config: CONFIG.replace('key_env: P_KEY', 'auth: none'),
    });
    expect(seen[0]?.headers.authorization).toBe('Bearer k-typed');
    expect(profileIn(config)).toEqual({ base_url: expect.any(String), keychain: true });
  });

  test.each<[name: string, routes: Routes, code: number]>([
    ['refused', REFUSED, 4],
    ['not allowed', { 'GET /v1/models': { status: 403, body: '{}' } }, 4],
    ['answered by a web page', { 'GET /v1/models': { body: '<html>Sign in</html>' } }, 1],
    ['answered with an error', { 'GET /v1/models': { body: '{"error":{"message":"no"}}' } }, 1],
  ])('stores nothing where the key is %s', async (_name, routes, code) => {
    const keychain = memoryKeychain();
    const outcome = await login([], { context: { keychain }, routes });
    expect({ code: outcome.code, keys: keychain.keys }).toEqual({ code, keys: {} });
    expect(profileIn(outcome.config)).toMatchObject({ key_env: 'P_KEY' });
    expect(outcome.stderr).not.toContain('k-typed');
  });

  test('stores nothing where nobody answers', async () => {
    const keychain = memoryKeychain();
    const config = CONFIG.replace('{origin}', 'http://127.0.0.1:9');
    expect((await login(['--max-retries', '0'], { context: { keychain }, config })).code).toBe(7);
    expect(keychain.keys).toEqual({});
  });

  test.each<[name: string, argv: string[], given: Given, code: number]>([
    ['nothing on standard input', [], { stdin: [] }, 2],
    ['an empty line', [], { stdin: ['  '] }, 2],
    ['a key with a control character', [], { stdin: ['k\u0007'] }, 4],
    ['a prompt that was left', [], { context: { askSecret: async () => undefined }, terminal: 80 }, 130],
    ['a terminal and --no-input', ['--no-input'], { context: { askSecret: async () => 'k' }, terminal: 80 }, 2],
    ['another base URL', ['--base-url', 'http://127.0.0.1:9/v1'], {}, 2],
    ['another base URL in the environment', [], { env: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' } }, 2],
    ['another base URL without a profile', ['--profile', 'default', '--base-url', 'http://127.0.0.1:9/v1'], {}, 2],
    ['the sandbox', ['--sandbox'], {}, 2],
    ['a profile that is not there', ['--profile', 'q'], {}, 2],
  ])('sends and stores nothing with %s', async (_name, argv, given, code) => {
    const keychain = memoryKeychain();
    const outcome = await login(argv, { ...given, context: { keychain, ...given.context } });
    expect({ code: outcome.code, seen: outcome.seen, keys: keychain.keys }, outcome.stderr).toEqual({
      code,
      seen: [],
      keys: {},
    });
  });
});

describe('logout', () => {
  const logout = (given: Given, argv: string[] = []) =>
    runConfigured(['logout', ...argv], {
      config: CONFIG,
      ...(given.files && { files: given.files }),
      options: { context: given.context ?? {} },
    });

  test('removes the key of the profile and of no other, from wherever it is', async () => {
    const keychain = memoryKeychain({ p: 'k', q: 'l', default: 'm' });
    const { code, stderr, seen } = await logout({ context: { keychain }, files: { 'keys/p': 'k\n' } });
    expect({ code, seen, keys: keychain.keys }).toEqual({ code: 0, seen: [], keys: { q: 'l', default: 'm' } });
    expect(stderr).toContain('for the profile p from the keychain and the key file');
    await logout({ context: { keychain } }, ['--profile', 'default']);
    expect(keychain.keys).toEqual({ q: 'l' });
  });

  test.each<[context: Partial<Context>, says: string]>([
    [{}, 'No stored key for the profile p.'],
    [{ keychain: memoryKeychain() }, 'No stored key for the profile p.'],
    [{ keychain: brokenKeychain() }, 'cannot use the keychain (locked)'],
  ])('without a key says so', async (context, says) => {
    const { code, stderr } = await logout({ context });
    expect(code).toBe(0);
    expect(stderr).toContain(says);
  });
});

test('a stored key works until it is removed', async () => {
  const keychain = memoryKeychain();
  const config = CONFIG.replace('key_env: P_KEY', 'keychain: true');
  const options = { context: { keychain } };
  expect((await runConfigured(['models', 'list'], { config, options })).code).toBe(4);
  await login([], { context: { keychain }, config });
  const listed = await runConfigured(['models', 'list'], { config, options, routes: LIST });
  expect(listed.seen[0]?.headers.authorization).toBe('Bearer k-typed');
  await runConfigured(['logout'], { config, options });
  expect((await runConfigured(['models', 'list'], { config, options })).code).toBe(4);
});
