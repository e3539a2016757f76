/** Standard error that cannot be written changes nothing of what is done. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { Random } from '../../support/random.ts';
import { environment, historyIn, withServer } from '../deletion/deletions.ts';
import { manyIds, type StormyServer } from '../deletion/stormy.ts';
import { FULL_DISK, hasFullDisk } from './full-disk.ts';

const IDS = ['ft:a', 'ft:b', 'ft:c'];
const MANY = manyIds(6);
const BROKEN = ['is read by nobody', ...(hasFullDisk() ? ['has no space left'] : [])];

function runBroken(
  { command: [file, ...before] }: Entry,
  args: readonly string[],
  how: string,
  server: StormyServer,
  home: string,
  after = 0,
): Promise<{ exit: number | null; stdout: string }> {
  const stderr = how === 'has no space left' ? openSync(FULL_DISK, 'w') : 'pipe';
  const child = spawn(file, [...before, ...args], {
    cwd: home,
    env: environment(server, home),
    stdio: ['ignore', 'pipe', stderr],
  });
  let left = after;
  if (after === 0) child.stderr?.destroy();
  child.stderr?.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left <= 0) child.stderr?.destroy();
  });
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  return new Promise((resolve) => child.once('close', (exit) => resolve({ exit, stdout })));
}

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test('where stderr breaks at any byte, server, journal, output and exit code agree', async () => {
    const random = new Random(7);
    for (let round = 0; round < 50; round++) {
      await withServer(MANY, { seed: round, doomedEvery: round % 2 === 0 ? 3 : 0 }, async (server, home) => {
        const flag = random.pick(['--verbose', '--debug', '--quiet', '--max-retries=0']);
        const args = ['models', 'delete', ...MANY, '--yes', '--max-retries', '0', '--format', 'jsonl', flag];
        const { exit, stdout } = await runBroken(entry, args, 'is read by nobody', server, home, random.below(3000));
        const outcomes = stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as { id: string; deleted: boolean });
        const told = outcomes.filter(({ deleted }) => deleted).map(({ id }) => id);
        const written = historyIn(home)
          .entries.filter(({ deleted }) => deleted)
          .map(({ id }) => id);
        const accepted = server.log.filter(({ status }) => status === 200).map(({ id }) => id);
        expect(outcomes.map(({ id }) => id)).toEqual(MANY);
        expect(told.toSorted(), `round ${round}`).toEqual(accepted.toSorted());
        expect(written.toSorted(), `round ${round}`).toEqual(accepted.toSorted());
        expect(exit, `round ${round}`).toBe(told.length === MANY.length ? 0 : 8);
      });
    }
  });

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
