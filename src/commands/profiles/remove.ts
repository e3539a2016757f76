/** `profiles remove`: removes a profile from the config file, along with its stored key. */
import { findProfile } from '../../config/profile.ts';
import { note, type Session, warn } from '../../session/session.ts';
import { profileArgument } from './argument.ts';

export async function profilesRemove(session: Session): Promise<0> {
  const { ctx } = session;
  const name = profileArgument(session, 'profiles remove');

  const { changeConfig } = await import('../../config/edit.ts');
  let stored = false;
  changeConfig(ctx, (draft, config) => {
    stored = findProfile({ value: name, origin: 'the command line' }, config).keychain ?? false;
    draft.removeProfile(name);
    if (config.profile === name) draft.use(undefined);
  });
  const { removeStoredKey } = await import('../../config/keychain.ts');
  const { removed, problem } = await removeStoredKey(name, ctx, stored);
  if (problem !== undefined && removed.length === 0) await warn(session, `a stored key may remain: ${problem}`);
  const keys = removed.length === 0 ? '' : ` Removed its key from ${removed.join(' and ')}.`;
  await note(session, [`Removed profile ${name}.${keys}`]);
  return 0;
}
