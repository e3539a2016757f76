/** Help, from the declaration: short, grouped, wrapped to the terminal. Lines only; the writer prints them. */
import { type Line, type Span, span } from '../output/span.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName, GROUPS } from '../spec/commands.ts';
import { EXITS, type Exit } from '../spec/exits.ts';
import { type FlagName, GLOBAL_FLAGS, specOf } from '../spec/flags.ts';
import type { CommandSpec } from '../spec/types.ts';

const WIDEST = 100;
const NARROWEST = 40;
/** Entries longer than this put their hint on the next line. */
const LABEL = 30;

/** The page for one command. */
export function commandHelp(name: CommandName, columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const spec: CommandSpec = COMMANDS[name];
  const flags = spec.flags as readonly FlagName[];
  const argument = spec.argument ? ` [${spec.argument.name}${spec.argument.many ? '...' : ''}]` : '';
  const aliases = spec.aliases?.map((alias) => name.replace(/\S+$/, alias)) ?? [];
  return [
    ...wrap(`${spec.summary}.`, width),
    ...(spec.description ?? []).flatMap((text) => [[], ...wrap(text, width)]),
    ...section('Usage', [[`  openai ${name}${argument} [flags]`]]),
    ...(aliases.length > 0 ? section('Also', [[`  ${aliases.map((alias) => `openai ${alias}`).join(', ')}`]]) : []),
    ...(spec.argument ? section('Argument', entries([[spec.argument.name, spec.argument.hint]], width)) : []),
    ...(flags.length > 0 ? section('Flags', flagEntries(flags, width)) : []),
    ...section('Examples', exampleLines(spec, width)),
    ...section('Exit codes', wrap(exitCodes(spec), width - 2, '  ')),
    [],
    ...wrap('Flags for every command (keys, endpoint, formats): openai --help', width),
  ];
}

/** The page for a group of commands, or for all of them. */
export function overview(group: string | undefined, columns: number | undefined): Line[] {
  const width = pageWidth(columns);
  const names = COMMAND_NAMES.filter((name) => group === undefined || name.startsWith(`${group} `));
  const about =
    group === undefined ? 'See, search and delete the models of OpenAI and of compatible servers.' : groupHint(group);
  const listed = names.map((name): [string, string] => [name, COMMANDS[name].summary]);
  return [
    ...wrap(about, width),
    ...section('Usage', [[`  openai ${group === undefined ? 'COMMAND' : `${group} COMMAND`} [flags]`]]),
    ...section('Commands', entries(listed, width)),
    ...(group === undefined ? globalFlags(width) : []),
    ...section('Try', [['  openai --sandbox models list']]),
    [],
    ...wrap('More about a command: openai help COMMAND', width),
  ];
}

function globalFlags(width: number): Line[] {
  const groups = [...new Set(GLOBAL_FLAGS.map((name) => specOf(name).group))];
  return groups.flatMap((group) => {
    const names = GLOBAL_FLAGS.filter((name) => specOf(name).group === group);
    return section(`${group} flags, for every command`, flagEntries(names, width));
  });
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

function flagLabel(name: FlagName): string {
  const { short, value } = specOf(name);
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
}

function flagHint(name: FlagName): string {
  const { hint, values, env } = specOf(name);
  return [hint, values && `: ${values.join(', ')}`, env && ` [${env}]`].filter(Boolean).join('');
}

function exampleLines(spec: CommandSpec, width: number): Line[] {
  return spec.examples.flatMap(({ command, hint }) => {
    const comment = span('dim', `# ${hint}`);
    const line = `  ${command}`;
    if (line.length + hint.length + 4 <= width) return [[line, '  ', comment]];
    return [
      ...wrapText(`# ${hint}`, width - 4).map((text, i): Line => [i === 0 ? '  ' : '    ', span('dim', text)]),
      [line],
    ];
  });
}

function exitCodes(spec: CommandSpec): string {
  const codes = Object.keys(EXITS).map((code) => Number(code) as Exit);
  return codes
    .filter((code) => [0, 1, 2, 130].includes(code) || spec.exits.includes(code))
    .map((code) => `${code} ${EXITS[code]}`)
    .join(' · ');
}

/** Label and hint in two columns, or below one another where the terminal is narrow. */
function entries(rows: readonly (readonly [string, string])[], width: number): Line[] {
  const label = Math.min(LABEL, Math.max(...rows.map(([text]) => text.length)));
  const stacked = width < label + 30;
  return rows.flatMap(([text, hint]): Line[] => {
    const indent = stacked ? 6 : label + 4;
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
