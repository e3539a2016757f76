/** Deletes the one model that was named: the server's answer is the result, and its refusal the error. */
import type { Api } from '../../api/client.ts';
import { CliError } from '../../errors.ts';
import type { Journal } from '../../journal/journal.ts';
import { whyNotDeleted } from '../deletion-hint.ts';
import { note, type Session } from '../session.ts';
import { showOne } from '../show.ts';
import { confirmNamed, mustAsk } from './confirm.ts';
import { openPlace, withJournal } from './place.ts';
import { remover } from './removal.ts';

export async function deleteOne(session: Session, id: string): Promise<0> {
  const asking = mustAsk(session, true);
  const { connection, ...place } = await openPlace(session);
  const removal = await withJournal(session, connection, async (journal) => {
    if (asking) await confirmNamed(session, place, id);
    const removed = await remover(session, { ...place, journal })({ id, model: undefined });
    return { ...removed, lost: await settled(journal) };
  });
  const { outcome, shown, error, lost } = removal;
  if (!shown) throw await explained(place.api, id, error);
  if (outcome.outcome === 'gone')
    await note(session, [`An earlier try had deleted ${id} already: it is gone, though its answer was lost.`]);
  const { bytes, range, received } = shown;
  await showOne(session, { body: bytes, range, kind: 'outcome', deleted: id, ...(received && { received }) });
  if (lost) throw lost;
  return 0;
}

/** The model may be gone by now, so a line that was lost is said after that. */
async function settled(journal: Journal | undefined): Promise<unknown> {
  return journal?.settle().then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function explained(api: Api, id: string, error: unknown): Promise<unknown> {
  if (!(error instanceof CliError) || error.code !== 'server') return error;
  return whyNotDeleted(api, id, error as CliError<'server'>);
}
