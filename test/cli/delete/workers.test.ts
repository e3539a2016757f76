import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/deletion/outcome.ts';
import type { PlannedModel } from '../../../src/deletion/plan.ts';
import { removeAll, type StopReason, type WorkerResult } from '../../../src/deletion/workers.ts';

const TARGETS: PlannedModel[] = Array.from({ length: 10 }, (_, i) => ({ id: `m${i}`, model: undefined }));
const deleted = (id: string): Outcome => ({ id, outcome: 'deleted', deleted: true, exit: 0 });
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Workers whose deletions end when the test says so. */
function setUp(concurrency: number, stopReason: () => string | undefined = () => undefined) {
  const begun: { id: string; end(ending?: StopReason): void }[] = [];
  const seen: string[] = [];
  const done = removeAll({
    targets: TARGETS,
    concurrency,
    remove: ({ id }) =>
      new Promise<WorkerResult>((resolve) => {
        begun.push({ id, end: (ending) => resolve({ outcome: deleted(id), ...(ending && { ending }) }) });
      }),
    stopReason,
    onOutcome: ({ id }) => seen.push(id),
  });
  return { begun, seen, done };
}

const names = (outcomes: readonly Outcome[]) => outcomes.map(({ id, outcome }) => `${id} ${outcome}`);
const expected = (count: number) => TARGETS.map(({ id }, i) => `${id} ${i < count ? 'deleted' : 'not-attempted'}`);

describe('the workers', () => {
  test.each([1, 3, 64])('are %i at most, and do each target once', async (concurrency) => {
    const { begun, seen, done } = setUp(concurrency);
    for (let i = 0; i < TARGETS.length; i++) {
      await settle();
      expect(begun.length).toBe(Math.min(i + concurrency, TARGETS.length));
      begun[i]?.end();
    }
    expect(names((await done).outcomes)).toEqual(expected(10));
    expect(begun.map(({ id }) => id)).toEqual(TARGETS.map(({ id }) => id));
    expect(seen).toEqual(begun.map(({ id }) => id));
  });

  test('keep the order of the targets, whichever ends first', async () => {
    const { begun, done } = setUp(10);
    for (const one of [...begun].reverse()) {
      one.end();
      await settle();
    }
    expect(names((await done).outcomes)).toEqual(expected(10));
  });

  test('begin no more once they are stopped, and wait for what they have begun', async () => {
    let reason: string | undefined;
    const { begun, done } = setUp(3, () => reason);
    reason = 'interrupted';
    begun[0]?.end();
    await settle();
    expect(begun).toHaveLength(3);
    begun[1]?.end();
    begun[2]?.end();
    const { outcomes, failure } = await done;
    expect(names(outcomes)).toEqual(expected(3));
    expect(outcomes[9]).toEqual({ id: 'm9', outcome: 'not-attempted', deleted: false, reason: 'interrupted', exit: 8 });
    expect(failure).toBeUndefined();
  });

  test('begin no more after an ending, and a failure outweighs other reasons', async () => {
    const { begun, done } = setUp(3);
    begun[0]?.end({ reason: 'patience' });
    begun[1]?.end({ reason: 'disk', failure: new Error('disk') });
    begun[2]?.end({ reason: 'late', failure: new Error('late') });
    const { outcomes, failure } = await done;
    expect(names(outcomes)).toEqual(expected(3));
    expect(outcomes[5]?.reason).toBe('disk');
    expect(failure).toEqual(new Error('disk'));
  });

  test('name the first of several endings, and the first of several failures', async () => {
    const plain = setUp(3);
    plain.begun[0]?.end({ reason: 'first' });
    plain.begun[1]?.end({ reason: 'second' });
    plain.begun[2]?.end();
    expect((await plain.done).outcomes[5]?.reason).toBe('first');
    const failing = setUp(3);
    failing.begun[0]?.end({ reason: 'disk', failure: new Error('disk') });
    failing.begun[1]?.end({ reason: 'patience' });
    failing.begun[2]?.end({ reason: 'late', failure: new Error('late') });
    const { outcomes, failure } = await failing.done;
    expect(outcomes[5]?.reason).toBe('disk');
    expect(failure).toEqual(new Error('disk'));
  });

  test('have nothing to do without targets', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const done = await removeAll({ targets: [], concurrency: 4, remove: never, stopReason: () => undefined });
    expect(done).toEqual({ outcomes: [], failure: undefined });
  });
});
