import { beforeAll, describe, test } from 'vitest';
import { type Entry, requireBuilt } from '../support/entries.ts';
import { check } from './check.ts';
import { runCase } from './run.ts';
import { type ActiveCase, casesOf, rowsToRun } from './scope.ts';

/** Declares a test for each active case, run against `entry`; several at once, as `maxConcurrency` allows. */
export function describeCases(entry: Entry, filter: (one: ActiveCase) => boolean = () => true): void {
  describe.concurrent(entry.name, () => {
    beforeAll(() => requireBuilt(entry));
    for (const one of rowsToRun().flatMap(casesOf).filter(filter)) {
      const seconds = (one.timeout ?? 30) * (1 + (one.setup?.length ?? 0));
      test(`${one.file}:${one.line} ${one.group}: ${one.name}`, { timeout: (seconds + 15) * 1000 }, async ({
        expect,
      }) => {
        const outcome = await runCase(entry.command, `c${one.line}`, one);
        expect(check(one, outcome), outcome.stderr.slice(0, 400)).toEqual([]);
      });
    }
  });
}
