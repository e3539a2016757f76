/** What completion takes from the config file. Loaded only if there is one, because it brings in the YAML parser. */

import { readConfig } from '../config/file.ts';
import { readProfile } from '../config/profile.ts';
import { shownUrl } from '../config/secrets.ts';
import { OPENAI_URL } from '../servers/titles.ts';
import type { FlagValues } from '../spec/flags.ts';
import { accessOf, type EndpointAccess } from './account.ts';
import type { CompletionContext } from './reply.ts';

/** The environment of a run, and what it needs to find its config file. */
type ConfigEnvironment = Pick<CompletionContext, 'env' | 'home' | 'platform' | 'uid'>;

/**
 * The endpoint of a command line, including its profile.
 * @throws CliError as `readProfile` and `accessOf`
 */
export async function configuredTarget(flags: FlagValues, place: ConfigEnvironment): Promise<EndpointAccess> {
  return accessOf(flags, place.env, (await readProfile(flags, place)).profile);
}

/** The profiles of the config file, or none if it cannot be read. */
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
