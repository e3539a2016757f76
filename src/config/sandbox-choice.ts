import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { FlagValues } from '../spec/flags.ts';

/** Flags that name another endpoint. */
const ELSEWHERE = ['base-url', 'profile'] as const;
const ON: readonly string[] = ['1', 'true', 'yes', 'on'];
const OFF: readonly string[] = ['', '0', 'false', 'no', 'off'];

/**
 * Whether requests go to the practice API. A flag for another endpoint outweighs OPENAI_SANDBOX; two flags that
 * disagree are refused.
 * @throws CliError `conflict`, `bad-value`
 */
export function usesSandbox(flags: FlagValues, env: Context['env']): boolean {
  const elsewhere = ELSEWHERE.find((name) => flags[name] !== undefined);
  if (flags.sandbox && elsewhere) throw new CliError('conflict', { flags: ['--sandbox', `--${elsewhere}`] });
  if (flags.sandbox !== undefined) return flags.sandbox;
  const variable = (env.OPENAI_SANDBOX ?? '').trim().toLowerCase();
  const on = ON.includes(variable);
  if (!on && !OFF.includes(variable))
    throw new CliError('bad-value', { what: 'OPENAI_SANDBOX', value: env.OPENAI_SANDBOX, want: '1 or 0' });
  return on && elsewhere === undefined;
}
