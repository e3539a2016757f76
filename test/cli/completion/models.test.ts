/** Model ids at the cursor: how old, for which endpoint, and when a server is asked. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { accountText, type Endpoint, resolveAccess } from '../../../src/completion/account.ts';
import {
  cachePath,
  formatModelCache,
  MAX_MODELS,
  parseModelCache,
  requestTimePath,
} from '../../../src/completion/models.ts';
import { formatReply, toModelCandidates } from '../../../src/completion/reply.ts';
import { shortenHash, withSalt } from '../../../src/config/salt.ts';
import { isThere } from '../../support/programs.ts';
import { type Desk, desk, NOW, offered, SALT } from './context.ts';

const LINE = ['models', 'retrieve', ''];
const MINUTE = 60_000;
const OPENAI: Endpoint = {
  profile: undefined,
  baseUrl: 'https://api.openai.com/v1',
  organization: undefined,
  project: undefined,
};

/** What is half typed has no query. */
const plainUrl = (url: string | undefined) => (URL.canParse(url ?? '') ? url : undefined);

function known(at: Desk, endpoint: Partial<Endpoint>, age: number, ids: readonly string[]): string {
  const { env } = at.ctx;
  const text = accountText(
    env.OPENAI_API_KEY,
    resolveAccess({}, { ...env, OPENAI_BASE_URL: plainUrl(env.OPENAI_BASE_URL) }, undefined),
  );
  const hash = createHash('sha256').update(withSalt(SALT, text)).digest('hex');
  const path = cachePath({ ...OPENAI, ...endpoint, fingerprint: shortenHash(hash) }, at.ctx) as string;
  at.files.set(
    path,
    formatModelCache({ requestedAt: NOW - age, models: ids.map((value) => ({ value, hint: 'ada' })) }),
  );
  return path;
}

describe('the age of what is known', () => {
  test.each<[age: number, values: string[], asked: number]>([
    [0, ['one'], 0],
    [5 * MINUTE, ['one'], 0],
    [5 * MINUTE + 1, ['one'], 1],
    [10 * MINUTE, ['one'], 1],
    [10 * MINUTE + 1, [], 1],
    [-MINUTE, [], 1],
  ])('%i ms: %j is offered, and the server asked %i times', async (age, values, asked) => {
    const at = desk();
    known(at, {}, age, ['one']);
    expect((await offered(LINE, at)).values).toEqual(values);
    expect(at.started).toHaveLength(asked);
  });

  test('without anything known, 300 ms pass at most', async () => {
    const at = desk();
    expect((await offered(LINE, at)).values).toEqual([]);
    expect(at.ctx.now() - NOW).toBeLessThanOrEqual(310);
    expect(at.started).toEqual([['__remember-models', '--timeout=5', '--max-retries=0', '--no-input']]);
  });

  test('what comes in that time is offered', async () => {
    const at = desk();
    at.ctx.spawnInBackground = async () => void known(at, {}, 0, ['one', 'two']);
    expect((await offered(LINE, at)).values).toEqual(['one', 'two']);
  });

  test('a server that was asked a moment ago is left alone, and nobody waits for it', async () => {
    const at = desk();
    at.files.set(requestTimePath(known(at, {}, 11 * MINUTE, ['one'])), `${NOW - 29_000}\n`);
    expect((await offered(LINE, at)).values).toEqual([]);
    expect(at).toMatchObject({ started: [] });
    expect(at.ctx.now()).toBe(NOW);
  });

  test.each(['', 'no number\none\tada\n', '\x00'])('a damaged file counts as none: %j', async (text) => {
    const at = desk();
    at.files.set(known(at, {}, 0, []), text);
    expect((await offered(LINE, at)).values).toEqual([]);
    expect(at.started).toHaveLength(1);
  });
});

describe('the endpoint', () => {
  test.each<[env: Record<string, string>, words: string[], endpoint: Partial<Endpoint>]>([
    [{}, [], {}],
    [{ OPENAI_BASE_URL: 'https://example.com/v1/' }, [], { baseUrl: 'https://example.com/v1' }],
    [{ OPENAI_BASE_URL: 'https://example.com/v1?key=x' }, [], { baseUrl: 'https://example.com/v1' }],
    [{}, ['--base-url', 'https://example.com/v1'], { baseUrl: 'https://example.com/v1' }],
    [{}, ['--base-url=http://127.0.0.1:1/v1'], { baseUrl: 'http://127.0.0.1:1/v1' }],
    [{ OPENAI_ORG_ID: 'org-a' }, [], { organization: 'org-a' }],
    [{ OPENAI_ORG_ID: 'org-a' }, ['--organization', 'org-b'], { organization: 'org-b' }],
    [{ OPENAI_PROJECT_ID: 'p' }, [], { project: 'p' }],
    [{ OPENAI_PROFILE: 'default' }, [], {}],
  ])('%j and %j', async (env, words, endpoint) => {
    const at = desk(env);
    known(at, endpoint, 0, ['here']);
    known(at, { ...endpoint, project: 'other' }, 0, ['elsewhere']);
    expect((await offered([...words, ...LINE], at)).values).toEqual(['here']);
  });

  test.each<[words: string[]]>([
    [['--base-url', '$URL']],
    [['--base-url', '`cat url`']],
    [['--base-url', 'ftp://example.com']],
    [['--base-url', 'https://']],
    [['--profile', '$P']],
    [['--profile', 'nobody']],
    [['--sandbox', '--base-url', 'https://example.com']],
  ])('%j: nothing is offered, and nobody is asked', async (words) => {
    const at = desk();
    expect((await offered([...words, ...LINE], at)).values).toEqual([]);
    expect(at.started).toEqual([]);
  });

  test.each<[words: string[], asked: boolean]>([
    [['--base-url', 'https://example.com/v1'], false],
    [['--base-url', 'http://127.0.0.1.example.com/v1'], false],
    [['--base-url', 'http://127.0.0.1:11434/v1'], true],
    [['--base-url', 'http://localhost:11434/v1'], true],
    [['--api-key', 'sk-typed'], false],
    [['-H', 'Authorization: Bearer x'], false],
    [['--organization', 'org-a'], true],
  ])('%j on a line that is only typed: asked is %j', async (words, asked) => {
    const at = desk();
    await offered([...words, ...LINE], at);
    expect(at.started.length > 0).toBe(asked);
    expect(JSON.stringify(at.started)).not.toMatch(/sk-typed|Bearer/);
  });

  test('the practice API is never asked for: its ids are known', async () => {
    const at = desk({ OPENAI_SANDBOX: '1' }, { home: undefined });
    expect((await offered(['models', 'get', 'gpt-4o-mini'], at)).values).toContain('gpt-4o-mini');
    expect(
      (await offered(['--sandbox', 'models', 'get', 'gpt-4o-mini'], desk({}, { home: undefined }))).values,
    ).toContain('gpt-4o-mini');
    expect(at.started).toEqual([]);
  });

  test('without a home there is nothing to keep, so nobody is asked', async () => {
    const at = desk({}, { home: undefined });
    expect((await offered(LINE, at)).values).toEqual([]);
    expect(at.started).toEqual([]);
  });
});

describe('the file', () => {
  test('holds neither key nor address, in name or text', () => {
    const { ctx } = desk();
    const path = cachePath({ ...OPENAI, baseUrl: 'https://user.example.com/secret/v1', fingerprint: 'f' }, ctx);
    expect(path).toMatch(/^\/home\/ada\/\.local\/state\/openai-models\/completion\/[0-9a-f]{16}\.txt$/);
  });

  test('is read as it was written, and keeps a bounded number', () => {
    const models = Array.from({ length: MAX_MODELS + 5 }, (_, i) => ({
      value: `m:${i}`,
      hint: i % 2 ? '' : 'a\u00e9b',
    }));
    expect(parseModelCache(formatModelCache({ requestedAt: 7, models }), '')).toEqual({
      requestedAt: 7,
      models: models.slice(0, MAX_MODELS),
    });
  });

  test('no id that could not be typed, or that would draw on a screen', () => {
    const bad = ['', '-rf', 'a\nb', 'a\tb', '\x1b[2J', 'a\u202eb', 'a\u200bb', '\u{e0041}', 'a\u2028b', '\ud800'];
    for (const id of [undefined, ...bad])
      expect(toModelCandidates({ id, owner: 'o', created: 0, shutdown: undefined })).toEqual([]);
    expect(toModelCandidates({ id: 'x', owner: 'a\x1bb', created: 1e300, shutdown: '2027-01-14' })).toEqual([
      { value: 'x', hint: 'shutdown 2027-01-14' },
    ]);
  });
});

/** Ids that a shell would run, split or expand if they stood there bare. */
/** Any shell of the family reads such quotes alike. */
const SHELL = isThere('bash') ? 'bash' : 'sh';

const HOSTILE = [
  '$(reboot)',
  '`reboot`',
  'a b',
  "it's",
  'say "x"',
  'a;b',
  'a&b',
  'a|b',
  '~root',
  '*',
  'a?',
  '{a,b}',
  '!x',
  'a\\b',
  '#x',
  '<x>',
  'é$HOME',
  '@cf/x',
  '(x)',
  '%TEMP%',
  '$env:PATH',
  '[x]',
  '=x',
  'a,b',
];

describe.each(['', "'", '"'])('a hostile id in bash, behind the quote %j', (quote) => {
  test.each(HOSTILE)('%s is one word that means itself', (id) => {
    const word = { raw: quote, keptLength: 0, before: '', typed: '' };
    const { text } = formatReply('bash', { candidates: [{ value: id }] }, word);
    const { stdout, status } = spawnSync(SHELL, ['-c', `printf %s ${text.trimEnd()}${quote}`], { encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: id, status: 0 });
  });
});

test.each(HOSTILE)('%s is one word in PowerShell: bare letters, or a single quote around it', (id) => {
  const word = { raw: '', keptLength: 0, before: '', typed: '' };
  const [value = ''] = formatReply('powershell', { candidates: [{ value: id }] }, word).text.split('\t');
  if (/^[\w%+=:./-]+$/.test(value)) expect(value).toBe(id);
  else expect(value).toBe(`'${id.replaceAll("'", "''")}'`);
});
