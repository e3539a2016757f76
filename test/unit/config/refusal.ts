import { resolveConnection } from '../../../src/config/connection.ts';
import { CliError } from '../../../src/errors/error.ts';
import type { FlagValues } from '../../../src/spec/flags.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** An endpoint that needs no key. */
export const LOCAL = { 'base-url': 'http://127.0.0.1:1/v1' } satisfies FlagValues;

/** An environment that OpenAI's own endpoint is content with. */
export const KEY = { OPENAI_API_KEY: 'sk-env' };

/** The error with which these settings are refused; throws where they are not. */
export function refusal(flags: FlagValues, env: Env): CliError {
  try {
    resolveConnection(flags, env);
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
