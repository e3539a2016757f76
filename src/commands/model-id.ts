import { checkModelId } from '../api/address.ts';
import { CliError } from '../errors.ts';
import type { CommandName } from '../spec/commands.ts';
import type { Session } from './session.ts';

/**
 * The one model a command is about: `--model ID`, or the id as its argument.
 * @throws CliError `missing-model`, `bad-model-id`, `conflict`
 */
export function modelId({ flags, args }: Session, command: CommandName): string {
  if (flags.model !== undefined && args[0] !== undefined && flags.model !== args[0])
    throw new CliError('conflict', { flags: ['--model', `the argument '${args[0]}'`] });
  const id = flags.model ?? args[0];
  if (id === undefined) throw new CliError('missing-model', { command });
  return checkModelId(id);
}
