/** The config file under attack: whatever it is, one clear line or a warning, and nothing is lost. */
import { execFileSync } from 'node:child_process';
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeConfig } from '../../../src/config/edit.ts';
import type { Context } from '../../../src/context.ts';
import { CliError } from '../../../src/errors/error.ts';
import { configFolder } from '../../../src/fs/paths.ts';
import { run } from '../../support/run.ts';
import { configIn, folderIn, writeFiles } from './configured.ts';

const GOOD = 'profiles:\n  work:\n    base_url: http://127.0.0.1:9/v1\n    auth: none\n';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'openai-config-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const openai = (...argv: string[]) => run(argv, { home, env: { OPENAI_BASE_URL: undefined } });
const path = () => join(folderIn(home), 'config.yaml');
const context = (): Context => ({ home, env: {}, platform: 'linux' }) as unknown as Context;

describe('what stands in it', () => {
  test.each<[name: string, text: string, place: string, says: string]>([
    ['an open bracket', 'profile: work\nprofiles: [a\n', '3:1', 'is not valid YAML'],
    ['a tab', 'profiles:\n\twork: {}\n', '2:', 'is not valid YAML'],
    ['a key twice', `${GOOD}profiles: {}\n`, '5:1', 'is not valid YAML: duplicated mapping key'],
    ['an unknown key', 'profil: work\n', '1:1', "unknown key 'profil'; did you mean profile?"],
    ['an unknown key of a profile', `${GOOD}    base_ur: x\n`, '5:5', "unknown key 'base_ur'; did you mean base_url?"],
    ['a key like no other', `${GOOD}    zzz: x\n`, '5:5', "unknown key 'zzz'; the keys are base_url"],
    ['a key of an object', '__proto__: {}\n', '1:1', "unknown key '__proto__'"],
    [
      'a wrong style',
      GOOD.replace('none', 'beare'),
      '4:11',
      'auth must be one of bearer, api-key, x-api-key, none; did you mean bearer?',
    ],
    [
      'a preset that there is not',
      GOOD.replace('auth: none', 'preset: olama'),
      '4:13',
      "no preset 'olama'; did you mean ollama?",
    ],
    ['a preset without an address', 'profiles:\n  a:\n    preset: groq\n', '3:5', 'preset also needs base_url'],
    ['a number', GOOD.replace('auth: none', 'project: 12'), '4:14', 'project must be text: put it in quotes'],
    ['nothing', GOOD.replace('none', ''), '4:', 'auth is empty'],
    ['a list', '- work\n', '1:1', 'must contain keys and values'],
    ['a profile that is text', 'profiles:\n  work: http://x\n', '2:9', 'work must contain keys and values'],
    ['a profile that is a list', 'profiles:\n  work:\n    - a\n', '3:5', 'work must contain keys and values'],
    ['keychain: no', GOOD.replace('auth: none', 'keychain: false'), '4:15', 'keychain must be true or omitted'],
    [
      'two sources',
      GOOD.replace('auth: none', 'key_env: A\n    key_file: b'),
      '5:5',
      'one key source: key_env or key_file',
    ],
    [
      'a header that cannot be',
      GOOD.replace('auth: none', 'headers: { "a b": c }'),
      '4:16',
      'a header has an invalid name',
    ],
    ['a name that is a path', 'profiles:\n  ../x: {}\n', '2:3', "invalid profile name '../x'"],
    ['the name of no profile', 'profiles:\n  default: {}\n', '2:3', "'default' means no profile"],
    ['an alias of nothing', 'profiles: *x\n', '1:', 'is not valid YAML'],
    ['two documents', `${GOOD}---\n${GOOD}`, '', 'more than one YAML document'],
  ])('%s is a usage error with its place', async (_name, text, place, says) => {
    writeFiles(home, { 'config.yaml': text });
    const { code, stdout, stderr } = await openai('models', 'list', '--api-key', 'k');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [first = ''] = stderr.split('\n');
    expect(first).toContain(`openai: ${path()}${place ? `:${place}` : ' '}`);
    expect(first).toContain(says);
  });

  test('a header with a key is refused without showing the key', async () => {
    writeFiles(home, { 'config.yaml': GOOD.replace('auth: none', 'headers: { X-Key: "hunter22\\0" }') });
    const { code, stderr } = await openai('models', 'list');
    expect(code).toBe(2);
    expect(stderr).not.toContain('hunter22');
  });

  test.each(['', '\n', '# nothing yet\n', 'profiles:\n', 'profiles: {}\nprofile: ~\n', '{}', '\uFEFFprofiles: {}\n'])(
    'nothing is fine: %j',
    async (text) => {
      writeFiles(home, { 'config.yaml': text });
      expect(await openai('profiles', 'list')).toMatchObject({ code: 0 });
      const added = await openai('profiles', 'add', 'ollama');
      expect(added.code, added.stderr).toBe(0);
      expect(configIn(home)).toContain('ollama');
    },
  );

  test('aliases do not blow up', async () => {
    const laughs = Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i ? `*a${i - 1}, *a${i - 1}` : '1'}]`).join(
      '\n',
    );
    writeFiles(home, { 'config.yaml': laughs });
    expect(await openai('profiles', 'list')).toMatchObject({ code: 2 });
  });
});

describe('what it is', () => {
  const SECRET_HEADER =
    'profiles: {work: {base_url: http://127.0.0.1:1, auth: none, headers: {X-Api-Key: abcdefgh}}}\n';
  const SECRET_QUERY = 'profiles: {work: {base_url: "http://127.0.0.1:1/v1?api_key=abcdefgh", auth: none}}\n';
  test.each<[what: string, text: string, mode: number, warned: boolean]>([
    ['a header with a credential, readable by others', SECRET_HEADER, 0o644, true],
    ['an address with one, readable by others', SECRET_QUERY, 0o444, true],
    ['no credential, changeable by its group', GOOD, 0o664, true],
    ['no credential, readable by others', GOOD, 0o644, false],
    ['no credential, readable by all and writable by none', GOOD, 0o444, false],
    ['a credential, for its owner alone', SECRET_HEADER, 0o600, false],
  ])('with %s: warned of once, if at all, and it works', async (_what, text, mode, warned) => {
    writeFiles(home, { 'config.yaml': text }, mode);
    const { code, stdout, stderr } = await openai('profiles', 'show', 'work');
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('abcdefgh');
    const said = `Warning: ${path()} can be read or changed by others (mode 0${mode.toString(8)}): chmod 600 ${path()}\n`;
    expect(stderr).toBe(warned ? said : '');
    await openai('profiles', 'add', 'ollama');
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  test('that of another user is not obeyed', async () => {
    writeFiles(home, { 'config.yaml': GOOD });
    const own = process.getuid?.() ?? 0;
    // Root's is obeyed, and only root can give a file away.
    if (own === 0) chownSync(path(), 3001, 3001);
    const owner = own === 0 ? 3001 : own;
    const asUser = (uid: number | undefined) =>
      run(['profiles', 'list', '--format', 'csv'], { home, context: { uid } });
    const { code, stderr } = await asUser(owner + 1);
    expect(code).toBe(2);
    expect(stderr).toContain(`${path()} belongs to another user (uid ${owner}), so it is ignored`);
    expect((await asUser(owner)).code).toBe(0);
    expect((await asUser(undefined)).code).toBe(0);
  });

  test('one that everybody can change is not obeyed', async () => {
    writeFiles(home, { 'config.yaml': GOOD }, 0o666);
    const { code, stderr } = await run(['profiles', 'list'], { home, context: { uid: process.getuid?.() ?? 0 } });
    expect(code).toBe(2);
    expect(stderr).toContain(`${path()} can be changed by anyone, so it is ignored`);
  });

  test('a symbolic link: what it points to is read and written, and it stays a link', async () => {
    const target = join(home, 'dotfiles', 'openai.yaml');
    mkdirSync(join(home, 'dotfiles'));
    writeFileSync(target, GOOD, { mode: 0o600 });
    mkdirSync(folderIn(home), { recursive: true });
    symlinkSync('../../dotfiles/openai.yaml', path());
    expect((await openai('profiles', 'add', 'ollama')).code).toBe(0);
    expect(lstatSync(path()).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('ollama');
    expect(readdirSync(join(home, 'dotfiles'))).toEqual(['openai.yaml']);
  });

  test('a link to nothing: the target is made', async () => {
    mkdirSync(folderIn(home), { recursive: true });
    symlinkSync(join(home, 'later.yaml'), path());
    expect((await openai('models', 'list', '--sandbox', '--count')).code).toBe(0);
    expect((await openai('profiles', 'add', 'ollama')).code).toBe(0);
    expect(readFileSync(join(home, 'later.yaml'), 'utf8')).toContain('ollama');
  });

  test.each<[name: string, make: () => void, says: string]>([
    ['a folder', () => mkdirSync(path(), { recursive: true }), 'is a folder, not a file'],
    [
      'a file of 10 MB',
      () => writeFiles(home, { 'config.yaml': '#'.repeat(10_000_000) }),
      'is 9.5 MiB, but the limit is 1 MiB',
    ],
    ['not text', () => writeFiles(home, { 'config.yaml': '' }), ''],
    ['a circle of links', () => circle(), 'is a symbolic link loop'],
    ['a pipe', () => pipe(), 'is not a regular file'],
  ])('%s: one clear line', async (name, make, says) => {
    make();
    if (name === 'not text') writeFileSync(path(), Buffer.from([0xff, 0xfe, 0x41]));
    for (const argv of [['models', 'list'], ['profiles', 'list'], ['profiles', 'add', 'ollama'], ['login']]) {
      const { code, stderr } = await openai(...argv);
      expect(code, stderr).toBe(2);
      expect(stderr.split('\n')[0]).toContain(`openai: ${path()} ${says || 'is not UTF-8 text'}`);
    }
  });

  const circle = () => {
    mkdirSync(folderIn(home), { recursive: true });
    symlinkSync('config.yaml', path());
  };
  const pipe = () => {
    mkdirSync(folderIn(home), { recursive: true });
    execFileSync('mkfifo', [path()]);
  };
});

describe('writing', () => {
  test('makes the folder and the file for the owner alone', async () => {
    await openai('profiles', 'add', 'ollama');
    expect(statSync(folderIn(home)).mode & 0o777).toBe(0o700);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folderIn(home))).toEqual(['config.yaml']);
  });

  test('keeps comments, order and spelling', async () => {
    const text = `# mine\nprofile: work # at work\n\nprofiles:\n  # the proxy\n  work:\n    base_url: 'http://127.0.0.1:9/v1'\n    auth: none\n`;
    writeFiles(home, { 'config.yaml': text });
    await openai('profiles', 'add', 'ollama');
    expect(configIn(home)).toBe(
      `${text}  ollama:\n    base_url: http://127.0.0.1:11434/v1\n    preset: ollama\n    auth: none\n`,
    );
    await openai('profiles', 'remove', 'ollama');
    expect(configIn(home)).toBe(text);
  });

  test('a full disk leaves the old file, and nothing else', async () => {
    writeFiles(home, { 'config.yaml': GOOD });
    const full = () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    const fill = () => changeConfig(context(), (draft) => draft.use('work'), full);
    expect(fill).toThrow(CliError);
    try {
      fill();
    } catch (error) {
      expect((error as CliError).args).toMatchObject({ problem: 'no space left on device' });
    }
    expect(configIn(home)).toBe(GOOD);
    expect(readdirSync(folderIn(home))).toEqual(['config.yaml']);
  });

  test('a change that is refused changes nothing', async () => {
    writeFiles(home, { 'config.yaml': GOOD });
    expect((await openai('profiles', 'add', 'work', '--preset', 'ollama')).code).toBe(2);
    expect((await openai('profiles', 'use', 'wrk')).stderr).toContain('did you mean work?');
    expect(configIn(home)).toBe(GOOD);
  });
});

test.each<[platform: string, home: string | undefined, env: Record<string, string>, folder: string | undefined]>([
  ['linux', '/h', {}, '/h/.config/openai-models'],
  ['linux', '/h', { XDG_CONFIG_HOME: '/x' }, '/x/openai-models'],
  ['linux', '/h', { XDG_CONFIG_HOME: 'relative' }, '/h/.config/openai-models'],
  ['linux', undefined, {}, undefined],
  ['darwin', '/h', {}, '/h/Library/Application Support/openai-models'],
  ['win32', '/h', { APPDATA: '/a' }, '/a/openai-models'],
])('on %s with home %s and %j it lies in %s', (platform, user, env, folder) => {
  expect(configFolder({ platform, home: user, env })).toBe(folder);
});

test('without a home there is none, and nothing can be added', async () => {
  const context = { home: undefined };
  expect(await run(['profiles', 'list'], { context })).toMatchObject({ code: 0 });
  expect(await run(['profiles', 'add', 'ollama'], { context })).toMatchObject({ code: 1 });
});
