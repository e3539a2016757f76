import { CliError } from '../../errors/error.ts';
import type { Session } from '../../session/session.ts';
import type { CommandName } from '../../spec/commands.ts';

/** The name of the profile that a command is about. @throws CliError `missing-profile` */
export function profileArgument({ args }: Session, command: CommandName): string {
  const [name] = args;
  if (name === undefined) throw new CliError('missing-profile', { command });
  return name;
}
