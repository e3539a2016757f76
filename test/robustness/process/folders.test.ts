/** Folders that are strange: the working folder deleted, a config folder that takes no entries, a home that is none. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeFiles } from '../../cli/profiles/configured.ts';
import { runChild } from '../../support/child.ts';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { inHome, plainEnvironment, run } from '../../support/run.ts';
import { withServer } from '../deletion/deletions.ts';

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test('works in a folder that was deleted', async () => {
    const IN_DELETED = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
    const moved: Entry = { ...entry, command: ['/bin/sh', '-c', IN_DELETED, 'sh', ...entry.command] };
    await withServer(['ft:a', 'ft:b'], { seed: 1 }, async (server) => {
      const env = { OPENAI_API_KEY: 'sk-test-SECRET', OPENAI_BASE_URL: server.baseUrl };
      expect(await run(['models', 'list', '--ids'], { entry: moved, env })).toMatchObject({
        code: 0,
        stdout: 'ft:a\nft:b\n',
        stderr: '',
      });
      expect((await run(['--version'], { entry: moved })).code).toBe(0);
      expect((await run(['models', 'delete', 'ft:a'], { entry: moved, env })).code).toBe(0);
      expect([...server.models]).toEqual(['ft:b']);
    });
  });

  // A folder there is stat-able, and nothing can be made in it: as on a disk that was unmounted.
  test.runIf(process.platform === 'linux')('ends where the config folder takes no entries', async () => {
    const env = { XDG_CONFIG_HOME: `/proc/${process.pid}/task` };
    const { code, stdout, stderr } = await run(['profiles', 'add', 'ollama'], { entry, env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^openai: cannot use .*config\.yaml: /);
  });

  test.each([[''], [undefined]])('takes HOME=%j for none, and finds the account home', async (home) => {
    await inHome(async (folder) => {
      const env: Record<string, string> = { ...plainEnvironment(folder), XDG_STATE_HOME: folder, OPENAI_API_KEY: 'x' };
      delete env.HOME;
      if (home !== undefined) env.HOME = home;
      const args = ['doctor', '--base-url', 'http://127.0.0.1:1/v1', '--format', 'json'];
      const { stdout } = await runChild([...entry.command, ...args], { cwd: folder, env });
      const { checks } = JSON.parse(stdout.toString()) as { checks: { name: string; found: string }[] };
      const { found } = checks.find(({ name }) => name === 'config') as { found: string };
      // Whoever runs the tests: a whole path, or a user without any home.
      expect(found).toMatch(/^(?:none \(it would be \/.+\)|\/.+|none: there is no home folder)$/);
      expect(found).not.toContain(folder);
    });
  });

  test('says that standard input is a folder', async () => {
    await inHome(async (folder) => {
      mkdirSync(join(folder, 'in'));
      const command = ['/bin/sh', '-c', 'exec "$@" < in', 'sh', ...entry.command];
      const options = { cwd: folder, env: { ...plainEnvironment(folder), OPENAI_BASE_URL: '' } };
      const deletion = await runChild([...command, 'models', 'delete', '-', '--yes'], options);
      expect(deletion.exit).toBe(2);
      expect(deletion.stderr.toString()).toContain('standard input cannot be read: it is a folder');
      writeFiles(folder, { 'config.yaml': 'profiles: {p: {base_url: "http://127.0.0.1:1/v1"}}\n' });
      const login = await runChild([...command, 'login', '--profile', 'p'], options);
      expect(login.exit).toBe(4);
      expect(login.stderr.toString()).toContain('standard input cannot be read: it is a folder');
    });
  });
});
