import { CliError } from '../errors.ts';
import type { CommandName } from '../spec/commands.ts';
import type { Session } from './session.ts';

/** The name that a command is about. @throws CliError `missing-profile` */
export function profileArgument({ args }: Session, command: CommandName): string {
  const [name] = args;
  if (name === undefined) throw new CliError('missing-profile', { command });
  return name;
}
