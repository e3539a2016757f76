/** The same declaration read by commander, as a second opinion on the parser. */
import { Command, Option } from 'commander';
import type { Invocation } from '../../../src/cli/parse.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../../src/spec/commands.ts';
import { type FlagName, GLOBAL_FLAGS, specOf } from '../../../src/spec/flags.ts';
import type { CommandSpec } from '../../../src/spec/types.ts';

export function parseWithCommander(argv: readonly string[]): Omit<Invocation, 'group' | 'brief'> {
  let found: Omit<Invocation, 'group' | 'brief'> | undefined;
  const program = plain(new Command('openai'));
  for (const name of GLOBAL_FLAGS) program.addOption(optionOf(name));
  for (const name of COMMAND_NAMES) {
    const spec: CommandSpec = COMMANDS[name];
    const words = name.split(' ');
    const parent = words.length === 1 ? program : groupOf(program, words[0] as string);
    const command = plain(parent.command(words.at(-1) as string)).aliases([...(spec.aliases ?? [])]);
    if (spec.argument) command.argument(`[${spec.argument.name}${spec.argument.many ? '...' : ''}]`);
    for (const flag of spec.flags) command.addOption(optionOf(flag as FlagName));
    command.action(() => {
      found = { command: name, flags: flagsOf(command, name), args: command.args };
    });
  }
  program.parse(argv, { from: 'user' });
  if (!found) throw new Error('commander ran nothing');
  return found;
}

/** Without the help, the messages and the exits that commander would add. */
function plain(command: Command): Command {
  command.helpOption(false).helpCommand(false).allowExcessArguments(false).exitOverride();
  return command.configureOutput({ writeErr: () => {} });
}

function groupOf(program: Command, name: string): Command {
  return program.commands.find((command) => command.name() === name) ?? plain(program.command(name));
}

function optionOf(name: FlagName): Option {
  const { type, short, optional } = specOf(name);
  const value = type === 'boolean' ? '' : optional ? ' [value]' : ' <value>';
  const option = new Option(`${short ? `-${short}, ` : ''}--${name}${value}`);
  if (type === 'integer' || type === 'seconds') option.argParser(Number);
  if (type === 'enum') option.argParser((text: string) => text.toLowerCase());
  if (type === 'list') option.argParser((text: string, before?: string[]) => [...(before ?? []), text]);
  return option;
}

function flagsOf(command: Command, name: CommandName): Invocation['flags'] {
  const values = command.optsWithGlobals();
  const known = [...GLOBAL_FLAGS, ...COMMANDS[name].flags] as FlagName[];
  return Object.fromEntries(
    known.flatMap((flag) => {
      // To commander `--no-x` is the flag `x`, on unless it was taken back.
      const negated = flag.startsWith('no-');
      const value: unknown = values[camelCase(flag.replace(/^no-/, ''))];
      if (negated) return value === false ? [[flag, true]] : [];
      if (value === false && (known as string[]).includes(`no-${flag}`)) return [];
      return value === undefined ? [] : [[flag, value]];
    }),
  );
}

function camelCase(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
