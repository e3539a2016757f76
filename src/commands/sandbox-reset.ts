/** `sandbox reset`: forgets what was deleted in the practice API. */
import { CliError } from '../errors.ts';
import { sandboxStore } from '../sandbox/store.ts';
import { note, type Session } from './session.ts';

export async function sandboxReset(session: Session): Promise<0> {
  const store = sandboxStore(session.ctx);
  try {
    store.reset();
  } catch (error) {
    throw new CliError('state-failed', {
      path: 'the state of the sandbox',
      problem: (error as Error).message,
      next: undefined,
    });
  }
  await note(session, ['The sandbox is as new: nothing is deleted.']);
  return 0;
}
