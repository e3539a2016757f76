import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { inHome, type RunOptions, run } from '../../support/run.ts';
import { startServer } from '../../support/server.ts';

const NO_KEY = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };

function sandbox(argv: string[], options: RunOptions = {}) {
  return run(['--sandbox', ...argv], { ...options, env: { ...NO_KEY, ...options.env } });
}

describe('the sandbox', () => {
  let ids: string[] = [];
  let mine = '';
  beforeAll(async () => {
    ids = (await sandbox(['models', 'list', '--ids'])).stdout.trim().split('\n');
    mine = ids.find((id) => id.startsWith('ft:')) ?? '';
  });

  test('has OpenAI and fine-tuned models, without a key', () => {
    expect(ids).toContain('gpt-4o-mini');
    expect(mine).not.toBe('');
  });

  test.each(['1', 'true'])('is chosen by OPENAI_SANDBOX=%s', async (value) => {
    const { stdout } = await run(['models', 'list', '--ids'], { env: { ...NO_KEY, OPENAI_SANDBOX: value } });
    expect(stdout.trim().split('\n')).toEqual(ids);
  });

  test.each<[args: string[], value: string]>([
    [['--sandbox=false'], '1'],
    [[], '0'],
    [[], 'false'],
    [[], ''],
  ])('is not chosen by %j with OPENAI_SANDBOX=%s', async (args, value) => {
    const routes = { 'GET /v1/models': { body: '{"data":[{"id":"real"}]}' } };
    const { stdout } = await run(['models', 'list', '--ids', ...args], { routes, env: { OPENAI_SANDBOX: value } });
    expect(stdout).toBe('real\n');
  });

  test('gives way to an endpoint on the command line', async () => {
    const argv = ['models', 'list', '--base-url', 'http://127.0.0.1:1/v1', '--max-retries', '0'];
    const { code } = await run(argv, { env: { OPENAI_SANDBOX: '1' } });
    expect(code).toBe(7);
  });

  test('shows one model, and one that is not there', async () => {
    expect((await sandbox(['models', 'get', 'gpt-4o-mini'])).json).toMatchObject({ id: 'gpt-4o-mini' });
    const missing = await sandbox(['models', 'get', 'gpt-4o-minu']);
    expect({ stdout: missing.stdout, code: missing.code }).toEqual({ stdout: '', code: 5 });
  });

  test('refuses to delete a model that is not fine-tuned', async () => {
    const { stdout, stderr, code } = await sandbox(['models', 'delete', 'gpt-4o-mini']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 4 });
    expect(stderr).toContain('gpt-4o-mini');
  });

  test('keeps what was deleted until it is reset', () =>
    inHome(async (home) => {
      const list = async () => (await sandbox(['models', 'list', '--ids'], { home })).stdout.trim().split('\n');
      const gone = await sandbox(['models', 'delete', mine], { home });
      expect(gone.json).toEqual({ id: mine, object: 'model', deleted: true });
      expect(await list()).toEqual(ids.filter((id) => id !== mine));
      expect((await sandbox(['models', 'get', mine], { home })).code).toBe(5);
      const again = await sandbox(['models', 'delete', mine], { home });
      expect(again.code).toBe(0);
      expect(again.stderr).toContain('is already gone: an earlier run deleted it.');
      const reset = await run(['sandbox', 'reset'], { home, env: NO_KEY });
      expect({ stdout: reset.stdout, code: reset.code }).toEqual({ stdout: '', code: 0 });
      expect(reset.stderr).not.toBe('');
      expect(await list()).toEqual(ids);
    }));

  test('asks before it deletes, on a terminal', async () => {
    const { code, stderr } = await sandbox(['models', 'delete', mine], { terminal: 80, stdin: ['n'] });
    expect(code).toBe(1);
    expect(stderr).toContain(`Delete ${mine}`);
  });

  test('keeps its state in the state folder', () =>
    inHome(async (home) => {
      const state = join(home, 'elsewhere');
      await sandbox(['models', 'delete', mine], { home, env: { XDG_STATE_HOME: state } });
      expect(readFileSync(join(state, 'openai-models', 'sandbox.json'), 'utf8')).toContain(mine);
    }));

  test('says where a state lies that cannot be read', () =>
    inHome(async (home) => {
      const env = { XDG_STATE_HOME: join(home, 'not-a-folder') };
      writeFileSync(env.XDG_STATE_HOME, '');
      const { code, stderr } = await sandbox(['models', 'delete', mine], { home, env });
      expect(code).toBe(1);
      expect(stderr).toContain('not-a-folder');
    }));

  test.each<[scenario: string, code: number]>([
    ['unauthorized', 4],
    ['rate-limited', 6],
    ['flaky', 1],
  ])('acts out %s', async (scenario, code) => {
    const got = await sandbox(['models', 'list', '--scenario', scenario, '--max-retries', '0']);
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: '', code });
  });

  test('acts out many', async () => {
    const { stdout, code } = await sandbox(['models', 'list', '--count', '--scenario', 'many']);
    expect({ stdout, code }).toEqual({ stdout: `${100_000 + ids.length}\n`, code: 0 });
  });

  test('acts out slow, and still answers', async () => {
    const { code, json } = await sandbox(['models', 'get', 'gpt-4o-mini', '--scenario', 'slow']);
    expect({ code, json }).toEqual({ code: 0, json: expect.objectContaining({ id: 'gpt-4o-mini' }) });
  });
});

describe('sandbox reset', () => {
  test.each<[args: string[], note: RegExp]>([
    [[], /^The sandbox .+\n$/],
    [['--quiet'], /^$/],
  ])('%j', async (args, note) => {
    const { stdout, stderr, code } = await run(['sandbox', 'reset', ...args], { env: NO_KEY });
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
    expect(stderr).toMatch(note);
  });
});

describe('sandbox serve', () => {
  test('ends when it is interrupted, having said where it was', async () => {
    const argv = ['sandbox', 'serve'];
    const { stdout, stderr, code } = await run(argv, { env: NO_KEY, signal: AbortSignal.abort() });
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\n$/);
    expect(stderr).toContain(stdout.trim());
    expect(code).toBe(0);
  });

  test('says that a port is taken', async () => {
    const taken = await startServer({});
    const { port } = taken;
    const { stdout, stderr, code } = await run(['sandbox', 'serve', '--port', String(port)], { env: NO_KEY });
    await taken.stop();
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toContain(String(port));
  });

  test.each(['70000', '-1', 'x'])('refuses the port %s as usage', async (port) => {
    const { stdout, code } = await run(['sandbox', 'serve', '--port', port], { env: NO_KEY });
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  });
});
