/** `openai __complete`: what the shell scripts call at every Tab. It prints no errors and asks no questions. */
import { accepts, specFor, spellings } from '../cli/parse.ts';
import { SERVER_NAMES, SERVER_TITLES } from '../servers/titles.ts';
import { COLUMN_NAMES, COLUMNS } from '../spec/columns.ts';
import { COMMAND_NAMES, COMMANDS } from '../spec/commands.ts';
import { FLAGS, type FlagName, hintOf, specOf } from '../spec/flags.ts';
import { GROUPS, TOPIC_NAMES, TOPICS } from '../spec/overview.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import type { CommandSpec, Completion } from '../spec/types.ts';
import { parseTypedLine, readBashWords, type TypedLine } from './line.ts';
import { modelCandidates } from './models.ts';
import {
  type Candidate,
  type CompletionContext,
  type CompletionStyle,
  type Completions,
  formatReply,
  NO_REPLY,
  type Reply,
} from './reply.ts';

const NOTHING: Completions = { candidates: [] };

/**
 * Responds to a shell.
 * @param args the words after `openai` up to the cursor, preceded by `--`; the last one is the word at the cursor. The
 * environment identifies the shell: COMPLETION_STYLE; for bash also COMPLETION_KEPT, for PowerShell COMPLETION_WORDS
 */
export async function complete(args: readonly string[], ctx: CompletionContext): Promise<Reply> {
  try {
    const style = (ctx.env.COMPLETION_STYLE ?? 'fish') as CompletionStyle;
    const shellWords = parseShellWords(args, style, ctx.env.COMPLETION_WORDS);
    if (style !== 'bash') return await respond(style, shellWords, { raw: shellWords.at(-1) ?? '', keptLength: 0 }, ctx);
    const kept = ctx.env.COMPLETION_KEPT;
    const { words, ...word } = readBashWords(shellWords, kept === undefined ? undefined : Number(kept));
    return await respond(style, words, word, ctx);
  } catch {
    return NO_REPLY;
  }
}

/** The official CLI's PowerShell script sends no `--` but the program's name; ours uses a variable. */
function parseShellWords(
  args: readonly string[],
  style: CompletionStyle,
  inVariable: string | undefined,
): readonly string[] {
  if (style === 'powershell' && inVariable !== undefined) return inVariable.split('\n');
  return args[0] === '--' || style === 'pwsh' ? args.slice(1) : args;
}

async function respond(
  style: CompletionStyle,
  words: readonly string[],
  word: { raw: string; keptLength: number },
  ctx: CompletionContext,
): Promise<Reply> {
  const line = parseTypedLine(words.length === 0 ? [''] : words);
  const { before, typed } = line;
  return formatReply(style, await offerAtCursor(line, ctx), { ...word, before, typed });
}

async function offerAtCursor(line: TypedLine, ctx: CompletionContext): Promise<Completions> {
  const { position, words, typed } = line;
  switch (position.kind) {
    case 'flag':
      return { candidates: flagNames(line, position.dashes) };
    case 'value':
      return offerForValue(specFor(position.flag, line.command), line, ctx);
    case 'argument': {
      const { argument }: CommandSpec = COMMANDS[position.command];
      return argument ? offerForValue(argument, line, ctx) : NOTHING;
    }
    case 'command': {
      const candidates = commandWords(words);
      // Aliases next to the names would only be clutter, so they appear only when one is typed.
      const hasMatch = candidates.some(({ value }) => value.startsWith(typed));
      return { candidates: hasMatch ? candidates : aliasWords(words) };
    }
    default:
      return NOTHING;
  }
}

interface ValueSpec {
  values?: readonly string[];
  valueHints?: Readonly<Record<string, string>>;
  complete?: Completion;
}

async function offerForValue(
  { values, valueHints, complete }: ValueSpec,
  line: TypedLine,
  ctx: CompletionContext,
): Promise<Completions> {
  if (values) return { candidates: toCandidates(values, valueHints) };
  return complete ? COMPLETERS[complete](line, ctx) : NOTHING;
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

export type Completer = (line: TypedLine, ctx: CompletionContext) => Completions | Promise<Completions>;

export const COMPLETERS = {
  column: ({ typed }) => ({ candidates: nextListItem(columns(), typed), open: true }),
  command: ({ words }) => ({
    candidates: [...commandWords(words), ...(words.length === 0 ? toCandidates(TOPIC_NAMES, TOPICS) : [])],
  }),
  file: () => 'files',
  folder: () => 'folders',
  model: async (line, ctx) => ({ candidates: await modelCandidates(line, ctx) }),
  preset: () => ({ candidates: toCandidates(SERVER_NAMES, SERVER_TITLES) }),
  profile: async (_line, ctx) => {
    const { listProfiles } = await import('./configured.ts');
    const own = (await listProfiles(ctx)).map(({ name, url }) => ({ value: name, hint: url }));
    return { candidates: [...own, { value: NO_PROFILE, hint: "OpenAI's own API" }] };
  },
  source: async ({ typed }, ctx) => {
    // Text with a dot, slash or tilde is a file.
    if (/[./~]/.test(typed)) return 'files';
    const { listProfiles } = await import('./configured.ts');
    const profiles = await listProfiles(ctx);
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
function nextListItem(candidates: readonly Candidate[], typed: string): Candidate[] {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const chosen = before.split(',');
  return candidates
    .filter(({ value }) => !chosen.includes(value))
    .map(({ value, hint }) => ({ value: before + value, hint }));
}

/** Candidates, with hints where known. */
export function toCandidates(values: readonly string[], hints: Readonly<Record<string, string>> = {}): Candidate[] {
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
    ...toCandidates(Object.keys(GROUPS), GROUPS),
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
