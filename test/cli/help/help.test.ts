import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES, COMMANDS } from '../../../src/spec/commands.ts';
import { GLOBAL_FLAGS } from '../../../src/spec/flags.ts';
import { GROUPS } from '../../../src/spec/overview.ts';
import type { CommandSpec } from '../../../src/spec/types.ts';
import { run, type Terminals } from '../../support/run.ts';

/** The first line of a page tells which one it is. */
async function page(argv: string[]): Promise<string> {
  const { stdout, stderr, code, requests } = await run(argv, { env: { OPENAI_API_KEY: undefined } });
  expect({ stderr, code, requests }).toEqual({ stderr: '', code: 0, requests: [] });
  return stdout;
}

describe('help for everything', async () => {
  const overview = await page([]);

  test.each<[argv: string[]]>([[['--help']], [['-h']], [['help']], [['--help=true']], [['--quiet', '--help']]])(
    '%j is what openai alone shows',
    async (argv) => expect(await page(argv)).toBe(overview),
  );

  test('names every command and the groups of flags', () => {
    for (const name of COMMAND_NAMES) expect(overview).toContain(`  ${name} `);
    expect(overview).toContain('--api-key KEY');
    expect(overview).toContain('OPENAI_API_KEY');
  });
});

test('help flags shows every flag of every command', async () => {
  const text = await page(['help', 'flags']);
  for (const flag of GLOBAL_FLAGS) expect(text).toContain(`--${flag}`);
});

test.each(['formats', 'columns', 'environment', 'exit-codes', 'selecting'])('help %s is a page', async (topic) => {
  expect((await page(['help', topic])).split('\n').length).toBeGreaterThan(5);
});

test('help exit codes may be written as two words', async () => {
  expect(await page(['help', 'exit', 'codes'])).toBe(await page(['help', 'exit-codes']));
});

describe.each(Object.keys(GROUPS))('help for %s', (group) => {
  test('is the same by every way, and about that group alone', async () => {
    const text = await page([group]);
    for (const argv of [
      [group, '--help'],
      ['help', group],
      ['-h', group],
      [group, 'help'],
    ])
      expect(await page(argv)).toBe(text);
    for (const name of COMMAND_NAMES) expect(text.includes(`  ${name} `)).toBe(name.startsWith(`${group} `));
  });
});

describe.each(COMMAND_NAMES)('help for %s', (name) => {
  const words = name.split(' ');
  const spec: CommandSpec = COMMANDS[name];

  test('is the same by every way', async () => {
    const text = await page([...words, '--help']);
    expect(text.split('\n')[0]).toBe(`${spec.summary}.`);
    expect(await page(['help', ...words])).toBe(text);
    expect(await page(['--help', ...words])).toBe(text);
    for (const alias of spec.aliases ?? []) expect(await page([...words.slice(0, -1), alias, '--help'])).toBe(text);
  });

  test('fits one screen with -h, and names every flag there', async () => {
    const text = await page([...words, '-h']);
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
    for (const flag of spec.flags) if (flag !== 'text') expect(text).toContain(`--${flag}`);
    for (const alias of spec.aliases ?? []) expect(await page([...words.slice(0, -1), alias, '-h'])).toBe(text);
  });

  test('shows its flags, examples and exit codes', async () => {
    const text = await page(['help', ...words]);
    for (const flag of spec.flags) expect(text).toContain(`--${flag}`);
    for (const { command, hint } of spec.examples) {
      expect(text).toContain(command);
      expect(text).toContain(`# ${hint}`);
    }
    for (const exit of [0, 1, 2, 130, ...spec.exits]) expect(text).toMatch(new RegExp(`^  ${exit} +\\w`, 'm'));
  });

  test('beats whatever else is on the line', async () => {
    const text = await page(['help', ...words]);
    expect(await page([...words, '--format', 'json', '--sandbox', '--help'])).toBe(text);
  });
});

describe('help for what does not exist', () => {
  test.each<[argv: string[], names: string]>([
    [['help', 'modles'], 'modles'],
    [['help', 'models', 'lst'], 'models lst'],
    [['help', 'models', 'list', 'more'], 'models list more'],
  ])('%j', async (argv, names) => {
    const { stdout, stderr, code } = await run(argv);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(`'${names}'`);
  });
});

describe('what is wrong with a line points to the help that tells', () => {
  test.each<[argv: string[], says: string, next: string]>([
    [['models', 'list', '--frmat', 'json'], 'unknown flag --frmat', 'openai models list --help'],
    [['--frmat', 'json', 'models', 'list'], 'unknown flag --frmat', 'openai --help'],
    [['models', 'list', '--format', 'x'], "--format is 'x'", 'openai models list --help'],
    [['models', 'ls', '--created-after', 'x'], "--created-after is 'x'", 'openai models list --help'],
    [['models', 'list', '--ids', '--count'], '--ids and --count cannot be used together', 'openai models list --help'],
    [['models', 'list', '--quiet=x'], '--quiet takes no value other than true or false', 'openai models list --help'],
    [['models', 'lst'], "unknown command 'models lst'; did you mean 'models list'?", 'openai --help'],
    [['help', 'list'], "unknown command 'list'; did you mean 'models list'?", 'openai --help'],
    [['@completion', 'tcsh'], "the shell is 'tcsh'", 'openai --help'],
  ])('%j', async (argv, says, next) => {
    const { stdout, stderr, code, requests } = await run(argv);
    expect({ stdout, code, requests }).toEqual({ stdout: '', code: 2, requests: [] });
    expect(stderr.split('\n')[0]).toContain(says);
    expect(stderr).toMatch(new RegExp(`See: ${next}\\n$`));
  });
});

describe('color', () => {
  const help = (env: Record<string, string | undefined>, terminal: number | Terminals = {}) =>
    run(['help', 'models', 'list'], { env: { NO_COLOR: undefined, ...env }, terminal });

  test('is for a terminal only, and only where it is wanted', async () => {
    expect((await help({}, 80)).stdout).toContain('\x1b[1mUsage\x1b[22m');
    for (const { stdout } of [await help({}), await help({ NO_COLOR: '1' }, 80), await help({ TERM: 'dumb' }, 80)])
      expect(stdout).not.toContain('\x1b');
  });
});
