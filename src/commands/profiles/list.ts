/** `profiles list`: the profiles of the config file. */

import { readConfig } from '../../config/file.ts';
import { describeSource, profileKeySource } from '../../config/key.ts';
import { redactUrl } from '../../config/secrets.ts';
import { textSetting } from '../../config/setting.ts';
import { OPENAI_URL } from '../../servers/titles.ts';
import { note, type Session, warn } from '../../session/session.ts';
import { showItems } from '../../session/show.ts';
import type { Profile } from '../../spec/profile.ts';

export async function profilesList(session: Session): Promise<0> {
  const { flags, ctx } = session;
  const file = await readConfig(ctx);
  for (const warning of file?.warnings ?? []) await warn(session, warning);
  const inUse = textSetting(flags, ctx.env, 'profile')?.value ?? file?.config.profile;

  const items = Object.entries(file?.config.profiles ?? {}).map(([name, profile]) => ({
    ...summary(name, profile),
    in_use: name === inUse,
  }));
  const rows = items.map((item) => ({ ...item, in_use: item.in_use ? 'yes' : '' }));
  await showItems(session, rows, items);
  if (items.length === 0) await note(session, ['No profiles yet. Add one: openai profiles add ollama']);
  return 0;
}

/** What a list shows of a profile: where its key is, never the key. */
function summary(name: string, profile: Profile) {
  return {
    name,
    base_url: redactUrl(profile.base_url ?? OPENAI_URL),
    auth: profile.auth ?? 'bearer',
    key: describeSource(profileKeySource(name, profile)),
  };
}
