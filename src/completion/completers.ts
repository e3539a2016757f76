/** One completer for each kind of value: what it offers at the cursor. */
import { spellings } from '../cli/spellings.ts';
import { COLUMN_NAMES, COLUMNS } from '../spec/columns.ts';
import { COMMAND_NAMES, COMMANDS, GROUPS } from '../spec/commands.ts';
import { PRESET_NAMES, PRESET_TITLES } from '../spec/preset-titles.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import type { Completion } from '../spec/types.ts';
import type { Candidate, Offer } from './candidate.ts';
import type { TypedLine } from './line.ts';
import { modelCandidates } from './models.ts';
import type { World } from './world.ts';

/** What `help` takes besides commands. */
const FLAGS_PAGE: Candidate = { value: 'flags', hint: 'the flags of every command' };

export type Completer = (line: TypedLine, world: World) => Offer | Promise<Offer>;

export const COMPLETERS = {
  column: ({ typed }) => ({ candidates: nextOf(columns(), typed), open: true }),
  command: ({ words }) => ({ candidates: [...commandWords(words), ...(words.length === 0 ? [FLAGS_PAGE] : [])] }),
  file: () => 'files',
  folder: () => 'folders',
  model: async (line, world) => ({ candidates: await modelCandidates(line, world) }),
  preset: () => ({ candidates: named(PRESET_NAMES, PRESET_TITLES) }),
  profile: async (_line, world) => {
    const { profileNames } = await import('./configured.ts');
    const own = (await profileNames(world)).map(({ name, url }) => ({ value: name, hint: url }));
    return { candidates: [...own, { value: NO_PROFILE, hint: "OpenAI's own API" }] };
  },
  sort: () => ({
    candidates: columns().flatMap(({ value, hint }) => [
      { value, hint },
      { value: `${value}:desc`, hint: `${hint}, the largest or latest first` },
    ]),
  }),
} as const satisfies Record<Completion, Completer>;

function columns(): Candidate[] {
  return COLUMN_NAMES.map((value) => ({ value, hint: COLUMNS[value].hint }));
}

/** The next item of a list with commas: what was typed before it stands in every candidate. */
function nextOf(candidates: readonly Candidate[], typed: string): Candidate[] {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const chosen = before.split(',');
  return candidates
    .filter(({ value }) => !chosen.includes(value))
    .map(({ value, hint }) => ({ value: before + value, hint }));
}

/** Candidates with the hints that are known. */
export function named(values: readonly string[], hints: Readonly<Record<string, string>> = {}): Candidate[] {
  return values.map((value) => ({ value, hint: hints[value] }));
}

/** The next word of a command's name; an alias only where it is wanted, by `aliasWords`. */
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

/** Other names of the next word. */
export function aliasWords(words: readonly string[]): Candidate[] {
  const start = `${words.join(' ')} `;
  return spellings()
    .filter(([spelling, name]) => spelling !== name && spelling.startsWith(start))
    .map(([spelling, name]) => ({ value: spelling.slice(start.length), hint: COMMANDS[name].summary }));
}
