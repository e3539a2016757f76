/** Runs that are killed at any moment: what the journal says afterwards, and that the same list can be given again. */
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { History } from '../../../src/deletion/history.ts';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { FULL } from '../../support/extent.ts';
import { Random } from '../../support/random.ts';
import { DELETE, historyIn, outcomesIn, run, start, withServer } from './deletions.ts';
import { manyIds, type StormyServer } from './stormy.ts';

const IDS = manyIds(120);
const KILLS = FULL ? 50 : 12;
/** The entries take turns. */
const SEEDS = Array.from({ length: KILLS }, (_, i) => ({
  seed: i,
  entry: ENTRIES[i % ENTRIES.length] as (typeof ENTRIES)[0],
}));

describe('a run that is killed', () => {
  beforeAll(() => ENTRIES.forEach(requireBuilt));

  test.concurrent.each(SEEDS)('at moment $seed of $entry.name', async ({ seed, entry }) => {
    const random = new Random(seed);
    const weather = { seed, resets: 3, breakdowns: 5, stormEvery: 50, stormMs: 20, slowest: 8 };
    await withServer(IDS, weather, async (server, home) => {
      const child = start(entry, DELETE, server, home, IDS);
      const last = 1 + random.below(IDS.length - 20);
      const delay = random.below(6);
      server.onDelete = (count) => {
        if (count === last) void sleep(delay).then(() => child.process.kill('SIGKILL'));
      };
      expect((await child.ended).exit).toBe(-constants.signals.SIGKILL);
      server.onDelete = undefined;
      // What was on its way when the run died may still arrive.
      await sleep(30);
      const left = historyIn(home);
      isTrue(server, left);

      server.clear();
      const again = await run(entry, [...DELETE, '--format', 'jsonl'], server, home, IDS);
      const outcomes = outcomesIn(again);
      expect(outcomes.map(({ id }) => id)).toEqual(IDS);
      // What the dead run had asked for without an answer is not there any more: nobody can say that it was deleted.
      const open = outcomes.filter(({ outcome }) => outcome !== 'deleted' && outcome !== 'gone');
      expect(open.filter(({ outcome, deleted }) => outcome !== 'not-found' || deleted !== null)).toEqual([]);
      const unanswered = new Set(left.entries.filter(({ deleted }) => deleted === null).map(({ id }) => id));
      expect(open.filter(({ id }) => !unanswered.has(id))).toEqual([]);
      expect(again.exit, again.stderr.toString()).toBe(open.length === 0 ? 0 : 8);
      expect([...server.models]).toEqual([]);
    });
  });
});

test.concurrent.each(ENTRIES)(
  'a run of $name that is asked to end does so, though an answer never comes',
  async (entry) => {
    requireBuilt(entry);
    await withServer(IDS, { seed: 1 }, async (server, home) => {
      const child = start(entry, DELETE, server, home, IDS);
      server.onDelete = (count) => {
        if (count === 5) server.hold();
        if (count === 6) child.process.kill('SIGTERM');
      };
      expect((await child.ended).exit).toBe(143);
      const gone = historyIn(home).entries.filter(({ deleted }) => deleted === true);
      expect(gone.map(({ id }) => id).filter((id) => server.models.has(id))).toEqual([]);
      expect(server.models.size).toBeGreaterThan(100);
    });
  },
);

/** The journal claims nothing that the server did not do, and names everything that was sent. */
function isTrue({ log, models }: StormyServer, { entries, unreadable }: History): void {
  expect(unreadable).toBeLessThanOrEqual(1);
  const seen = new Map(log.map((one) => [`${one.id} ${one.tries}`, one]));
  for (const entry of entries) {
    const request = seen.get(`${entry.id} ${entry.try}`);
    // Written down and not sent any more: nothing is claimed of it.
    if (!request) expect([entry.id, entry.outcome, entry.deleted]).toEqual([entry.id, 'unanswered', null]);
    else if (entry.outcome !== 'unanswered')
      expect([entry.id, entry.status]).toEqual([entry.id, request.status ?? null]);
    if (entry.deleted === true) expect(models.has(entry.id)).toBe(false);
  }
  const written = new Set(entries.map((entry) => `${entry.id} ${entry.try}`));
  expect([...seen.keys()].filter((request) => !written.has(request))).toEqual([]);
  expect(written.size).toBe(entries.length);
}
