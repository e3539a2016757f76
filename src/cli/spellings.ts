/** Which words name which command, and which flags it takes: what parsing and completion share. */
import { COMMAND_NAMES, COMMANDS, type CommandName, HIDDEN_COMMANDS, type HiddenName } from '../spec/commands.ts';
import { type FlagName, GLOBAL_FLAGS } from '../spec/flags.ts';
import type { CommandSpec } from '../spec/types.ts';

/** Every way to spell a command that help shows: its own name and its aliases. */
export const SPELLINGS: ReadonlyMap<string, CommandName> = new Map(
  COMMAND_NAMES.flatMap((name) => spellings(name).map((spelling) => [spelling, name] as const)),
);

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

function spellings(name: CommandName): string[] {
  const spec: CommandSpec = COMMANDS[name];
  const at = name.lastIndexOf(' ') + 1;
  return [name, ...(spec.aliases ?? []).map((alias) => name.slice(0, at) + alias)];
}
