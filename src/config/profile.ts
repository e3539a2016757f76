/** Which profile a run uses, and its settings. */

import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { nearest } from '../errors/nearest.ts';
import type { FlagValues } from '../spec/flags.ts';
import { NO_PROFILE, type Profile } from '../spec/profile.ts';
import { type ConfigFile, readConfig } from './file.ts';
import type { Config } from './parse.ts';
import type { ActiveProfile } from './setting.ts';
import { type Setting, textSetting, usesSandbox } from './setting.ts';

/** What the config file says for one run. */
export interface ProfileSelection {
  profile: ActiveProfile | undefined;
  file: ConfigFile | undefined;
}

/**
 * The profile of this command line: `--profile`, OPENAI_PROFILE, then `profile:` in the config file. The sandbox does
 * not use one, so its runs do not read the file.
 *
 * @throws CliError `bad-config`, `no-profile`
 */
export async function readProfile(
  flags: FlagValues,
  ctx: Pick<Context, 'env' | 'home' | 'platform' | 'uid'>,
): Promise<ProfileSelection> {
  if (usesSandbox(flags, ctx.env)) return { profile: undefined, file: undefined };
  const file = await readConfig(ctx);
  return { profile: chooseProfile(flags, ctx.env, file), file };
}

/** @throws CliError `no-profile` */
export function chooseProfile(
  flags: FlagValues,
  env: Context['env'],
  file: ConfigFile | undefined,
): ActiveProfile | undefined {
  const inFile = file?.config.profile;
  const choice =
    textSetting(flags, env, 'profile') ??
    (inFile === undefined ? undefined : { value: inFile, origin: file?.path ?? '' });
  if (!choice || choice.value === NO_PROFILE) return undefined;
  return { name: choice.value, settings: findProfile(choice, file?.config), origin: choice.origin };
}

/** @throws CliError `no-profile`, with the nearest name */
export function findProfile({ value: name, origin }: Setting<string>, config: Config | undefined): Profile {
  const profiles = config?.profiles ?? {};
  const found = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (found) return found;
  const names = Object.keys(profiles);
  throw new CliError('no-profile', { name, origin, nearest: nearest(name, names), names });
}
