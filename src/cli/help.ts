/** Help, from the declaration: short, grouped, wrapped to the terminal. Lines only; the writer prints them. */
import { type Line, type Span, span } from '../output/terminal-text.ts';
import { COLUMN_NAMES } from '../spec/columns.ts';
import { ABOUT, COMMAND_NAMES, COMMANDS, type CommandName, EXAMPLES, GROUPS } from '../spec/commands.ts';
import { COMMON_FLAGS, type FlagName, GLOBAL_FLAGS, hintOf, specOf } from '../spec/flags.ts';
import {
  type ArgumentSpec,
  type CommandSpec,
  EXITS,
  type ExampleSpec,
  type Exit,
  type FlagGroup,
} from '../spec/types.ts';

const WIDEST = 100;
const NARROWEST = 40;
/** Entries longer than this put their hint on the next line. */
const LABEL = 30;

/** The page for one command. */
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

/** The page for a group of commands, or for all of them. */
export function overview(group: string | undefined, columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const names = COMMAND_NAMES.filter((name) => group === undefined || name.startsWith(`${group} `));
  const listed = names.map((name): [string, string] => [name, COMMANDS[name].summary]);
  const examples = group === undefined ? EXAMPLES : names.map((name) => COMMANDS[name].examples[0]);
  return [
    ...wrap(group === undefined ? ABOUT : groupHint(group), width),
    ...section('Usage', [[`  openai ${group === undefined ? 'COMMAND' : `${group} COMMAND`} [flags]`]]),
    ...section('Commands', entries(listed, width)),
    ...(group === undefined ? section('Flags', flagEntries(COMMON_FLAGS, width)) : []),
    ...section('Examples', exampleLines(examples, width)),
    ...(group === undefined ? section('Exit codes', exitSummary(width)) : []),
    [],
    ...wrap('More about a command: openai help COMMAND', width),
    ...wrap('Flags for every command: openai help flags', width),
  ];
}

/** The page for the flags that every command takes. */
export function flagsHelp(columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  return [
    ...wrap(
      'Flags for every command. They may stand anywhere on the line; in brackets the variable that is used where the flag is absent.',
      width,
    ),
    ...groupsOf(GLOBAL_FLAGS).flatMap(([group, names]) => section(`${group} flags`, flagEntries(names, width))),
  ];
}

/** How a command is written: `openai models retrieve [ID] [flags]`. */
export function usageOf(name: CommandName): string {
  const { argument }: CommandSpec = COMMANDS[name];
  return `openai ${name}${argument ? ` [${argument.name}${argument.many ? '...' : ''}]` : ''} [flags]`;
}

/** Flags by their groups, hidden ones left out, in the order of the declaration. */
export function groupsOf(names: readonly FlagName[]): [group: FlagGroup, names: FlagName[]][] {
  const shown = names.filter((name) => !specOf(name).hidden);
  const groups = [...new Set(shown.map((name) => specOf(name).group))];
  return groups.map((group) => [group, shown.filter((name) => specOf(name).group === group)]);
}

function groupHint(group: string): string {
  return `${(GROUPS as Record<string, string>)[group] ?? ''}.`;
}

function pageWidth(columns: number | undefined): number {
  return Math.max(NARROWEST, Math.min(columns ?? 80, WIDEST));
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

/** How the value of a flag is written behind it: ` F`, ` [WITHIN]` where it may be left out. */
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

/** What an argument is, with what it may be. */
export function argumentHint({ hint, values }: ArgumentSpec): string {
  return values ? `${hint}: ${values.join(', ')}` : hint;
}

/** The names of columns; what each holds is in the manual. */
function columnLines(width: number): Line[] {
  const names = `${COLUMN_NAMES.join(', ')}; and any field that the server sends, and any GJSON path.`;
  return wrap(names, width - 2, '  ');
}

/** Commands with their comments in a column beside them, or each below its comment where that is too wide. */
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

/** Each code with the first words of its meaning; a line ends behind a comma. */
function exitSummary(width: number): Line[] {
  const items = Object.entries(EXITS).map(([code, meaning]) => `${code} ${meaning.replace(/[:,(].*/, '').trim()}`);
  const whole = items.map((item) => item.replaceAll(' ', '\u00a0')).join(', ');
  return wrapText(whole, width - 2).map((line) => [`  ${line.replaceAll('\u00a0', ' ')}`]);
}

/** The exit codes that a command can end with. */
export function exitsOf(spec: CommandSpec): Exit[] {
  const codes = Object.keys(EXITS).map((code) => Number(code) as Exit);
  return codes.filter((code) => [0, 1, 2, 130].includes(code) || spec.exits.includes(code));
}

/** Label and hint in two columns, or below one another where the terminal is narrow. */
function entries(rows: readonly (readonly [string, string])[], width: number): Line[] {
  const label = Math.min(LABEL, Math.max(...rows.map(([text]) => text.length)));
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
  return wrapText(text, width).map((line) => [indent + line]);
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

/** A hint of the declaration as a sentence. */
export function sentence(hint: string): string {
  const text = `${hint.charAt(0).toUpperCase()}${hint.slice(1)}`;
  return /(?:\?|\.\.\.)$/.test(text) ? text : `${text}.`;
}
