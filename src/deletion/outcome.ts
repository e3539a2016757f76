/** The outcome of each model, and the exit code of all. */
import type { Exit } from '../spec/types.ts';

/**
 * - `deleted`: the server says so
 * - `gone`: it no longer exists, after an earlier attempt whose response was lost, after an earlier run, or because
 *   somebody else deleted it in the meantime
 * - `not-found`: the server has no such model
 * - `not-supported`: the server has it, but offers no way to delete it
 * - `failed`: the server refused, or the outcome is unknown
 * - `not-attempted`: no request was sent
 */
export const OUTCOME_NAMES = ['deleted', 'gone', 'not-found', 'not-supported', 'failed', 'not-attempted'] as const;
export type OutcomeName = (typeof OUTCOME_NAMES)[number];

export interface Outcome {
  id: string;
  outcome: OutcomeName;
  /** Whether the model is gone; null if unknown. */
  deleted: boolean | null;
  /** The HTTP status of the last response. */
  status?: number;
  /** Why it is not deleted, or how it is known to be gone. */
  reason?: string;
  /** What to do about it. */
  next?: string;
  /** The same for several models at once: `MODEL` stands for the id. */
  nextForAll?: string;
  /** The exit code if this were the only outcome. */
  exit: Exit;
  /** The last body that the server sent. */
  body?: Uint8Array;
  /** The JSON text of the server's own object, if it sent one. */
  object?: string;
}

/** How many outcomes there are of each kind. */
export type OutcomeCounts = Readonly<Record<OutcomeName, number>>;

export function countOutcomes(outcomes: Iterable<Outcome>): OutcomeCounts {
  const tally = Object.fromEntries(OUTCOME_NAMES.map((name) => [name, 0])) as Record<OutcomeName, number>;
  for (const { outcome } of outcomes) tally[outcome]++;
  return tally;
}

/** `996 deleted, 1 gone already, 3 failed (2 not found), 12 not attempted`. Zeros are left out. */
export function summarizeCounts(tally: OutcomeCounts): string {
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
 * 0 if every model is gone, or may be missing; 8 if only some are. If none is, the exit code that all failures share,
 * or 8 if they differ. Outcomes that were not attempted do not affect the code.
 */
export function combinedExit(outcomes: readonly Outcome[]): Exit {
  if (outcomes.every(({ exit }) => exit === 0)) return 0;
  const exits = new Set(outcomes.filter(({ outcome }) => outcome !== 'not-attempted').map(({ exit }) => exit));
  const [only] = exits;
  return exits.size === 1 && only !== undefined && only !== 0 ? only : 8;
}

/** Whether it was attempted or requested and went wrong. The summary names these. */
export function isFailed({ outcome, exit }: Outcome): boolean {
  return exit !== 0 && outcome !== 'not-attempted';
}

/** Whether another run should retry it: it is not gone and may still exist. */
export function isRemaining({ outcome }: Outcome): boolean {
  return outcome === 'failed' || outcome === 'not-supported' || outcome === 'not-attempted';
}

/**
 * The outcome as JSON text: `id`, `object`, `deleted`, `outcome`, and `status` and `reason` if there are any. The
 * server's own object for a deleted model is kept as it is.
 */
export function outcomeJson({ id, outcome, deleted, status, reason, object }: Outcome): string {
  if (object !== undefined && outcome === 'deleted') return `${object.slice(0, -1)},"outcome":"deleted"}`;
  const why =
    outcome === 'deleted' ? { ...(reason && { reason }) } : { ...(status && { status }), ...(reason && { reason }) };
  return JSON.stringify({ id, object: 'model', deleted, outcome, ...why });
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** The outcome of a request: `retried` if it failed and another one follows. */
export type JournalOutcome = OutcomeName | 'retried';
