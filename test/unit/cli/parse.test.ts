import { describe, expect, test } from 'vitest';
import { accepts, parse } from '../../../src/cli/parse.ts';
import { CliError, type ErrorCode } from '../../../src/errors/error.ts';
import type { CommandName } from '../../../src/spec/commands.ts';
import { FLAGS, type FlagName, type FlagValues, GLOBAL_FLAGS, specOf } from '../../../src/spec/flags.ts';

type Row = [line: string, command: CommandName | undefined, flags: FlagValues, args: string[]];

/** Words are separated by one space; `''` stands for an empty word. */
const words = (line: string) => (line === '' ? [] : line.split(' ').map((word) => (word === "''" ? '' : word)));

describe('parse reads', () => {
  test.each<Row>([
    ['', undefined, {}, []],
    ['--quiet', undefined, { quiet: true }, []],
    ['models list', 'models list', {}, []],
    ['models ls', 'models list', {}, []],
    ['models get a', 'models retrieve', {}, ['a']],
    ['models show a', 'models retrieve', {}, ['a']],
    ['models rm a', 'models delete', {}, ['a']],
    ['help', 'help', {}, []],
    ['help models list', 'help', {}, ['models', 'list']],
    ['sandbox reset', 'sandbox reset', {}, []],

    ['models list --format json', 'models list', { format: 'json' }, []],
    ['models list --format=json', 'models list', { format: 'json' }, []],
    ['--format json models list', 'models list', { format: 'json' }, []],
    ['models --format json list', 'models list', { format: 'json' }, []],
    ['models list -format json', 'models list', { format: 'json' }, []],
    ['models list -format=JSON', 'models list', { format: 'json' }, []],
    ['models list --format json --format yaml', 'models list', { format: 'yaml' }, []],

    ['models list --ids', 'models list', { ids: true }, []],
    ['models list --ids=true', 'models list', { ids: true }, []],
    ['models list --ids=1', 'models list', { ids: true }, []],
    ['models list --ids=false', 'models list', { ids: false }, []],
    ['models list --ids=0', 'models list', { ids: false }, []],
    ['models list --ids --ids=false', 'models list', { ids: false }, []],
    ['models delete -y a', 'models delete', { yes: true }, ['a']],
    ['models delete a -y', 'models delete', { yes: true }, ['a']],
    ['models delete --yes true', 'models delete', { yes: true }, ['true']],

    ['models list --max-items 5', 'models list', { 'max-items': 5 }, []],
    ['models list --max-items -1', 'models list', { 'max-items': -1 }, []],
    ['models list --max-items=-1', 'models list', { 'max-items': -1 }, []],
    ['models list --max-items 007', 'models list', { 'max-items': 7 }, []],
    ['models list --timeout 0', 'models list', { timeout: 0 }, []],
    ['models list --timeout 1.5', 'models list', { timeout: 1.5 }, []],

    ['models list -H a:b', 'models list', { header: ['a:b'] }, []],
    ['models list -H a:b --header c:d --header=e:f', 'models list', { header: ['a:b', 'c:d', 'e:f'] }, []],
    ['models list --api-key x=y', 'models list', { 'api-key': 'x=y' }, []],
    ['models list --api-key=x=y', 'models list', { 'api-key': 'x=y' }, []],
    ['models list --api-key=', 'models list', { 'api-key': '' }, []],
    ["models list --api-key ''", 'models list', { 'api-key': '' }, []],
    ['models list --api-key -starts-with-a-dash', 'models list', { 'api-key': '-starts-with-a-dash' }, []],
    ['models list --api-key=--format', 'models list', { 'api-key': '--format' }, []],
    ['models list --api-key -', 'models list', { 'api-key': '-' }, []],

    ['models get -', 'models retrieve', {}, ['-']],
    ['models get -- --odd', 'models retrieve', {}, ['--odd']],
    ['models get -- -h', 'models retrieve', {}, ['-h']],
    ['models get a --', 'models retrieve', {}, ['a']],
    ['-- models list', 'models list', {}, []],
    ['models get list', 'models retrieve', {}, ['list']],
    ["models get ''", 'models retrieve', {}, ['']],
    ['models list --help', 'models list', { help: true }, []],
    ['models list -v', 'models list', { version: true }, []],
  ])('%s', (line, command, flags, args) => {
    expect(parse(words(line))).toEqual({ command, group: undefined, flags, args });
  });

  test.each<[line: string, group: string]>([
    ['models', 'models'],
    ['sandbox --quiet', 'sandbox'],
    ['models --help', 'models'],
    ['models frobnicate --help', 'models'],
    ['models help', 'models'],
  ])('the group of %s', (line, group) => {
    expect(parse(words(line))).toMatchObject({ command: undefined, group, args: [] });
  });

  test('-h as help of one screen', () => {
    expect(parse(['models', 'list', '-h'])).toMatchObject({ flags: { help: true }, brief: true });
    expect(parse(['models', 'list', '--help'])).not.toHaveProperty('brief');
  });

  test('a line without taking its words for anything but words', () => {
    for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(parse(['models', 'get', word]).args).toEqual([word]);
      expect(() => parse([word])).toThrow(CliError);
      expect(() => parse(['models', 'list', `--${word}`])).toThrow(CliError);
      expect(() => parse(['models', 'list', '--format', word])).toThrow(CliError);
    }
  });
});

describe('parse refuses', () => {
  test.each<[line: string, code: ErrorCode, args: object]>([
    ['modles list', 'unknown-command', { words: 'modles', nearest: 'models list' }],
    ['models lst', 'unknown-command', { words: 'models lst', nearest: 'models list' }],
    ['models delte a', 'unknown-command', { words: 'models delte', nearest: 'models delete' }],
    ['list', 'unknown-command', { words: 'list', nearest: 'models list' }],
    ['retrieve a', 'unknown-command', { words: 'retrieve', nearest: 'models retrieve' }],
    ["''", 'unknown-command', { words: '' }],
    ['frobnicate', 'unknown-command', { nearest: undefined }],
    ['frobnicate --help', 'unknown-command', { words: 'frobnicate' }],
    ['models list --formt json', 'unknown-flag', { flag: '--formt', nearest: '--format' }],
    ['models list --formt=json', 'unknown-flag', { flag: '--formt', nearest: '--format' }],
    ['models list -formt', 'unknown-flag', { flag: '-formt', nearest: '--format' }],
    ['models list -x', 'unknown-flag', { flag: '-x' }],
    ['models list ---format', 'unknown-flag', { flag: '---format' }],
    ['models list --h', 'unknown-flag', { flag: '--h' }],
    ['models list -hv', 'unknown-flag', { flag: '-hv' }],
    ['models list --Format json', 'unknown-flag', { flag: '--Format', nearest: '--format' }],
    ['models list -1', 'unknown-flag', { flag: '-1' }],
    ['models list --yes', 'flag-elsewhere', { flag: '--yes', command: 'models list' }],
    ['--yes models list', 'flag-elsewhere', { flag: '--yes', command: 'models list' }],
    ['models get a --ids', 'flag-elsewhere', { flag: '--ids', command: 'models retrieve' }],
    ['models get --model', 'flag-needs-value', { flag: '--model', got: undefined }],
    ['models get --model --format json', 'flag-needs-value', { flag: '--model', got: '--format' }],
    ['models get --model --format=json', 'flag-needs-value', { flag: '--model', got: '--format=json' }],
    ['models get --model --', 'flag-needs-value', { flag: '--model', got: '--' }],
    ['models list -H', 'flag-needs-value', { flag: '-H' }],
    ['models list --ids=yes', 'flag-takes-no-value', { flag: '--ids' }],
    ['models list --ids=', 'flag-takes-no-value', { flag: '--ids' }],
    ['models list --max-items x', 'bad-value', { what: '--max-items', value: 'x' }],
    ['models list --max-items=', 'bad-value', { what: '--max-items', value: '' }],
    ['models list --max-items 1e3', 'bad-value', { what: '--max-items', value: '1e3' }],
    ['models list --max-items 0x10', 'bad-value', { what: '--max-items', value: '0x10' }],
    ['models list --max-items 9007199254740993', 'bad-value', { what: '--max-items' }],
    ['models list --max-items -2', 'bad-value', { what: '--max-items', value: '-2' }],
    ['models list --timeout -1', 'bad-value', { what: '--timeout', value: '-1' }],
    ['models list --timeout 1s', 'bad-value', { what: '--timeout', value: '1s' }],
    ['models list --timeout Infinity', 'bad-value', { what: '--timeout' }],
    ['models list --format=', 'bad-value', { what: '--format', value: '' }],
    ['models list --format jason', 'bad-value', { what: '--format', nearest: 'json' }],
    ['models list --color alway', 'bad-value', { what: '--color', nearest: 'always' }],
    ['doctor a', 'extra-argument', { argument: 'a', command: 'doctor' }],
    ['profiles show a b', 'extra-argument', { argument: 'b', command: 'profiles show' }],
  ])('%s', (line, code, args) => {
    expect(thrownBy(() => parse(words(line)))).toMatchObject({ code, args });
  });

  test('a secret without repeating it', () => {
    for (const name of Object.keys(FLAGS) as FlagName[]) {
      if (!specOf(name).secret) continue;
      const error = thrownBy(() => parse(['models', 'list', `--${name}s=hunter2`]));
      expect(JSON.stringify(error)).not.toContain('hunter2');
    }
  });
});

describe('a flag given twice', () => {
  const VALUES = { boolean: '', string: '=x', list: '=x', integer: '=3', seconds: '=3', enum: '=x' };
  const choosing = (Object.keys(FLAGS) as FlagName[]).filter(
    (name) => ['Selection', 'Deleting'].includes(specOf(name).group) && accepts('models delete', name),
  );

  test.each(choosing)('--%s is refused where only one of two choices could count', (name) => {
    const given = `--${name}${VALUES[specOf(name).type]}`;
    const line = ['models', 'delete', given, given];
    if (['list', 'boolean'].includes(specOf(name).type)) expect(() => parse(line)).not.toThrow();
    else expect(thrownBy(() => parse(line))).toMatchObject({ code: 'flag-twice', args: { flag: `--${name}` } });
  });

  test.each([['models list --max-items 3 --max-items 4', '--max-items']])('%s', (line, flag) => {
    expect(thrownBy(() => parse(words(line)))).toMatchObject({ code: 'flag-twice', args: { flag } });
  });

  test('counts the last time where it chooses no models, as in the official CLI', () => {
    expect(parse(words('models list --format json --format yaml')).flags.format).toBe('yaml');
    expect(parse(words('models retrieve --model a --model b')).flags.model).toBe('b');
    expect(parse(words('models delete --yes --yes=false')).flags.yes).toBe(false);
  });
});

test('every global flag goes with every command', () => {
  for (const name of GLOBAL_FLAGS) {
    const { type, values } = specOf(name);
    const value = { boolean: '', string: '=x', list: '=x:y', integer: '=3', seconds: '=3', enum: `=${values?.[0]}` };
    for (const command of [['models', 'list'], ['sandbox', 'reset'], ['help']])
      expect(parse([...command, `--${name}${value[type]}`]).flags).toHaveProperty([name]);
  }
});

function thrownBy(work: () => unknown): CliError {
  try {
    work();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
