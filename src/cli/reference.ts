/**
 * The reference page in Markdown, generated from the declaration: each command with parameters, results and an example.
 */
import { COLUMN_NAMES, COLUMNS } from '../spec/columns.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../spec/commands.ts';
import { type FlagName, GLOBAL_FLAGS, hintOf, specOf } from '../spec/flags.ts';
import { FORMATS } from '../spec/formats.ts';
import { type FieldSpec, OBJECTS, type ObjectName, type ObjectSpec } from '../spec/objects.ts';
import { ABOUT } from '../spec/overview.ts';
import { type ArgumentSpec, type CommandSpec, EXITS, type FlagSpec } from '../spec/types.ts';
import { exitsOf, groupsOf, sentence, usageOf } from './help.ts';

export function referencePage(): string {
  const blocks = [
    '# Reference',
    ABOUT,
    `Written by \`openai docs reference\` from the declaration that parsing, help and completion use too. Results go to standard output, everything else to standard error; [output](output.md) shows every format, [configuration](configuration.md) every profile setting.`,
    ...COMMAND_NAMES.flatMap(commandBlocks),
    '## Flags for every command',
    'They may stand anywhere on the line. In brackets: the variable that is used where the flag is absent.',
    ...groupsOf(GLOBAL_FLAGS).flatMap(([group, names]) => [`### ${group}`, ...names.map(parameter)]),
    '## Columns',
    'For `--columns` and `--sort`. Besides these, any field that the server sends and any GJSON path is a column.',
    table(
      ['column', 'what it holds'],
      COLUMN_NAMES.map((name) => [`\`${name}\``, COLUMNS[name].hint]),
    ),
    '## Formats',
    table(
      ['format', 'what it shows'],
      Object.entries(FORMATS).map(([name, { hint }]) => [`\`${name}\``, hint]),
    ),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      Object.entries(EXITS).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
    '## Domain types',
    ...(Object.keys(OBJECTS) as ObjectName[]).flatMap((name) => [`### ${OBJECTS[name].title}`, ...returns(name)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function commandBlocks(name: CommandName): string[] {
  const spec: CommandSpec = COMMANDS[name];
  const [method = '', path = ''] = spec.endpoint?.split(' ') ?? [];
  const parameters = [
    ...(spec.argument ? [argumentLine(spec.argument)] : []),
    ...groupsOf(spec.flags as readonly FlagName[]).flatMap(([, names]) => names.map(parameter)),
  ];
  const aliases = (spec.aliases ?? []).map((alias) => `\`openai ${name.replace(/\S+$/, alias)}\``);
  return [
    `## ${name}`,
    `\`$ ${usageOf(name)}\``,
    ...(spec.endpoint ? [`**${method.toLowerCase()}** \`${path}\``] : []),
    [`${spec.summary}.`, ...(spec.description ?? [])].join(' '),
    ...(aliases.length > 0 ? [`The same: ${aliases.join(', ')}.`] : []),
    '### Parameters',
    ...(parameters.length > 0 ? parameters : ['It has none of its own.']),
    'And the [flags for every command](#flags-for-every-command).',
    ...(spec.returns ? ['### Returns', ...returns(spec.returns)] : []),
    '### Example',
    fenced('sh', spec.examples.map(({ command, hint }) => `# ${hint}\n${command}`).join('\n')),
    ...(spec.returns ? ['#### Response', fenced('json', JSON.stringify(exampleOf(spec.returns), null, 2))] : []),
    `Exit codes: ${exitsOf(spec).join(', ')}; [what they mean](#exit-codes).`,
  ];
}

function argumentLine(argument: ArgumentSpec): string {
  const type = argument.values ? argument.values.map((value) => `"${value}"`).join(' | ') : 'string';
  return `- \`${argument.name}: ${argument.many ? `array of ${type}` : type}\`\n\n  ${sentence(argument.hint)}`;
}

function parameter(name: FlagName): string {
  const spec = specOf(name);
  const variable = spec.env ? ` [\`${spec.env}\`]` : '';
  const short = spec.short ? `-${spec.short}, ` : '';
  return `- \`${short}--${name}: ${typeOf(spec)}\`\n\n  ${sentence(hintOf(name))}${variable}`;
}

function typeOf({ type, values, optional }: FlagSpec): string {
  if (values) return values.map((value) => `"${value}"`).join(' | ');
  if (type === 'list') return 'array of string';
  if (type === 'integer' || type === 'seconds') return 'number';
  return optional ? `optional ${type}` : type;
}

function returns(name: ObjectName): string[] {
  const { title, hint, fields }: ObjectSpec = OBJECTS[name];
  return [
    `- \`${title}: object { ${Object.keys(fields).join(', ')} }\`\n\n  ${sentence(hint)}`,
    ...Object.entries(fields).map(([key, field]) => fieldLine(key, field)),
  ];
}

function fieldLine(key: string, { type, hint, optional }: FieldSpec): string {
  return `  - \`${key}: ${optional ? 'optional ' : ''}${type}\`\n\n    ${sentence(hint)}`;
}

function exampleOf(name: ObjectName): unknown {
  const { fields }: ObjectSpec = OBJECTS[name];
  const values = Object.entries(fields).map(([key, { example }]) => [
    key,
    example === '' ? [exampleOf('model')] : JSON.parse(example),
  ]);
  return Object.fromEntries(values);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
