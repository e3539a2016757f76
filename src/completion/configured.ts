/** What completion takes from the config file. Loaded only where there is one: it brings the YAML parser. */

import { readConfig } from '../config/file.ts';
import { readProfile } from '../config/profile.ts';
import { shownUrl } from '../config/secrets.ts';
import { OPENAI_URL } from '../servers/titles.ts';
import type { FlagValues } from '../spec/flags.ts';
import { accessOf, type EndpointAccess } from './account.ts';
import type { CompletionContext } from './reply.ts';

/** Where a run works and what it needs to find its config file. */
type ConfigEnvironment = Pick<CompletionContext, 'env' | 'home' | 'platform' | 'uid'>;

/**
 * What a command line is about, with its profile.
 * @throws CliError as `readProfile` and `targetOf`
 */
export async function configuredTarget(flags: FlagValues, place: ConfigEnvironment): Promise<EndpointAccess> {
  return accessOf(flags, place.env, (await readProfile(flags, place)).profile);
}

/** The profiles of the config file; none where it cannot be read. */
export async function profileNames(place: ConfigEnvironment): Promise<{ name: string; url: string }[]> {
  try {
    const profiles = (await readConfig(place))?.config.profiles ?? {};
    return Object.entries(profiles).map(([name, { base_url: url }]) => ({
      name,
      url: shownUrl(url ?? OPENAI_URL),
    }));
  } catch {
    return [];
  }
}
