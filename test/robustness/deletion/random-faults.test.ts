/**
 * Deletions that meet a fault at a random moment: a signal, a journal that another process tears, a standard error or
 * output that breaks, a server that falls silent, a second run. Whatever happens, the server's log, the journal, the
 * output and the exit code tell the same story. `FAULTS=1000 npx vitest run test/robustness/deletion/random-faults.test.ts` runs
 * more of them.
 */
import { appendFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunningChild } from '../../support/child.ts';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { FULL } from '../../support/extent.ts';
import { Random } from '../../support/random.ts';
import { historyIn, type Outcome, start, withServer } from './deletions.ts';
import { manyIds, type StormyServer } from './stormy.ts';

const IDS = manyIds(12);
const FAULTS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGKILL',
  'torn',
  'stderr',
  'stderr at a byte',
  'stdout',
  'silence',
  'second run',
] as const;
type Fault = (typeof FAULTS)[number];

const COUNT = Number(process.env.FAULTS ?? (FULL ? 60 : 30));
const SEEDS = Array.from({ length: COUNT }, (_, seed) => ({
  seed,
  fault: FAULTS[seed % FAULTS.length] as Fault,
  entry: ENTRIES[Math.floor(seed / FAULTS.length) % ENTRIES.length] as (typeof ENTRIES)[0],
}));

interface Run {
  exit: number | string;
  outcomes: Outcome[];
  stderr: string;
}

/** Leaves standard error alone once the run has written this many bytes to it. */
function breakStderr({ process, stderr }: RunningChild, after: number): void {
  if (after === 0) process.stderr?.destroy();
  process.stderr?.on('data', () => {
    if (stderr().length >= after) process.stderr?.destroy();
  });
}

async function endOf({ ended }: RunningChild): Promise<Run> {
  const { exit, ...ran } = await ended;
  const stdout = ran.stdout.toString();
  const outcomes = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Outcome);
  return { exit, outcomes, stderr: ran.stderr.toString() };
}

describe('a deletion with a fault', () => {
  beforeAll(() => ENTRIES.forEach(requireBuilt));

  test.concurrent.each(SEEDS)('$seed: $fault, $entry.name', async ({ seed, fault, entry }) => {
    const random = new Random(seed);
    const weather = { seed, resets: 5, breakdowns: 5, slowest: 6 };
    await withServer(IDS, weather, async (server, home) => {
      const args = [
        'models',
        'delete',
        '-',
        '--yes',
        '--format',
        'jsonl',
        '--concurrency',
        String(1 + random.below(5)),
      ];
      // A silent server is given up without another try; a busy machine may take its time to answer the list.
      if (fault === 'silence') args.push('--timeout', '3', '--max-retries', '0');
      if (fault === 'stderr at a byte' || random.once(3)) args.push(random.once(4) ? '--debug' : '--verbose');
      const running = start(entry, args, server, home, IDS);
      if (fault === 'stderr at a byte') breakStderr(running, random.below(2000));
      const moment = 1 + random.below(IDS.length);
      let second: Promise<Run> | undefined;
      server.onDelete = (count) => {
        if (count !== moment) return;
        if (fault === 'torn') appendFileSync(journalIn(home), '{"time":"2026-01-01T00:00:00.000Z","event":"requ');
        else if (fault === 'stderr') running.process.stderr?.destroy();
        else if (fault === 'stdout') running.process.stdout?.destroy();
        else if (fault === 'silence') server.hold();
        else if (fault === 'stderr at a byte') return;
        else if (fault === 'second run') second ??= endOf(start(entry, args, server, home, IDS));
        else running.process.kill(fault);
      };
      const runs = [await endOf(running), ...(second ? [await second] : [])];
      server.onDelete = undefined;
      journalIsTrue(server, home, fault);
      for (const run of runs) runIsTrue(server, run, fault, runs.length);
    });
  });
});

function journalIn(home: string): string {
  return join(home, '.local/state/openai-models/deletions.jsonl');
}

/** The journal names every request, and claims nothing that the server did not do. */
function journalIsTrue({ log, models }: StormyServer, home: string, fault: Fault): void {
  const { entries, unreadable } = historyIn(home);
  const written = new Set(entries.map((entry) => `${entry.id} ${entry.try}`));
  expect(log.map(({ id, tries }) => `${id} ${tries}`).filter((request) => !written.has(request))).toEqual([]);
  for (const { id, deleted } of entries) if (deleted === true) expect(models.has(id), id).toBe(false);
  // A model that no request took is still there, and one that went is not said to be there.
  const taken = new Set(log.filter(({ deleted }) => deleted).map(({ id }) => id));
  expect(IDS.filter((id) => !models.has(id)).sort()).toEqual([...taken].sort());
  // Of a dead process and of a foreign line, one each.
  expect(unreadable).toBeLessThanOrEqual(fault === 'torn' || fault === 'SIGKILL' ? 1 : 0);
}

/** What a run said of each model, and what it ended with. */
function runIsTrue({ models }: StormyServer, run: Run, fault: Fault, runs: number): void {
  const { outcomes, exit, stderr } = run;
  for (const { id, deleted, outcome } of outcomes) {
    if (deleted === true) expect(models.has(id), `${id} ${outcome}`).toBe(false);
    // Where two runs are at it, the other one may take what this one did not.
    if (deleted === false && runs === 1) expect(models.has(id), `${id} ${outcome}`).toBe(true);
  }
  if (fault === 'SIGKILL' && exit === -constants.signals.SIGKILL) return;
  if (fault === 'stdout') {
    // A reader that leaves is no failure of the deletion, and all of it is in the journal.
    expect([0, 8, 1]).toContain(exit);
    return;
  }
  expect(outcomes.map(({ id }) => id)).toEqual(IDS);
  const done = outcomes.every(({ outcome }) => outcome === 'deleted' || outcome === 'gone');
  const interrupted = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[fault as string];
  const expected = done ? [0] : [8, 7, 1, 5];
  expect(interrupted === undefined ? expected : [...expected, interrupted], stderr).toContain(exit);
  if (fault.startsWith('stderr')) return;
  const count = (name: string) => outcomes.filter(({ outcome }) => outcome === name).length;
  if (count('deleted') > 0) expect(stderr).toContain(`${count('deleted')} deleted`);
  expect(stderr).not.toMatch(/^\s+at /m);
}
