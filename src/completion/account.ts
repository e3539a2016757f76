/**
 * Identifies the account of a command line, so that ids listed for one key are not offered for another. Only the key's
 * fingerprint is used, and sources that could open a dialog are not read.
 */

import { baseUrlSetting, isProfileServer, planConnection } from '../config/connection.ts';
import { checkBaseUrl, type KeySource } from '../config/key.ts';
import type { ActiveProfile } from '../config/setting.ts';
import { textSetting } from '../config/setting.ts';
import type { FlagValues } from '../spec/flags.ts';
import type { CompletionContext } from './reply.ts';

/** An endpoint, and what would be sent to it. */
export interface EndpointAccess {
  endpoint: Endpoint;
  /** Where the key would come from. */
  source: KeySource;
  /** Everything else that may hold a credential: headers from the profile and the environment, the URL's query. */
  otherCredentials: readonly string[];
}

/** @throws CliError `bad-base-url` */
export function resolveAccess(
  flags: FlagValues,
  env: CompletionContext['env'],
  profile: ActiveProfile | undefined,
): EndpointAccess {
  const baseUrl = baseUrlSetting(flags, env, profile);
  const settings = profile && isProfileServer(profile, baseUrl) ? profile.settings : undefined;
  const { url, query } = checkBaseUrl(baseUrl);
  return {
    endpoint: {
      profile: profile?.name,
      baseUrl: url,
      organization: (textSetting(flags, env, 'organization')?.value ?? settings?.organization)?.trim(),
      project: (textSetting(flags, env, 'project')?.value ?? settings?.project)?.trim(),
    },
    source: planConnection(flags, env, profile).source,
    otherCredentials: [JSON.stringify(settings?.headers ?? {}), env.OPENAI_CUSTOM_HEADERS ?? '', JSON.stringify(query)],
  };
}

/**
 * The text to compute an account's fingerprint from.
 * @param key `undefined` if none is known
 */
export function accountText(key: string | undefined, { otherCredentials }: EndpointAccess): string {
  return JSON.stringify([key ?? null, ...otherCredentials]);
}

/** The key at its source, as far as completion may look. A keychain and a `key_command` are left alone. */
export async function resolveKey(source: KeySource, ctx: CompletionContext): Promise<string | undefined> {
  switch (source.kind) {
    case 'given':
      return source.key.value.trim();
    case 'variable':
      return ctx.env[source.name]?.trim() || undefined;
    case 'file': {
      const { keyFilePath } = await import('../config/key-file.ts');
      return (await ctx.readText(keyFilePath(source.path, ctx)))?.trim() || undefined;
    }
    case 'stored': {
      const { storedKeyPath } = await import('../config/keychain.ts');
      const path = storedKeyPath(source.account, ctx);
      return path === undefined ? undefined : (await ctx.readText(path))?.trim() || undefined;
    }
    default:
      return undefined;
  }
}

/** What distinguishes one list of models from another. */
export interface Endpoint {
  profile: string | undefined;
  /** Without query and trailing slashes. */
  baseUrl: string;
  organization: string | undefined;
  project: string | undefined;
}
