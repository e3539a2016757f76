/** What completion takes from the config file. Loaded only if there is one, because it brings in the YAML parser. */

import { readConfig } from '../config/file.ts';
import { readProfile } from '../config/profile.ts';
import { redactUrl } from '../config/secrets.ts';
import { OPENAI_URL } from '../servers/titles.ts';
import type { FlagValues } from '../spec/flags.ts';
import { type EndpointAccess, resolveAccess } from './account.ts';
import type { CompletionContext } from './reply.ts';

/** The environment of a run, and what it needs to find its config file. */
type ConfigEnvironment = Pick<CompletionContext, 'env' | 'home' | 'platform' | 'uid'>;

/**
 * The endpoint of a command line, including its profile.
 * @throws CliError as `readProfile` and `resolveAccess`
 */
export async function resolveConfiguredAccess(flags: FlagValues, ctx: ConfigEnvironment): Promise<EndpointAccess> {
  return resolveAccess(flags, ctx.env, (await readProfile(flags, ctx)).profile);
}

/** The profiles of the config file, or none if it cannot be read. */
export async function listProfiles(ctx: ConfigEnvironment): Promise<{ name: string; url: string }[]> {
  try {
    const profiles = (await readConfig(ctx))?.config.profiles ?? {};
    return Object.entries(profiles).map(([name, { base_url: url }]) => ({
      name,
      url: redactUrl(url ?? OPENAI_URL),
    }));
  } catch {
    return [];
  }
}
