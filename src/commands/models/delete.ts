/** `models delete`: deletes one named model or several, or shows the journal of past deletions. */

import type { Session } from '../../session/session.ts';
import type { Exit } from '../../spec/types.ts';

export async function modelsDelete(session: Session): Promise<Exit> {
  const { flags, args } = session;
  if (flags.journal) return (await import('../../deletion/show-history.ts')).showJournal(session);
  const { readRequest, STDIN } = await import('../../deletion/request.ts');
  // Checked first, so that nobody types or pipes in a list for nothing.
  if (args.includes(STDIN) && !flags['dry-run'])
    await (await import('../../deletion/confirm.ts')).needsConfirmation(session, false);
  const order = await readRequest(session);
  const [id] = order.kind === 'ids' && order.named ? order.ids : [];
  if (id !== undefined && isPlain(session)) return (await import('../../deletion/run-one.ts')).deleteModel(session, id);
  return (await import('../../deletion/run-many.ts')).deleteModels(session, order);
}

/** Whether the request is only to delete the model and show the server's response. */
function isPlain({ flags }: Session): boolean {
  return !flags['dry-run'] && !flags.ids && flags['max-deletes'] !== 0;
}
