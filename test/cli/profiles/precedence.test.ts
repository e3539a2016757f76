import { describe, expect, test } from 'vitest';
import { runConfigured } from './configured.ts';

const CONFIG = `
profile: work
profiles:
  work:
    base_url: {origin}/v1
    organization: org-work
    project: proj-work
    key_env: WORK_KEY
  bare:
    organization: org-bare
  other:
    base_url: {origin}/other
    auth: none
`;

type Shown = Record<string, { value: string; from: string }>;

async function show(argv: string[], env: Record<string, string> = {}, config = CONFIG): Promise<Shown> {
  const { json, code, stderr } = await runConfigured(['profiles', 'show', '--format', 'json', ...argv], {
    config,
    env,
  });
  expect(code, stderr).toBe(0);
  return json as Shown;
}

describe('flag, environment, profile, default', () => {
  test.each<[setting: string, flag: string, variable: string, inFile: string | undefined]>([
    ['organization', '--organization', 'OPENAI_ORG_ID', 'org-work'],
    ['project', '--project', 'OPENAI_PROJECT_ID', 'proj-work'],
  ])('%s', async (setting, flag, variable, inFile) => {
    expect((await show([flag, 'f'], { [variable]: 'e' }))[setting]).toEqual({ value: 'f', from: flag });
    expect((await show([], { [variable]: 'e' }))[setting]).toEqual({ value: 'e', from: variable });
    expect((await show([]))[setting]).toEqual({ value: inFile, from: 'profile work' });
    expect((await show(['default']))[setting]).toBeUndefined();
  });

  test('base_url', async () => {
    const url = 'http://127.0.0.1:1/v1';
    const variable = { OPENAI_BASE_URL: 'http://127.0.0.1:2/v1' };
    expect((await show(['--base-url', url], variable)).base_url).toEqual({ value: url, from: '--base-url' });
    expect((await show([], variable)).base_url).toEqual({ value: 'http://127.0.0.1:2/v1', from: 'OPENAI_BASE_URL' });
    expect((await show([])).base_url?.from).toBe('profile work');
    expect((await show(['default'])).base_url).toEqual({ value: 'https://api.openai.com/v1', from: 'the default' });
    expect((await show(['bare'])).base_url).toEqual({ value: 'https://api.openai.com/v1', from: 'the default' });
  });

  test.each<[argv: string[], env: Record<string, string>, name: string]>([
    [['--profile', 'other'], { OPENAI_PROFILE: 'bare' }, 'other'],
    [[], { OPENAI_PROFILE: 'bare' }, 'bare'],
    [[], { OPENAI_PROFILE: '' }, 'work'],
    [[], {}, 'work'],
    [['--profile', 'default'], { OPENAI_PROFILE: 'bare' }, 'default'],
    [[], { OPENAI_PROFILE: 'default' }, 'default'],
    [['other', '--profile', 'bare'], {}, 'other'],
  ])('the profile: %j %j', async (argv, env, name) => {
    expect((await show(argv, env)).name).toBe(name);
  });
});

describe('the key', () => {
  const cases: [argv: string[], env: Record<string, string>, sent: string | undefined, why: string][] = [
    [[], { WORK_KEY: 'w' }, 'w', "the profile's source"],
    [[], { WORK_KEY: 'w', OPENAI_API_KEY: 'o' }, 'w', "the profile's source, whatever OPENAI_API_KEY holds"],
    [['--api-key', 'f'], { WORK_KEY: 'w', OPENAI_API_KEY: 'o' }, 'f', '--api-key always'],
    [['--api-key', 'f'], {}, 'f', '--api-key even where the source is empty'],
    [['--profile', 'open'], { OPENAI_API_KEY: 'o' }, undefined, 'auth none: nothing'],
    [['--profile', 'open', '--api-key', 'f'], {}, 'f', '--api-key in spite of auth none'],
    [['--profile', 'silent'], { OPENAI_API_KEY: 'o' }, 'o', 'OPENAI_API_KEY where the profile says nothing'],
    [['--profile', 'silent'], {}, undefined, 'none where there is none'],
  ];
  const config = `
profile: work
profiles:
  work: { base_url: "{origin}/v1", key_env: WORK_KEY }
  open: { base_url: "{origin}/v1", auth: none }
  silent: { base_url: "{origin}/v1" }
`;

  test.each(cases)('%j %j: %s (%s)', async (argv, env, sent) => {
    const { code, seen, stderr } = await runConfigured(['models', 'list', ...argv], { config, env });
    expect(code, stderr).toBe(0);
    expect(seen[0]?.headers.authorization).toBe(sent && `Bearer ${sent}`);
  });

  const away = `
profile: work
profiles:
  work:
    base_url: http://127.0.0.1:9/v1
    auth: api-key
    key_env: WORK_KEY
    organization: org-work
    headers: { X-Tenant-Token: hunter22 }
`;
  test.each<[argv: string[], env: Record<string, string>, names: string]>([
    [['--base-url', '{origin}/v1'], {}, '--base-url'],
    [[], { OPENAI_BASE_URL: '{origin}/v1' }, 'OPENAI_BASE_URL'],
  ])('and headers of a profile never go to another server: %j %j', async (argv, env, names) => {
    const given = { config: away, env: { ...env, WORK_KEY: 'w-secret', OPENAI_API_KEY: 'o' } };
    const { code, seen, stderr } = await runConfigured(['models', 'list', ...argv], given);
    expect(code, stderr).toBe(0);
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer o' });
    expect(JSON.stringify(seen[0]?.headers)).not.toMatch(/w-secret|hunter22|org-work/);
    expect(stderr).toContain(`${names} is not the server of profile work`);
  });

  test('another path of the same server is still the same server', async () => {
    const { seen } = await runConfigured(['models', 'list', '--base-url', '{origin}/v1'], {
      config: config.replaceAll('/v1', '/elsewhere'),
      env: { WORK_KEY: 'w' },
    });
    expect(seen[0]?.headers.authorization).toBe('Bearer w');
  });
});

describe('headers', () => {
  const config =
    'profile: p\nprofiles: { p: { base_url: "{origin}/v1", auth: none, headers: { X-A: file, X-B: file, X-C: file } } }';
  test('come from the profile, then the environment, then flags', async () => {
    const { seen } = await runConfigured(['models', 'list', '-H', 'x-c: flag'], {
      config,
      env: { OPENAI_CUSTOM_HEADERS: 'x-b: variable\nX-C: variable' },
    });
    expect(seen[0]?.headers).toMatchObject({ 'x-a': 'file', 'x-b': 'variable', 'x-c': 'flag' });
  });
});

describe('a profile that does not exist', () => {
  test.each<[argv: string[], env: Record<string, string>, names: string]>([
    [['--profile', 'worc'], {}, '--profile'],
    [[], { OPENAI_PROFILE: 'worc' }, 'OPENAI_PROFILE'],
  ])('%j %j is a usage error with the nearest', async (argv, env, names) => {
    const { code, seen, stderr } = await runConfigured(['models', 'list', ...argv], { config: CONFIG, env });
    expect({ code, seen }).toEqual({ code: 2, seen: [] });
    expect(stderr).toContain(`no profile 'worc' (from ${names}); did you mean work?`);
  });

  test('in the file itself is one too', async () => {
    const { code, stderr } = await runConfigured(['models', 'list'], { config: 'profile: gone' });
    expect(code).toBe(2);
    expect(stderr).toContain("no profile 'gone'");
    expect(stderr).toContain('config.yaml');
  });

  test('without a config file', async () => {
    expect(await runConfigured(['models', 'list', '--profile', 'x'])).toMatchObject({ code: 2, seen: [] });
  });
});

describe('the sandbox', () => {
  test('does not read the config file', async () => {
    const given = { config: 'not: [valid' };
    expect(await runConfigured(['models', 'list', '--sandbox', '--count'], given)).toMatchObject({ code: 0 });
    expect(await runConfigured(['models', 'list'], { ...given, env: { OPENAI_SANDBOX: '1' } })).toMatchObject({
      code: 0,
    });
  });

  test('and --profile cannot be used together, but the variable gives way', async () => {
    const env = { WORK_KEY: 'w' };
    const both = await runConfigured(['models', 'list', '--sandbox', '--profile', 'work'], { config: CONFIG, env });
    expect(both).toMatchObject({ code: 2, seen: [] });
    const variable = { config: CONFIG, env: { ...env, OPENAI_SANDBOX: '1' } };
    expect((await runConfigured(['models', 'list', '--profile', 'work'], variable)).seen).toHaveLength(1);
  });
});
