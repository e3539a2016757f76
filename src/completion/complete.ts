/** `openai __complete`: what the shell scripts call at every Tab. It prints no errors and asks no questions. */
import { accepts, specFor, spellings } from '../cli/parse.ts';
import { SERVER_NAMES, SERVER_TITLES } from '../servers/titles.ts';
import { COLUMN_NAMES, COLUMNS } from '../spec/columns.ts';
import { COMMAND_NAMES, COMMANDS } from '../spec/commands.ts';
import { FLAGS, type FlagName, hintOf, specOf } from '../spec/flags.ts';
import { GROUPS, TOPIC_NAMES, TOPICS } from '../spec/overview.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import type { CommandSpec, Completion } from '../spec/types.ts';
import { readBashWords, readLine, type TypedLine } from './line.ts';
import { modelCandidates } from './models.ts';
import {
  type Candidate,
  type CompletionContext,
  type CompletionStyle,
  NO_REPLY,
  type Offer,
  type Reply,
  replyOf,
} from './reply.ts';

const NOTHING: Offer = { candidates: [] };

/**
 * Responds to a shell.
 * @param args the words after `openai` up to the cursor, preceded by `--`; the last one is the word at the cursor. The
 * environment identifies the shell: COMPLETION_STYLE; for bash also COMPLETION_KEPT, for PowerShell COMPLETION_WORDS
 */
export async function complete(args: readonly string[], world: CompletionContext): Promise<Reply> {
  try {
    const style = (world.env.COMPLETION_STYLE ?? 'fish') as CompletionStyle;
    const given = wordsOf(args, style, world.env.COMPLETION_WORDS);
    if (style !== 'bash') return await answer(style, given, { raw: given.at(-1) ?? '', kept: 0 }, world);
    const kept = world.env.COMPLETION_KEPT;
    const { words, ...word } = readBashWords(given, kept === undefined ? undefined : Number(kept));
    return await answer(style, words, word, world);
  } catch {
    return NO_REPLY;
  }
}

/** The official CLI's PowerShell script sends no `--` but the program's name; ours uses a variable. */
function wordsOf(args: readonly string[], style: CompletionStyle, inVariable: string | undefined): readonly string[] {
  if (style === 'powershell' && inVariable !== undefined) return inVariable.split('\n');
  return args[0] === '--' || style === 'pwsh' ? args.slice(1) : args;
}

async function answer(
  style: CompletionStyle,
  words: readonly string[],
  word: { raw: string; kept: number },
  world: CompletionContext,
): Promise<Reply> {
  const line = readLine(words.length === 0 ? [''] : words);
  const { before, typed } = line;
  return replyOf(style, await offerAt(line, world), { ...word, before, typed });
}

async function offerAt(line: TypedLine, world: CompletionContext): Promise<Offer> {
  const { place, words, typed } = line;
  switch (place.kind) {
    case 'flag':
      return { candidates: flagNames(line, place.dashes) };
    case 'value':
      return offerFor(specFor(place.flag, line.command), line, world);
    case 'argument': {
      const { argument }: CommandSpec = COMMANDS[place.command];
      return argument ? offerFor(argument, line, world) : NOTHING;
    }
    case 'command': {
      const candidates = commandWords(words);
      // Aliases next to the names would only be clutter, so they appear only when one is typed.
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

async function offerFor(
  { values, valueHints, complete }: Valued,
  line: TypedLine,
  world: CompletionContext,
): Promise<Offer> {
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
    .map((name) => ({ value: dashes + name, hint: hintOf(name) }));
}

// One completer per kind of value: what it offers at the cursor.

export type Completer = (line: TypedLine, world: CompletionContext) => Offer | Promise<Offer>;

export const COMPLETERS = {
  column: ({ typed }) => ({ candidates: nextOf(columns(), typed), open: true }),
  command: ({ words }) => ({
    candidates: [...commandWords(words), ...(words.length === 0 ? named(TOPIC_NAMES, TOPICS) : [])],
  }),
  file: () => 'files',
  folder: () => 'folders',
  model: async (line, world) => ({ candidates: await modelCandidates(line, world) }),
  preset: () => ({ candidates: named(SERVER_NAMES, SERVER_TITLES) }),
  profile: async (_line, world) => {
    const { profileNames } = await import('./configured.ts');
    const own = (await profileNames(world)).map(({ name, url }) => ({ value: name, hint: url }));
    return { candidates: [...own, { value: NO_PROFILE, hint: "OpenAI's own API" }] };
  },
  source: async ({ typed }, world) => {
    // Text with a dot, slash or tilde is a file.
    if (/[./~]/.test(typed)) return 'files';
    const { profileNames } = await import('./configured.ts');
    const profiles = await profileNames(world);
    return {
      candidates: [
        { value: 'now', hint: 'the endpoint in use' },
        { value: 'last', hint: 'its newest snapshot' },
        { value: '7d', hint: 'its newest snapshot at least that old' },
        ...profiles.map(({ name, url }) => ({ value: `@${name}`, hint: url })),
        ...(profiles.length > 0 ? [{ value: '@all', hint: 'every profile' }] : []),
      ],
    };
  },
  sort: () => ({
    candidates: columns().flatMap(({ value, hint }) => [
      { value, hint },
      { value: `${value}:desc`, hint: `${hint}, largest or latest first` },
    ]),
  }),
} as const satisfies Record<Completion, Completer>;

function columns(): Candidate[] {
  return COLUMN_NAMES.map((value) => ({ value, hint: COLUMNS[value].hint }));
}

/** The next item of a comma-separated list. Every candidate includes what was typed before it. */
function nextOf(candidates: readonly Candidate[], typed: string): Candidate[] {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const chosen = before.split(',');
  return candidates
    .filter(({ value }) => !chosen.includes(value))
    .map(({ value, hint }) => ({ value: before + value, hint }));
}

/** Candidates, with hints where known. */
export function named(values: readonly string[], hints: Readonly<Record<string, string>> = {}): Candidate[] {
  return values.map((value) => ({ value, hint: hints[value] }));
}

/** The next word of a command's name. For aliases, see {@link aliasWords}. */
export function commandWords(words: readonly string[]): Candidate[] {
  const [group] = words;
  if (group !== undefined)
    return COMMAND_NAMES.filter((name) => words.length === 1 && name.startsWith(`${group} `)).map((name) => ({
      value: name.slice(group.length + 1),
      hint: COMMANDS[name].summary,
    }));
  const single = COMMAND_NAMES.filter((name) => !name.includes(' '));
  return [
    ...named(Object.keys(GROUPS), GROUPS),
    ...single.map((name) => ({ value: name, hint: COMMANDS[name].summary })),
  ];
}

/** Aliases of the next word. */
export function aliasWords(words: readonly string[]): Candidate[] {
  const start = `${words.join(' ')} `;
  return spellings()
    .filter(([spelling, name]) => spelling !== name && spelling.startsWith(start))
    .map(([spelling, name]) => ({ value: spelling.slice(start.length), hint: COMMANDS[name].summary }));
}
