/** Several endpoints in one list: who is asked with what, what is shown of those that fail, and how it ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { errorOf, listOf, model } from '../../support/models.ts';
import type { Reply } from '../../support/server.ts';
import { type Place, withEndpoints } from './endpoints.ts';

const OPENAI_LIKE = listOf(model('gpt-4o', { owned_by: 'system' }), model('same'));
const ROUTER_LIKE =
  '{"data":[{"id":"openai/gpt-4o","name":"GPT-4o","context_length":128000,"pricing":{"prompt":"0.0000025","completion":"0.00001"}},{"id":"same","source":{"own":1.50}}],"links":{"next":null},"total_count":2}';
const LOCAL_LIKE =
  '{"object":"list","data":[{ "id": "tiny:latest", "object": "model", "created": 1.0, "owned_by": "library" }]}';

const place = (profile: string, reply: Reply): Place => ({ profile, routes: { 'GET /v1/models': reply } });
const three = (
  one: Reply = { body: OPENAI_LIKE },
  two: Reply = { body: ROUTER_LIKE },
  local: Reply = { body: LOCAL_LIKE },
) => ({
  one: place('{ base_url: "{origin}/v1", key_env: KEY_ONE, headers: { X-Team: red } }', one),
  two: place('{ base_url: "{origin}/v1", key_env: KEY_TWO, auth: api-key }', two),
  local: place('{ base_url: "{origin}/v1", preset: ollama, auth: none }', local),
});
const KEYS = { KEY_ONE: 'sk-one-SECRET', KEY_TWO: 'sk-two-SECRET', OPENAI_API_KEY: 'sk-env-SECRET' };
const ALL = ['models', 'list', '--from', '@one', '--from', '@two', '--from', '@local'];

describe('three endpoints', () => {
  test('make one list, with the source as the last member of each model and nothing else changed', async () => {
    await withEndpoints(three(), async ({ run }) => {
      const { stdout, stderr, code } = await run([...ALL, '--format', 'jsonl'], { env: KEYS });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.split('\n')).toEqual([
        '{"id":"gpt-4o","object":"model","created":1686924602,"owned_by":"system","source":"@one"}',
        '{"id":"same","object":"model","created":1686924602,"owned_by":"acme","source":"@one"}',
        '{"id":"openai/gpt-4o","name":"GPT-4o","context_length":128000,"pricing":{"prompt":"0.0000025","completion":"0.00001"},"source":"@two"}',
        '{"id":"same","source":{"own":1.50},"source":"@two"}',
        '{"id":"tiny:latest","object":"model","created":1.0,"owned_by":"library","source":"@local"}',
        '',
      ]);
    });
  });

  test('are each asked with their own key and headers, and no other', async () => {
    await withEndpoints(three(), async ({ run, servers }) => {
      await run([...ALL, '--from', 'now', '--header', 'X-Mine: 1', '--base-url', '{origin}/v1', '--ids'], {
        env: { ...KEYS, OPENAI_ORG_ID: 'org-env' },
        routes: { 'GET /v1/models': { body: OPENAI_LIKE } },
      }).then(({ requests }) => {
        expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer sk-env-SECRET', 'x-mine': '1' });
        expect(JSON.stringify(requests)).not.toMatch(/sk-(?:one|two)/);
      });
      const seen = (name: string) => servers[name]?.requests.map(({ headers }) => headers) ?? [];
      expect(seen('one')).toEqual([
        expect.objectContaining({ authorization: 'Bearer sk-one-SECRET', 'x-team': 'red' }),
      ]);
      expect(seen('two')).toEqual([expect.objectContaining({ 'api-key': 'sk-two-SECRET' })]);
      expect(JSON.stringify(seen('one'))).not.toMatch(/sk-(?:two|env)|x-mine|org-env/);
      expect(JSON.stringify(seen('two'))).not.toMatch(/sk-(?:one|env)|x-mine|x-team|org-env/);
      expect(JSON.stringify(seen('local'))).not.toMatch(/sk-|x-mine|x-team|org-env/);
    });
  });

  test('are asked side by side: each answers only once all were asked', async () => {
    let asked = 0;
    let release = () => {};
    const everybody = new Promise<void>((resolve) => {
      release = resolve;
    });
    const met = (body: string) => async () => {
      if (++asked === 3) release();
      await everybody;
      return { body };
    };
    await withEndpoints(three(met(OPENAI_LIKE), met(ROUTER_LIKE), met(LOCAL_LIKE)), async ({ run }) => {
      const { code, stdout } = await run([...ALL, '--count'], { env: KEYS });
      expect({ code, stdout, asked }).toEqual({ code: 0, stdout: '5\n', asked: 3 });
    });
  });

  test('are selected from, sorted, limited and detailed as one list', async () => {
    await withEndpoints(three(), async ({ run }) => {
      const show = async (...args: string[]) => (await run([...ALL, ...args], { env: KEYS })).stdout;
      expect(await show('--match', 'same', '--columns', 'id,source', '--format', 'csv')).toBe(
        'id,source\r\nsame,@one\r\nsame,@two\r\n',
      );
      expect(await show('--sort', '-id', '--max-items', '2', '--ids')).toBe('tiny:latest\nsame\n');
      expect(await show('--where', 'source=@local', '--ids')).toBe('tiny:latest\n');
      const detailed = (await show('--details', '--format', 'jsonl')).trimEnd().split('\n');
      for (const line of detailed) expect(line).toMatch(/"details":(?:null|\{.*\}),"source":"@\w+"\}$/);
      expect(detailed.map((line) => line.split('"details"').length)).toEqual(Array(5).fill(2));
      expect(JSON.parse(detailed[2] ?? '').details).toMatchObject({ context: 128000, input_price: 2.5 });
      const table = await show('--format', 'table');
      expect(table.split('\n')[0]).toMatch(/^ID +SOURCE /);
      expect(await show('--format', 'csv')).toContain('id,source,owned_by,created,shutdown_date\r\n');
    });
  });

  test('that has enough does not wait for the slow one', async () => {
    await withEndpoints(
      three(undefined, async () => ({ after: 'silence', raw: '' })),
      async ({ run }) => {
        const { stdout, code } = await run([...ALL, '--max-items', '1', '--ids'], { env: KEYS });
        expect({ stdout, code }).toEqual({ stdout: 'gpt-4o\n', code: 0 });
      },
    );
  });
});

describe('one that fails', () => {
  test.each<[what: string, reply: Reply, said: RegExp]>([
    ['refuses the key', { status: 401, body: errorOf('no such key') }, /@two: .*401/],
    ['is down', { raw: '', after: 'close' }, /@two: .*closed the connection/],
    ['answers no list', { body: '{"x":1}' }, /@two: expected a list of models/],
  ])('because it %s is said, and the others are shown', async (_what, reply, said) => {
    await withEndpoints(three(undefined, reply), async ({ run }) => {
      const { stdout, stderr, code } = await run([...ALL, '--ids', '--max-retries', '0'], { env: KEYS });
      expect({ stdout, code }).toEqual({ stdout: 'gpt-4o\nsame\ntiny:latest\n', code: 8 });
      expect(stderr).toMatch(said);
      expect(stderr).not.toContain('SECRET');
    });
  });

  test('because it has no key is one of several too', async () => {
    await withEndpoints(three(), async ({ run, servers }) => {
      const { stdout, stderr, code } = await run([...ALL, '--ids'], { env: { KEY_ONE: 'sk-one' } });
      expect({ stdout, code }).toEqual({ stdout: 'gpt-4o\nsame\ntiny:latest\n', code: 8 });
      expect(stderr).toContain('@two: ');
      expect(servers.two?.requests).toEqual([]);
    });
  });

  test('in the middle of its list keeps what came, and the others', async () => {
    const long = { body: listOf(...Array.from({ length: 200_000 }, (_, i) => model(`m-${i}`))), cut: 12_000_000 };
    await withEndpoints(three(undefined, long), async ({ run }) => {
      const { stdout, stderr, code } = await run([...ALL, '--count', '--max-retries', '0'], { env: KEYS });
      expect(Number(stdout)).toBeGreaterThan(10_000);
      expect({ code, stderr }).toEqual({ code: 8, stderr: expect.stringContaining('@two: ') });
    });
  });

  test('of all: the exit code is that of the error', async () => {
    const refusal = { status: 429, body: errorOf('slowly') };
    await withEndpoints(three(refusal, refusal, refusal), async ({ run }) => {
      const { stdout, stderr, code } = await run([...ALL, '--ids', '--max-retries', '0'], { env: KEYS });
      expect({ stdout, code }).toEqual({ stdout: '', code: 6 });
      for (const name of ['@one: ', '@two: ', '@local: ']) expect(stderr.split(name)).toHaveLength(2);
    });
  });
});

test('a terminal shows whom is waited for, and nothing of it stays', async () => {
  let shown = () => {};
  const seen = new Promise<void>((resolve) => {
    shown = resolve;
  });
  let text = '';
  const stderr = {
    isTTY: true,
    columns: 80,
    rows: 24,
    write(bytes: Uint8Array) {
      text += new TextDecoder().decode(bytes);
      if (text.includes('Waiting for')) shown();
    },
  };
  const late = async () => {
    await seen;
    return { body: ROUTER_LIKE };
  };
  await withEndpoints(three(undefined, late), async ({ run }) => {
    const { stdout, code } = await run([...ALL, '--ids'], { env: KEYS, context: { stderr, now: Date.now } });
    expect({ code, ids: stdout.split('\n').length }).toEqual({ code: 0, ids: 6 });
    expect(text).toMatch(/^Waiting for @two \.\.\. \d+ s/);
    expect(text.endsWith('\r\x1b[K')).toBe(true);
  });
});

describe('@all', () => {
  test('is every profile', async () => {
    await withEndpoints(three(), async ({ run }) => {
      const { stdout, code } = await run(
        ['models', 'list', '--from', '@all', '--columns', 'source', '--format', 'csv', '--no-headers'],
        { env: KEYS },
      );
      expect({ stdout, code }).toEqual({ stdout: '@one\r\n@one\r\n@two\r\n@two\r\n@local\r\n', code: 0 });
    });
  });

  test('needs one', async () => {
    await withEndpoints({}, async ({ run }) => {
      expect((await run(['models', 'list', '--from', '@all'])).code).toBe(2);
    });
  });
});

describe('the key of the environment', () => {
  const bare = (reply: Reply = { body: LOCAL_LIKE }) => ({ plain: place('{ base_url: "{origin}/v1" }', reply) });

  test('goes to no profile that leads elsewhere and says nothing of a key', async () => {
    await withEndpoints(bare(), async ({ run, servers }) => {
      expect((await run(['models', 'list', '--from', '@plain', '--ids'], { env: KEYS })).code).toBe(0);
      expect(servers.plain?.requests[0]?.headers.authorization).toBeUndefined();
    });
  });

  test('goes to one that leads where the environment leads', async () => {
    await withEndpoints(bare(), async ({ run, servers }) => {
      const env = { ...KEYS, OPENAI_BASE_URL: `${servers.plain?.origin}/v1` };
      expect((await run(['models', 'list', '--from', '@plain', '--ids'], { env })).code).toBe(0);
      expect(servers.plain?.requests[0]?.headers.authorization).toBe('Bearer sk-env-SECRET');
    });
  });
});

describe('a mistake is exit 2 before anything is asked', () => {
  test.each([
    [['--from', '@nobody'], /no profile 'nobody'/],
    [['--from', '@'], /must be a source/],
    [['--from', '@one', '--from', '@one'], /not already given/],
    [['--from', '@one', '--api-key', 'sk-x'], /--api-key works only with/],
    [['--from', '@one', '--from', '@two', '--format', 'raw'], /cannot be used together/],
    [['--from', 'no-such-snapshot'], /no snapshot or file named 'no-such-snapshot'/],
    [['--from', './nowhere.json'], /nowhere.json/],
    [['--from', '2026-02-31'], /must be a source/],
  ])('%j', async (args, said) => {
    await withEndpoints(three(), async ({ run, servers }) => {
      const { code, stderr } = await run(['models', 'list', ...args], { env: KEYS });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) });
      await sleep(0);
      expect(Object.values(servers).flatMap(({ requests }) => requests)).toEqual([]);
    });
  });
});
