/** Completion as a process: what stands in the way of its files, where it writes, and whose ids it offers. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runChild } from '../../support/child.ts';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { inHome, plainEnvironment, run } from '../../support/run.ts';
import { startServer } from '../../support/server.ts';

const CONFIG = '.config/openai-models';
const WORDS = ['__complete', '--', 'models', 'retrieve', ''];

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  const complete = (home: string, env: Record<string, string> = {}, stdout?: number, words = WORDS) =>
    runChild([...entry.command, ...words], {
      cwd: home,
      env: { ...plainEnvironment(home), OPENAI_SANDBOX: '', ...env },
      ...(stdout !== undefined && { stdout }),
    });

  test.each<[what: string, make: (path: string) => void]>([
    ['a pipe that nobody writes into', (path) => execFileSync('mkfifo', [path])],
    ['larger than any config file', (path) => writeFileSync(path, Buffer.alloc(40 << 20))],
    ['a folder', (path) => mkdirSync(path)],
  ])('a config file that is %s ends in no candidates', async (_what, make) => {
    await inHome(async (home) => {
      mkdirSync(join(home, CONFIG), { recursive: true });
      make(join(home, CONFIG, 'config.yaml'));
      const { exit, stdout, stderr } = await complete(home, { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' });
      expect({ exit, stdout: stdout.toString(), stderr: stderr.toString() }).toEqual({
        exit: 11,
        stdout: '',
        stderr: '',
      });
    });
  });

  test('a sandbox state that is a pipe is an error, and no wait', async () => {
    await inHome(async (home) => {
      mkdirSync(join(home, '.local/state/openai-models'), { recursive: true });
      execFileSync('mkfifo', [join(home, '.local/state/openai-models/sandbox.json')]);
      const { exit, stderr } = await complete(home, {}, undefined, ['--sandbox', 'models', 'list', '--count']);
      expect(exit).toBe(1);
      expect(stderr.toString()).toContain("can't be read");
    });
  });

  test.each([
    ['no answer', ['__complete', '--', 'no-such-command', '']],
    ['an answer', ['__complete', '--', 'mod']],
    ['an empty list', ['--sandbox', 'models', 'list', '--ids', '--match', 'nothing-like-it', '--quiet']],
    ['the version', ['--version']],
  ])('%s is added to a file, and empties none', async (_what, words) => {
    await inHome(async (home) => {
      const log = join(home, 'log');
      writeFileSync(log, 'what stood there\n');
      const file = openSync(log, 'a');
      await complete(home, { COMPLETION_STYLE: 'fish' }, file, [...words]);
      closeSync(file);
      expect(readFileSync(log, 'utf8')).toMatch(/^what stood there\n/);
    });
  });
});

test('ids of one key are not offered with another, nor with another header or query', async () => {
  await inHome(async (home) => {
    const server = await startServer({ 'GET /v1/models': { body: '{"object":"list","data":[{"id":"of-a"}]}' } });
    const url = `${server.origin}/v1`;
    const keyA = { OPENAI_API_KEY: 'key-of-account-A', OPENAI_BASE_URL: url };
    await run(['__remember-models'], { home, env: keyA, now: Date.now() });
    // From here on only what was kept can be offered.
    await server.stop();
    const [entry] = ENTRIES;
    const offered = async (env: Record<string, string>, words: readonly string[] = []) => {
      const command = [...(entry?.command ?? []), '__complete', '--', ...words, 'models', 'retrieve', ''];
      const options = { cwd: home, env: { ...plainEnvironment(home), ...keyA, COMPLETION_STYLE: 'fish', ...env } };
      return (await runChild(command, options)).stdout.toString();
    };
    expect(await offered({})).toContain('of-a');
    expect(await offered({ OPENAI_API_KEY: 'key-of-account-B' })).toBe('');
    expect(await offered({ OPENAI_API_KEY: '' })).toBe('');
    expect(await offered({ OPENAI_CUSTOM_HEADERS: 'X-Team: b' })).toBe('');
    expect(await offered({ OPENAI_BASE_URL: `${url}?api_key=b` })).toBe('');
    expect(await offered({}, ['--api-key', 'key-of-account-B'])).toBe('');
    expect(await offered({}, ['--header', 'Authorization: Bearer b'])).toBe('');
    expect(await offered({}, ['--api-key', 'key-of-account-A'])).toContain('of-a');
  });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('there is no shell %s', async (name) => {
  const { code, stderr, stdout } = await run(['completion', name]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('must be one of bash');
});
