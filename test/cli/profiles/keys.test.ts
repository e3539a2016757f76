import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { keyFromCommand } from '../../../src/config/key-command.ts';
import { CliError } from '../../../src/errors/error.ts';
import { brokenKeychain, type Configured, memoryKeychain, runConfigured } from './configured.ts';

const folder = mkdtempSync(join(tmpdir(), 'openai-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A script whose behavior is its text. */
function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o700);
  return path;
}

const profile = (source: string) => `profile: p\nprofiles:\n  p:\n    base_url: "{origin}/v1"\n    ${source}\n`;

async function sent(source: string, given: Configured = {}) {
  const outcome = await runConfigured(['models', 'list', '--verbose'], { ...given, config: profile(source) });
  return Object.assign(outcome, { key: outcome.seen[0]?.headers.authorization });
}

describe('key_env', () => {
  test('names the variable', async () => {
    const { key, stderr } = await sent('key_env: P_KEY', { env: { P_KEY: 'k-1' } });
    expect(key).toBe('Bearer k-1');
    expect(stderr).toContain('with the key from P_KEY (profile p)');
  });

  test.each<[value: string | undefined, says: string]>([
    [undefined, 'is not set'],
    ['', 'is empty'],
  ])('%j is no key', async (value, says) => {
    const { code, seen, stderr } = await sent('key_env: P_KEY', { env: { P_KEY: value } });
    expect({ code, seen }).toEqual({ code: 4, seen: [] });
    expect(stderr).toContain('P_KEY');
    expect(stderr).toContain(says);
  });
});

describe('key_file', () => {
  test('counts from the folder of the config file, or from ~', async () => {
    const files = { 'p.key': 'k-file\n' };
    expect((await sent('key_file: p.key', { files })).key).toBe('Bearer k-file');
    const home = await sent('key_file: ~/.config/openai-models/p.key', { files });
    expect(home).toMatchObject({ key: 'Bearer k-file', code: 0 });
    expect(home.stderr).not.toContain('Warning');
  });

  test('that others can read is warned about', async () => {
    const path = join(folder, 'wide.key');
    writeFileSync(path, 'k-wide');
    chmodSync(path, 0o644);
    const { key, stderr } = await sent(`key_file: ${path}`);
    expect(key).toBe('Bearer k-wide');
    expect(stderr).toContain(`Warning: ${path} can be read or changed by others (mode 0644): chmod 600 ${path}`);
  });

  test.each<[name: string, text: string | undefined, says: string]>([
    ['missing', undefined, 'does not exist'],
    ['empty', '\n', 'is empty'],
    ['huge', 'x'.repeat(70_000), 'too large to be a key'],
  ])('%s is no key', async (name, text, says) => {
    const path = join(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    const { code, seen, stderr } = await sent(`key_file: ${path}`);
    expect({ code, seen }).toEqual({ code: 4, seen: [] });
    expect(stderr).toContain(says);
    expect(stderr).toContain(path);
  });

  test('a folder is no key', async () => {
    expect((await sent(`key_file: ${folder}`)).stderr).toContain('is a folder');
  });
});

describe('key_command', () => {
  test('prints the key, with the environment and without a shell', async () => {
    const env = { P_VALUE: 'k-env', PATH: process.env.PATH };
    expect((await sent(`key_command: ${script('plain', 'echo "$P_VALUE"')}`, { env })).key).toBe('Bearer k-env');
    const { key } = await sent(`key_command: printf %s '$P_VALUE'`, { env });
    expect(key).toBe('Bearer $P_VALUE');
  });

  test('loses one line break at its end, and no more is taken as a key', async () => {
    expect((await sent(`key_command: "${script('crlf', "printf 'k-1\\r\\n'")}"`)).key).toBe('Bearer k-1');
    const { code, seen } = await sent(`key_command: ${script('two', 'echo a; echo b')}`);
    expect({ code, seen }).toEqual({ code: 4, seen: [] });
  });

  test.each<[name: string, line: () => string, says: string[]]>([
    ['fails', () => script('fails', 'echo "vault is sealed" >&2; exit 3'), ['exited with 3', 'vault is sealed']],
    ['is ended', () => script('killed', 'kill -9 $$'), ['was killed by SIGKILL']],
    ['prints nothing', () => script('nothing', 'echo "not signed in" >&2'), ['printed nothing', 'not signed in']],
    ['prints a blank', () => script('blank', 'echo " "'), ['printed nothing']],
    ['prints too much', () => script('much', 'yes'), ['printed too much to be a key']],
    ['does not exist', () => 'no-such-program-here x', ["no program 'no-such-program-here'"]],
    ['may not run', () => join(folder), ['is not executable']],
    ['is not closed', () => '"\'op read"', ['has an unclosed quote']],
  ])('that %s is said', async (_name, line, says) => {
    const { code, seen, stderr } = await sent(`key_command: ${line()}`, { env: { PATH: process.env.PATH } });
    expect({ code, seen }).toEqual({ code: 4, seen: [] });
    for (const text of ['the key_command of profile p', ...says]) expect(stderr).toContain(text);
  });

  test('has a limit of time, whatever it has started', async () => {
    const line = script('slow', 'sleep 30 & echo half; sleep 30');
    const ctx = { env: { PATH: process.env.PATH }, signal: new AbortController().signal };
    const began = Date.now();
    const error = await keyFromCommand(line, 'it', ctx, 0.2).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(CliError);
    expect(error.args).toMatchObject({ source: 'it', problem: 'took longer than 0.2 s' });
    // Less than what it has started takes.
    expect(Date.now() - began).toBeLessThan(30_000);
  });

  test('ends with the run', async () => {
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(), 100);
    const options = { signal: interruption.signal };
    const { code } = await sent(`key_command: ${script('waits', 'sleep 30')}`, {
      env: { PATH: process.env.PATH },
      options,
    });
    expect(code).toBe(130);
  });
});

describe('keychain: true', () => {
  test('is the key that login stored', async () => {
    const { key, stderr } = await sent('keychain: true', {
      options: { context: { keychain: memoryKeychain({ p: 'k-chain', default: 'k-other' }) } },
    });
    expect(key).toBe('Bearer k-chain');
    expect(stderr).toContain('with the key from the keychain');
  });

  test('or the file in its place, without asking the keychain', async () => {
    const options = { context: { keychain: brokenKeychain() } };
    const { key, stderr } = await sent('keychain: true', { files: { 'keys/p': 'k-file\n' }, options });
    expect(key).toBe('Bearer k-file');
    expect(stderr).toContain('with the key from the key file');
  });

  test.each<[name: string, context: object, says: string]>([
    ['no keychain', {}, 'no key is stored for the profile p'],
    ['an empty one', { keychain: memoryKeychain() }, 'no key is stored for the profile p'],
    ['a broken one', { keychain: brokenKeychain() }, 'cannot use the keychain (locked)'],
  ])('with %s says what to do', async (_name, context, says) => {
    const { code, seen, stderr } = await sent('keychain: true', { options: { context } });
    expect({ code, seen }).toEqual({ code: 4, seen: [] });
    expect(stderr).toContain(says);
    expect(stderr).toContain('openai login --profile p');
  });
});

describe('a broken keychain', () => {
  const options = { context: { keychain: brokenKeychain() } };
  test.each<[given: Configured]>([
    [{ config: profile('key_env: P'), env: { P: 'k' } }],
    [{ config: profile('auth: none') }],
    [{ env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: '{origin}/v1' } }],
    [{ env: { OPENAI_BASE_URL: '{origin}/v1' } }],
  ])('is not even asked by %j', async (given) => {
    expect(await runConfigured(['models', 'list'], { ...given, options })).toMatchObject({ code: 0, stderr: '' });
  });

  test('without a profile leaves the usual error', async () => {
    const { code, stderr } = await runConfigured(['models', 'list'], { options });
    expect(code).toBe(4);
    expect(stderr).toContain('no API key');
  });
});
