/** What completion takes from the config file. Loaded only where there is one: it brings the YAML parser. */
import { readConfig } from '../config/config-file.ts';
import { checkBaseUrl } from '../config/key.ts';
import { textSetting } from '../config/origin.ts';
import { readProfile } from '../config/profile.ts';
import { shownUrl } from '../config/secrets.ts';
import { baseUrlSetting, DEFAULT_BASE_URL, servesProfile } from '../config/settings.ts';
import type { FlagValues } from '../spec/flags.ts';
import type { Endpoint } from './cache.ts';
import type { World } from './world.ts';

/** Where a run works and what it needs to find its config file. */
type Place = Pick<World, 'env' | 'home' | 'platform'>;

/**
 * The endpoint of a command line, with its profile.
 * @throws CliError as `readProfile` and `checkBaseUrl`
 */
export async function configuredEndpoint(flags: FlagValues, place: Place): Promise<Endpoint> {
  const { profile } = await readProfile(flags, place);
  const baseUrl = baseUrlSetting(flags, place.env, profile);
  const own = profile && servesProfile(profile, baseUrl) ? profile.settings : undefined;
  return {
    profile: profile?.name,
    baseUrl: checkBaseUrl(baseUrl).url,
    organization: (textSetting(flags, place.env, 'organization')?.value ?? own?.organization)?.trim(),
    project: (textSetting(flags, place.env, 'project')?.value ?? own?.project)?.trim(),
  };
}

/** The profiles of the config file; none where it cannot be read. */
export async function profileNames(place: Place): Promise<{ name: string; url: string }[]> {
  try {
    const profiles = (await readConfig(place))?.config.profiles ?? {};
    return Object.entries(profiles).map(([name, { base_url: url }]) => ({
      name,
      url: shownUrl(url ?? DEFAULT_BASE_URL),
    }));
  } catch {
    return [];
  }
}
