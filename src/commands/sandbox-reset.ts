/** `sandbox reset`: forgets what was deleted in the practice API. */
import { sandboxStore } from '../sandbox/open.ts';
import { note, type Session } from './session.ts';

export async function sandboxReset(session: Session): Promise<0> {
  sandboxStore(session.ctx).reset();
  await note(session, ['The sandbox is as new: nothing is deleted.']);
  return 0;
}
