/** What became of each model, and what it comes to. */
import type { Exit } from '../spec/types.ts';

/**
 * - `deleted`: the server says so
 * - `gone`: it does not exist any more, after an earlier try whose answer was lost, after an earlier run, or because
 *   somebody else deleted it meanwhile
 * - `not-found`: the server has no such model
 * - `not-supported`: the server has it, and offers no way to delete it
 * - `failed`: the server refused, or what became of it is not known
 * - `not-attempted`: no request was sent
 */
export const OUTCOME_NAMES = ['deleted', 'gone', 'not-found', 'not-supported', 'failed', 'not-attempted'] as const;
export type OutcomeName = (typeof OUTCOME_NAMES)[number];

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
  /** The same for several models at once: `MODEL` stands for the id. */
  nextForAll?: string;
  /** What the run would end with if this were all. */
  exit: Exit;
  /** The body that the server sent last. */
  body?: Uint8Array;
  /** The JSON text of the server's own object, where it sent one. */
  object?: string;
}

/** How many there are of each. */
export type OutcomeCounts = Readonly<Record<OutcomeName, number>>;

export function outcomeCounts(outcomes: Iterable<Outcome>): OutcomeCounts {
  const tally = Object.fromEntries(OUTCOME_NAMES.map((name) => [name, 0])) as Record<OutcomeName, number>;
  for (const { outcome } of outcomes) tally[outcome]++;
  return tally;
}

/** `996 deleted, 1 gone already, 3 failed (2 not found), 12 not attempted`: what there is none of is left out. */
export function summaryOf(tally: OutcomeCounts): string {
  const { deleted, gone } = tally;
  const failed = tally.failed + tally['not-supported'];
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
 * 0 where every model is gone, or may be missing. Where some are and some are not, 8; where none is, the code that all
 * failures share, or 8 where they differ. What was not attempted has no code of its own.
 */
export function exitOfAll(outcomes: readonly Outcome[]): Exit {
  if (outcomes.every(({ exit }) => exit === 0)) return 0;
  const exits = new Set(outcomes.filter(({ outcome }) => outcome !== 'not-attempted').map(({ exit }) => exit));
  const [only] = exits;
  return exits.size === 1 && only !== undefined && only !== 0 ? only : 8;
}

/** It was tried or asked for, and did not go as asked: what a summary names. */
export function isFailed({ outcome, exit }: Outcome): boolean {
  return exit !== 0 && outcome !== 'not-attempted';
}

/** What another run should take up: all that is not gone and may still be there. */
export function isLeft({ outcome }: Outcome): boolean {
  return outcome === 'failed' || outcome === 'not-supported' || outcome === 'not-attempted';
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

/** What became of a request: `retried` where it failed and another one follows. */
export type JournalOutcome = OutcomeName | 'retried';
