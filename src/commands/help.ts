/** `help`, `--help`, and a bare `openai` or `openai models`. */
import { briefHelp, commandHelp, overview, topicHelp } from '../cli/help.ts';
import { nameOf, nearestCommand } from '../cli/parse.ts';
import { CliError } from '../errors/error.ts';
import type { Line } from '../output/terminal-text.ts';
import type { Session } from '../session/session.ts';
import { COMMAND_NAMES, type CommandName } from '../spec/commands.ts';
import { GROUPS } from '../spec/overview.ts';

/** `help [COMMAND|TOPIC]`. */
export async function help(session: Session): Promise<0> {
  const { args } = session;
  const name = nameOf(args);
  if (name) return showHelp(session, name, {});
  const [group, ...rest] = args;
  const topic = topicHelp(args.join('-'), session.ctx.stdout.columns);
  if (topic) return show(session, topic);
  if (group !== undefined && (rest.length > 0 || !Object.hasOwn(GROUPS, group))) throw unknown(args.join(' '));
  return showHelp(session, undefined, { group });
}

/** The help page of a command (`brief`: one screen of it), of a group, or of everything. */
export async function showHelp(
  session: Session,
  command: CommandName | undefined,
  { group, brief = false }: { group?: string | undefined; brief?: boolean },
): Promise<0> {
  const { columns } = session.ctx.stdout;
  if (!command) return show(session, overview(group, columns));
  return show(session, brief ? briefHelp(command, columns) : commandHelp(command, columns));
}

function unknown(words: string): CliError {
  return new CliError('unknown-command', { words, nearest: nearestCommand(words), options: COMMAND_NAMES });
}

async function show({ out }: Session, lines: readonly Line[]): Promise<0> {
  await out.write(lines);
  await out.flush();
  return 0;
}
