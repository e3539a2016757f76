/** Runs several deletions at once: which worker does which, and when no more are started. */
import type { Outcome } from './outcome.ts';
import type { PlannedModel } from './plan.ts';

/** The outcome of one target, and whether it is the last one to be started. */
export interface WorkerResult {
  outcome: Outcome;
  /** Why nothing more may be started. */
  ending?: StopReason;
}

/** A `failure` ends the run as an error of its own. */
export type StopReason = { reason: string; failure?: unknown };

export interface WorkOptions {
  targets: readonly PlannedModel[];
  /** How many to run at once. */
  concurrency: number;
  /** Deletes one. Must not reject. */
  remove(target: PlannedModel): Promise<WorkerResult>;
  /** Called before each deletion. Returns the reason if no more may be started. */
  stopReason(): string | undefined;
  /** Called with each outcome as it comes. */
  onOutcome?(outcome: Outcome): void;
}

export interface WorkResult {
  /** One per target, in the same order. */
  outcomes: readonly Outcome[];
  failure: unknown;
}

/** Runs until every target has its outcome. Always waits for deletions that were started. */
export async function removeAll({
  targets,
  concurrency,
  remove,
  stopReason,
  onOutcome,
}: WorkOptions): Promise<WorkResult> {
  const outcomes = new Array<Outcome | undefined>(targets.length);
  const end = new StopSignal();
  let next = 0;
  const worker = async () => {
    for (let place = next; place < targets.length && !end.reason; place = next) {
      const reason = stopReason();
      if (reason !== undefined) return end.stop({ reason });
      next++;
      const removed = await remove(targets[place] as PlannedModel);
      outcomes[place] = removed.outcome;
      if (removed.ending) end.stop(removed.ending);
      onOutcome?.(removed.outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, targets.length) }, worker));
  const { reason = 'the run ended', failure } = end.reason ?? {};
  return { outcomes: targets.map(({ id }, i) => outcomes[i] ?? notAttempted(id, reason)), failure };
}

/** Why no more are started. */
class StopSignal {
  reason: StopReason | undefined;

  /** The first ending counts, unless a later one is a failure and the first is not. */
  stop(ending: StopReason): void {
    if (!this.reason || (ending.failure !== undefined && this.reason.failure === undefined)) this.reason = ending;
  }
}

function notAttempted(id: string, reason: string): Outcome {
  return { id, outcome: 'not-attempted', deleted: false, reason, exit: 8 };
}
