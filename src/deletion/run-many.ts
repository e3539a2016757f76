/** Deletes what a plan says: shows it, asks, and starts the workers. */

import { CliError } from '../errors/error.ts';
import { visibleId } from '../models/id.ts';
import { note, type Session } from '../session/session.ts';
import { orDefault } from '../spec/flags.ts';
import type { Exit } from '../spec/types.ts';
import { confirmPlan, mustAsk } from './confirm.ts';
import { unlistedOutcomes } from './not-listed.ts';
import { isFailed, type Outcome } from './outcome.ts';
import { type DeletionPlan, makePlan } from './plan.ts';
import { Meter } from './progress.ts';
import { remover } from './remove.ts';
import { checkOutput, report, showPlan } from './report.ts';
import type { DeletionRequest } from './request.ts';
import { openTarget, type Target, withJournal } from './target.ts';
import { type Done, removeAll } from './workers.ts';

export async function deleteSeveral(session: Session, order: DeletionRequest): Promise<Exit> {
  const { flags } = session;
  const dry = flags['dry-run'] ?? false;
  checkOutput(session);
  const asking = !dry && (await mustAsk(session, order.kind === 'ids' && order.named));
  const named = order.kind === 'ids' ? order.ids.length : undefined;
  if (!dry && named !== undefined) checkSize(session, named);
  const { connection, ...place } = await openTarget(session);
  if (named === 0) await note(session, ['Standard input had no ids.']);
  const planned = await makePlan(session, place.api, order);
  const { plan } = planned;
  const unlisted = await unlistedOutcomes(session, place, planned);
  if (dry) return showPlan(session, place.api, planned, unlisted, limitOf(session));

  checkSize(session, plan.targets.length);
  if (plan.targets.length === 0) return report(session, unlisted, { failure: undefined, interrupted: false });
  const { outcomes, failure, interrupted } = await withJournal(session, connection, async (journal) => {
    if (asking) {
      await sayUnlisted(session, unlisted);
      await confirmPlan(session, place, planned);
    }
    return carryOut(session, { ...place, journal, mayList: planned.hasList }, plan, unlisted);
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

async function sayUnlisted(session: Session, unlisted: readonly Outcome[]): Promise<void> {
  for (const { id, reason } of unlisted) await note(session, [`skipping ${visibleId(id)}: ${reason}`]);
}

/** Deletes, with the progress bar and Ctrl-C handling. */
async function carryOut(
  session: Session,
  place: Target,
  plan: DeletionPlan,
  unlisted: readonly Outcome[],
): Promise<Done & { interrupted: boolean }> {
  const { ctx, flags } = session;
  const { throttle } = place.api;
  const meter = new Meter(session, plan.targets.length);
  throttle.onPause = (ms) => meter.wait(ms);
  let interrupted = false;
  const release = ctx.holdInterruption?.(() => {
    interrupted = true;
    throttle.halt();
    meter.stopping();
  });
  const remove = remover(session, place);
  let failures = unlisted.filter(isFailed).length;
  try {
    const done = await removeAll({
      targets: plan.targets,
      concurrency: orDefault(flags, 'concurrency'),
      remove,
      stopped: () => {
        if (interrupted || ctx.signal.aborted) return 'interrupted';
        return flags['fail-fast'] && failures > 0 ? 'another one failed, and --fail-fast ends the run' : undefined;
      },
      onOutcome: (outcome) => {
        if (outcome.exit !== 0) failures++;
        meter.add(outcome);
      },
    });
    const lost = await place.journal?.settle();
    return { ...done, failure: done.failure ?? lost, interrupted: interrupted || ctx.signal.aborted };
  } finally {
    release?.();
    await meter.end();
  }
}
