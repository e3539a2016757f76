/** Several deletions at once: who does which, and when no more are begun. */
import type { Outcome } from './outcome.ts';
import type { PlannedModel } from './plan.ts';

/** What became of one target, and whether it is the last one to be begun. */
export interface Removed {
  outcome: Outcome;
  /** Nothing more may be begun: why. */
  ending?: Ending;
}

/** `failure` ends the run as an error of its own. */
export type Ending = { reason: string; failure?: unknown };

export interface Work {
  targets: readonly PlannedModel[];
  /** How many at once. */
  concurrency: number;
  /** Deletes one. Must not reject. */
  remove(target: PlannedModel): Promise<Removed>;
  /** Asked before each: why no more are begun, if so. */
  stopped(): string | undefined;
  /** Told of each outcome as it comes. */
  onOutcome?(outcome: Outcome): void;
}

export interface Done {
  /** One a target, in their order. */
  outcomes: readonly Outcome[];
  failure: unknown;
}

/** Runs until every target has its outcome. What was begun is always waited for. */
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

/** Why no more are begun. */
class End {
  come: Ending | undefined;

  /** Of several the first counts, unless a later one is a failure and it is none. */
  because(ending: Ending): void {
    if (!this.come || (ending.failure !== undefined && this.come.failure === undefined)) this.come = ending;
  }
}

function notAttempted(id: string, reason: string): Outcome {
  return { id, outcome: 'not-attempted', deleted: false, reason, exit: 8 };
}
