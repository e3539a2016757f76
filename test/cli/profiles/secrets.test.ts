/** Credentials wherever they come from: never shown, warned of in the open, and named when they look wrong. */
import { existsSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inHome, type RunOptions, run } from '../../support/run.ts';
import { startServer } from '../../support/server.ts';
import { folderIn, memoryKeychain, runConfigured, writeFiles } from './configured.ts';

const SECRET = 'Zq7hunter2-in-query';
const REPEATS = (said: string) => ({
  'GET /v1/models': { status: 400, body: JSON.stringify({ error: { message: `bad request: ${said}` } }) },
});

describe('a key in the query of the base URL', () => {
  const URL_WITH_KEY = `{origin}/v1?api-version=7&api_key=${SECRET}`;
  const PROFILE = `profile: p\nprofiles:\n  p:\n    base_url: "${URL_WITH_KEY}"\n    auth: none\n`;
  const ROUTES = {
    [`GET /v1/models?api-version=7&api_key=${SECRET}`]: REPEATS(`/v1/models?api_key=${SECRET}`)['GET /v1/models'],
  };

  test.each<[argv: string[]]>([
    [['profiles', 'show']],
    [['profiles', 'show', '--format', 'json']],
    [['profiles', 'list']],
    [['profiles', 'list', '--format', 'json']],
    [['profiles', 'add', 'q', '--base-url', URL_WITH_KEY, '--header', `X-Key: ${SECRET}`, '--format', 'json']],
    [['doctor']],
    [['models', 'list']],
    [['models', 'list', '--debug']],
    [['models', 'list', '--verbose']],
    [['models', 'list', '--format-error', 'yaml']],
  ])('is not shown by %s', async (argv) => {
    const { stdout, stderr, config } = await runConfigured(argv, { config: PROFILE, routes: ROUTES });
    expect(stdout + stderr).not.toContain(SECRET);
    expect(config).toContain(SECRET);
    if (argv[0] === 'profiles') expect(stdout).toContain('api-version=7&api_key=[hidden]');
  });

  test('is not shown where a flag or a variable has it', async () => {
    for (const [argv, env] of [
      [['--base-url', URL_WITH_KEY], {}],
      [[], { OPENAI_BASE_URL: URL_WITH_KEY }],
    ] as const) {
      const { stdout, stderr } = await runConfigured(['models', 'list', ...argv], { env, routes: ROUTES });
      expect(stdout + stderr).toContain('[key]');
      expect(stdout + stderr).not.toContain(SECRET);
    }
  });
});

test.each<[header: string, said: string]>([
  ['Authorization: Token hunter2-bare-token', 'hunter2-bare-token'],
  ['Authorization: Basic bWU6aHVudGVyMi1wYXNzd29yZA==', 'hunter2-password'],
  ['X-Api-Key: hunter2-in-a-header', 'hunter2-in-a-header'],
  ['Cookie: lang=en; sid=hunter2-in-a-cookie', 'hunter2-in-a-cookie'],
])('what a server repeats of %s is not shown', async (header, said) => {
  for (const given of [{ argv: ['--header', header] }, { argv: [], env: { OPENAI_CUSTOM_HEADERS: header } }]) {
    const { stderr } = await run(['models', 'list', ...given.argv], { routes: REPEATS(said), env: given.env ?? {} });
    expect(stderr).toContain('bad request: [key]');
  }
});

describe('over plain http', () => {
  // Whatever is sent goes to a proxy on this machine that is not there.
  const NOWHERE = { http_proxy: 'http://127.0.0.1:1', OPENAI_API_KEY: undefined };
  const stderrOf = async (url: string, argv: string[], env: Record<string, string> = {}) =>
    (await run(['models', 'list', '--base-url', url, '--max-retries', '0', ...argv], { env: { ...NOWHERE, ...env } }))
      .stderr;

  test.each<[what: string, argv: string[], env: Record<string, string>, says: string]>([
    ['a key', ['--api-key', 'sk-x1234'], {}, 'the key goes to api.test over plain http'],
    ['a header', ['-H', 'X-Api-Key: x'], {}, 'the header X-Api-Key from --header goes to api.test over plain http'],
    [
      'a header of the environment',
      [],
      { OPENAI_CUSTOM_HEADERS: 'Cookie: x' },
      'the header Cookie from OPENAI_CUSTOM_HEADERS goes',
    ],
  ])('%s is warned of', async (_what, argv, env, says) => {
    expect(await stderrOf('http://api.test/v1', argv, env)).toContain(`Warning: ${says}`);
  });

  test('a key in the query is warned of, and nothing that is none', async () => {
    expect(await stderrOf('http://api.test/v1?token=x', [])).toContain(
      'Warning: token in the base URL from --base-url goes',
    );
    expect(await stderrOf('http://api.test/v1?api-version=1', ['-H', 'X-Trace: 1'])).not.toContain('Warning');
  });

  test.each(['127.0.0.1', '127.9.8.7', 'localhost', 'a.localhost', '[::1]', '0.0.0.0', '[::]', '[::ffff:127.0.0.1]'])(
    'to %s, which is this machine, there is no warning',
    async (host) => {
      expect(await stderrOf(`http://${host}:1/v1`, ['--api-key', 'sk-x1234'])).not.toContain('Warning');
    },
  );

  test.each(['128.0.0.1', '[::2]', 'localhost.test', '127.0.0.1.test'])('to %s there is one', async (host) => {
    expect(await stderrOf(`http://${host}:1/v1`, ['--api-key', 'sk-x1234'])).toContain('Warning: the key goes to');
  });
});

describe('a refused key', () => {
  const REFUSED = { 'GET /v1/models': { status: 401, body: '{"error":{"message":"no"}}' } };
  const refused = async (OPENAI_API_KEY: string, env: Record<string, string> = {}) =>
    run(['models', 'list'], { routes: REFUSED, env: { OPENAI_API_KEY, ...env } });

  test.each<[key: string, says: string]>([
    ['"sk-hunter2"', 'is in quotes'],
    ["'sk-hunter2'", 'is in quotes'],
    ['"sk-hunter2', 'is in quotes'],
    ['Bearer sk-hunter2', "begins with 'Bearer'"],
    ['OPENAI_API_KEY=sk-hunter2', "begins with a variable's name and ="],
    ['export KEY=sk-hunter2', "begins with a variable's name and ="],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell has not expanded
    ['${OPENAI_KEY_hunter2}', 'is an unreplaced placeholder'],
    ['$HUNTER2', 'is an unreplaced placeholder'],
    ['%HUNTER2%', 'is an unreplaced placeholder'],
    ['{{ hunter2 }}', 'is an unreplaced placeholder'],
    ['<your-key-hunter2>', 'is an unreplaced placeholder'],
    ['sk-hun ter2', 'contains a blank'],
  ])('%s is told by its looks, and not shown', async (key, says) => {
    const { code, stderr, requests } = await refused(key);
    expect(code).toBe(4);
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(stderr).toContain(`The key from OPENAI_API_KEY ${says}`);
    expect(stderr.toLowerCase()).not.toContain('hunter2');
    const { stdout } = await run(['doctor'], { routes: REFUSED, env: { OPENAI_API_KEY: key } });
    expect(stdout).toMatch(new RegExp(`key +from OPENAI_API_KEY; it ${says.replace(/[.*+?^$]/g, '\\$&')}`));
    expect(stdout.toLowerCase()).not.toContain('hunter2');
  });

  test('that looks like one is not', async () => {
    expect((await refused('sk-proj-Ab_9-x')).stderr).not.toMatch(/quotes|placeholder|begins/);
  });

  test('comes with the organization and the project that were named, and where they came from', async () => {
    const { stderr } = await refused('sk-x', { OPENAI_ORG_ID: 'org-a', OPENAI_PROJECT_ID: 'proj-b' });
    expect(stderr).toContain(
      'The request was for organization org-a (from OPENAI_ORG_ID) and project proj-b (from OPENAI_PROJECT_ID).',
    );
    const ok = await run(['models', 'list'], {
      routes: { 'GET /v1/models': { status: 400, body: '{}' } },
      env: { OPENAI_ORG_ID: 'org-a' },
    });
    expect(ok.stderr).not.toContain('org-a');
  });
});

/** A profile `p` of a server that stays, in a home that stays. */
async function atHome(work: (home: string, options: RunOptions) => Promise<void>): Promise<void> {
  const server = await startServer({ 'GET /v1/models': { body: '{"object":"list","data":[{"id":"m"}]}' } });
  try {
    await inHome(async (home) => {
      const profile = `profile: p\nprofiles:\n  p:\n    base_url: ${server.origin}/v1\n    key_env: P_KEY\n`;
      writeFiles(home, { 'config.yaml': profile });
      const env = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };
      await work(home, { home, env, stdin: ['k-typed'] });
    });
  } finally {
    await server.stop();
  }
}

describe('an older key file', () => {
  test('goes when login stores the key in the keychain', async () => {
    await atHome(async (home, options) => {
      writeFiles(home, { 'keys/p': 'old\n' });
      const keychain = memoryKeychain();
      const { code, stderr } = await run(['login'], { ...options, context: { keychain } });
      expect({ code, keys: keychain.keys }, stderr).toEqual({ code: 0, keys: { p: 'k-typed' } });
      expect(existsSync(join(folderIn(home), 'keys/p'))).toBe(false);
    });
  });

  test('goes at logout', async () => {
    await atHome(async (home, options) => {
      writeFiles(home, { 'keys/p': 'old\n' });
      const { stderr } = await run(['logout'], { ...options, context: { keychain: memoryKeychain() } });
      expect(stderr).toContain('Removed the key for the profile p from the key file');
      expect(existsSync(join(folderIn(home), 'keys/p'))).toBe(false);
    });
  });

  test('that cannot be removed is said, for it takes precedence', async () => {
    await atHome(async (home, options) => {
      // A folder in its place: no file can be removed, whoever tries.
      mkdirSync(join(folderIn(home), 'keys/p/x'), { recursive: true });
      for (const command of ['login', 'logout']) {
        const { code, stderr } = await run([command], { ...options, context: { keychain: memoryKeychain() } });
        expect(code).toBe(1);
        expect(stderr).toContain(`${join(folderIn(home), 'keys/p')}: cannot be removed`);
      }
    });
  });
});

describe('login where the config cannot be changed', () => {
  test.each([[{ p: 'before' }], [{}]])('stores no key, in place of %j', async (keys) => {
    await atHome(async (home, options) => {
      // A folder in the place of an abandoned lock: it cannot be taken over, whoever tries.
      const lock = join(folderIn(home), 'config.yaml.lock');
      mkdirSync(lock);
      utimesSync(lock, 1, 1);
      const keychain = memoryKeychain({ ...keys } as Record<string, string>);
      const { code, stderr } = await run(['login'], { ...options, context: { keychain } });
      expect({ code, keys: keychain.keys }, stderr).toEqual({ code: 1, keys });
      expect(stderr).toContain('Nothing was changed.');
    });
  });
});

test('a key file with a byte order mark is the key without it', async () => {
  const { seen, code } = await runConfigured(['models', 'list'], {
    config: 'profile: p\nprofiles:\n  p:\n    base_url: "{origin}/v1"\n    key_file: p.key\n',
    files: { 'p.key': '\ufeffk-marked\r\n' },
  });
  expect(code).toBe(0);
  expect(seen[0]?.headers.authorization).toBe('Bearer k-marked');
});

test.each([
  ['OPENAI_PROFILE', 'p\r'],
  ['OPENAI_PROFILE', 'p'],
])('%s=%j is the profile p', async (name, value) => {
  const { seen, code } = await runConfigured(['models', 'list'], {
    config: 'profiles:\n  p:\n    base_url: "{origin}/v1"\n    auth: none\n',
    env: { [name]: value },
  });
  expect({ code, requests: seen.length }).toEqual({ code: 0, requests: 1 });
});

test.each<[value: string, count: string]>([
  ['1\r', '81'],
  ['true', '81'],
  ['YES', '81'],
  ['on', '81'],
  ['off', '1'],
  ['no\r', '1'],
  ['False', '1'],
])('OPENAI_SANDBOX=%j', async (OPENAI_SANDBOX, count) => {
  const { stdout } = await runConfigured(['models', 'list', '--count'], {
    env: { OPENAI_SANDBOX, OPENAI_BASE_URL: '{origin}/v1', OPENAI_API_KEY: 'k' },
  });
  expect(Number(stdout) > 1).toBe(count === '81');
});
