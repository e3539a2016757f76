/** What became of each model, and what it comes to. */
import type { Exit } from '../spec/exits.ts';

/**
 * - `deleted`: the server says so
 * - `gone`: it was not there any more after an earlier try, whose answer was lost, or after an earlier run
 * - `not-found`: it never was there
 * - `failed`: the server refused, or what became of it is not known
 * - `not-attempted`: no request was sent
 */
export type OutcomeName = 'deleted' | 'gone' | 'not-found' | 'failed' | 'not-attempted';

export interface Outcome {
  id: string;
  outcome: OutcomeName;
  /** Whether the model is gone; null where nobody knows. */
  deleted: boolean | null;
  /** The HTTP status of the last answer. */
  status?: number;
  /** Why it is not deleted, or how it is known to be gone. */
  reason?: string;
  /** What to do about it. */
  next?: string;
  /** What the run would end with if this were all. */
  exit: Exit;
  /** The body that the server sent last. */
  body?: Uint8Array;
  /** The JSON text of the server's own object, where it sent one. */
  object?: string;
}

/** How many there are of each. */
export type Tally = Readonly<Record<OutcomeName, number>>;

export function tallyOf(outcomes: Iterable<Outcome>): Tally {
  const tally = { deleted: 0, gone: 0, 'not-found': 0, failed: 0, 'not-attempted': 0 };
  for (const { outcome } of outcomes) tally[outcome]++;
  return tally;
}

/** `996 deleted, 1 gone already, 3 failed (2 not found), 12 not attempted`: what there is none of is left out. */
export function summaryOf(tally: Tally): string {
  const { deleted, gone, failed } = tally;
  const missing = tally['not-found'];
  const untried = tally['not-attempted'];
  const parts = [
    (deleted > 0 || gone + failed + missing === 0) && `${count(deleted)} deleted`,
    gone > 0 && `${count(gone)} gone already`,
    failed + missing > 0 && `${count(failed + missing)} failed${missing > 0 ? ` (${count(missing)} not found)` : ''}`,
    untried > 0 && `${count(untried)} not attempted`,
  ];
  return parts.filter(Boolean).join(', ');
}

/**
 * 0 where every model is gone. Where some are and some are not, 8; where none is, the code that all failures share, or 8
 * where they differ. What was not attempted has no code of its own.
 */
export function exitOfAll(outcomes: readonly Outcome[]): Exit {
  const isDone = ({ outcome }: Outcome) => outcome === 'deleted' || outcome === 'gone';
  if (outcomes.every(isDone)) return 0;
  const exits = new Set(outcomes.filter(({ outcome }) => outcome !== 'not-attempted').map(({ exit }) => exit));
  const [only] = exits;
  return exits.size === 1 && only !== undefined && only !== 0 ? only : 8;
}

/** What another run should take up: all that is not gone and may still be there. */
export function isLeft({ outcome }: Outcome): boolean {
  return outcome === 'failed' || outcome === 'not-attempted';
}

/**
 * The outcome as JSON text: `id`, `object`, `deleted`, `outcome`, and `status` and `reason` where there are any. What
 * the server said of a deleted model stays as it was.
 */
export function recordOf({ id, outcome, deleted, status, reason, object }: Outcome): string {
  if (object !== undefined && outcome === 'deleted') return `${object.slice(0, -1)},"outcome":"deleted"}`;
  const why =
    outcome === 'deleted' ? { ...(reason && { reason }) } : { ...(status && { status }), ...(reason && { reason }) };
  return JSON.stringify({ id, object: 'model', deleted, outcome, ...why });
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
