/** What is offered where, by the declaration. */
import { describe, expect, test } from 'vitest';
import { complete } from '../../../src/completion/complete.ts';
import { SERVER_NAMES } from '../../../src/servers/titles.ts';
import { COLUMN_NAMES } from '../../../src/spec/columns.ts';
import { COMMAND_NAMES, COMMANDS, HIDDEN_COMMANDS } from '../../../src/spec/commands.ts';
import { FLAGS, type FlagName, GLOBAL_FLAGS, specOf } from '../../../src/spec/flags.ts';
import { FORMAT_NAMES, FORMATS } from '../../../src/spec/formats.ts';
import { GROUPS } from '../../../src/spec/overview.ts';
import { type CommandSpec, SHELLS } from '../../../src/spec/types.ts';
import { desk, offered } from './context.ts';

const NOTHING = 11;
const FILES = 10;
const FOLDERS = 13;
const OPEN = 12;

describe('commands', () => {
  test('the first word is a group or a command, with its hint', async () => {
    const { values, lines, exit } = await offered(['']);
    const single = COMMAND_NAMES.filter((name) => !name.includes(' '));
    expect(values.sort()).toEqual([...Object.keys(GROUPS), ...single].sort());
    expect(lines).toContain(`doctor\t${COMMANDS.doctor.summary}`);
    expect(exit).toBe(0);
  });

  test.each(Object.keys(GROUPS))('behind %s come its commands', async (group) => {
    const own = COMMAND_NAMES.filter((name) => name.startsWith(`${group} `)).map((name) =>
      name.slice(group.length + 1),
    );
    expect((await offered([group, ''])).values).toEqual(own);
  });

  test.each([
    [['mod'], ['models']],
    [['models', 'ret'], ['retrieve']],
    [['--sandbox', 'models', 'ret'], ['retrieve']],
    [['--format', 'json', 'models', 'ret'], ['retrieve']],
    [['models', '--format=json', 'ret'], ['retrieve']],
    [['help', 'models', 'ret'], ['retrieve']],
    [['help', 'fl'], ['flags']],
    [['help', 'ex'], ['exit-codes']],
    // An alias is offered to whoever is typing one.
    [['models', 'ge'], ['get']],
    [['profiles', 'g'], ['get']],
  ])('%j leads to %j', async (words, values) => expect((await offered(words)).values).toEqual(values));

  test.each([
    [['nothing', '']],
    [['models', 'list', '']],
    [['models', 'nothing', '']],
    [['help', 'models', 'list', '']],
  ])('nothing is known behind %j', async (words) =>
    expect(await offered(words)).toEqual({ values: [], lines: [], exit: NOTHING }),
  );

  test('what help does not show is not offered', async () => {
    for (const name of Object.keys(HIDDEN_COMMANDS)) expect((await offered([name.slice(0, 3)])).values).toEqual([]);
  });
});

describe('flags', () => {
  test.each(COMMAND_NAMES)('%s offers what it accepts, its own first', async (name) => {
    const { flags }: CommandSpec = COMMANDS[name];
    const shown = (names: readonly string[]) =>
      (Object.keys(FLAGS) as FlagName[]).filter((flag) => names.includes(flag) && !specOf(flag).hidden);
    const { values, exit } = await offered([...name.split(' '), '--']);
    expect(values).toEqual([...shown(flags), ...shown(GLOBAL_FLAGS)].map((flag) => `--${flag}`));
    expect(exit).toBe(0);
  });

  test('before a command, the flags of every command', async () => {
    const { values } = await offered(['--']);
    expect(values).toContain('--format');
    expect(values).not.toContain('--max-items');
  });

  test('with one dash where one was typed', async () => {
    expect((await offered(['models', 'list', '-max'])).values).toEqual(['-max-items', '-max-retries']);
  });

  test('one that was given is not offered again, unless it may be repeated', async () => {
    const { values } = await offered(['models', 'list', '--format', 'json', '-H', 'A: b', '--']);
    expect(values).not.toContain('--format');
    expect(values).toContain('--header');
  });

  test('none behind --', async () => expect((await offered(['models', 'list', '--', '--for'])).values).toEqual([]));
});

describe('values', () => {
  test.each([[['--format', '']], [['models', 'list', '--format', '']], [['models', 'list', '-format', '']]])(
    '%j: the formats, each with what it is',
    async (words) => {
      const { lines } = await offered(words);
      expect(lines).toEqual(FORMAT_NAMES.map((name) => `${name}\t${FORMATS[name].hint}`));
    },
  );

  test.each((Object.keys(FLAGS) as FlagName[]).filter((name) => specOf(name).type === 'enum'))(
    '--%s: its values, behind = too',
    async (name) => {
      const values = [...(specOf(name).values ?? [])];
      expect((await offered([`--${name}`, ''])).values).toEqual(values);
      expect((await offered([`--${name}=`])).values).toEqual(values.map((value) => `--${name}=${value}`));
    },
  );

  test.each<[words: string[], exit: number]>([
    [['models', 'list', '--mtls-client-cert-file', ''], FILES],
    [['models', 'list', '--mtls-client-cert-file=/e'], FILES],
    [['docs', 'man', '-o', ''], FOLDERS],
    [['models', 'list', '--api-key', ''], NOTHING],
    [['models', 'list', '--max-items', ''], NOTHING],
    [['models', 'list', '--no-pager='], NOTHING],
    [['models', 'list', '--no-such-flag='], NOTHING],
  ])('%j: exit code %i', async (words, exit) => expect(await offered(words)).toEqual({ values: [], lines: [], exit }));

  test('columns, one after the other', async () => {
    expect((await offered(['models', 'list', '--columns', ''])).values).toEqual(COLUMN_NAMES);
    const { values, exit } = await offered(['models', 'list', '--columns', 'id,ow']);
    expect({ values, exit }).toEqual({ values: ['id,owned_by'], exit: OPEN });
    expect((await offered(['models', 'list', '--columns', 'id,'])).values).not.toContain('id,id');
  });

  test('columns to sort by, both ways', async () => {
    expect((await offered(['models', 'list', '--sort', 'creat'])).values).toEqual(['created', 'created:desc']);
  });

  test('a value that may be left out does not take the next word', async () => {
    expect((await offered(['models', 'list', '--retiring', '--coun'])).values).toEqual(['--count']);
    expect((await offered(['models', 'list', '--retiring', '90d', '--coun'])).values).toEqual(['--count']);
  });

  test('shells and presets', async () => {
    expect((await offered(['completion', ''])).values).toEqual([...SHELLS]);
    expect((await offered(['profiles', 'add', ''])).values).toEqual(SERVER_NAMES);
  });
});

/** The whole answer to a shell. */
async function answer(style: string, args: readonly string[], env: Record<string, string> = {}) {
  const { ctx } = desk({ OPENAI_SANDBOX: '1', COMPLETION_STYLE: style, ...env }, { home: undefined });
  return complete(args, ctx);
}

const NANO = 'ft:gpt-4.1-nano-2025-04-14:acemeco::B7xQ1mNp';

describe('what each shell gets', () => {
  test.each<[raw: string, kept: number, line: string]>([
    [NANO.slice(0, 20), 0, NANO],
    [NANO.slice(0, 20), 3, NANO.slice(3)],
    [`'${NANO.slice(0, 20)}`, 1, NANO],
    [`"${NANO.slice(0, 20)}`, 1, NANO],
    [`ft\\:${NANO.slice(3, 20)}`, 0, `ft\\:${NANO.slice(3)}`],
  ])('bash: %s, of which it keeps %i', async (raw, kept, line) => {
    const { text, exit } = await answer('bash', ['--', 'models', 'get', raw], { COMPLETION_KEPT: String(kept) });
    expect({ text, exit }).toEqual({ text: `${line}\n`, exit: 0 });
  });

  test('bash, by the script of the official CLI: words in pieces, colons apart', async () => {
    const { text } = await answer('bash', ['--', 'models', 'get', 'ft', ':', 'gpt-4.1-nano-2025-04-14', ':']);
    expect(text).toBe('acemeco::B7xQ1mNp\n');
    expect((await answer('bash', ['--', 'models', 'get', 'ft', ':', 'gpt-4.1-n'])).text).toBe(`${NANO.slice(3)}\n`);
  });

  test('zsh: colons marked, the hint behind one', async () => {
    const { text } = await answer('zsh', ['--', 'models', 'get', NANO.slice(0, 20)]);
    expect(text).toBe(`${NANO.replaceAll(':', '\\:')}:user-abc123, 2025-06-03\n`);
  });

  test('zsh and fish: what fits in another case or further in, for them to choose', async () => {
    for (const style of ['zsh', 'fish']) {
      const { text } = await answer(style, ['--', 'models', 'get', 'B7XQ']);
      expect(text).toContain('B7xQ1mNp');
    }
    expect((await answer('bash', ['--', 'models', 'get', 'B7XQ'])).text).toBe('');
  });

  test('PowerShell: words by a variable, hints behind a tab', async () => {
    const words = ['models', 'get', NANO.slice(0, 20)].join('\n');
    expect((await answer('powershell', [], { COMPLETION_WORDS: words })).text).toBe(
      `${NANO}\tuser-abc123, 2025-06-03\n`,
    );
  });

  test('PowerShell, by the script of the official CLI: the name of the program first, values alone', async () => {
    expect((await answer('pwsh', ['openai', 'models', 'ret'])).text).toBe('retrieve\n');
  });

  test.each(['bash', 'zsh', 'fish', 'powershell', 'pwsh', 'other'])(
    '%s: nothing and no error for nonsense',
    async (style) => {
      for (const args of [
        [],
        ['--'],
        ['--', ''],
        ['--', '--', '--'],
        ['--', '-'],
        ['--', '=', ':', "'"],
        ['--', '"\\'],
      ])
        expect([0, NOTHING]).toContain((await answer(style, args)).exit);
    },
  );
});

describe('a source', () => {
  test.each([
    ['models', 'list', '--from', ''],
    ['models', 'diff', ''],
    ['models', 'watch', '--since', ''],
  ])('%s %s is offered at %j', async (...words) => {
    expect((await offered(words)).values).toEqual(expect.arrayContaining(['now', 'last', '7d']));
  });

  test('with a dot or a slash is a file', async () => {
    expect((await offered(['models', 'diff', './'])).exit).toBe(FILES);
  });
});
