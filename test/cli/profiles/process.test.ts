/** Profiles and keys through both entries: real files, a real terminal, a keychain that is absent or hangs. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runChild } from '../../support/child.ts';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { inHome, plainEnvironment } from '../../support/run.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { type Screen, screenOf } from '../../support/terminal.ts';
import { configIn, folderIn, LIST, writeFiles } from './configured.ts';

const GOOD = 'profiles:\n  work:\n    auth: none\n';

/** Runs the product in a home that stays. */
async function openai(
  entry: Entry,
  home: string,
  args: string[],
  more: { stdin?: string; env?: Record<string, string> } = {},
) {
  const env = { ...plainEnvironment(home), ...more.env };
  const ran = await runChild([...entry.command, ...args], { cwd: home, env, stdin: more.stdin ?? '' });
  return { exit: ran.exit, stdout: ran.stdout.toString(), stderr: ran.stderr.toString(), seconds: ran.seconds };
}

describe.each(ENTRIES)('$name', (entry) => {
  let server: ScriptedServer;
  beforeAll(async () => {
    requireBuilt(entry);
    server = await startServer(LIST);
  });
  afterAll(() => server?.stop());
  const configOf = (more: string) => `profile: p\nprofiles:\n  p:\n    base_url: ${server.origin}/v1\n    ${more}\n`;

  test('eight writers at once lose nothing', async () => {
    await inHome(async (home) => {
      const names = Array.from({ length: 8 }, (_, i) => `p${i}`);
      const runs = await Promise.all(
        names.map((name) => openai(entry, home, ['profiles', 'add', name, '--preset', 'ollama'])),
      );
      expect(runs.map(({ exit, stderr }) => (exit === 0 ? 0 : stderr))).toEqual(names.map(() => 0));
      const { profiles } = load(configIn(home) ?? '') as { profiles: object };
      expect(Object.keys(profiles).sort()).toEqual(names);
      expect(readdirSync(folderIn(home))).toEqual(['config.yaml']);
    });
  });

  test('a full disk leaves the old file and nothing else', async () => {
    await inHome(async (home) => {
      writeFiles(home, { 'config.yaml': GOOD });
      // No file may grow, and the signal that says so is ignored: every write fails as on a full disk.
      const small: Entry = {
        ...entry,
        command: ['/bin/sh', '-c', 'trap \'\' XFSZ; ulimit -f 0; exec "$@"', 'sh', ...entry.command],
      };
      const { exit, stderr } = await openai(small, home, ['profiles', 'add', 'ollama']);
      expect(exit, stderr).toBe(1);
      expect(stderr).toMatch(/^openai: cannot use .*config\.yaml: /);
      expect(configIn(home)).toBe(GOOD);
      expect(readdirSync(folderIn(home))).toEqual(['config.yaml']);
    });
  });

  test('login from a pipe, without a keychain: the file for the owner alone; logout', async () => {
    await inHome(async (home) => {
      writeFiles(home, { 'config.yaml': configOf('key_env: P_KEY') });
      const loggedIn = await openai(entry, home, ['login'], { stdin: 'k-piped\n' });
      expect(loggedIn.exit, loggedIn.stderr).toBe(0);
      expect(loggedIn.stderr).toContain('Warning: no keychain available');
      const file = join(folderIn(home), 'keys', 'p');
      expect(readFileSync(file, 'utf8')).toBe('k-piped\n');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
      const listed = await openai(entry, home, ['models', 'list', '--ids', '--verbose']);
      expect(listed.stdout).toBe('m\n');
      expect(listed.stderr).toContain('with the key from the key file');
      expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer k-piped');
      expect((await openai(entry, home, ['logout'])).stderr).toContain('Removed the key');
      expect((await openai(entry, home, ['models', 'list'])).exit).toBe(4);
    });
  });

  test('login on a terminal shows nothing of the key', async () => {
    await inHome(async (home) => {
      writeFiles(home, { 'config.yaml': configOf('auth: x-api-key') });
      const { text, exit } = await typeKey(entry, home, ['login'], 'k-typed\r');
      expect(exit, text).toBe(0);
      expect(text).toContain('API key for profile p');
      expect(text).not.toContain('k-typed');
      expect(readFileSync(join(folderIn(home), 'keys', 'p'), 'utf8')).toBe('k-typed\n');
      expect(server.requests.at(-2)?.headers['x-api-key']).toBe('k-typed');
    });
  });

  test('Ctrl-C at the prompt ends with 130 and stores nothing', async () => {
    await inHome(async (home) => {
      writeFiles(home, { 'config.yaml': configOf('auth: x-api-key') });
      expect((await typeKey(entry, home, ['login'], 'k-half\x03')).exit).toBe(130);
      expect(readdirSync(folderIn(home))).toEqual(['config.yaml']);
    });
  });

  describe('with a keychain', () => {
    let bus: Server;
    let folder = '';
    const sockets: { destroy(): void }[] = [];
    beforeAll(async () => {
      const { mkdtempSync } = await import('node:fs');
      folder = mkdtempSync('/tmp/bus-');
      bus = createServer((socket) => void sockets.push(socket));
      await new Promise<void>((resolve) => bus.listen(join(folder, 'bus'), resolve));
    });
    afterAll(async () => {
      for (const socket of sockets) socket.destroy();
      bus?.close();
      const { rmSync } = await import('node:fs');
      rmSync(folder, { recursive: true, force: true });
    });

    test('that hangs, the run ends in time and says why', { timeout: 40_000 }, async () => {
      await inHome(async (home) => {
        writeFiles(home, { 'config.yaml': configOf('keychain: true') });
        const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` };
        const { exit, stderr, seconds } = await openai(entry, home, ['models', 'list'], { env });
        expect({ exit, says: stderr.includes('did not respond within 5 s') }, stderr).toEqual({ exit: 4, says: true });
        expect(seconds).toBeLessThan(30);
      });
    });

    test('that fails, the reason is said, and a given key still works', async () => {
      await inHome(async (home) => {
        writeFiles(home, { 'config.yaml': configOf('keychain: true') });
        const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
        const failed = await openai(entry, home, ['models', 'list'], { env });
        expect(failed.exit).toBe(4);
        // The library was there and loaded: it is what says that the bus is not.
        expect(failed.stderr).toMatch(/cannot use the keychain \(.*\/nonexistent/);
        const given = await openai(entry, home, ['models', 'list', '--ids', '--api-key', 'k'], { env });
        expect(given).toMatchObject({ exit: 0, stdout: 'm\n', stderr: '' });
      });
    });
  });
});

/** Starts the product on a terminal, waits for its prompt and types. */
function typeKey(entry: Entry, home: string, args: string[], keys: string): Promise<Screen> {
  const reply = { after: 'API key', keys, pause: 200 };
  return screenOf(entry, args, { columns: 100, rows: 30, home, reply });
}
