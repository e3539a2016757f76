/** Output that nobody takes, and output that cannot be written. */
import { closeSync, openSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, type Entry, requireBuilt, sharedOut } from '../../support/entries.ts';
import { listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { FULL_DISK, hasFullDisk } from '../process/full-disk.ts';

/** The same product behind a line of shell. */
const through = (entry: Entry, line: string): Entry => ({
  ...entry,
  command: ['/bin/sh', '-c', line, 'sh', ...entry.command],
});

describe.each(ENTRIES)('$name', (entry) => {
  let server: ScriptedServer;
  let env: Record<string, string> = {};
  beforeAll(async () => {
    requireBuilt(entry);
    const models = Array.from({ length: 30_000 }, (_, i) => model(`model-${i}`));
    server = await startServer({
      'GET /v1/models': { body: listOf(...models) },
      'GET /v1/models/m': { body: model('m') },
      'DELETE /v1/models/m': { body: '{"id":"m","deleted":true}' },
    });
    env = { OPENAI_BASE_URL: `${server.origin}/v1`, OPENAI_API_KEY: 'sk-test-SECRET' };
  });
  afterAll(() => server?.stop());

  const COMMANDS = [
    ['models', 'list', '--format', 'table'],
    ['models', 'list', '--ids'],
    ['models', 'list', '--format', 'raw'],
    ['models', 'list', '--transform', 'id'],
    ['models', 'retrieve', 'm'],
    ['models', 'delete', 'm'],
    ['--version'],
    ['models', 'list', '--help'],
  ];
  const commands = sharedOut(COMMANDS, entry).map((args) => [args]);

  test.runIf(hasFullDisk()).each(commands)('%j on a full disk', async (args) => {
    const full = openSync(FULL_DISK, 'w');
    try {
      const { stderr, code } = await run(args, { entry, env, stdout: full });
      const more = args.includes('delete') ? '  m is deleted.\n' : '';
      expect(stderr.endsWith(more)).toBe(true);
      expect({ stderr: stderr.slice(0, stderr.length - more.length), code }).toEqual({
        stderr: expect.stringMatching(/^openai: [^\n]*space[^\n]*\n$/),
        code: 1,
      });
    } finally {
      closeSync(full);
    }
  });

  test.each(commands)('%j with a closed stdout', async (args) => {
    const { stdout, stderr, code } = await run(args, { entry: through(entry, 'exec "$@" >&-'), env });
    expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: '', code: 0 });
  });

  test.each([['table'], ['yaml'], ['csv'], ['raw']])('| head takes what it wants: %s', async (format) => {
    const line = '{ "$@"; echo "exit $?" >&2; } | head -n 1';
    const { stdout, stderr } = await run(['models', 'list', '--format', format], { entry: through(entry, line), env });
    expect(stdout).toMatch(/^[^\n]+\n$/);
    expect(stderr).toBe('exit 0\n');
  });

  test('a closed or full stderr does not change the code code', async () => {
    for (const redirect of ['2>&-', ...(hasFullDisk() ? [`2>${FULL_DISK}`] : [])]) {
      const { stdout, code } = await run(['models', 'lst'], { entry: through(entry, `exec "$@" ${redirect}`), env });
      expect({ redirect, stdout, code }).toEqual({ redirect, stdout: '', code: 2 });
    }
  });
});
