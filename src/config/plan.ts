/** Where a run is going and where its key would come from, before anything is read. */
import type { Context } from '../context.ts';
import type { FlagValues } from '../spec/flags.ts';
import { checkBaseUrl } from './key.ts';
import { chooseKeySource, type KeySource } from './key-source.ts';
import type { Setting } from './origin.ts';
import type { ActiveProfile } from './profile.ts';
import { usesSandbox } from './sandbox-choice.ts';
import { baseUrlSetting, isOpenAI, servesProfile } from './settings.ts';

export interface Plan {
  source: KeySource;
  /** The setting that leads away from the profile's own server. */
  outranked: Setting<string> | undefined;
}

/** @throws CliError `bad-base-url` */
export function planConnection(flags: FlagValues, env: Context['env'], profile: ActiveProfile | undefined): Plan {
  if (usesSandbox(flags, env)) return { source: { kind: 'none' }, outranked: undefined };
  const baseUrl = baseUrlSetting(flags, env, profile);
  const away = profile !== undefined && !servesProfile(profile, baseUrl);
  const atOpenAI = isOpenAI(checkBaseUrl(baseUrl));
  return {
    source: chooseKeySource(flags, env, away ? undefined : profile, atOpenAI && !profile),
    outranked: away ? baseUrl : undefined,
  };
}
