/** Parses the command line up to the cursor, and determines what the word at the cursor can be. Never throws. */
import { findCommandBySpelling } from '../cli/parse.ts';
import { COMMANDS, type CommandName } from '../spec/commands.ts';
import { FLAGS, type FlagName, specOf } from '../spec/flags.ts';
import { GROUPS } from '../spec/overview.ts';
import type { CommandSpec } from '../spec/types.ts';

/** What the word at the cursor is. */
export type CursorPosition =
  /** A flag's name, starting with these dashes. */
  | { kind: 'flag'; dashes: string }
  | { kind: 'value'; flag: FlagName }
  /** A word of a command's name. */
  | { kind: 'command' }
  /** An argument of a command, as opposed to a flag. */
  | { kind: 'argument'; command: CommandName }
  /** Nothing known. */
  | { kind: 'unknown' };

export interface TypedLine {
  position: CursorPosition;
  /** The text before the cursor to complete. */
  typed: string;
  /** The text before that in the same word: `--format=` in `--format=js`. */
  before: string;
  command: CommandName | undefined;
  /** The words of a command's name so far or, after a command, its arguments. */
  words: readonly string[];
  /** The flags before the cursor, with the last value of a repeated one. */
  flags: ReadonlyMap<FlagName, string>;
}

/** Parses the words after `openai`. The last one is the word at the cursor, up to the cursor. */
export function parseTypedLine(args: readonly string[]): TypedLine {
  const last = args.length - 1;
  const current = args[last] ?? '';
  const flags = new Map<FlagName, string>();
  const words: string[] = [];
  let pendingFlag: FlagName | undefined;
  let flagsEnded = false;
  for (let at = 0; at < last; at++) {
    const token = args[at] as string;
    if (pendingFlag !== undefined) {
      flags.set(pendingFlag, token);
      pendingFlag = undefined;
    } else if (token === '--' && !flagsEnded) flagsEnded = true;
    else if (flagsEnded || !token.startsWith('-') || token === '-') words.push(token);
    else {
      const { name, inline } = splitFlag(token);
      if (name === undefined) continue;
      if (inline === undefined && takesNext(name, args[at + 1])) pendingFlag = name;
      else flags.set(name, inline ?? 'true');
    }
  }
  const { command, rest } = findCommand(words);
  const line = { typed: current, before: '', command, words: rest, flags };
  if (pendingFlag !== undefined) return { ...line, position: { kind: 'value', flag: pendingFlag } };
  if (!flagsEnded && current.startsWith('-')) return completeFlag(line, current);
  return { ...line, position: positionOfWord(command, rest) };
}

/** Whether the next word is the flag's value. */
function takesNext(name: FlagName, next: string | undefined): boolean {
  const { type, optional } = specOf(name);
  return type !== 'boolean' && (optional?.test(next ?? '') ?? true);
}

function completeFlag(line: Omit<TypedLine, 'position'>, current: string): TypedLine {
  const { name, inline } = splitFlag(current);
  if (inline === undefined) {
    const dashes = /^-[^-]/.test(current) ? '-' : '--';
    return { ...line, position: { kind: 'flag', dashes } };
  }
  if (name === undefined || specOf(name).type === 'boolean') return { ...line, position: { kind: 'unknown' } };
  const at = current.indexOf('=') + 1;
  return { ...line, typed: inline, before: current.slice(0, at), position: { kind: 'value', flag: name } };
}

function positionOfWord(command: CommandName | undefined, words: readonly string[]): CursorPosition {
  if (command === undefined) {
    const [first, second] = words;
    const isCommandWord = first === undefined || (Object.hasOwn(GROUPS, first) && second === undefined);
    return { kind: isCommandWord ? 'command' : 'unknown' };
  }
  const { argument }: CommandSpec = COMMANDS[command];
  const takesArgument = argument !== undefined && (argument.many === true || words.length === 0);
  return takesArgument ? { kind: 'argument', command } : { kind: 'unknown' };
}

function findCommand(words: readonly string[]): { command: CommandName | undefined; rest: readonly string[] } {
  for (const length of [2, 1]) {
    const command = words.length >= length ? findCommandBySpelling(words.slice(0, length).join(' ')) : undefined;
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return { command: undefined, rest: words };
}

/** The flag that a token names, and the text after its `=`. */
function splitFlag(token: string): { name: FlagName | undefined; inline: string | undefined } {
  const equals = token.indexOf('=');
  const spelled = equals < 0 ? token : token.slice(0, equals);
  const inline = equals < 0 ? undefined : token.slice(equals + 1);
  const long = spelled.replace(/^--?/, '');
  if (long.length > 1) return { name: Object.hasOwn(FLAGS, long) ? (long as FlagName) : undefined, inline };
  const names = Object.keys(FLAGS) as FlagName[];
  const short = /^-[^-]$/.test(spelled) ? names.find((name) => specOf(name).short === long) : undefined;
  return { name: short, inline };
}

/** Words as bash passes them to a completion function: as typed, and split at colons. */

export interface BashWords {
  /** The words with quotes and escapes resolved. */
  words: readonly string[];
  /** The last word as typed. */
  raw: string;
  /** How much of `raw` precedes the part that bash will replace. */
  keptLength: number;
}

/** @param kept from a script that knows it; without it, the words may still be split, as bash leaves them */
export function readBashWords(args: readonly string[], kept: number | undefined): BashWords {
  const whole = kept === undefined ? joinAtColons(args) : args;
  const raw = whole[whole.length - 1] ?? '';
  const words: string[] = [];
  for (const word of whole) words.push(unquote(word));
  return { words, raw, keptLength: kept ?? lengthToKeep(raw, args) };
}

/** Rejoins words that were split at their colons: `ft`, `:`, `gpt-4o`. */
function joinAtColons(args: readonly string[]): string[] {
  const words: string[] = [];
  let before: string | undefined;
  for (const arg of args) {
    const continues = isColons(arg) || isColons(before);
    if (continues && words.length > 0) words.push(`${words.pop()}${arg}`);
    else words.push(arg);
    before = arg;
  }
  return words;
}

function lengthToKeep(raw: string, args: readonly string[]): number {
  const last = args[args.length - 1] ?? '';
  return isColons(last) ? raw.length : raw.length - last.length;
}

/** Uses no pattern, here and below, because compiling one takes longer than processing all the words. */
function isColons(word = ''): boolean {
  return word !== '' && word.replaceAll(':', '') === '';
}

/** A word without its quotes and backslashes. An unclosed quote ends with the word. */
function unquote(raw: string): string {
  if (!raw.includes("'") && !raw.includes('"') && !raw.includes('\\')) return raw;
  const parts = raw.matchAll(/'([^']*)'?|"((?:[^"\\]|\\[\s\S])*)"?|\\([\s\S]?)|[^'"\\]+/g);
  return [...parts]
    .map(([whole, single, double, escaped]) => single ?? double?.replace(/\\(["$`\\])/g, '$1') ?? escaped ?? whole)
    .join('');
}
