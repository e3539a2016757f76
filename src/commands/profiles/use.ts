/** `profiles use`: selects the profile for every run that names none. */
import { findProfile } from '../../config/profile.ts';
import { note, type Session } from '../../session/session.ts';
import { NO_PROFILE } from '../../spec/profile.ts';
import { profileArgument } from './argument.ts';

export async function profilesUse(session: Session): Promise<0> {
  const { ctx } = session;
  const name = profileArgument(session, 'profiles use');

  const { changeConfig } = await import('../../config/edit.ts');
  changeConfig(ctx, (draft, config) => {
    if (name !== NO_PROFILE) findProfile({ value: name, origin: 'the command line' }, config);
    draft.use(name === NO_PROFILE ? undefined : name);
  });
  await note(session, [name === NO_PROFILE ? 'Not using any profile.' : `Now using profile ${name}.`]);
  if (ctx.env.OPENAI_PROFILE)
    await note(session, [`OPENAI_PROFILE is set to ${ctx.env.OPENAI_PROFILE} and takes precedence.`]);
  return 0;
}
