/**
 * Parses the command line into typed values, without I/O. Flags may appear anywhere, before or after the command, as
 * `--flag value` or `--flag=value`; one dash is enough for a long flag, as in the official CLI. The last of a repeated
 * flag wins, as there, except that a flag that selects or deletes may not be repeated, because its first value would be
 * silently lost. `--` ends the flags.
 */
import { CliError } from '../errors/error.ts';
import { nearest } from '../errors/nearest.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName, HIDDEN_COMMANDS, type HiddenName } from '../spec/commands.ts';
import { FLAGS, type FlagName, type FlagValues, GLOBAL_FLAGS, specOf } from '../spec/flags.ts';
import { GROUPS } from '../spec/overview.ts';
import type { CommandSpec, FlagSpec } from '../spec/types.ts';

export interface Invocation {
  /** `undefined` if only a group or nothing was named, in which case the caller shows help. */
  command: CommandName | HiddenName | undefined;
  /** The words of an incomplete command: `models` in `openai models`. */
  group: string | undefined;
  flags: FlagValues;
  /** `-h` asks for one screen of help, `--help` for all of it. */
  brief?: true;
  /** What is neither command nor flag. */
  args: readonly string[];
}

const FLAG_NAMES = Object.keys(FLAGS) as FlagName[];

/**
 * Parses the arguments after `openai`.
 * @throws CliError of exit 2 for an unknown command or flag, or an invalid value
 */
export function parse(argv: readonly string[]): Invocation {
  const words: string[] = [];
  try {
    return parseInto(words, argv);
  } catch (error) {
    if (error instanceof CliError) error.command = commandOf(words)?.name;
    throw error;
  }
}

/** @param words receives what is neither a flag nor a flag's value */
function parseInto(words: string[], argv: readonly string[]): Invocation {
  const givenFlags: [FlagName, string | boolean][] = [];
  let brief = false;
  for (let i = 0; i < argv.length; i++) {
    const token = argv[i] as string;
    if (token === '--') {
      words.push(...argv.slice(i + 1));
      break;
    }
    if (token === '-' || !token.startsWith('-')) {
      words.push(token);
      continue;
    }
    const { name, inline, shown } = readFlag(token);
    if (name === 'help') brief = shown === '-h';
    if (specOf(name).type === 'boolean')
      givenFlags.push([name, inline === undefined ? true : parseBoolean(shown, inline)]);
    else if (inline !== undefined) givenFlags.push([name, inline]);
    else if (specOf(name).optional)
      givenFlags.push([name, specOf(name).optional?.test(argv[i + 1] ?? '') ? (argv[++i] ?? '') : '']);
    else givenFlags.push([name, takeValue(name, shown, argv[++i])]);
  }
  const { command, group, args } = findCommand(words, givenFlags);
  const flags: Record<string, unknown> = {};
  for (const [name, value] of givenFlags) {
    checkBelongs(name, command);
    checkOnce(name, flags[name], command);
    flags[name] = typeof value === 'boolean' ? value : parseFlagValue(name, value, flags[name], command);
  }
  if (command && args.length > 0) checkArguments(command, args);
  return { command, group, flags, args, ...(brief && { brief }) };
}

/** The command that these words name, aliases included. */
export function nameOf(words: readonly string[]): CommandName | undefined {
  return findCommandBySpelling(words.join(' '));
}

function readFlag(token: string): { name: FlagName; inline: string | undefined; shown: string } {
  const equals = token.indexOf('=');
  const typed = equals < 0 ? token : token.slice(0, equals);
  const inline = equals < 0 ? undefined : token.slice(equals + 1);
  const long = typed.replace(/^--?/, '');
  if (Object.hasOwn(FLAGS, long) && long.length > 1) return { name: long as FlagName, inline, shown: `--${long}` };
  const short = typed.startsWith('--') ? undefined : FLAG_NAMES.find((name) => specOf(name).short === typed.slice(1));
  if (short) return { name: short, inline, shown: typed };
  const near = nearest(
    long,
    FLAG_NAMES.filter((name) => !specOf(name).hidden),
  );
  throw new CliError('unknown-flag', { flag: typed, nearest: near && `--${near}` });
}

function takeValue(name: FlagName, shown: string, next: string | undefined): string {
  const value = specOf(name).value ?? 'VALUE';
  if (next === undefined) throw new CliError('flag-needs-value', { flag: shown, value, got: undefined });
  if (isFlag(next)) throw new CliError('flag-needs-value', { flag: shown, value, got: next });
  return next;
}

function isFlag(token: string): boolean {
  const name = token.split('=', 1)[0] as string;
  return name === '--' || (/^--?[a-z]/.test(name) && Object.hasOwn(FLAGS, name.replace(/^--?/, '')));
}

function parseBoolean(flag: string, value: string): boolean {
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new CliError('flag-takes-no-value', { flag });
}

function findCommand(
  words: readonly string[],
  givenFlags: readonly [FlagName, string | boolean][],
): Pick<Invocation, 'command' | 'group' | 'args'> {
  const named = commandOf(words);
  if (named) return { command: named.name, group: undefined, args: words.slice(named.length) };
  const [first, second] = words;
  if (first !== undefined && isHidden(first)) return { command: first, group: undefined, args: words.slice(1) };
  if (first === undefined || (words.length === 1 && Object.hasOwn(GROUPS, first)))
    return { command: undefined, group: first, args: [] };
  const wantsHelp = second === 'help' || givenFlags.some(([name, value]) => name === 'help' && value === true);
  if (wantsHelp && Object.hasOwn(GROUPS, first)) return { command: undefined, group: first, args: [] };
  const inGroup = Object.hasOwn(GROUPS, first) && second !== undefined;
  const options = [...new Set(COMMAND_NAMES.map((name) => (name.split(' ') as [string])[0]))];
  const members = COMMAND_NAMES.filter((name) => name.startsWith(`${first} `));
  const typed = words.slice(0, 2).join(' ');
  const near = nearestCommand(typed) ?? (inGroup ? undefined : (nearestCommand(first) ?? nearest(first, options)));
  throw new CliError('unknown-command', {
    words: inGroup ? typed : first,
    nearest: near,
    options: inGroup ? members : options,
  });
}

/** The command that was probably meant: one whose first word was left out, or one with a similar spelling. */
export function nearestCommand(typed: string): string | undefined {
  const all = spellings().map(([spelling]) => spelling);
  return all.find((spelling) => spelling.endsWith(` ${typed}`)) ?? nearest(typed, all);
}

/** The command at the start of the words, and how many of them are its name. */
function commandOf(words: readonly string[]): { name: CommandName; length: number } | undefined {
  for (const length of [2, 1]) {
    const name = words.length >= length ? findCommandBySpelling(words.slice(0, length).join(' ')) : undefined;
    if (name) return { name, length };
  }
  return undefined;
}

function checkBelongs(name: FlagName, command: CommandName | HiddenName | undefined): void {
  if (command === undefined || accepts(command, name)) return;
  const commands = COMMAND_NAMES.filter((other) => accepts(other, name));
  throw new CliError('flag-elsewhere', { flag: `--${name}`, command, commands });
}

/** Rejects a repeated flag that chooses models and has a single value. A switch may be turned on and off again. */
function checkOnce(name: FlagName, before: unknown, command: CommandName | HiddenName | undefined): void {
  const { type } = specOf(name);
  if (before !== undefined && type !== 'list' && type !== 'boolean' && chooses(name, command))
    throw new CliError('flag-twice', { flag: `--${name}` });
}

/** Whether the flag decides which models a command takes, or how they are deleted. */
function chooses(name: FlagName, command: CommandName | HiddenName | undefined): boolean {
  if (name === 'model') return command === 'models delete';
  return specOf(name).group === 'Selection' || specOf(name).group === 'Deleting';
}

function checkArguments(command: CommandName | HiddenName, args: readonly string[]): void {
  const { argument } = specOfCommand(command);
  const extra = argument?.many ? undefined : args[argument ? 1 : 0];
  if (extra !== undefined) throw new CliError('extra-argument', { argument: extra, command });
}

/** Converts a flag's text by its type. `before` is the value of an earlier occurrence. */
function parseFlagValue(
  name: FlagName,
  text: string,
  before: unknown,
  command: CommandName | HiddenName | undefined,
): unknown {
  const spec = specFor(name, command);
  const what = `--${name}`;
  switch (spec.type) {
    case 'integer':
    case 'seconds': {
      const pattern = spec.type === 'integer' ? /^[+-]?\d+$/ : /^\d+(\.\d+)?$/;
      const value = Number(text);
      const low = spec.min ?? Number.NEGATIVE_INFINITY;
      const high = spec.max ?? Number.MAX_SAFE_INTEGER;
      if (pattern.test(text) && value >= low && value <= high) return value;
      const kind = spec.type === 'integer' ? 'a whole number' : 'a number of seconds';
      const bounds = spec.max === undefined ? `, ${low} or more` : ` from ${low} to ${high}`;
      throw new CliError('bad-value', { what, value: text, want: `${kind}${spec.min === undefined ? '' : bounds}` });
    }
    case 'enum': {
      const { values = [] } = spec;
      const typed = text.toLowerCase();
      const value = Object.hasOwn(spec.valueAliases ?? {}, typed) ? (spec.valueAliases?.[typed] ?? typed) : typed;
      if (values.includes(value)) return value;
      throw new CliError('bad-value', {
        what,
        value: text,
        want: `one of ${values.join(', ')}`,
        nearest: nearest(value, values),
      });
    }
    case 'list':
      return [...((before as readonly string[] | undefined) ?? []), text];
    default:
      return text;
  }
}

/** The declaration of a flag for a command, which may have its own formats. */
export function specFor(name: FlagName, command: CommandName | HiddenName | undefined): FlagSpec {
  const own = name === 'format' && command !== undefined ? specOfCommand(command).formats : undefined;
  return own ? { ...specOf(name), values: Object.keys(own), valueHints: own } : specOf(name);
}

// Which words name which command, and which flags it takes. Shared by parsing and completion.

/** Every spelling of a command in help: its own name and its aliases. */
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

/** The command that a text names. It is almost always the name itself, which avoids building the list of spellings. */
export function findCommandBySpelling(text: string): CommandName | undefined {
  if (Object.hasOwn(COMMANDS, text)) return text as CommandName;
  return spellings().find(([spelling]) => spelling === text)?.[1];
}

/** The declaration of a command, without its literal type. */
export function specOfCommand(command: CommandName | HiddenName): CommandSpec {
  return isHidden(command) ? HIDDEN_COMMANDS[command] : COMMANDS[command];
}

/** Whether a command is missing from all help. */
export function isHidden(word: string): word is HiddenName {
  return Object.hasOwn(HIDDEN_COMMANDS, word);
}

/** Whether `command` accepts the flag. Without a command, only the flags that every command accepts. */
export function accepts(command: CommandName | HiddenName | undefined, flag: FlagName): boolean {
  const own: readonly string[] = command === undefined ? [] : specOfCommand(command).flags;
  return own.includes(flag) || (GLOBAL_FLAGS as readonly string[]).includes(flag);
}
