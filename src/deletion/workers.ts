/** Runs several deletions at once: which worker does which, and when no more are started. */
import type { Outcome } from './outcome.ts';
import type { PlannedModel } from './plan.ts';

/** The outcome of one target, and whether it is the last one to be started. */
export interface Removed {
  outcome: Outcome;
  /** Why nothing more may be started. */
  ending?: Ending;
}

/** A `failure` ends the run as an error of its own. */
export type Ending = { reason: string; failure?: unknown };

export interface Work {
  targets: readonly PlannedModel[];
  /** How many to run at once. */
  concurrency: number;
  /** Deletes one. Must not reject. */
  remove(target: PlannedModel): Promise<Removed>;
  /** Called before each deletion. Returns the reason if no more may be started. */
  stopped(): string | undefined;
  /** Called with each outcome as it comes. */
  onOutcome?(outcome: Outcome): void;
}

export interface Done {
  /** One per target, in the same order. */
  outcomes: readonly Outcome[];
  failure: unknown;
}

/** Runs until every target has its outcome. Always waits for deletions that were started. */
export async function removeAll({ targets, concurrency, remove, stopped, onOutcome }: Work): Promise<Done> {
  const outcomes = new Array<Outcome | undefined>(targets.length);
  const end = new End();
  let next = 0;
  const worker = async () => {
    for (let place = next; place < targets.length && !end.come; place = next) {
      const reason = stopped();
      if (reason !== undefined) return end.because({ reason });
      next++;
      const removed = await remove(targets[place] as PlannedModel);
      outcomes[place] = removed.outcome;
      if (removed.ending) end.because(removed.ending);
      onOutcome?.(removed.outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, targets.length) }, worker));
  const { reason = 'the run ended', failure } = end.come ?? {};
  return { outcomes: targets.map(({ id }, i) => outcomes[i] ?? notAttempted(id, reason)), failure };
}

/** Why no more are started. */
class End {
  come: Ending | undefined;

  /** The first ending counts, unless a later one is a failure and the first is not. */
  because(ending: Ending): void {
    if (!this.come || (ending.failure !== undefined && this.come.failure === undefined)) this.come = ending;
  }
}

function notAttempted(id: string, reason: string): Outcome {
  return { id, outcome: 'not-attempted', deleted: false, reason, exit: 8 };
}
