import { beforeAll, describe, test } from 'vitest';
import { type Entry, requireBuilt } from '../support/entries.ts';
import { check } from './check.ts';
import { runCase } from './run.ts';
import type { ActiveCase } from './scope.ts';

/** Declares a test for each of these cases, by `entry` or in this process; several at once, as `maxConcurrency` allows. */
export function describeCases(entry: Entry | undefined, cases: readonly ActiveCase[]): void {
  describe.concurrent(entry?.name ?? 'in this process', () => {
    beforeAll(() => entry && requireBuilt(entry));
    for (const one of cases) {
      const seconds = (one.timeout ?? 30) * (1 + (one.setup?.length ?? 0));
      test(`${one.file}:${one.line} ${one.group}: ${one.name}`, { timeout: (seconds + 15) * 1000 }, async ({
        expect,
      }) => {
        const outcome = await runCase(entry, `c${one.line}`, one);
        expect(check(one, outcome), outcome.stderr.slice(0, 400)).toEqual([]);
      });
    }
  });
}
