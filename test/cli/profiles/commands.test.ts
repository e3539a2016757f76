import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../support/run.ts';
import { memoryKeychain, runConfigured, writeFiles } from './configured.ts';

const CONFIG = `profile: work
profiles:
  work:
    base_url: https://ai.example.com/v1
    organization: org-1
    headers:
      X-Team: blue
      X-Auth-Token: hunter22
    auth: api-key
    key_command: op read op://work/key
  local:
    base_url: http://127.0.0.1:11434/v1
    auth: none
  plain: {}
`;

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'openai-profiles-'));
  writeFiles(home, { 'config.yaml': CONFIG });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const show = (...argv: string[]) => run(['profiles', ...argv], { home, env: { OPENAI_BASE_URL: undefined } });

const ITEMS = [
  { name: 'work', base_url: 'https://ai.example.com/v1', auth: 'api-key', key: 'a command', in_use: true },
  { name: 'local', base_url: 'http://127.0.0.1:11434/v1', auth: 'none', key: 'none', in_use: false },
  { name: 'plain', base_url: 'https://api.openai.com/v1', auth: 'bearer', key: 'OPENAI_API_KEY', in_use: false },
];

describe('profiles list', () => {
  test('is a list in the shape of the API in json, jsonl, yaml and raw', async () => {
    expect((await show('list')).json).toEqual({ object: 'list', data: ITEMS });
    expect((await show('ls', '--format', 'raw')).json).toEqual({ object: 'list', data: ITEMS });
    const lines = (await show('list', '--format', 'jsonl')).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(ITEMS);
    expect(load((await show('list', '--format', 'yaml')).stdout)).toEqual({ object: 'list', data: ITEMS });
  });

  test('is a table on a terminal', async () => {
    const { stdout } = await run(['profiles', 'list'], { home, terminal: 100 });
    const [title, ...rows] = stdout.trimEnd().split('\n');
    expect(title?.toLowerCase()).toMatch(/^name +base_url +auth +key +in_use$/);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['work', 'https://ai.example.com/v1', 'api-key', 'a command', 'yes'],
      ['local', 'http://127.0.0.1:11434/v1', 'none', 'none'],
      ['plain', 'https://api.openai.com/v1', 'bearer', 'OPENAI_API_KEY'],
    ]);
  });

  test.each<[format: string, first: RegExp]>([
    ['csv', /^name,base_url,auth,key,in_use\r?\nwork,https:\/\/ai\.example\.com\/v1,api-key,a command,yes\r?\n/],
    ['tsv', /^name\tbase_url\tauth\tkey\tin_use\nwork\t/],
    ['markdown', /^\| name \| base_url \| auth \| key \| in_use \|\n/],
    ['pretty', /╭/],
    ['text', /^name/i],
    ['table', /^name/i],
  ])('as %s', async (format, first) => {
    const { stdout, code } = await show('list', '--format', format);
    expect(code).toBe(0);
    expect(stdout).toMatch(first);
  });

  test('takes a transform', async () => {
    expect((await show('list', '--transform', 'name', '-r')).stdout).toBe('work\nlocal\nplain\n');
  });

  test('without profiles says how to make one', async () => {
    const { json, stderr, code } = await run(['profiles', 'list']);
    expect({ json, code }).toEqual({ json: { object: 'list', data: [] }, code: 0 });
    expect(stderr).toContain('openai profiles add ollama');
  });

  test('marks what OPENAI_PROFILE chooses', async () => {
    const { json } = await run(['profiles', 'list'], { home, env: { OPENAI_PROFILE: 'local' } });
    expect((json as { data: typeof ITEMS }).data.filter((item) => item.in_use).map((item) => item.name)).toEqual([
      'local',
    ]);
  });
});

describe('profiles show', () => {
  test('says every value and where it comes from, and runs no command', async () => {
    expect((await show('show', 'work')).json).toEqual({
      name: 'work',
      in_use: true,
      base_url: { value: 'https://ai.example.com/v1', from: 'profile work' },
      organization: { value: 'org-1', from: 'profile work' },
      auth: { value: 'api-key', from: 'profile work' },
      key: { value: 'read when needed', from: 'a command' },
      headers: {
        'X-Team': { value: 'blue', from: 'profile work' },
        'X-Auth-Token': { value: '[hidden]', from: 'profile work' },
      },
    });
  });

  test('never shows a key', async () => {
    for (const format of ['json', 'yaml', 'table', 'csv', 'pretty', 'markdown']) {
      const { stdout, stderr } = await show('show', 'plain', '--api-key', 'sk-hidden-1', '--format', format);
      expect(stdout).toContain('--api-key');
      expect(stdout + stderr).not.toContain('sk-hidden-1');
      expect((await show('show', 'work', '--format', format)).stdout).not.toContain('hunter22');
    }
  });

  test('without a name is about the profile in use, and rows on a terminal', async () => {
    const { stdout } = await run(['profiles', 'show'], { home, terminal: 100, env: { OPENAI_BASE_URL: undefined } });
    expect(stdout).toMatch(/base_url +https:\/\/ai\.example\.com\/v1 +profile work/);
  });

  test('of a profile that is not there', async () => {
    expect(await show('show', 'wor')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('profiles add', () => {
  const added = async (...argv: string[]) => {
    const { config, code, stderr } = await runConfigured(['profiles', 'add', ...argv]);
    expect(code, stderr).toBe(0);
    return load(config ?? '') as object;
  };
  const URL = 'https://ai.example.com/v1';
  const GROQ = 'https://api.groq.com/openai/v1';

  test.each<[argv: string[], profile: object]>([
    [['ollama'], { base_url: 'http://127.0.0.1:11434/v1', preset: 'ollama', auth: 'none' }],
    [
      ['ollama', '--base-url', 'http://127.0.0.1:9/v1'],
      { base_url: 'http://127.0.0.1:9/v1', preset: 'ollama', auth: 'none' },
    ],
    [['x', '--preset', 'GROQ'], { base_url: GROQ, preset: 'groq', key_env: 'GROQ_API_KEY' }],
    [['groq', '--key-file', 'g.key'], { base_url: GROQ, preset: 'groq', key_file: 'g.key' }],
    [['groq', '--auth', 'none'], { base_url: GROQ, preset: 'groq', auth: 'none' }],
    [['vllm', '--key-env', 'VLLM'], { base_url: 'http://127.0.0.1:8000/v1', preset: 'vllm', key_env: 'VLLM' }],
    [['x', '--base-url', URL], { base_url: URL, auth: 'none' }],
    [['x', '--base-url', URL, '--auth', 'bearer'], { base_url: URL }],
    [['x', '--base-url', URL, '--keychain'], { base_url: URL, keychain: true }],
    [['x', '--key-command', 'op read "a b"'], { key_command: 'op read "a b"' }],
    [
      ['x', '--organization', 'o', '--project', 'p', '-H', 'A: b', '-H', 'C: d', '--auth', 'x-api-key'],
      { organization: 'o', project: 'p', headers: { A: 'b', C: 'd' }, auth: 'x-api-key' },
    ],
  ])('%j', async (argv, profile) => {
    expect(await added(...argv)).toEqual({ profiles: { [argv[0] as string]: profile } });
  });

  test('--use makes it the one in use', async () => {
    expect(await added('ollama', '--use')).toMatchObject({ profile: 'ollama' });
  });

  test.each<[argv: string[], says: string]>([
    [[], 'which profile?'],
    [['olama'], 'did you mean ollama?'],
    [['ollama', '--preset', 'olama'], 'did you mean ollama?'],
    [['default', '--preset', 'ollama'], 'means no profile'],
    [['../x', '--preset', 'ollama'], 'invalid profile name'],
    [['x', '--base-url', 'ai.example.com'], 'does not begin with http'],
    [['x', '--key-env', 'A', '--key-file', 'b'], '--key-env and --key-file cannot be used together'],
    [['x', '--key-env', 'A', '--auth', 'none'], '--key-env and --auth none cannot be used together'],
    [['x', '--key-command', ''], '--key-command'],
    [['x', '--auth', 'basic'], 'bearer, api-key, x-api-key, none'],
    [['x', '-H', 'nonsense'], 'has no colon'],
    [['ollama', 'extra'], 'extra'],
  ])('%j is refused', async (argv, says) => {
    const { code, stderr, config } = await runConfigured(['profiles', 'add', ...argv]);
    expect({ code, config }).toEqual({ code: 2, config: undefined });
    expect(stderr).toContain(says);
  });

  test('never writes a key of the command line into the file', async () => {
    const { config, stderr } = await runConfigured(['profiles', 'add', 'ollama', '--api-key', 'sk-on-the-line']);
    expect(config).not.toContain('sk-on-the-line');
    expect(stderr).toContain('openai login --profile ollama');
    expect(stderr).not.toContain('sk-on-the-line');
  });

  test('prints the profile where a format asks for it', async () => {
    expect((await runConfigured(['profiles', 'add', 'ollama', '--format', 'json'])).json).toEqual({
      name: 'ollama',
      base_url: 'http://127.0.0.1:11434/v1',
      preset: 'ollama',
      auth: 'none',
    });
  });
});

describe('profiles use and remove', () => {
  test('use chooses, and default chooses none', async () => {
    const used = await runConfigured(['profiles', 'use', 'local'], { config: CONFIG });
    expect(load(used.config ?? '')).toMatchObject({ profile: 'local' });
    const none = await runConfigured(['profiles', 'use', 'default'], { config: CONFIG });
    expect(load(none.config ?? '')).not.toHaveProperty('profile');
    const other = await runConfigured(['profiles', 'use', 'local'], {
      config: CONFIG,
      env: { OPENAI_PROFILE: 'work' },
    });
    expect(other.stderr).toContain('OPENAI_PROFILE is set to work');
  });

  test('remove takes the profile, the choice of it and its keys', async () => {
    const keychain = memoryKeychain({ work: 'k', local: 'l' });
    const { config, stderr, code } = await runConfigured(['profiles', 'rm', 'work'], {
      config: CONFIG.replace('key_command: op read op://work/key', 'keychain: true'),
      files: { 'keys/work': 'old\n' },
      options: { context: { keychain } },
    });
    expect(code).toBe(0);
    expect(load(config ?? '')).toEqual({ profiles: { local: expect.anything(), plain: {} } });
    expect(keychain.keys).toEqual({ local: 'l' });
    expect(stderr).toContain('the keychain and the key file');
  });

  test.each([['use'], ['remove']])('%s of what is not there', async (command) => {
    const { code, stderr, config } = await runConfigured(['profiles', command, 'locl'], { config: CONFIG });
    expect({ code, config }).toEqual({ code: 2, config: CONFIG });
    expect(stderr).toContain('did you mean local?');
    expect((await runConfigured(['profiles', command])).code).toBe(2);
  });
});
