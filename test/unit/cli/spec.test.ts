/** The declaration holds together: it is what the parser, help and the reference page are made from. */
import { describe, expect, test } from 'vitest';
import { flagHint } from '../../../src/cli/help.ts';
import { manualPages } from '../../../src/cli/manual.ts';
import { nameOf, parse } from '../../../src/cli/parse.ts';
import { referencePage } from '../../../src/cli/reference.ts';
import { LOADERS } from '../../../src/commands/index.ts';
import { EXPLANATIONS } from '../../../src/errors/explain.ts';
import { COMMAND_NAMES, COMMANDS, HIDDEN_COMMANDS } from '../../../src/spec/commands.ts';
import { FLAGS, type FlagName, GLOBAL_FLAGS, specOf } from '../../../src/spec/flags.ts';
import { FORMATS } from '../../../src/spec/formats.ts';
import { GROUPS } from '../../../src/spec/overview.ts';
import { type CommandSpec, EXITS } from '../../../src/spec/types.ts';

const FLAG_NAMES = Object.keys(FLAGS) as FlagName[];
const COMMAND_LIST: readonly [name: string, spec: CommandSpec][] = COMMAND_NAMES.map((name) => [name, COMMANDS[name]]);

/** One line for help: something, on one line, without a period at its end or a blank at either. */
const ONE_LINE = /^\S(?:[^\n]*[^\s.])?$/;

const doubles = (values: readonly string[]) => values.filter((value, i) => values.indexOf(value) !== i);

/** The words of an example, as a shell would give them; where the output goes is the shell's own affair. */
function wordsOf(command: string): string[] {
  const words = [...command.replace(/ [>|] .*$/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    (word) => word[1] ?? word[2] ?? word[3] ?? '',
  );
  expect(words[0]).toBe('openai');
  return words.slice(1);
}

describe.each(FLAG_NAMES)('--%s', (name) => {
  const spec = specOf(name);

  test('has a name that can be typed and a hint of one line', () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    expect(name.length).toBeGreaterThan(1);
    expect(spec.hint).toMatch(ONE_LINE);
  });

  test('has a default that its own reading would take, said by no hint', () => {
    expect(spec.hint).not.toMatch(/\(default|default \d/);
    if (spec.default === undefined) return;
    const said = `${spec.hint} (default ${spec.default})`;
    const pages = [
      manualPages()
        .map(({ text }) => text)
        .join('\n'),
      referencePage(),
    ];
    const sentence = said.charAt(0).toUpperCase() + said.slice(1);
    for (const page of pages) expect(page).toContain(sentence);
    expect(flagHint(name)).toContain(said);
    const command = COMMAND_LIST.find(([, { flags }]) => flags.includes(name))?.[0] ?? 'models list';
    const parsed = parse([...command.split(' '), `--${name}=${spec.default}`]);
    expect(parsed).toMatchObject({ flags: { [name]: spec.default } });
  });

  test('names its value where it takes one, and only there', () => {
    expect(spec.value !== undefined).toBe(spec.type !== 'boolean');
    expect(spec.values !== undefined).toBe(spec.type === 'enum');
    for (const value of spec.values ?? []) expect(value).toBe(value.toLowerCase());
    expect(doubles(spec.values ?? [])).toEqual([]);
    if (spec.min !== undefined) expect(['integer', 'seconds']).toContain(spec.type);
  });

  test('has a letter and a variable of the usual look', () => {
    if (spec.short !== undefined) expect(spec.short).toMatch(/^[A-Za-z]$/);
    if (spec.env !== undefined) expect(spec.env).toMatch(/^OPENAI_[A-Z_]+$/);
  });

  test('is used: by every command or by some', () => {
    const hidden: readonly CommandSpec[] = Object.values(HIDDEN_COMMANDS);
    const users = [...COMMAND_LIST.map(([, command]) => command), ...hidden].filter(({ flags }) =>
      flags.includes(name),
    );
    const global = (GLOBAL_FLAGS as readonly string[]).includes(name);
    expect(global).toBe(users.length === 0);
  });
});

describe('the flags', () => {
  test('share no letter and no variable', () => {
    const letters = FLAG_NAMES.flatMap((name) => specOf(name).short ?? []);
    const variables = FLAG_NAMES.flatMap((name) => specOf(name).env ?? []);
    expect({ letters: doubles(letters), variables: doubles(variables) }).toEqual({ letters: [], variables: [] });
    expect(doubles(GLOBAL_FLAGS)).toEqual([]);
  });

  test('that hold a key are marked as secret', () => {
    const secret = FLAG_NAMES.filter((name) => specOf(name).secret);
    expect(FLAG_NAMES.filter((name) => /(?:^|-)(?:key|secret|header)$/.test(name))).toEqual(secret);
  });
});

describe.each(COMMAND_LIST)('%s', (name, spec) => {
  test('is summed up in one line', () => {
    expect(spec.summary).toMatch(ONE_LINE);
    for (const text of spec.description ?? []) expect(text).toMatch(/^\S.*\.$/);
    if (spec.argument) expect(spec.argument.hint).toMatch(ONE_LINE);
  });

  test('takes flags that exist, each once', () => {
    expect(spec.flags.filter((flag) => !Object.hasOwn(FLAGS, flag))).toEqual([]);
    expect(doubles(spec.flags)).toEqual([]);
  });

  test('has two examples or more, which mean this command', () => {
    expect(spec.examples.length).toBeGreaterThanOrEqual(2);
    expect(doubles(spec.examples.map(({ command }) => command))).toEqual([]);
    for (const { command, hint } of spec.examples) {
      expect(hint).toMatch(/^\S[^\n]*[^\s.]$/);
      expect(parse(wordsOf(command)).command).toBe(name);
    }
  });

  test('ends with declared exit codes, besides those that all share', () => {
    const declared = Object.keys(EXITS).map(Number);
    for (const exit of spec.exits) expect(declared).toContain(exit);
    for (const exit of [0, 1, 2, 130]) expect(spec.exits).not.toContain(exit);
    expect(doubles(spec.exits.map(String))).toEqual([]);
    expect(spec.exits).toEqual([...spec.exits].sort((a, b) => a - b));
  });

  test('stands in a group that exists', () => {
    const [first, ...rest] = name.split(' ') as [string, ...string[]];
    if (rest.length > 0) expect(Object.keys(GROUPS)).toContain(first);
    expect(rest.length).toBeLessThanOrEqual(1);
  });
});

test('no two commands answer to one name', () => {
  const spellings = COMMAND_LIST.flatMap(([name, spec]) => [
    name,
    ...(spec.aliases ?? []).map((alias) => name.replace(/\S+$/, alias)),
  ]);
  expect(doubles(spellings)).toEqual([]);
  for (const spelling of spellings) expect(nameOf(spelling.split(' ')), spelling).toBeDefined();
});

test('every group has a command', () => {
  for (const group of Object.keys(GROUPS))
    expect(COMMAND_NAMES.some((name) => name.startsWith(`${group} `))).toBe(true);
});

test('every command can be loaded', async () => {
  for (const name of Object.keys(LOADERS) as (keyof typeof LOADERS)[])
    expect(await LOADERS[name]()).toBeTypeOf('function');
});

test('every format has a hint of one line', () => {
  for (const [name, { hint }] of Object.entries(FORMATS)) {
    expect(name).toBe(name.toLowerCase());
    expect(hint).toMatch(ONE_LINE);
  }
});

test('every error ends with a declared exit code, and none with success', () => {
  const declared = Object.keys(EXITS).map(Number);
  for (const [code, { exit }] of Object.entries(EXPLANATIONS)) {
    const exits = typeof exit === 'function' ? [401, 403, 404, 429, 500].map((status) => exitOfStatus(status)) : [exit];
    for (const one of exits) {
      expect(declared, code).toContain(one);
      expect(one, code).not.toBe(0);
    }
  }
});

test('what was said wrongly on the line ends with 2', () => {
  const usage = ['unknown-command', 'unknown-flag', 'flag-elsewhere', 'flag-needs-value', 'flag-takes-no-value'];
  for (const code of [...usage, 'bad-value', 'extra-argument', 'missing-model', 'bad-model-id', 'conflict'] as const)
    expect(EXPLANATIONS[code as keyof typeof EXPLANATIONS].exit, code).toBe(2);
});

function exitOfStatus(status: number): number {
  const { exit } = EXPLANATIONS.server;
  const args = { status, method: 'GET', reason: undefined, keyOrigin: undefined };
  return typeof exit === 'function' ? exit(args) : exit;
}
