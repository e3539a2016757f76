import { describe, expect, test } from 'vitest';
import { briefHelp, commandHelp, exitsOf, overview, topicHelp } from '../../../src/cli/help.ts';
import type { Line } from '../../../src/output/terminal-text.ts';
import { COMMAND_NAMES, COMMANDS } from '../../../src/spec/commands.ts';
import { COMMON_FLAGS, FLAGS, type FlagName, GLOBAL_FLAGS, specOf } from '../../../src/spec/flags.ts';
import { EXAMPLES, GROUPS, SELECTING_EXAMPLES, TOPIC_NAMES } from '../../../src/spec/overview.ts';
import { type CommandSpec, EXITS, type ExampleSpec } from '../../../src/spec/types.ts';

const textOf = (line: Line) => line.map((part) => (typeof part === 'string' ? part : part.text)).join('');
const pageOf = (lines: readonly Line[]) => lines.map(textOf);

type Page = (columns: number | undefined) => string[];

const PAGES: readonly [name: string, page: Page][] = [
  ['everything', (columns) => pageOf(overview(undefined, columns))],
  ...TOPIC_NAMES.map((name): [string, Page] => [name, (columns) => pageOf(topicHelp(name, columns) ?? [])]),
  ...Object.keys(GROUPS).map((group): [string, Page] => [group, (columns) => pageOf(overview(group, columns))]),
  ...COMMAND_NAMES.map((name): [string, Page] => [name, (columns) => pageOf(commandHelp(name, columns))]),
  ...COMMAND_NAMES.map((name): [string, Page] => [`${name}, in brief`, (columns) => pageOf(briefHelp(name, columns))]),
];

/** Lines that stand as they are: a command is there to be copied. */
const COMMANDS_SHOWN = [
  ...EXAMPLES,
  ...SELECTING_EXAMPLES,
  ...COMMAND_NAMES.flatMap((name): readonly ExampleSpec[] => COMMANDS[name].examples),
].map(({ command }) => `  ${command}`);

describe.each(PAGES)('help for %s', (_name, page) => {
  test.each([40, 80, 200])('fits into %i columns', (columns) => {
    const tooLong = page(columns).filter((line) => line.length > columns && !COMMANDS_SHOWN.includes(line));
    // A word that is longer than its line cannot be broken.
    expect(tooLong.filter((line) => /\S\s+\S/.test(line.trim()))).toEqual([]);
  });

  test('needs no width', () => expect(page(undefined)).toEqual(page(80)));

  test('grows no wider than reads well', () => expect(page(200)).toEqual(page(100)));

  test.each([1, 20])('is not squeezed into %i columns', (columns) => expect(page(columns)).toEqual(page(40)));

  test('holds no control and ends no line with a blank', () => {
    for (const line of page(80)) expect(line).toMatch(/^(?:[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s])?$/);
  });

  test('says the same at every width', () => {
    const words = (columns: number) => page(columns).join(' ').split(/\s+/).sort();
    expect(words(40)).toEqual(words(200));
    expect(words(80)).toEqual(words(200));
  });
});

const flat = (lines: readonly Line[]) => pageOf(lines).join('\n').replace(/\s+/g, ' ');

describe('the overview', () => {
  const text = flat(overview(undefined, 80));

  test.each(COMMAND_NAMES)('lists %s', (name) => {
    expect(text).toContain(`${name} ${COMMANDS[name].summary}`.replace(/\s+/g, ' '));
  });

  test.each(COMMON_FLAGS)('explains --%s', (name) => explains(text, name));

  test.each(Object.keys(EXITS))('names exit code %s', (code) => expect(text).toMatch(new RegExp(`[ ,] ?${code} \\w`)));

  test('is short: a screen of commands, and the way to the rest', () => {
    expect(overview(undefined, 80).length).toBeLessThanOrEqual(45 + COMMAND_NAMES.length);
    expect(text).toContain('openai help COMMAND');
    expect(text).toContain('openai help flags');
  });
});

describe('the page of flags', () => {
  const text = flat(topicHelp('flags', 80) ?? []);
  test.each(GLOBAL_FLAGS.filter((name) => !specOf(name).hidden))('explains --%s', (name) => explains(text, name));
});

describe.each(COMMAND_NAMES)('the page of %s', (name) => {
  const spec: CommandSpec = COMMANDS[name];
  const text = flat(commandHelp(name, 80));

  test('explains its own flags and no others', () => {
    for (const flag of Object.keys(FLAGS) as FlagName[]) {
      if (spec.flags.includes(flag) && !specOf(flag).hidden) explains(text, flag);
      else expect(text).not.toContain(`${label(flag)} ${specOf(flag).hint}`);
    }
  });

  test('shows summary, aliases, argument, examples and exit codes', () => {
    expect(text.startsWith(`${spec.summary}.`)).toBe(true);
    for (const alias of spec.aliases ?? []) expect(text).toContain(`openai ${name.replace(/\S+$/, alias)}`);
    if (spec.argument) expect(text).toContain(spec.argument.hint);
    for (const { command, hint } of spec.examples) {
      expect(text).toContain(command);
      expect(text).toContain(hint);
    }
    expect(exitsOf(spec)).toEqual([0, 1, 2, ...spec.exits, 130]);
    for (const [exit, meaning] of Object.entries(EXITS))
      expect(text.includes(`${exit} ${meaning}`)).toBe([0, 1, 2, 130, ...spec.exits].includes(Number(exit)));
  });
});

function explains(text: string, name: FlagName): void {
  const { hint, values, env, short } = specOf(name);
  expect(text).toContain(`${short ? `-${short}, ` : ''}${label(name)} ${hint}`);
  if (values) expect(text).toContain(values.join(', '));
  if (env) expect(text).toContain(`[${env}]`);
}

function label(name: FlagName): string {
  const { value, optional } = specOf(name);
  return `--${name}${value === undefined ? '' : optional ? ` [${value}]` : ` ${value}`}`;
}
