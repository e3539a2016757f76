/** What a refusal looks like: the exit code, the server's own words, whose key it was, and never the key itself. */
import { describe, expect, test } from 'vitest';
import { errorOf } from '../../support/models.ts';
import { KEY, type Outcome, run } from '../../support/run.ts';
import type { Answer } from '../../support/server.ts';

const COMMANDS: readonly [command: string, argv: string[], route: string][] = [
  ['list', ['models', 'list'], 'GET /v1/models'],
  ['retrieve', ['models', 'retrieve', '--model', 'm'], 'GET /v1/models/m'],
  ['delete', ['models', 'delete', '--model', 'm'], 'DELETE /v1/models/m'],
];

/** Status and exit code, by the product's table. */
const STATUSES: readonly [status: number, exit: number][] = [
  [400, 1],
  [401, 4],
  [402, 1],
  [403, 4],
  [404, 5],
  [405, 1],
  [410, 1],
  [418, 1],
  [422, 1],
  [429, 6],
  [500, 1],
  [501, 1],
  [502, 1],
  [503, 1],
  [529, 1],
];

/** A list that cannot be had: it would be asked for what a missing model may have meant. */
const NO_LIST = { 'GET /v1/models': { status: 503, headers: { 'x-should-retry': 'false' } } };

const once = (argv: readonly string[], route: string, answer: Answer, env = {}) =>
  run([...argv, '--max-retries', '0'], { routes: { ...NO_LIST, [route]: [answer] }, env });

/** How often a route was asked for. */
const triesOf = ({ requests }: Outcome, route: string) =>
  requests.filter(({ method, path }) => `${method} ${path}` === route).length;

/** What is said of a deletion whose request was sent, while nobody knows what became of it. */
const OPEN = '  m may be gone anyway. Check with: openai models retrieve m\n';

describe.each(COMMANDS)('models %s', (command, argv, route) => {
  test.each(STATUSES)('status %i ends with %i', async (status, exit) => {
    const got = await once(argv, route, { status, body: errorOf('so says the server') });
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: '', code: exit });
    expect(got.stderr).toMatch(/^openai: .+\n {2}so says the server\n/);
    expect(got.stderr).toContain(String(status));
    expect(got.stderr).not.toMatch(/\n\s+at /);
  });

  test.each(['json', 'jsonl', 'raw', 'yaml', 'table', 'text'])('in %s nothing is on stdout', async (format) => {
    const got = await once([...argv, '--format', format], route, { status: 500, body: errorOf('so says the server') });
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: '', code: 1 });
    expect(got.stderr).toContain('so says the server');
  });

  test.each<[name: string, body: string, says: RegExp]>([
    ['no body', '', /^openai: the server returned 500\n$/],
    ['a text of two lines', 'first\nsecond', /\n {2}first\n {2}second\n/],
    ['a web page', '<html><head><title>500 Oops</title></head></html>', /\n {2}500 Oops\n/],
    ['a web page without a title', '<html><body>x</body></html>', /^openai: the server returned 500\n$/],
    ['JSON that gives no reason', '{"a":1}', /^openai: the server returned 500\n$/],
    ['broken JSON', '{"error": {"message": "hm', /\n {2}\{"error": \{"message": "hm\n/],
  ])('%s for an error', async (_name, body, says) => {
    const got = await once(argv, route, { status: 500, body });
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: '', code: 1 });
    expect(got.stderr.endsWith(OPEN)).toBe(command === 'delete');
    expect(got.stderr.replace(OPEN, '')).toMatch(says);
  });

  test('a rate limit is tried again, as often as it was allowed', async () => {
    const busy: Answer = { status: 429, headers: { 'retry-after-ms': '1' }, body: errorOf('slow down') };
    const got = await run([...argv, '--max-retries', '3'], { routes: { [route]: busy } });
    expect({ code: got.code, tries: triesOf(got, route) }).toEqual({ code: 6, tries: 4 });
  });

  test.each([400, 401, 403, 404, 422])('status %i is not tried again', async (status) => {
    const answer = { status, headers: { 'retry-after-ms': '1' } };
    expect(triesOf(await run(argv, { routes: { ...NO_LIST, [route]: answer } }), route)).toBe(1);
  });

  test('nobody answers', async () => {
    const got = await run([...argv, '--max-retries', '0', '--base-url', 'http://127.0.0.1:1/v1']);
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: '', code: 7 });
    expect(got.stderr).toMatch(/^openai: nothing is listening at 127\.0\.0\.1:1\b/);
  });

  test('an interruption ends with 130', async () => {
    const { code, stderr } = await run(argv, { signal: AbortSignal.abort() });
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'openai: interrupted\n' });
  });
});

describe('a refused key is named by where it came from', () => {
  const refused: Answer = { status: 401, body: errorOf('Incorrect API key provided') };
  test.each<[args: string[], env: Record<string, string | undefined>, names: string]>([
    [[], {}, 'OPENAI_API_KEY'],
    [['--api-key', 'sk-flag-1234'], {}, '--api-key'],
    [['--api-key=sk-flag-1234'], { OPENAI_API_KEY: undefined }, '--api-key'],
    [[], { OPENAI_API_KEY: undefined }, 'Set OPENAI_API_KEY or pass --api-key'],
  ])('%j %j', async (args, env, names) => {
    const { stderr, code } = await once(['models', 'list', ...args], 'GET /v1/models', refused, env);
    expect(code).toBe(4);
    expect(stderr).toContain(names);
    const came = /The key came from (\S+)\./.exec(stderr)?.[1];
    expect(came).toBe(names.startsWith('Set') ? undefined : names);
  });

  test('and one that may not delete hears of the Owner role', async () => {
    const [, argv, route] = COMMANDS[2]!;
    const { stderr } = await once(argv, route, { status: 403, body: errorOf('Missing scopes') });
    expect(stderr).toMatch(/Owner/);
    expect(stderr).toContain('OPENAI_API_KEY');
  });
});

describe('the key is never shown', () => {
  const mask = (key: string, stars: string) => `${key.slice(0, 5)}${stars}${key.slice(-4)}`;
  const keys = ['sk-proj-abcdefghijklmnop', 'azure0123456789abcdef', 'gsk_Zz0123456789abcdef'];
  const echoes: readonly [name: string, echo: (key: string) => string, parts: (key: string) => string[]][] = [
    ['whole', (key) => `Incorrect API key: ${key}.`, (key) => [key]],
    ['in quotes', (key) => `Incorrect API key: '${key}'`, (key) => [key]],
    ['as a header', (key) => `Got Authorization: Bearer ${key}`, (key) => [key]],
    ['masked', (key) => `Incorrect: ${mask(key, '********')}`, (key) => [key.slice(0, 5), key.slice(-4)]],
    ['masked by dots', (key) => `Incorrect: ${mask(key, '...')}`, (key) => [key.slice(0, 5), key.slice(-4)]],
  ];
  const cases = [
    ...echoes.flatMap(([name, echo, parts]) => keys.map((key) => [name, key, echo(key), parts(key)] as const)),
    ['whole', 'My API Key', 'Incorrect API key: My API Key.', ['My API Key']] as const,
  ];

  test.each(cases)('echoed %s: %s', async (_name, key, message, parts) => {
    const answer: Answer = { status: 401, body: errorOf(message) };
    const shown: Outcome[] = [];
    for (const [, argv, route] of COMMANDS) {
      shown.push(await once(argv, route, answer, { OPENAI_API_KEY: key }));
      shown.push(await once([...argv, '--api-key', key], route, answer));
    }
    for (const { stdout, stderr, code } of shown) {
      expect(code).toBe(4);
      for (const part of parts) expect(stdout + stderr).not.toContain(part);
    }
  });

  test('nor when a header carries it', async () => {
    const answer: Answer = { status: 401, body: errorOf('bad api-key 0123456789abcdef0123') };
    const argv = ['models', 'list', '-H', 'api-key: 0123456789abcdef0123'];
    const { stderr } = await once(argv, 'GET /v1/models', answer);
    expect(stderr).not.toContain('0123456789abcdef0123');
    const env = { OPENAI_CUSTOM_HEADERS: 'x-api-key: 0123456789abcdef0123' };
    expect((await once(['models', 'list'], 'GET /v1/models', answer, env)).stderr).not.toContain('0123456789');
  });

  test('nor when it is refused before anything is sent', async () => {
    for (const bad of ['sk-sécret-1234', 'sk-secret\u0000-1234', 'sk-secret\n-1234', '“sk-secret-1234”']) {
      const { stderr, code, requests } = await run(['models', 'list'], { env: { OPENAI_API_KEY: bad } });
      expect({ code, requests }).toEqual({ code: 4, requests: [] });
      expect(stderr).toContain('OPENAI_API_KEY');
      expect(stderr).not.toMatch(/1234|secret/);
    }
  });

  test('nor when the command line is wrong', async () => {
    const argvs = [
      ['models', 'list', '--api-key', KEY, '--formt', 'json'],
      ['models', 'list', `--api-kye=${KEY}`],
      ['--api-key', KEY, 'modls', 'list'],
      ['doctor', KEY],
    ];
    for (const argv of argvs) {
      const { stderr, code } = await run(argv);
      expect(code).toBe(2);
      expect(stderr).not.toContain(KEY);
    }
  });

  test('nor is an admin key sent where a key belongs', async () => {
    const env = { OPENAI_API_KEY: undefined, OPENAI_ADMIN_KEY: 'sk-admin-1' };
    const routes = { 'GET /v1/models': { body: '{"data":[]}' } };
    const { requests } = await run(['models', 'list', '--admin-api-key', 'sk-admin-2'], { routes, env });
    expect(JSON.stringify(requests)).not.toContain('sk-admin');
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });
});

test('an error text names a flag as it is typed', async () => {
  const args = ['models', 'list', '--base-url', 'https://127.0.0.1:1/v1', '--mtls-client-cert-file', 'c.pem'];
  const { stderr, code } = await run(args);
  expect(code).toBe(2);
  expect(stderr).toContain('--mtls-client-key-file');
});

describe('--transform-error', () => {
  const body = '{ "error": {"message":"no such thing", "code":1.50, "param":null} }';
  const routes = { 'GET /v1/models': { status: 400, body } };
  const show = (...flags: string[]) => run(['models', 'list', '--max-retries', '0', ...flags], { routes });

  test.each<[flags: string[], stderr: string]>([
    [['--transform-error', 'error.message'], '"no such thing"\n'],
    [['--transform-error', 'message'], '"no such thing"\n'],
    [['--transform-error', 'error.message', '-r'], 'no such thing\n'],
    [['--transform-error', 'error.code'], '1.50\n'],
    [['--transform-error', 'error.{code}'], '{\n  "code": 1.50\n}\n'],
    [['--transform-error', 'error.{code}', '--format-error', 'jsonl'], '{"code":1.50}\n'],
    [['--transform-error', 'error.code', '--format-error', 'auto'], '1.50\n'],
    [
      ['--transform-error', 'nothing', '--format-error', 'jsonl'],
      '{"error":{"message":"no such thing","code":1.50,"param":null}}\n',
    ],
    [['--format-error', 'raw'], `${body}\n`],
  ])('%j is all there is on stderr', async (flags, stderr) => {
    const got = await show(...flags);
    expect({ code: got.code, stdout: got.stdout, stderr: got.stderr }).toEqual({ code: 1, stdout: '', stderr });
  });

  test('leaves a body that is not JSON as it is, and an error without a body to people', async () => {
    const text = await run(['models', 'list', '--max-retries', '0', '--transform-error', 'a'], {
      routes: { 'GET /v1/models': { status: 400, body: 'plain {' } },
    });
    expect(text.stderr).toBe('plain {\n');
    const none = await run(['models', 'list', '--nope', '--transform-error', 'a'], {});
    expect(none.stderr).toMatch(/^openai: /);
  });
});
