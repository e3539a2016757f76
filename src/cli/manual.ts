/** The manual pages, generated from the declaration: one for `openai`, one per command. */
import { COLUMN_NAMES, COLUMNS } from '../spec/columns.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../spec/commands.ts';
import { FLAGS, type FlagName, GLOBAL_FLAGS, hintOf, specOf } from '../spec/flags.ts';
import { ABOUT, EXAMPLES } from '../spec/overview.ts';
import { type CommandSpec, EXITS, type ExampleSpec } from '../spec/types.ts';
import { VERSION, VERSION_DATE } from '../version.ts';
import { argumentHint, exitsOf, flagHint, groupsOf, sentence } from './help.ts';
import { bold, entries, flowing, heading, italic, paragraphs, plain, subheading, title, verbatim } from './roff.ts';

export interface ManualPage {
  /** Its file name: `openai-models-list.1`. */
  file: string;
  text: string;
}

const FILES: readonly (readonly [string, string])[] = [
  ['~/.config/openai-models/config.yaml', 'the profiles, unless XDG_CONFIG_HOME or the system puts them elsewhere'],
  [
    '~/.local/state/openai-models/',
    'saved data: the journal of deletions, the state of the practice API, the ids for completion; see XDG_STATE_HOME',
  ],
];

export function manualPages(): ManualPage[] {
  return [page('openai', mainPage()), ...COMMAND_NAMES.map((name) => page(pageName(name), commandPage(name)))];
}

function page(name: string, lines: readonly string[]): ManualPage {
  const text = [title(name, VERSION_DATE, `openai ${VERSION}`), ...lines].join('\n');
  return { file: `${name}.1`, text: `${text}\n` };
}

function pageName(name: CommandName): string {
  return `openai-${name.replaceAll(' ', '-')}`;
}

function mainPage(): string[] {
  return [
    ...nameSection('openai', ABOUT.replace(/\.$/, '')),
    heading('Synopsis'),
    `${bold('openai')} ${italic('COMMAND')} [${italic('flags')}]`,
    heading('Description'),
    ...paragraphs([
      'Results go to standard output, everything else to standard error. On a terminal, a list is a table and a single model is a card; in a pipe, both are JSON as the server sent it.',
      'Each command has its own manual page, and help: openai help COMMAND.',
    ]),
    heading('Commands'),
    ...COMMAND_NAMES.flatMap((name) => entries([[bold(name), `${COMMANDS[name].summary}. See ${pageName(name)}(1).`]])),
    heading('Flags for every command'),
    flowing('They can go anywhere on the line. In brackets: the variable used if the flag is absent.'),
    ...flagSections(GLOBAL_FLAGS, subheading),
    heading('Environment'),
    ...entries(variables()),
    heading('Files'),
    ...entries(FILES.map(([path, what]) => [italic(path), sentence(what)])),
    ...exitSection(Object.keys(EXITS).map(Number) as (keyof typeof EXITS)[]),
    ...exampleSection(EXAMPLES),
    heading('See also'),
    COMMAND_NAMES.map((name) => reference(pageName(name))).join(',\n'),
  ];
}

function commandPage(name: CommandName): string[] {
  const spec: CommandSpec = COMMANDS[name];
  const aliases = (spec.aliases ?? []).map((alias) => `openai ${name.replace(/\S+$/, alias)}`);
  const { argument } = spec;
  const synopsis = argument ? ` [${italic(argument.name)}${argument.many ? '...' : ''}]` : '';
  return [
    ...nameSection(pageName(name), spec.summary),
    heading('Synopsis'),
    `${bold(`openai ${name}`)}${synopsis} [${italic('flags')}]`,
    heading('Description'),
    ...paragraphs([
      `${spec.summary}.`,
      ...(spec.description ?? []),
      ...(aliases.length > 0 ? [`Also: ${aliases.join(', ')}.`] : []),
      ...(spec.endpoint ? [`API request: ${spec.endpoint}.`] : []),
    ]),
    ...(argument ? [heading('Argument'), ...entries([[italic(argument.name), sentence(argumentHint(argument))]])] : []),
    ...flagSections(spec.flags as readonly FlagName[], (group) => heading(`${group} flags`)),
    ...(spec.flags.includes('columns') ? columnSection() : []),
    ...exitSection(exitsOf(spec)),
    ...exampleSection(spec.examples),
    heading('See also'),
    `${reference('openai')}, for the flags of every command`,
  ];
}

function nameSection(name: string, summary: string): string[] {
  const about = summary.charAt(0).toLowerCase() + summary.slice(1);
  return [heading('Name'), `${plain(name)} \\-\n${flowing(about)}`];
}

function flagSections(names: readonly FlagName[], head: (group: string) => string): string[] {
  return groupsOf(names).flatMap(([group, flags]) => [
    head(group),
    ...entries(flags.map((name) => [flagTerm(name), sentence(flagHint(name))])),
  ]);
}

/** `-r, --raw-output`, `--retiring [WITHIN]`. */
function flagTerm(name: FlagName): string {
  const { short, value, optional } = specOf(name);
  const written = [...(short ? [`-${short}`] : []), `--${name}`].map(bold).join(', ');
  if (value === undefined) return written;
  return `${written} ${optional ? `[${italic(value)}]` : italic(value)}`;
}

function columnSection(): string[] {
  return [
    heading('Columns'),
    flowing('Any field that the server sends and any GJSON path works as a column too.'),
    ...entries(COLUMN_NAMES.map((name) => [bold(name), sentence(COLUMNS[name].hint)])),
  ];
}

function variables(): [string, string][] {
  const rows = (Object.keys(FLAGS) as FlagName[]).flatMap((name): [string, string][] => {
    const { env } = specOf(name);
    return env === undefined ? [] : [[bold(env), `Used if --${name} is absent: ${hintOf(name)}.`]];
  });
  return rows.sort(([a], [b]) => (a < b ? -1 : 1));
}

function exitSection(codes: readonly (keyof typeof EXITS)[]): string[] {
  return [heading('Exit status'), ...entries(codes.map((code) => [bold(String(code)), sentence(EXITS[code])]))];
}

function exampleSection(examples: readonly ExampleSpec[]): string[] {
  return [
    heading('Examples'),
    ...examples.flatMap(({ command, hint }, i) => [
      ...(i === 0 ? [] : ['.PP']),
      flowing(sentence(hint)),
      ...verbatim([command]),
    ]),
  ];
}

function reference(name: string): string {
  return `${bold(name)}(1)`;
}
