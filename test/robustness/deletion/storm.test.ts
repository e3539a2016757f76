/** Deletions under a server that does its worst: nothing is lost, nothing is counted twice, and the journal is right. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../src/deletion/history.ts';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { DELETE, historyIn, type Outcome, outcomesIn, run, withServer } from './deletions.ts';
import { manyIds, modelText, type StormyServer } from './stormy.ts';

const IDS = manyIds(1000);

describe.each(ENTRIES)('$name in a storm', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.concurrent('tells the truth about every one of 1,000 models', async () => {
    const weather = { seed: 7, resets: 5, breakdowns: 5, doomedEvery: 250, stormEvery: 60, stormMs: 40, slowest: 12 };
    await withServer(IDS, weather, async (server, home) => {
      const ran = await run(entry, [...DELETE, '--format', 'jsonl'], server, home, IDS);
      const outcomes = outcomesIn(ran);
      expect(outcomes.map(({ id }) => id)).toEqual(IDS);
      const done = outcomes.filter(({ outcome }) => outcome === 'deleted' || outcome === 'gone');
      const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
      expect(done.length + failed.length).toBe(IDS.length);
      expect(failed.length).toBeGreaterThan(0);
      expect(done.length).toBeGreaterThan(800);

      // What it says is so: of the done nothing is left, and what is said to be there is there.
      expect(done.filter(({ id }) => server.models.has(id))).toEqual([]);
      expect(done.filter(({ deleted }) => deleted !== true)).toEqual([]);
      expect(
        failed.filter(({ id, deleted }) => deleted === true || (deleted === false && !server.models.has(id))),
      ).toEqual([]);
      expect(ran.exit).toBe(8);
      expect(ran.stderr.toString()).toMatch(summaryOf(outcomes));
      expect(ran.stderr.toString()).not.toContain('Warning');
      agrees(server, historyIn(home).entries, outcomes);
    });
  });

  test.concurrent('ends with every model gone, where what is left is fed to the next run', async () => {
    // What breaks down at three tries is not done by a first run, which makes no more.
    const doomed = { doomedEvery: 50, doomedTries: 3 };
    const weather = { seed: 11, resets: 4, breakdowns: 8, ...doomed, stormEvery: 40, stormMs: 30, slowest: 4 };
    const ids = IDS.slice(0, 300);
    await withServer(ids, weather, async (server, home) => {
      let left = ids;
      let runs = 0;
      for (; runs < 12 && left.length > 0; runs++) {
        // What an earlier run deleted without an answer is missing by now, and that is how it should be.
        const ran = await run(entry, [...DELETE, '--ids', '--ignore-not-found'], server, home, left);
        const next = ran.stdout.toString().split('\n').filter(Boolean);
        expect(next.filter((id) => !left.includes(id))).toEqual([]);
        if (next.length < left.length) expect(ran.exit).toBe(next.length === 0 ? 0 : 8);
        left = next;
      }
      expect(left).toEqual([]);
      expect(runs).toBeGreaterThan(1);
      expect([...server.models]).toEqual([]);
    });
  });

  test.concurrent('keeps still while the server wants to be left alone', async () => {
    const ids = IDS.slice(0, 200);
    await withServer(ids, { seed: 3, stormEvery: 50, stormMs: 400, slowest: 3 }, async (server, home) => {
      const ran = await run(entry, [...DELETE, '--format', 'jsonl'], server, home, ids);
      expect(ran.exit, ran.stderr.toString()).toBe(0);
      // Each of those on their way when a storm breaks out may be told once, and that is all.
      const refused = server.log.filter(({ status }) => status === 429);
      expect(refused.length).toBeLessThanOrEqual(Math.floor(server.log.length / 50) * 8);
      expect(refused.filter(({ tries }) => tries > 1)).toEqual([]);
    });
  });

  test.concurrent('sends a deletion that is cut off no second time by itself', async () => {
    const ids = IDS.slice(0, 12);
    // The list before keeps a connection open, on which the first deletion could go.
    await withServer(ids, { seed: 1, resets: 100 }, async (server, home) => {
      const ran = await run(entry, [...DELETE, '--max-retries', '0', '--format', 'jsonl'], server, home, ids);
      expect(server.log.map(({ id }) => id).sort()).toEqual([...ids].sort());
      const outcomes = outcomesIn(ran).map(({ deleted, outcome }) => [deleted, outcome]);
      expect(outcomes).toEqual(ids.map(() => [null, 'failed']));
      expect(ran.exit).toBe(7);
    });
  });
});

test('two runs at once share the journal', async () => {
  const halves = [IDS.slice(0, 150), IDS.slice(150, 300)];
  await withServer(IDS.slice(0, 300), { seed: 4, slowest: 6 }, async (server, home) => {
    const runs = await Promise.all(
      ENTRIES.map((entry, i) => run(entry, [...DELETE, '--format', 'jsonl'], server, home, halves[i] as string[])),
    );
    expect(runs.map(({ exit }) => exit)).toEqual([0, 0]);
    const { entries, unreadable } = historyIn(home);
    expect(unreadable).toBe(0);
    expect(new Set(entries.map(({ run: one }) => one)).size).toBe(2);
    agrees(server, entries, runs.flatMap(outcomesIn));
  });
});

/** `997 deleted, 1 gone already, 2 failed`, of these very numbers. */
function summaryOf(outcomes: readonly Outcome[]): RegExp {
  const count = (name: string) => outcomes.filter(({ outcome }) => outcome === name).length;
  const gone = count('gone') > 0 ? `, ${count('gone')} gone already` : '';
  return new RegExp(`^openai: ${count('deleted')} deleted${gone}, ${count('failed')} failed$`, 'm');
}

/** Request by request, the journal and the server's own log are the same story. */
function agrees({ log, models }: StormyServer, entries: readonly JournalEntry[], outcomes: readonly Outcome[]): void {
  const sent = log.map(({ id, tries, status }) => `${id} ${tries} ${status ?? null}`).sort();
  const written = entries.map(({ id, try: tries, status }) => `${id} ${tries} ${status}`).sort();
  expect(written).toEqual(sent);
  for (const { id, outcome, model } of entries) {
    if (outcome === 'deleted') expect(models.has(id)).toBe(false);
    expect(model).toBe(modelText(id));
  }
  // The last word of the journal on a model is the outcome that was printed.
  const last = new Map(entries.map(({ id, outcome }) => [id, outcome]));
  expect([...last].sort()).toEqual(outcomes.map(({ id, outcome }) => [id, outcome]).sort());
}
