/** `help`, `--help`, and a bare `openai` or `openai models`. */
import { commandHelp, flagsHelp, overview } from '../cli/help.ts';
import { nameOf, nearestCommand } from '../cli/parse.ts';
import { CliError } from '../errors/error.ts';
import type { Line } from '../output/terminal-text.ts';
import type { Session } from '../session/session.ts';
import { COMMAND_NAMES, type CommandName, GROUPS } from '../spec/commands.ts';

/** `help [COMMAND]`. */
export async function help(session: Session): Promise<0> {
  const { args } = session;
  const name = nameOf(args);
  if (name) return showHelp(session, name, undefined);
  const [group, ...rest] = args;
  if (group === 'flags' && rest.length === 0) return show(session, flagsHelp(session.ctx.stdout.columns));
  if (group !== undefined && (rest.length > 0 || !Object.hasOwn(GROUPS, group))) throw unknown(args.join(' '));
  return showHelp(session, undefined, group);
}

/** The page of a command, of a group, or of everything. */
export async function showHelp(
  session: Session,
  command: CommandName | undefined,
  group: string | undefined,
): Promise<0> {
  const { columns } = session.ctx.stdout;
  return show(session, command ? commandHelp(command, columns) : overview(group, columns));
}

function unknown(words: string): CliError {
  return new CliError('unknown-command', { words, nearest: nearestCommand(words), options: COMMAND_NAMES });
}

async function show({ out }: Session, lines: readonly Line[]): Promise<0> {
  await out.write(lines);
  await out.flush();
  return 0;
}
