/** Standard error that cannot be written changes nothing of what is done. */
import { closeSync, openSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ChildResult, startChild } from '../../support/child.ts';
import { ENTRIES, type Entry, requireBuilt, sharedOut } from '../../support/entries.ts';
import { Random } from '../../support/random.ts';
import { records } from '../../support/records.ts';
import { environment, historyIn, withServer } from '../deletion/deletions.ts';
import { manyIds, type StormyServer } from '../deletion/stormy.ts';
import { FULL_DISK, hasFullDisk } from './full-disk.ts';

const IDS = ['ft:a', 'ft:b', 'ft:c'];
const MANY = manyIds(6);
const BROKEN = ['is read by nobody', ...(hasFullDisk() ? ['has no space left'] : [])];

async function runBroken(
  { command }: Entry,
  args: readonly string[],
  how: string,
  server: StormyServer,
  home: string,
  after = 0,
): Promise<{ exit: ChildResult['exit']; stdout: string }> {
  const stderr = how === 'has no space left' ? openSync(FULL_DISK, 'w') : undefined;
  const child = startChild([...command, ...args], { cwd: home, env: environment(server, home), stderr });
  if (after === 0) child.process.stderr?.destroy();
  child.process.stderr?.on('data', () => {
    if (child.stderr().length >= after) child.process.stderr?.destroy();
  });
  const { exit, stdout } = await child.ended;
  if (stderr !== undefined) closeSync(stderr);
  return { exit, stdout: stdout.toString() };
}

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  const rounds = sharedOut(
    Array.from({ length: 50 }, (_, round) => round),
    entry,
  );
  test.concurrent.each(rounds)(
    'where stderr breaks at a random byte (%i), server, journal, output and exit code agree',
    async (round) => {
      const random = new Random(round);
      await withServer(MANY, { seed: round, doomedEvery: round % 2 === 0 ? 3 : 0 }, async (server, home) => {
        const flag = random.pick(['--verbose', '--debug', '--quiet', '--max-retries=0']);
        const args = ['models', 'delete', ...MANY, '--yes', '--max-retries', '0', '--format', 'jsonl', flag];
        const { exit, stdout } = await runBroken(entry, args, 'is read by nobody', server, home, random.below(3000));
        const outcomes: { id: string; deleted: boolean }[] = records(stdout);
        const told = outcomes.filter(({ deleted }) => deleted).map(({ id }) => id);
        const written = historyIn(home)
          .entries.filter(({ deleted }) => deleted)
          .map(({ id }) => id);
        const accepted = server.log.filter(({ status }) => status === 200).map(({ id }) => id);
        expect(outcomes.map(({ id }) => id)).toEqual(MANY);
        expect(told.toSorted()).toEqual(accepted.toSorted());
        expect(written.toSorted()).toEqual(accepted.toSorted());
        expect(exit).toBe(told.length === MANY.length ? 0 : 8);
      });
    },
  );

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
