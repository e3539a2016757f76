/** Ids from a real server, by the run that is started aside; with both entries. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runChild } from '../../support/child.ts';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { plainEnvironment, run } from '../../support/run.ts';
import { type Routes, type ScriptedServer, startServer } from '../../support/server.ts';

const KEY = 'sk-test-SECRETSECRET';
const LIST = {
  object: 'list',
  data: [
    { id: 'one', object: 'model', created: 1721172741, owned_by: 'system' },
    { id: 'ft:one:acme::x', object: 'model', created: 1721172741, owned_by: 'acme', shutdown_date: '2027-01-14' },
  ],
};
const ROUTES: Routes = { 'GET /v1/models': { body: JSON.stringify(LIST) } };

let home = '';
let server: ScriptedServer;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'openai-complete-'));
});
afterEach(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

const folder = () => join(home, '.local/state/openai-models/completion');

/** Keeps a newer table of lifecycles, in which the model `one` ends. */
function keepLifecycle(): void {
  const shipped = JSON.parse(readFileSync(join(import.meta.dirname, '../../../src/details/lifecycle.json'), 'utf8'));
  const sources = Object.fromEntries(
    Object.entries(shipped.sources as Record<string, object>).map(([name, source]) => [
      name,
      { ...source, date: '2999-01-01' },
    ]),
  );
  const models = {
    ...shipped.models,
    openai: { ...shipped.models.openai, one: '@bydtech-model-retire deprecated end=2027-05-06' },
  };
  const kept = join(home, '.cache/openai-models/details');
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, 'lifecycle.json'), JSON.stringify({ ...shipped, sources, models }));
}

describe.each(ENTRIES)('$name', (entry) => {
  const tab = async (words: readonly string[], env: Record<string, string> = {}) => {
    requireBuilt(entry);
    const own = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.origin}/v1`, COMPLETION_STYLE: 'fish', ...env };
    const options = { cwd: home, env: { ...plainEnvironment(home), ...own } };
    const { stdout, stderr, exit, seconds } = await runChild([...entry.command, '__complete', '--', ...words], options);
    return { lines: stdout.toString().split('\n').filter(Boolean), stderr: stderr.toString(), exit, seconds };
  };

  /** Tab until the ids are there: on a machine with much to do the first may be too early. */
  const tabUntilKnown = async (words: readonly string[], env?: Record<string, string>) => {
    for (const end = Date.now() + 20_000; ; ) {
      const shown = await tab(words, env);
      if (shown.exit === 0 || Date.now() > end) return shown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  test('knows of ends what the newer table knows', async () => {
    keepLifecycle();
    server = await startServer(ROUTES);
    const { lines } = await tabUntilKnown(['models', 'retrieve', 'one']);
    expect(lines[0]).toBe('one\tsystem, 2024-07-16, shutdown 2027-05-06');
  });

  test('asks once, and keeps what it learned where only the user can read it', async () => {
    server = await startServer(ROUTES);
    const { lines, stderr } = await tabUntilKnown(['models', 'retrieve', '']);
    expect(lines).toEqual(['one\tsystem, 2024-07-16', 'ft:one:acme::x\tacme, 2024-07-16, shutdown 2027-01-14']);
    expect(stderr).toBe('');
    expect((await tab(['models', 'delete', '--model', 'ft:'])).lines).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);

    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    const kinds = () => readdirSync(folder()).map((file) => file.replace(/^[0-9a-f]{16}\./, ''));
    // A run that a second Tab started may hold the lock for a moment.
    await expect.poll(() => kinds().sort(), { timeout: 20_000 }).toEqual(['asked', 'txt']);
    for (const file of readdirSync(folder())) {
      expect(statSync(join(folder(), file)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder(), file), 'utf8')).not.toMatch(/SECRET|127\.0\.0\.1/);
    }
  });

  test('takes the endpoint and the key of the profile', async () => {
    server = await startServer(ROUTES);
    mkdirSync(join(home, '.config/openai-models'), { recursive: true });
    const config = `profiles:\n  work:\n    base_url: ${server.origin}/v1\n    key_env: WORK_KEY\n  shut:\n    base_url: ${server.origin}/v1\n    key_command: echo sk-x\n`;
    writeFileSync(join(home, '.config/openai-models/config.yaml'), config, { mode: 0o600 });
    const env = { OPENAI_BASE_URL: '', WORK_KEY: 'sk-work' };
    expect((await tab(['models', 'list', '--profile', ''], env)).lines.map((line) => line.split('\t')[0])).toEqual([
      'work',
      'shut',
      'default',
    ]);
    expect((await tabUntilKnown(['--profile', 'work', 'models', 'get', 'ft'], env)).lines).toHaveLength(1);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-work']);
    // A command for the key may ask the person something: nobody runs it while they type.
    expect((await tab(['--profile', 'shut', 'models', 'get', ''], env)).exit).toBe(11);
    expect(server.requests).toHaveLength(1);
  });

  test.each<[name: string, routes: Routes]>([
    ['a refused key', { 'GET /v1/models': { status: 401, body: '{"error":{"message":"no"}}' } }],
    ['no JSON', { 'GET /v1/models': { body: '<html>' } }],
    ['an answer that breaks off', { 'GET /v1/models': { body: '{"data":[', cut: true } }],
  ])('says nothing about %s', async (_name, routes) => {
    server = await startServer(routes);
    const { lines, stderr, exit } = await tab(['models', 'retrieve', '']);
    expect({ lines, stderr, exit }).toEqual({ lines: [], stderr: '', exit: 11 });
  });
});

describe('the run that is started aside', () => {
  beforeEach(async () => {
    server = await startServer({});
  });

  test.each<[name: string, env: Record<string, string | undefined>]>([
    ["at OpenAI's own address", { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined }],
    // Nothing is sent to it.
    ['at another address', { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: 'http://10.0.0.1/v1' }],
    ['with an empty one', { OPENAI_API_KEY: '', OPENAI_BASE_URL: 'http://10.0.0.1/v1' }],
  ])('asks nobody without a key, %s, and spares the next Tab the wait', async (_name, env) => {
    const { requests, stdout } = await run(['__remember-models'], { env, home });
    expect({ requests, stdout }).toEqual({ requests: [], stdout: '' });
    expect(readdirSync(folder()).map((file) => file.replace(/^\w+\./, ''))).toEqual(['asked']);
  });

  test('asks a server on this machine without a key', async () => {
    const { requests } = await run(['__remember-models'], { env: { OPENAI_API_KEY: undefined }, home, routes: ROUTES });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(
      readdirSync(folder())
        .map((file) => file.replace(/^\w+\./, ''))
        .sort(),
    ).toEqual(['asked', 'txt']);
  });

  test.each<[name: string, argv: string[], env: Record<string, string | undefined>]>([
    ['in the sandbox', ['--sandbox'], {}],
    ['without a home', [], {}],
  ])('asks nobody %s', async (name, argv, env) => {
    const context = name === 'without a home' ? { home: undefined as unknown as string } : {};
    const { requests, stdout } = await run(['__remember-models', ...argv], { env, home, context });
    expect({ requests, stdout }).toEqual({ requests: [], stdout: '' });
    expect(existsSync(folder())).toBe(false);
  });

  test('leaves the keychain alone', async () => {
    const asked: string[] = [];
    const read = async (account: string) => {
      asked.push(account);
      return KEY;
    };
    const keychain = { read, write: async () => {}, remove: async () => false };
    const { requests } = await run(['__remember-models'], {
      env: { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined },
      home,
      context: { keychain },
    });
    expect({ requests, asked }).toEqual({ requests: [], asked: [] });
  });

  test('asks a server without a key where the profile says that it has none', async () => {
    await server.stop();
    server = await startServer(ROUTES);
    mkdirSync(join(home, '.config/openai-models'), { recursive: true });
    const config = `profiles:\n  local:\n    base_url: ${server.origin}/v1\n    auth: none\n`;
    writeFileSync(join(home, '.config/openai-models/config.yaml'), config, { mode: 0o600 });
    const env = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };
    const { code, stderr } = await run(['__remember-models', '--profile=local'], { env, home });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(readdirSync(folder()).filter((name) => name.endsWith('.txt'))).toHaveLength(1);
  });

  test('asks once where two Tabs started it, and again when the server has had its pause', async () => {
    await server.stop();
    server = await startServer(ROUTES);
    const env = { OPENAI_BASE_URL: `${server.origin}/v1` };
    const at = (now: number) => run(['__remember-models'], { env, home, now });
    await Promise.all([at(1_800_000_000_000), at(1_800_000_000_300)]);
    await at(1_800_000_029_000);
    expect(server.requests).toHaveLength(1);
    await at(1_800_000_031_000);
    expect(server.requests).toHaveLength(2);
  });

  test('follows pages', async () => {
    const page = (ids: string[], more: object) => ({
      body: JSON.stringify({ data: ids.map((id) => ({ id })), ...more }),
    });
    const { code } = await run(['__remember-models'], {
      home,
      routes: {
        'GET /v1/models': page(['a', 'b'], { has_more: true, last_id: 'b' }),
        'GET /v1/models?after=b': page(['c'], { has_more: false }),
        'GET /v1/models?after_id=b': page(['c'], { has_more: false }),
      },
    });
    expect(code).toBe(0);
    const [file = ''] = readdirSync(folder()).filter((name) => name.endsWith('.txt'));
    expect(readFileSync(join(folder(), file), 'utf8')).toMatch(/^\d+\na\t\nb\t\nc\t\n$/);
  });
});
