/** `openai __complete`: what the scripts of the shells ask at every Tab. It prints no error and asks no question. */
import { accepts } from '../cli/spellings.ts';
import { COMMANDS } from '../spec/commands.ts';
import { FLAGS, type FlagName, specOf } from '../spec/flags.ts';
import type { CommandSpec, Completion } from '../spec/types.ts';
import { readBashWords } from './bash-words.ts';
import type { Candidate, Offer } from './candidate.ts';
import { aliasWords, COMPLETERS, commandWords, named } from './completers.ts';
import { readLine, type TypedLine } from './line.ts';
import { NO_REPLY, type Reply, replyOf, type Style } from './reply.ts';
import type { World } from './world.ts';

const NOTHING: Offer = { candidates: [] };

/**
 * Answers a shell.
 * @param args the words after `openai` up to the cursor, behind `--`; the last one is the word at the cursor. The
 *   environment says for which shell: COMPLETION_STYLE; for bash COMPLETION_KEPT, for PowerShell COMPLETION_WORDS too
 */
export async function complete(args: readonly string[], world: World): Promise<Reply> {
  try {
    const style = (world.env.COMPLETION_STYLE ?? 'fish') as Style;
    const given = wordsOf(args, style, world.env.COMPLETION_WORDS);
    if (style !== 'bash') return await answer(style, given, { raw: given.at(-1) ?? '', kept: 0 }, world);
    const kept = world.env.COMPLETION_KEPT;
    const { words, ...word } = readBashWords(given, kept === undefined ? undefined : Number(kept));
    return await answer(style, words, word, world);
  } catch {
    return NO_REPLY;
  }
}

/** Without `--`, the official CLI's script for PowerShell sends the program's name too; ours uses a variable. */
function wordsOf(args: readonly string[], style: Style, inVariable: string | undefined): readonly string[] {
  if (style === 'powershell' && inVariable !== undefined) return inVariable.split('\n');
  return args[0] === '--' || style === 'pwsh' ? args.slice(1) : args;
}

async function answer(
  style: Style,
  words: readonly string[],
  word: { raw: string; kept: number },
  world: World,
): Promise<Reply> {
  const line = readLine(words.length === 0 ? [''] : words);
  const { before, typed } = line;
  return replyOf(style, await offerAt(line, world), { ...word, before, typed });
}

async function offerAt(line: TypedLine, world: World): Promise<Offer> {
  const { place, words, typed } = line;
  switch (place.kind) {
    case 'flag':
      return { candidates: flagNames(line, place.dashes) };
    case 'value':
      return offerFor(specOf(place.flag), line, world);
    case 'argument': {
      const { argument }: CommandSpec = COMMANDS[place.command];
      return argument ? offerFor(argument, line, world) : NOTHING;
    }
    case 'command': {
      const candidates = commandWords(words);
      // An alias beside the name would only be in the way; whoever types one wants it.
      const known = candidates.some(({ value }) => value.startsWith(typed));
      return { candidates: known ? candidates : aliasWords(words) };
    }
    default:
      return NOTHING;
  }
}

interface Valued {
  values?: readonly string[];
  valueHints?: Readonly<Record<string, string>>;
  complete?: Completion;
}

async function offerFor({ values, valueHints, complete }: Valued, line: TypedLine, world: World): Promise<Offer> {
  if (values) return { candidates: named(values, valueHints) };
  return complete ? COMPLETERS[complete](line, world) : NOTHING;
}

/** The flags that may still be given, those of the command first. */
function flagNames({ command, flags }: TypedLine, dashes: string): Candidate[] {
  const own: readonly string[] = command === undefined ? [] : COMMANDS[command].flags;
  return (Object.keys(FLAGS) as FlagName[])
    .filter((name) => !specOf(name).hidden && accepts(command, name))
    .filter((name) => !flags.has(name) || specOf(name).type === 'list')
    .sort((a, b) => Number(own.includes(b)) - Number(own.includes(a)))
    .map((name) => ({ value: dashes + name, hint: specOf(name).hint }));
}
