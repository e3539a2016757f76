/** Standard error that cannot be written changes nothing of what is done. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { environment, historyIn, withServer } from '../deleting/deletions.ts';
import type { StormyServer } from '../deleting/stormy.ts';
import { ENTRIES, type Entry, requireBuilt } from './entries.ts';
import { FULL_DISK, hasFullDisk } from './full-disk.ts';

const IDS = ['ft:a', 'ft:b', 'ft:c'];
const BROKEN = ['is read by nobody', ...(hasFullDisk() ? ['has no space left'] : [])];

function runBroken(
  { command: [file, ...before] }: Entry,
  args: readonly string[],
  how: string,
  server: StormyServer,
  home: string,
): Promise<{ exit: number | null; stdout: string }> {
  const stderr = how === 'has no space left' ? openSync(FULL_DISK, 'w') : 'pipe';
  const child = spawn(file, [...before, ...args], {
    cwd: home,
    env: environment(server, home),
    stdio: ['ignore', 'pipe', stderr],
  });
  child.stderr?.destroy();
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  return new Promise((resolve) => child.once('close', (exit) => resolve({ exit, stdout })));
}

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  describe.each(BROKEN)('where stderr %s', (how) => {
    test.each<[args: string[], exit: number, stdout: string]>([
      [['models', 'list', '--count', '--verbose'], 0, '3\n'],
      [['models', 'list', '--count', '--debug'], 0, '3\n'],
      [['models', 'list', '--no-such-flag'], 2, ''],
      [['models', 'list', '--base-url', 'http://127.0.0.1:1/v1', '--max-retries', '0', '--debug'], 7, ''],
    ])('%s', async (args, exit, stdout) => {
      await withServer(IDS, { seed: 1 }, async (server, home) => {
        expect(await runBroken(entry, args, how, server, home)).toEqual({ exit, stdout });
      });
    });

    test.each([[['--format', 'jsonl']], [['--verbose']], [['--debug']], [['--quiet']]])(
      'a deletion with %s is the same as ever',
      async (flags) => {
        await withServer(IDS, { seed: 1 }, async (server, home) => {
          const args = ['models', 'delete', 'ft:a', 'ft:b', '--yes', ...flags];
          const { exit } = await runBroken(entry, args, how, server, home);
          expect(exit).toBe(0);
          expect([...server.models]).toEqual(['ft:c']);
          const outcomes = historyIn(home).entries.map(({ id, outcome }) => `${id} ${outcome}`);
          expect(outcomes.toSorted()).toEqual(['ft:a deleted', 'ft:b deleted']);
        });
      },
    );
  });
});
