/** Settings and where each comes from: a flag, the environment, a profile, the default. */

import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { specOf } from '../spec/flags.ts';
import type { Profile } from '../spec/profile.ts';

export interface Setting<T> {
  value: T;
  origin: string;
}

/** A text setting by precedence: flag, then environment. An empty environment variable counts as unset. */
export function textSetting(flags: FlagValues, env: Context['env'], name: FlagName): Setting<string> | undefined {
  const flag = flags[name];
  if (typeof flag === 'string') return { value: flag, origin: `--${name}` };
  const variable = specOf(name).env;
  // An env file with Windows line endings leaves a carriage return at the end of each value.
  const rawValue = variable === undefined ? undefined : env[variable];
  const value = rawValue?.endsWith('\r') ? rawValue.replace(/\r+$/, '') : rawValue;
  return value === undefined || value === '' ? undefined : { value, origin: variable as string };
}

/**
 * Whether requests go to the practice API. A flag for another endpoint overrides OPENAI_SANDBOX. Two conflicting flags
 * are rejected.
 * @throws CliError `conflict`, `bad-value`
 */
export function usesSandbox(flags: FlagValues, env: Context['env']): boolean {
  let elsewhere: (typeof OTHER_ENDPOINT_FLAGS)[number] | undefined;
  for (const name of OTHER_ENDPOINT_FLAGS) if (flags[name] !== undefined) elsewhere ??= name;
  if (flags.sandbox && elsewhere) throw new CliError('conflict', { flags: ['--sandbox', `--${elsewhere}`] });
  if (flags.sandbox !== undefined) return flags.sandbox;
  const variable = (env.OPENAI_SANDBOX ?? '').trim().toLowerCase();
  const on = TRUE_WORDS.includes(variable);
  if (!on && !FALSE_WORDS.includes(variable))
    throw new CliError('bad-value', { what: 'OPENAI_SANDBOX', value: env.OPENAI_SANDBOX, want: '1 or 0' });
  return on && elsewhere === undefined;
}

/** The profile in use. */
export interface ActiveProfile {
  name: string;
  settings: Profile;
  /** What chose it: `--profile`, `OPENAI_PROFILE`, the config file. */
  origin: string;
}

/** A key, and what a person should know about where it is stored. */
export interface FoundKey {
  key: Setting<string> | undefined;
  warnings: readonly string[];
}

/** Flags that name another endpoint. */
export const OTHER_ENDPOINT_FLAGS = ['base-url', 'profile'] as const;

export const TRUE_WORDS: readonly string[] = ['1', 'true', 'yes', 'on'];

export const FALSE_WORDS: readonly string[] = ['', '0', 'false', 'no', 'off'];
