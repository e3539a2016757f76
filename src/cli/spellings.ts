/** Which words name which command, and which flags it takes: what parsing and completion share. */
import { COMMAND_NAMES, COMMANDS, type CommandName, HIDDEN_COMMANDS, type HiddenName } from '../spec/commands.ts';
import { type FlagName, GLOBAL_FLAGS } from '../spec/flags.ts';
import type { CommandSpec } from '../spec/types.ts';

/** Every way to spell a command that help shows: its own name and its aliases. */
export function spellings(): [spelling: string, command: CommandName][] {
  return COMMAND_NAMES.flatMap((name) => {
    const { aliases = [] }: CommandSpec = COMMANDS[name];
    const at = name.lastIndexOf(' ') + 1;
    return [name, ...aliases.map((alias) => name.slice(0, at) + alias)].map((spelling): [string, CommandName] => [
      spelling,
      name,
    ]);
  });
}

/** The command that a text names. Nearly always it is the name itself, and the list of all need not be made. */
export function commandSpelled(text: string): CommandName | undefined {
  if (Object.hasOwn(COMMANDS, text)) return text as CommandName;
  return spellings().find(([spelling]) => spelling === text)?.[1];
}

/** The declaration of a command, without its literal type. */
export function specOfCommand(command: CommandName | HiddenName): CommandSpec {
  return isHidden(command) ? HIDDEN_COMMANDS[command] : COMMANDS[command];
}

/** True for a command that stands in no help. */
export function isHidden(word: string): word is HiddenName {
  return Object.hasOwn(HIDDEN_COMMANDS, word);
}

/** True where `command` accepts the flag. Without a command, the flags that every command accepts. */
export function accepts(command: CommandName | HiddenName | undefined, flag: FlagName): boolean {
  const own: readonly string[] = command === undefined ? [] : specOfCommand(command).flags;
  return own.includes(flag) || (GLOBAL_FLAGS as readonly string[]).includes(flag);
}
