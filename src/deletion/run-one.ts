/** Deletes a single named model: the server's response is the result, and its error response the error. */
import type { Api } from '../api/client.ts';
import { quoteShellWord } from '../config/text.ts';
import { CliError } from '../errors/error.ts';
import { visibleId } from '../models/id.ts';
import { note, type Session, warn } from '../session/session.ts';
import { showOne } from '../session/show.ts';
import { confirmNamed, needsConfirmation } from './confirm.ts';
import { findEarlierDeletion } from './not-listed.ts';
import type { Outcome } from './outcome.ts';
import { createRemover, type DeletionResponse, type DeletionResult, syntheticResponse } from './remove.ts';
import { openTarget, withJournal } from './target.ts';

export async function deleteModel(session: Session, id: string): Promise<0> {
  const isConfirming = await needsConfirmation(session, true);
  const { connection, ...place } = await openTarget(session);
  const { removal, lost, interrupted } = await withJournal(session, connection, async (journal) => {
    const missing = isConfirming ? await confirmNamed(session, place, id) : undefined;
    if (missing) return { removal: notFound(id, missing), interrupted: false, lost: undefined };
    const remove = () => createRemover(session, { ...place, journal })({ id, model: undefined });
    const ended = await runInterruptibly(session, place.api, remove);
    return { ...ended, lost: await journal?.drain() };
  });
  const { outcome, shown, error } = await applyHistory(session, place, removal);
  if (!shown) throw remainingError(outcome, { error, interrupted });
  if (outcome.outcome === 'gone') await note(session, [`${visibleId(id)} is already gone: ${outcome.reason}.`]);
  else if (outcome.outcome === 'not-found') await note(session, [`No model ${visibleId(id)}: nothing to delete.`]);
  else if (outcome.reason) await warn(session, outcome.reason);
  await showReceipt(session, outcome, shown);
  if (interrupted) throw new CliError('deleting-interrupted', { summary: `${id} is deleted`, left: [] });
  if (lost) throw lost;
  return 0;
}

function notFound(id: string, error: CliError): DeletionResult {
  return { outcome: { id, outcome: 'not-found', deleted: false, exit: 5 }, error };
}

/** Turns `not-found` into `gone` if an earlier run deleted the model, and into success with `--ignore-not-found`. */
async function applyHistory(
  session: Session,
  place: Parameters<typeof findEarlierDeletion>[1],
  removal: DeletionResult,
): Promise<DeletionResult> {
  const { outcome } = removal;
  if (outcome.outcome !== 'not-found') return removal;
  const gone = await findEarlierDeletion(session, place, outcome.id);
  if (gone) return { outcome: gone, shown: syntheticResponse(outcome.id) };
  return session.flags['ignore-not-found'] ? { outcome, shown: syntheticResponse(outcome.id, false) } : removal;
}

/** Ctrl-C prevents further attempts and waits for the current response. A second Ctrl-C does not wait. */
async function runInterruptibly(
  session: Session,
  { throttle }: Api,
  remove: () => Promise<DeletionResult>,
): Promise<{ removal: DeletionResult; interrupted: boolean }> {
  const { ctx } = session;
  let interrupted = false;
  const release = ctx.holdInterruption?.(() => {
    interrupted = true;
    throttle.halt();
    void note(session, ['Waiting for the response. Press Ctrl-C again to exit now.']).catch(() => {});
  });
  try {
    const removal = await remove();
    return { removal, interrupted: interrupted || ctx.signal.aborted };
  } finally {
    release?.();
  }
}

/** The user must learn that the model is gone, even if its receipt cannot be shown. */
async function showReceipt(session: Session, { id, deleted }: Outcome, shown: DeletionResponse): Promise<void> {
  const { bytes, range, received } = shown;
  try {
    await showOne(session, { body: bytes, range, kind: 'outcome', deleted: id, ...(received && { received }) });
  } catch (error) {
    if (error instanceof CliError && error.code === 'write-failed' && deleted) error.also = `${id} is deleted.`;
    throw error;
  }
}

/** The error to end with if the model is not known to be gone. */
function remainingError(
  { id, outcome, deleted, reason }: Outcome,
  ended: { error: unknown; interrupted: boolean },
): unknown {
  const { interrupted, error } = ended;
  const summary = deleted === null ? `it is unknown whether ${id} was deleted` : `${id} is not deleted`;
  const why =
    interrupted && outcome !== 'not-attempted'
      ? new CliError('deleting-interrupted', { summary, left: reason ? [reason] : [] })
      : error;
  if (why instanceof CliError && deleted === null)
    why.also = `${id} may be gone anyway. Check with: openai models retrieve ${quoteShellWord(id)}`;
  return why;
}
