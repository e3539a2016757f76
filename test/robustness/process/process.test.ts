import { closeSync, openSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChild } from '../../support/child.ts';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { inHome, plainEnvironment, run } from '../../support/run.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { FULL_DISK, hasFullDisk } from './full-disk.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

/** More than any pipe holds: a reader that leaves early leaves the product in the middle of writing. */
const MANY = 100_000;

function manyModels(): string {
  const data = Array.from({ length: MANY }, (_, index) => ({ id: `model-${index}`, object: 'model', created: index }));
  return JSON.stringify({ object: 'list', data });
}

describe.each(ENTRIES)('$name as a process', (entry) => {
  let server: ScriptedServer;
  let env: Record<string, string> = {};
  beforeAll(async () => {
    requireBuilt(entry);
    server = await startServer({ 'GET /v1/models': { body: manyModels() } });
    env = { OPENAI_BASE_URL: `${server.origin}/v1`, OPENAI_API_KEY: 'sk-test-SECRET' };
  });
  afterAll(() => server?.stop());

  test('says its version', async () => {
    const { stdout, stderr, code } = await run(['--version'], { entry });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout.trim().split(/\s/)).toContain(version);
    expect(stdout).toMatch(/^[^\n]+\n$/);
  });

  test('in a pipe the sandbox list is one JSON document', async () => {
    const { stdout, stderr, code } = await run(['models', 'list', '--sandbox'], { entry });
    expect(code, stderr).toBe(0);
    const list = JSON.parse(stdout);
    expect(list.object).toBe('list');
    expect(list.data).toContainEqual(expect.objectContaining({ id: 'gpt-4o-mini', object: 'model' }));
  });

  test('writes a long list to its end', async () => {
    const { stdout, stderr, code } = await run(['models', 'list', '--format', 'jsonl'], { entry, env });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(MANY);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ id: `model-${MANY - 1}`, object: 'model', created: MANY - 1 });
  });

  test.each(['jsonl', 'json'])('a reader that leaves early is no error: %s', async (format) => {
    const { first, stderr, exit } = await leaveEarly(entry, ['models', 'list', '--format', format], env);
    expect(first).toContain('model-0');
    expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
  });

  test.runIf(hasFullDisk())('output that cannot be written is a failure of one line', async () => {
    const full = openSync(FULL_DISK, 'w');
    try {
      const list = ['models', 'list', '--format', 'jsonl'];
      const { stderr, code } = await run(list, { entry, env, stdout: full });
      expect({ stderr, code }).toEqual({ stderr: expect.stringMatching(/^openai: [^\n]+\n$/), code: 1 });
    } finally {
      closeSync(full);
    }
  });

  test('an unknown flag is a usage error that asks nobody', async () => {
    const before = server.requests.length;
    const { stdout, stderr, code } = await run(['models', 'list', '--formta', 'json'], { entry, env });
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/^openai: .*--formta/);
    expect(stderr).toContain('--format');
    expect(server.requests).toHaveLength(before);
  });

  test('works without HOME', async () => {
    const homeless: Entry = { ...entry, command: ['/bin/sh', '-c', 'unset HOME; exec "$@"', 'sh', ...entry.command] };
    const { stdout, stderr, code } = await run(['models', 'list', '--format', 'jsonl'], { entry: homeless, env });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('"model-0"');
  });
});

/** Starts the product, reads the first piece of its output and closes the pipe, as `head` does. */
function leaveEarly({ command }: Entry, args: string[], env: Record<string, string>) {
  return inHome(async (home) => {
    const child = startChild([...command, ...args], { cwd: home, env: { ...plainEnvironment(home), ...env } });
    child.process.stdout?.on('data', () => {
      if (child.stdout().includes('model-0')) child.process.stdout?.destroy();
    });
    const { stdout, stderr, exit } = await child.ended;
    return { first: stdout.toString(), stderr: stderr.toString(), exit };
  });
}
