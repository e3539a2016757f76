/**
 * Help, generated from the declaration: short, grouped, wrapped to the terminal. Only makes lines; the writer prints
 * them.
 */
import { type Line, type Span, span } from '../output/terminal-text.ts';
import { COLUMN_NAMES, COLUMNS } from '../spec/columns.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../spec/commands.ts';
import { COMMON_FLAGS, FLAGS, type FlagName, GLOBAL_FLAGS, hintOf, specOf } from '../spec/flags.ts';
import { FORMAT_ALIASES, FORMAT_HINTS, FORMAT_NAMES } from '../spec/formats.ts';
import { ABOUT, EXAMPLES, GROUPS, SELECTING_EXAMPLES, TOPIC_NAMES, type Topic } from '../spec/overview.ts';
import { SELECTION_FLAGS } from '../spec/selection-flags.ts';
import {
  type ArgumentSpec,
  type ColumnSpec,
  type CommandSpec,
  EXITS,
  type ExampleSpec,
  type Exit,
  type FlagGroup,
  HELP_SECTIONS,
} from '../spec/types.ts';

const MAX_WIDTH = 100;
const MIN_WIDTH = 40;
/** A longer entry puts its hint on the next line. */
const LABEL = 30;

/** The help page of one command. */
export function commandHelp(name: CommandName, columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const spec: CommandSpec = COMMANDS[name];
  const aliases = spec.aliases?.map((alias) => name.replace(/\S+$/, alias)) ?? [];
  return [
    ...wrap(`${spec.summary}.`, width),
    ...(spec.description ?? []).flatMap((text) => [[], ...wrap(text, width)]),
    ...section('Usage', [[`  ${usageOf(name)}`]]),
    ...(aliases.length > 0 ? section('Also', [[`  ${aliases.map((alias) => `openai ${alias}`).join(', ')}`]]) : []),
    ...(spec.argument ? section('Argument', entries([[spec.argument.name, argumentHint(spec.argument)]], width)) : []),
    ...groupsOf(spec.flags as readonly FlagName[]).flatMap(([group, names]) =>
      section(`${group} flags`, flagEntries(names, width)),
    ),
    ...(spec.flags.includes('columns') ? section('Columns', columnLines(width)) : []),
    ...section('Examples', exampleLines(spec.examples, width)),
    ...section('Exit codes', entries(exitRows(spec), width)),
    [],
    ...wrap('Flags for every command (keys, endpoint, formats): openai help flags', width),
  ];
}

/** One screen of help for a command: what it takes, without explanations. */
export function briefHelp(name: CommandName, columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const spec: CommandSpec = COMMANDS[name];
  return [
    ...wrap(`${spec.summary}.`, width),
    ...section('Usage', [[`  ${usageOf(name)}`]]),
    ...groupsOf(spec.flags as readonly FlagName[]).flatMap(([group, names]) =>
      section(`${group} flags`, wrap(names.map(briefLabel).join(', '), width - 2, '  ')),
    ),
    ...section('Examples', exampleLines(spec.examples.slice(0, BRIEF_EXAMPLES), width)),
    [],
    ...wrap(`What each means: openai ${name} --help. Flags for every command: openai help flags`, width),
  ];
}

const BRIEF_EXAMPLES = 3;

/** `-s, --sort COLUMN[:desc]`, kept on one line. */
function briefLabel(name: FlagName): string {
  return flagLabel(name).trim().replaceAll(' ', '\u00a0');
}

/** The help page of a group of commands, or of all of them. */
export function overview(group: string | undefined, columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const names = COMMAND_NAMES.filter((name) => group === undefined || name.startsWith(`${group} `));
  const listed = (some: readonly CommandName[]) => some.map((name): [string, string] => [name, COMMANDS[name].summary]);
  const widest = Math.max(...names.map(({ length }) => length));
  const examples = group === undefined ? EXAMPLES : names.map((name) => COMMANDS[name].examples[0]);
  return [
    ...wrap(group === undefined ? ABOUT : groupHint(group), width),
    ...section('Usage', [[`  openai ${group === undefined ? 'COMMAND' : `${group} COMMAND`} [flags]`]]),
    ...(group === undefined
      ? HELP_SECTIONS.flatMap((title) =>
          section(title, entries(listed(names.filter((name) => COMMANDS[name].section === title)), width, widest)),
        )
      : section('Commands', entries(listed(names), width))),
    ...(group === undefined ? section('Flags', flagEntries(COMMON_FLAGS, width)) : []),
    ...section('Examples', exampleLines(examples, width)),
    ...(group === undefined ? section('Exit codes', exitSummary(width)) : []),
    [],
    ...wrap('More about a command: openai help COMMAND', width),
    ...wrap(`Topics: openai help ${TOPIC_NAMES.join('|')}`, width),
  ];
}

const PAGES: Readonly<Record<Topic, (columns: number | undefined) => Line[]>> = {
  flags: flagsHelp,
  formats: formatsHelp,
  columns: columnsHelp,
  environment: environmentHelp,
  'exit-codes': exitCodesHelp,
  selecting: selectingHelp,
};

/** The help page of a topic, or `undefined` if there is none with this name. */
export function topicHelp(name: string, columns: number | undefined): Line[] | undefined {
  return Object.hasOwn(PAGES, name) ? PAGES[name as Topic](columns) : undefined;
}

function formatsHelp(columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const rows = FORMAT_NAMES.map((name): [string, string] => [name, FORMAT_HINTS[name]]);
  const others = Object.entries(FORMAT_ALIASES).map(([alias, name]) => `${alias} for ${name}`);
  return [
    ...wrap('Formats, for --format (-f).', width),
    [],
    ...entries(rows, width),
    [],
    ...wrap(`Aliases: ${others.join(', ')}.`, width),
    ...wrap(
      'Piped output has the same bytes with or without a terminal elsewhere; color is only for terminals.',
      width,
    ),
  ];
}

function columnsHelp(columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const rows = COLUMN_NAMES.map((name): [string, string] => {
    const { hint, details }: ColumnSpec = COLUMNS[name];
    return [name, details ? `${hint} (details)` : hint];
  });
  return [
    ...wrap('Columns, for --columns and --sort.', width),
    [],
    ...entries(rows, width),
    [],
    ...wrap('(details): from public metadata if the server does not report it.', width),
    ...wrap('Any field that the server sends and any GJSON path works too:', width),
    ...wrap('--columns id,context_length,pricing.prompt', width - 2, '  '),
  ];
}

function environmentHelp(columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const flags = (Object.keys(FLAGS) as FlagName[]).flatMap((name): [string, string][] => {
    const { env } = specOf(name);
    return env === undefined ? [] : [[env, `as --${name}: ${hintOf(name)}`]];
  });
  return [
    ...wrap('Environment variables. A flag overrides its variable, and a variable overrides the profile.', width),
    [],
    ...entries([...flags, ...OTHER_VARIABLES], width),
  ];
}

/** Variables without a flag of their own. */
const OTHER_VARIABLES: readonly [string, string][] = [
  ['NO_COLOR', 'no color, whatever the value'],
  ['FORCE_COLOR', 'color in a pipe too; so does CLICOLOR_FORCE'],
  ['PAGER', 'the pager for long output; OPENAI_PAGER takes precedence'],
  ['COLUMNS', 'width of a table in a pipe'],
  ['HTTPS_PROXY', 'the proxy for https; also HTTP_PROXY, ALL_PROXY, and NO_PROXY for hosts to exclude'],
  ['XDG_CONFIG_HOME', 'where the config file is; XDG_STATE_HOME for the journal, XDG_CACHE_HOME for the cache'],
];

function exitCodesHelp(columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const rows = Object.entries(EXITS).map(([code, meaning]): [string, string] => [code, meaning]);
  return [...wrap('Exit codes of every command.', width), [], ...entries(rows, width)];
}

function selectingHelp(columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  return [
    ...wrap('How to select models. list and delete take the same flags; a model must match all of them.', width),
    ...section('Selection flags', flagEntries(SELECTION_FLAGS, width)),
    ...section('Examples', exampleLines(SELECTING_EXAMPLES, width)),
  ];
}

/** The help page of the flags that every command takes. */
function flagsHelp(columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  return [
    ...wrap(
      'Flags for every command. They can go anywhere on the line. In brackets: the variable used if the flag is absent.',
      width,
    ),
    ...groupsOf(GLOBAL_FLAGS).flatMap(([group, names]) => section(`${group} flags`, flagEntries(names, width))),
  ];
}

/** The usage line of a command: `openai models retrieve [ID] [flags]`. */
export function usageOf(name: CommandName): string {
  const { argument }: CommandSpec = COMMANDS[name];
  return `openai ${name}${argument ? ` [${argument.name}${argument.many ? '...' : ''}]` : ''} [flags]`;
}

/** Flags by group, without hidden ones, in the order of the declaration. */
export function groupsOf(names: readonly FlagName[]): [group: FlagGroup, names: FlagName[]][] {
  const shown = names.filter((name) => !specOf(name).hidden);
  const groups = [...new Set(shown.map((name) => specOf(name).group))];
  return groups.map((group) => [group, shown.filter((name) => specOf(name).group === group)]);
}

function groupHint(group: string): string {
  return `${(GROUPS as Record<string, string>)[group] ?? ''}.`;
}

function pageWidth(columns: number | undefined): number {
  return Math.max(MIN_WIDTH, Math.min(columns ?? 80, MAX_WIDTH));
}

function section(title: string, lines: readonly Line[]): Line[] {
  return [[], [span('bold', title)], ...lines];
}

function flagEntries(names: readonly FlagName[], width: number): Line[] {
  return entries(
    names.filter((name) => !specOf(name).hidden).map((name): [string, string] => [flagLabel(name), flagHint(name)]),
    width,
  );
}

/** How a flag is written: `-r, --raw-output`, `    --format F`. */
export function flagLabel(name: FlagName): string {
  const { short } = specOf(name);
  return `${short ? `-${short}, ` : '    '}--${name}${valueLabel(name)}`;
}

/** The value as written after its flag: ` F`, or ` [WITHIN]` if it may be omitted. */
export function valueLabel(name: FlagName): string {
  const { value, optional } = specOf(name);
  if (value === undefined) return '';
  return optional ? ` [${value}]` : ` ${value}`;
}

/** What a flag is for, its values, its variable. */
export function flagHint(name: FlagName): string {
  const { values, env } = specOf(name);
  return [hintOf(name), values && `: ${values.join(', ')}`, env && ` [${env}]`].filter(Boolean).join('');
}

/** What an argument is, with its possible values. */
export function argumentHint({ hint, values }: ArgumentSpec): string {
  return values ? `${hint}: ${values.join(', ')}` : hint;
}

/** The names of the columns. The manual says what each contains. */
function columnLines(width: number): Line[] {
  const names = `${COLUMN_NAMES.join(', ')}; also any field that the server sends, and any GJSON path.`;
  return wrap(names, width - 2, '  ');
}

/** Commands with their comments in a column next to them, or below their comments if there is no room. */
function exampleLines(examples: readonly ExampleSpec[], width: number): Line[] {
  const widest = Math.max(0, ...examples.map(({ command }) => command.length));
  const beside = examples.every(({ hint }) => widest + hint.length + 6 <= width);
  return examples.flatMap(({ command, hint }): Line[] => {
    if (beside) return [[`  ${command.padEnd(widest + 2)}`, span('dim', `# ${hint}`)]];
    const comment = wrapText(`# ${hint}`, width - 4);
    return [...comment.map((text, i): Line => [i === 0 ? '  ' : '    ', span('dim', text)]), [`  ${command}`]];
  });
}

function exitRows(spec: CommandSpec): [string, string][] {
  return exitsOf(spec).map((code) => [String(code), EXITS[code]]);
}

/** Each code with the first words of its meaning. Lines break only after a comma. */
function exitSummary(width: number): Line[] {
  const items = Object.entries(EXITS).map(([code, meaning]) => `${code} ${meaning.replace(/[:,(].*/, '').trim()}`);
  const whole = items.map((item) => item.replaceAll(' ', '\u00a0')).join(', ');
  return wrap(whole, width - 2, '  ');
}

/** The exit codes that a command can end with. */
export function exitsOf(spec: CommandSpec): Exit[] {
  const codes = Object.keys(EXITS).map((code) => Number(code) as Exit);
  return codes.filter((code) => [0, 1, 2, 130].includes(code) || spec.exits.includes(code));
}

/** Label and hint in two columns, or below each other if the terminal is narrow. */
function entries(rows: readonly (readonly [string, string])[], width: number, least = 0): Line[] {
  const label = Math.min(LABEL, Math.max(least, ...rows.map(([text]) => text.length)));
  const stacked = width < label + 30;
  return rows.flatMap(([text, hint]): Line[] => {
    const indent = stacked ? 8 : label + 4;
    const hints = wrapText(hint, width - indent);
    const first: Span | string = span('cyan', `  ${text}`);
    if (stacked || text.length > label) return [[first], ...hints.map((line) => [' '.repeat(indent) + line])];
    return hints.map((line, i) =>
      i === 0 ? [first, ' '.repeat(label - text.length + 2), line] : [' '.repeat(indent) + line],
    );
  });
}

function wrap(text: string, width: number, indent = ''): Line[] {
  return wrapText(text, width).map((line) => [indent + line.replaceAll('\u00a0', ' ')]);
}

function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A hint from the declaration as a sentence. */
export function sentence(hint: string): string {
  const text = `${hint.charAt(0).toUpperCase()}${hint.slice(1)}`;
  return /(?:\?|\.\.\.)$/.test(text) ? text : `${text}.`;
}
