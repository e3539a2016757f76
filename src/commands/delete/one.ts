/** Deletes the one model that was named: the server's answer is the result, and its refusal the error. */
import type { Api } from '../../api/client.ts';
import type { Outcome } from '../../deletion/outcome.ts';
import { CliError } from '../../errors.ts';
import { quoteWord, whyNotDeleted } from '../deletion-hint.ts';
import { note, type Session, warn } from '../session.ts';
import { showOne } from '../show.ts';
import { confirmNamed, mustAsk } from './confirm.ts';
import { openPlace, withJournal } from './place.ts';
import { type Removal, remover, type Shown } from './removal.ts';

export async function deleteOne(session: Session, id: string): Promise<0> {
  const asking = await mustAsk(session, true);
  const { connection, ...place } = await openPlace(session);
  const { removal, lost, interrupted } = await withJournal(session, connection, async (journal) => {
    if (asking) await confirmNamed(session, place, id);
    const remove = () => remover(session, { ...place, journal })({ id, model: undefined });
    const ended = await finished(session, place.api, remove);
    return { ...ended, lost: await journal?.settle() };
  });
  const { outcome, shown, error } = removal;
  if (!shown) throw await whyLeft(place.api, outcome, { error, interrupted });
  if (outcome.outcome === 'gone')
    await note(session, [`An earlier try had deleted ${id} already: it is gone, though its answer was lost.`]);
  else if (outcome.reason) await warn(session, outcome.reason);
  await showReceipt(session, id, shown);
  if (interrupted) throw new CliError('deleting-interrupted', { summary: `${id} is deleted`, left: [] });
  if (lost) throw lost;
  return 0;
}

/** Ctrl-C lets no further try begin and waits for the answer to this one; the second Ctrl-C does not. */
async function finished(
  session: Session,
  { pace }: Api,
  remove: () => Promise<Removal>,
): Promise<{ removal: Removal; interrupted: boolean }> {
  const { ctx } = session;
  let interrupted = false;
  const release = ctx.holdInterruption?.(() => {
    interrupted = true;
    pace.halt();
    void note(session, ['Waiting for the answer. Ctrl-C again ends at once.']).catch(() => {});
  });
  try {
    const removal = await remove();
    return { removal, interrupted: interrupted || ctx.signal.aborted };
  } finally {
    release?.();
  }
}

/** That the model is gone must be known, even where its receipt cannot be shown. */
async function showReceipt(session: Session, id: string, { bytes, range, received }: Shown): Promise<void> {
  try {
    await showOne(session, { body: bytes, range, kind: 'outcome', deleted: id, ...(received && { received }) });
  } catch (error) {
    if (error instanceof CliError && error.code === 'write-failed') error.also = `${id} is deleted.`;
    throw error;
  }
}

/** The error to end with where the model is not known to be gone. */
async function whyLeft(
  api: Api,
  { id, outcome, deleted, reason }: Outcome,
  { error, interrupted }: { error: unknown; interrupted: boolean },
): Promise<unknown> {
  let why = error;
  if (interrupted && outcome !== 'not-attempted') {
    const summary = deleted === null ? `nobody knows what became of ${id}` : `${id} is not deleted`;
    why = new CliError('deleting-interrupted', { summary, left: reason ? [reason] : [] });
  } else if (error instanceof CliError && error.code === 'server')
    why = await whyNotDeleted(api, id, error as CliError<'server'>);
  if (why instanceof CliError && deleted === null)
    why.also = `${id} may be gone all the same. Look: openai models retrieve ${quoteWord(id)}`;
  return why;
}
