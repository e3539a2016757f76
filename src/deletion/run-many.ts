/** Deletes what a plan says: shows it, asks, and starts the workers. */

import { CliError } from '../errors/error.ts';
import { visibleId } from '../models/id.ts';
import { note, type Session } from '../session/session.ts';
import { orDefault } from '../spec/flags.ts';
import type { Exit } from '../spec/types.ts';
import { confirmPlan, needsConfirmation } from './confirm.ts';
import { resolveUnlisted } from './not-listed.ts';
import { isFailed, type Outcome } from './outcome.ts';
import { type DeletionPlan, makePlan } from './plan.ts';
import { ProgressMeter } from './progress.ts';
import { createRemover } from './remove.ts';
import { checkOutput, report, showPlan } from './report.ts';
import type { DeletionRequest } from './request.ts';
import { type DeletionTarget, openTarget, withJournal } from './target.ts';
import { removeAll, type WorkResult } from './workers.ts';

export async function deleteModels(session: Session, request: DeletionRequest): Promise<Exit> {
  const { flags } = session;
  const dry = flags['dry-run'] ?? false;
  checkOutput(session);
  const isConfirming = !dry && (await needsConfirmation(session, request.kind === 'ids' && request.named));
  const named = request.kind === 'ids' ? request.ids.length : undefined;
  if (!dry && named !== undefined) checkSize(session, named);
  const { connection, ...place } = await openTarget(session);
  if (named === 0) await note(session, ['No ids on standard input.']);
  const planned = await makePlan(session, place.api, request);
  const { plan } = planned;
  const unlisted = await resolveUnlisted(session, place, planned);
  if (dry) return showPlan(session, place.api, planned, unlisted, limitOf(session));

  checkSize(session, plan.targets.length);
  if (plan.targets.length === 0) return report(session, unlisted, { failure: undefined, interrupted: false });
  const { outcomes, failure, interrupted } = await withJournal(session, connection, async (journal) => {
    if (isConfirming) {
      await reportUnlisted(session, unlisted);
      await confirmPlan(session, place, planned);
    }
    return executePlan(session, { ...place, journal, canList: planned.hasList }, plan, unlisted);
  });
  const byId = new Map([...unlisted, ...outcomes].map((outcome) => [outcome.id, outcome]));
  const all = plan.ids.flatMap((id) => byId.get(id) ?? []);
  return report(session, all, { failure, interrupted });
}

/** @throws CliError `too-many-deletes` */
function checkSize(session: Session, planned: number): void {
  const most = limitOf(session);
  if (planned > most) throw new CliError('too-many-deletes', { planned, most });
}

function limitOf({ flags }: Session): number {
  return orDefault(flags, 'max-deletes');
}

async function reportUnlisted(session: Session, unlisted: readonly Outcome[]): Promise<void> {
  for (const { id, reason } of unlisted) await note(session, [`skipping ${visibleId(id)}: ${reason}`]);
}

/** Deletes, with the progress bar and Ctrl-C handling. */
async function executePlan(
  session: Session,
  place: DeletionTarget,
  plan: DeletionPlan,
  unlisted: readonly Outcome[],
): Promise<WorkResult & { interrupted: boolean }> {
  const { ctx, flags } = session;
  const { throttle } = place.api;
  const meter = new ProgressMeter(session, plan.targets.length);
  throttle.onPause = (ms) => meter.wait(ms);
  let interrupted = false;
  const release = ctx.holdInterruption?.(() => {
    interrupted = true;
    throttle.halt();
    meter.stopping();
  });
  const remove = createRemover(session, place);
  let failures = unlisted.filter(isFailed).length;
  try {
    const done = await removeAll({
      targets: plan.targets,
      concurrency: orDefault(flags, 'concurrency'),
      remove,
      stopReason: () => {
        if (interrupted || ctx.signal.aborted) return 'interrupted';
        return flags['fail-fast'] && failures > 0 ? 'another deletion failed, and --fail-fast is set' : undefined;
      },
      onOutcome: (outcome) => {
        if (outcome.exit !== 0) failures++;
        meter.add(outcome);
      },
    });
    const lost = await place.journal?.drain();
    return { ...done, failure: done.failure ?? lost, interrupted: interrupted || ctx.signal.aborted };
  } finally {
    release?.();
    await meter.end();
  }
}
