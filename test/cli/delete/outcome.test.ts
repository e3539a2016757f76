import { describe, expect, test } from 'vitest';
import {
  combinedExit,
  countOutcomes,
  isRemaining,
  type Outcome,
  type OutcomeName,
  outcomeJson,
  summarizeCounts,
} from '../../../src/deletion/outcome.ts';
import type { Exit } from '../../../src/spec/types.ts';

const EXITS: Record<OutcomeName, Exit> = {
  deleted: 0,
  gone: 0,
  'not-found': 5,
  'not-supported': 1,
  failed: 1,
  'not-attempted': 8,
};

function outcome(name: OutcomeName, exit: Exit = EXITS[name]): Outcome {
  return { id: 'm', outcome: name, deleted: exit === 0, exit };
}

describe('the exit code', () => {
  test.each<[name: string, outcomes: Outcome[], exit: Exit]>([
    ['of nothing', [], 0],
    ['of success', [outcome('deleted'), outcome('gone')], 0],
    ['of some that failed', [outcome('deleted'), outcome('failed', 4)], 8],
    ['of some that were gone', [outcome('gone'), outcome('not-found')], 8],
    ['of some that were not attempted', [outcome('deleted'), outcome('not-attempted')], 8],
    ['of failures that are all alike', [outcome('failed', 4), outcome('failed', 4)], 4],
    ['of models that are not there', [outcome('not-found'), outcome('not-found')], 5],
    ['of failures that differ', [outcome('failed', 4), outcome('not-found')], 8],
    ['of one failure and what was left for it', [outcome('failed', 6), outcome('not-attempted')], 6],
    ['of what the server cannot delete', [outcome('not-supported'), outcome('not-attempted')], 1],
    ['of what may be missing', [outcome('deleted'), outcome('not-found', 0)], 0],
    ['of nothing that was attempted', [outcome('not-attempted')], 8],
  ])('%s', (_name, outcomes, exit) => {
    expect(combinedExit(outcomes)).toBe(exit);
  });
});

describe('the summary', () => {
  const counts = (
    deleted: number,
    gone: number,
    missing: number,
    failed: number,
    untried: number,
    unsupported = 0,
  ) => ({
    deleted,
    gone,
    'not-found': missing,
    'not-supported': unsupported,
    failed,
    'not-attempted': untried,
  });
  test.each<[tally: ReturnType<typeof counts>, text: string]>([
    [counts(3, 0, 0, 1, 0), '3 deleted, 1 failed'],
    [counts(1200, 0, 0, 0, 0), '1,200 deleted'],
    [counts(996, 1, 2, 1, 12), '996 deleted, 1 gone already, 3 failed (2 not found), 12 not attempted'],
    [counts(0, 2, 0, 0, 0), '2 gone already'],
    [counts(0, 0, 1, 0, 0), '1 failed (1 not found)'],
    [counts(0, 0, 0, 0, 5), '0 deleted, 5 not attempted'],
    [counts(0, 0, 0, 0, 0), '0 deleted'],
    [counts(0, 0, 0, 0, 0, 2), '2 failed'],
    [counts(1, 0, 1, 1, 0, 1), '1 deleted, 3 failed (1 not found)'],
    [counts(0, 0, 1, 1, 0), '2 failed (1 not found)'],
  ])('%j', (tally, text) => {
    expect(summarizeCounts(tally)).toBe(text);
  });

  test('counts each once', () => {
    const names: OutcomeName[] = ['deleted', 'failed', 'deleted', 'gone', 'not-attempted', 'not-found'];
    expect(countOutcomes(names.map((name) => outcome(name)))).toEqual(counts(2, 1, 1, 1, 1));
    expect(countOutcomes([outcome('not-supported'), outcome('not-supported')])).toEqual(counts(0, 0, 0, 0, 0, 2));
  });
});

test.each<[name: OutcomeName, left: boolean]>([
  ['deleted', false],
  ['gone', false],
  ['not-found', false],
  ['failed', true],
  ['not-supported', true],
  ['not-attempted', true],
])('another run would take up what is %s: %s', (name, left) => {
  expect(isRemaining(outcome(name))).toBe(left);
});

describe('the record', () => {
  test('of a deleted model is what the server said, and the outcome', () => {
    const object = '{"id":"m","x":1.50E+10,"x":12345678901234567890,"deleted":true}';
    expect(outcomeJson({ ...outcome('deleted'), object })).toBe(`${object.slice(0, -1)},"outcome":"deleted"}`);
  });

  test('of a model that is not deleted is ours, whatever the server sent', () => {
    const object = '{"id":"m","deleted":true}';
    expect(outcomeJson({ ...outcome('gone'), object, reason: 'went' })).toBe(
      '{"id":"m","object":"model","deleted":true,"outcome":"gone","reason":"went"}',
    );
    expect(outcomeJson({ ...outcome('failed'), object })).toBe(
      '{"id":"m","object":"model","deleted":false,"outcome":"failed"}',
    );
  });

  test('of a deleted model has no status, and a reason where there is one', () => {
    expect(outcomeJson({ ...outcome('deleted'), status: 200, reason: 'other' })).toBe(
      '{"id":"m","object":"model","deleted":true,"outcome":"deleted","reason":"other"}',
    );
  });

  test('of others has what is known', () => {
    expect(outcomeJson(outcome('deleted'))).toBe('{"id":"m","object":"model","deleted":true,"outcome":"deleted"}');
    expect(outcomeJson({ ...outcome('failed'), deleted: null, status: 502, reason: 'no' })).toBe(
      '{"id":"m","object":"model","deleted":null,"outcome":"failed","status":502,"reason":"no"}',
    );
  });
});
