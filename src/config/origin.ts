/**
 * A setting and where it came from. The origin is for people: `--api-key`, `OPENAI_API_KEY`, `the default`; errors
 * and `doctor` name it instead of the value.
 */
import type { Context } from '../context.ts';
import { type FlagName, type FlagValues, specOf } from '../spec/flags.ts';

export interface Setting<T> {
  value: T;
  origin: string;
}

/** A text setting by precedence: flag, then environment. An empty environment variable is as good as none. */
export function textSetting(flags: FlagValues, env: Context['env'], name: FlagName): Setting<string> | undefined {
  const flag = flags[name];
  if (typeof flag === 'string') return { value: flag, origin: `--${name}` };
  const variable = specOf(name).env;
  // An env file with Windows line ends leaves a carriage return at the end of each value.
  const value = variable === undefined ? undefined : env[variable]?.replace(/\r+$/, '');
  return value === undefined || value === '' ? undefined : { value, origin: variable as string };
}
