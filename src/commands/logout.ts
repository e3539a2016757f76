/** `logout`: removes a stored key. */
import { readProfile } from '../config/profile.ts';
import { usesSandbox } from '../config/sandbox-choice.ts';
import { removeStoredKey } from '../config/stored-key.ts';
import { CliError } from '../errors.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import { note, type Session } from './session.ts';

export async function logout(session: Session): Promise<0> {
  const { flags, ctx } = session;
  if (usesSandbox(flags, ctx.env)) throw new CliError('conflict', { flags: ['openai logout', 'the sandbox'] });
  const { profile } = await readProfile(flags, ctx);

  const { removed, problem } = await removeStoredKey(profile?.name ?? NO_PROFILE, ctx);
  const whose = profile ? `for the profile ${profile.name}` : 'for OpenAI';
  if (removed.length > 0) await note(session, [`Removed the key ${whose} from ${removed.join(' and ')}.`]);
  else await note(session, [`No key ${whose} is stored here${problem === undefined ? '' : `: ${problem}`}.`]);
  return 0;
}
