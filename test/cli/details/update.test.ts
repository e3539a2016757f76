/** `details update` against an index of packages on loopback: what it fetches, keeps, refuses and leaves alone. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Reader } from '../../../src/details/build/lifecycle.ts';
import lifecycle from '../../../src/details/lifecycle.json' with { type: 'json' };
import table from '../../../src/details/table.json' with { type: 'json' };
import { createAuthority } from '../../robustness/tls/certificates.ts';
import { ENTRIES } from '../../support/entries.ts';
import { inHome, KEY, type RunOptions, run } from '../../support/run.ts';
import { type Answer, type Routes, startServer } from '../../support/server.ts';
import { type Index, indexRoutes, LATER, NEWER, NEXT_DAY, wheelOf, zipOf } from '../../support/wheels.ts';

const INDEX = ['details', 'update', '--from', '{origin}/pypi/'];
const FOLDER = '.cache/openai-models/details';

const filesIn = (home: string) => (existsSync(join(home, FOLDER)) ? readdirSync(join(home, FOLDER)).sort() : []);
const kept = (home: string, name: string) => JSON.parse(readFileSync(join(home, FOLDER, name), 'utf8'));
const openai = (argv: readonly string[], options: RunOptions = {}) => run(argv, { now: LATER, ...options });
const detailsOf = async (home: string) => {
  const routes = { 'GET /v1/models/gpt-4o': { body: '{"id":"gpt-4o","object":"model","owned_by":"system"}' } };
  const { json } = await openai(['models', 'retrieve', 'gpt-4o', '--details'], { home, routes });
  return (json as { details: Record<string, unknown> }).details;
};
const one = (reader: Reader, more: Partial<Index[Reader]>): Index => ({
  ...NEWER,
  [reader]: { ...NEWER[reader], ...more },
});

describe('an update from an index', () => {
  test('keeps what is newer, and every command uses it', async () => {
    await inHome(async (home) => {
      const { code, stdout, stderr } = await openai(INDEX, { home, routes: indexRoutes(NEWER) });
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(stderr).toMatch(/^Limits and prices of [\d,]+ models, as of [\d-]+: .*\/table\.json$/m);
      expect(stderr).toMatch(/^Shutdowns and replacements of [\d,]+ models, as of [\d-]+: .*\/lifecycle\.json$/m);
      expect(filesIn(home)).toEqual(['lifecycle.json', 'table.json']);
      expect(kept(home, 'table.json').sources).toEqual({
        ...table.sources,
        litellm: { version: '1.120.0', date: NEXT_DAY },
      });
      expect(kept(home, 'lifecycle.json').models.anthropic['claude-new']).toBe('@depdesk active earliest=2028-01-01');
      // The other sources' values stay those that ship.
      expect(await detailsOf(home)).toMatchObject({
        source: 'litellm 1.120.0',
        input_price: 1,
        output_price: 7,
        context: 128000,
        status: 'deprecated',
        shutdown_date: '2027-06-01',
        replacement: 'gpt-new',
      });
      writeFileSync(join(home, 'a.py'), 'MODEL = "made-up-7"\n');
      const checked = await openai(['models', 'check', join(home, 'a.py'), '--within', '1y', '-f', 'jsonl'], { home });
      expect(JSON.parse(checked.stdout)).toMatchObject({ model: 'made-up-7', replacement: 'gpt-new' });
      const routes = {
        'GET /v1/models/made-up-8': { status: 404, body: '{"error":{"code":"model_not_found","message":"no"}}' },
        'GET /v1/models': { body: '{"object":"list","data":[]}' },
      };
      const gone = await openai(['models', 'get', 'made-up-8'], { home, routes, now: Date.UTC(2027, 6, 1) });
      expect(gone.stderr).toContain('made-up-8 was shut down on 2027-06-01. Replaced by gpt-new.');
    });
  });

  test('sends nothing but the requests: no key, no header of anybody, no client certificate', async () => {
    const { requests } = await openai([...INDEX, '--header', 'X-Own: secret-1', '--organization', 'org-2'], {
      routes: indexRoutes(NEWER),
      env: { OPENAI_ADMIN_KEY: 'sk-admin-SECRET', OPENAI_PROJECT_ID: 'proj-3' },
    });
    expect(requests.map(({ method, path }) => `${method} ${path.replace(/-\d.*/, '')}`)).toEqual([
      'GET /pypi/bydtech-model-retire/json',
      'GET /pypi/depdesk/json',
      'GET /pypi/litellm/json',
      'GET /files/bydtech-model-retire',
      'GET /files/depdesk',
      'GET /files/litellm',
    ]);
    for (const { headers } of requests) {
      const names = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];
      expect(Object.keys(headers).filter((name) => !names.includes(name))).toEqual([]);
      expect(headers['user-agent']).toMatch(/^openai-models\/\d/);
      expect(JSON.stringify(headers)).not.toMatch(new RegExp(`${KEY}|secret|SECRET|org-2|proj-3`));
    }
  });

  test('needs no key', async () => {
    const ran = await openai(INDEX, { routes: indexRoutes(NEWER), env: { OPENAI_API_KEY: undefined } });
    expect(ran.code).toBe(0);
  });

  test('a second time says that nothing is newer, and fetches no wheel', async () => {
    await inHome(async (home) => {
      await openai(INDEX, { home, routes: indexRoutes(NEWER) });
      const before = readFileSync(join(home, FOLDER, 'table.json'));
      const { code, stderr, requests } = await openai(INDEX, { home, routes: indexRoutes(NEWER) });
      expect({ code, stderr }).toEqual({ code: 0, stderr: 'Already up to date.\n' });
      expect(requests.map(({ path }) => path)).toEqual([
        '/pypi/bydtech-model-retire/json',
        '/pypi/depdesk/json',
        '/pypi/litellm/json',
      ]);
      expect(readFileSync(join(home, FOLDER, 'table.json'))).toEqual(before);
    });
  });

  test('of older releases replaces nothing', async () => {
    const old = (reader: Reader, data: object) => ({
      ...NEWER[reader],
      data: { ...(NEWER[reader].data as object), ...data },
    });
    const index: Index = {
      'bydtech-model-retire': old('bydtech-model-retire', { updated: '2026-01-01' }),
      depdesk: old('depdesk', { verified_on: '2026-01-01' }),
      litellm: { ...NEWER.litellm, made: '2026-01-01T00:00:00Z' },
    };
    await inHome(async (home) => {
      const { code, stderr } = await openai(INDEX, { home, routes: indexRoutes(index) });
      expect({ code, said: stderr.split('\n').at(-2) }).toEqual({
        code: 0,
        said: 'Already up to date.',
      });
      expect(filesIn(home)).toEqual([]);
    });
  });

  test('leaves out, aloud, what it does not know', async () => {
    const { updated, models } = NEWER['bydtech-model-retire'].data as { updated: string; models: object[] };
    const data = { updated, models: [...models, { ...models[0], provider: 'new-provider' }] };
    const { code, stderr } = await openai(INDEX, { routes: indexRoutes(one('bydtech-model-retire', { data })) });
    expect(code).toBe(0);
    expect(stderr).toContain('Skipped: bydtech-model-retire has a provider that is not known: new-provider\n');
  });
});

describe('--from', () => {
  test('takes a wheel of one reader from a file, and the rest from what is in use', async () => {
    await inHome(async (home) => {
      const path = join(home, 'some.whl');
      writeFileSync(path, wheelOf('depdesk', '0.4.0', NEWER.depdesk.data));
      const { code, requests } = await openai(['details', 'update', '--from', path], { home });
      expect({ code, requests }).toEqual({ code: 0, requests: [] });
      expect(filesIn(home)).toEqual(['lifecycle.json']);
      const { sources, models } = kept(home, 'lifecycle.json');
      expect(sources).toEqual({ ...lifecycle.sources, depdesk: { version: '0.4.0', date: NEXT_DAY } });
      expect(models.openai['gpt-4-0613']).toBe(lifecycle.models.openai['gpt-4-0613']);
    });
  });

  test('takes a wheel of LiteLLM from an address, dated by the server', async () => {
    await inHome(async (home) => {
      const body = wheelOf('litellm', '1.120.0', NEWER.litellm.data, { stored: true, comment: 'PK\x05\x06' });
      const headers = { 'last-modified': new Date(NEXT_DAY).toUTCString() };
      const routes = { 'GET /x?token=secret': { body, headers } };
      expect((await openai(['details', 'update', '--from', '{origin}/x?token=secret'], { home, routes })).code).toBe(0);
      expect(kept(home, 'table.json').sources.litellm).toEqual({ version: '1.120.0', date: NEXT_DAY });
    });
  });

  test.each([
    ['table', { ...table, sources: { ...table.sources, litellm: { version: '2', date: NEXT_DAY } } }],
    ['lifecycle', { ...lifecycle, sources: { ...lifecycle.sources, depdesk: { version: '2', date: NEXT_DAY } } }],
  ])('takes a file of our own, a %s', async (name, file) => {
    await inHome(async (home) => {
      const routes = { 'GET /own.json': { body: JSON.stringify(file) } };
      expect((await openai(['details', 'update', '--from', '{origin}/own.json'], { home, routes })).code).toBe(0);
      expect(filesIn(home)).toEqual([`${name}.json`]);
      expect(kept(home, `${name}.json`)).toEqual(file);
    });
  });

  test.each<[string, string[], RegExp]>([
    ['twice', ['--from', 'a', '--from', 'b'], /--from is given twice/],
    ['with --reset', ['--from', 'a', '--reset'], /--reset and --from cannot be used together/],
    ['of another kind', ['--from', 'ftp://example.com/a.whl'], /--from is 'ftp:/],
  ])('%s is a mistake of the line', async (_what, args, says) => {
    const { code, stderr } = await openai(['details', 'update', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });
});

describe('what cannot be used leaves everything as it is', () => {
  const wheel = wheelOf('litellm', '1.120.0', NEWER.litellm.data);
  const broken = (at: number) =>
    Buffer.concat([wheel.subarray(0, at), Buffer.from([(wheel[at] as number) ^ 0xff]), wheel.subarray(at + 1)]);
  const served = (answer: Answer): Routes => ({ 'GET /f': answer });
  const json = (value: unknown) => served({ body: JSON.stringify(value) });
  const withRow = (row: string) =>
    json({ ...table, models: { ...table.models, openai: { ...table.models.openai, x: row } } });
  const other = { ...table, sources: { ...table.sources, litellm: { version: '2', date: NEXT_DAY } } };
  const FILE = ['details', 'update', '--from', '{origin}/f'];
  const overstated = (entry: Buffer) => void entry.writeUInt32LE(65 << 20, 24);

  const faults: [what: string, exit: number, says: RegExp, args: string[], routes: Routes][] = [
    ['a damaged wheel', 1, /it is damaged or truncated/, FILE, served({ body: broken(wheel.length >> 1) })],
    ['a wheel without its end', 1, /it is truncated/, FILE, served({ body: wheel.subarray(0, wheel.length - 30) })],
    ['a wheel of something else', 1, /it has none of the datasets/, FILE, served({ body: zipOf({ 'a.py': '' }) })],
    [
      'a wheel without a version',
      1,
      /it has no version/,
      FILE,
      served({ body: zipOf({ 'depdesk/data/catalog.json': '{}' }) }),
    ],
    [
      'a wheel that unpacks to more than 64 MiB',
      1,
      /larger than 64 MiB/,
      FILE,
      served({ body: wheelOf('litellm', '2', {}, { lie: overstated }) }),
    ],
    [
      'a wheel that unpacks to more than it says',
      1,
      /it is damaged/,
      FILE,
      served({
        body: wheelOf('litellm', '2', ' '.repeat(1 << 20), { lie: (entry) => void entry.writeUInt32LE(9, 24) }),
      }),
    ],
    ['data of another shape', 1, /it has no rows/, FILE, served({ body: wheelOf('litellm', '2', [1]) })],
    ['data that is not JSON', 1, /is not a dataset/, FILE, served({ body: wheelOf('litellm', '2', '{"a":') })],
    [
      'a dataset with hardly any models',
      1,
      /it has 3 models, but the one in use has 1,\d{3}/,
      FILE,
      json({ ...other, models: { openai: Object.fromEntries(Object.entries(table.models.openai).slice(0, 3)) } }),
    ],
    [
      'a dataset of the future',
      1,
      /in the future/,
      FILE,
      json({ ...other, sources: { ...other.sources, litellm: { version: '2', date: '2999-11-26' } } }),
    ],
    ['a row with what is no number', 1, /neither a wheel nor a table/, FILE, withRow('@litellm context=1e9')],
    ['a row with control characters', 1, /neither a wheel nor a table/, FILE, withRow('@litellm alias=\x1b[2J')],
    ['a web page', 1, /neither a wheel nor a table/, FILE, served({ body: '<html>' })],
    ['nothing', 1, /neither a wheel nor a table/, FILE, served({ body: '' })],
    ['a refusal', 1, /the server returned 404/, FILE, served({ status: 404, body: '{}' })],
    [
      'an answer of more than 64 MiB, which says so',
      1,
      /larger than 64 MiB/,
      FILE,
      served({ headers: { 'content-length': (64 << 20) + 1 }, body: ['x'], after: 'silence' }),
    ],
    [
      'an answer of more than 64 MiB, which does not',
      1,
      /larger than 64 MiB/,
      FILE,
      served({ body: endless, after: 'silence' }),
    ],
    [
      'a small answer that decodes to very much',
      1,
      /unpack to more than/,
      FILE,
      served({ headers: { 'content-encoding': 'gzip' }, body: bomb() }),
    ],
    [
      'an answer that is cut off',
      7,
      /the request to .* failed|ended/,
      FILE,
      served({ body: wheel, cut: wheel.length >> 1 }),
    ],
    [
      'an answer that stops',
      7,
      /timed out: no data for 0.2 s/,
      [...FILE, '--timeout', '0.2'],
      served({ headers: { 'content-length': 99 }, body: ['x'], after: 'silence' }),
    ],
    [
      'a redirect to another host by plain http',
      7,
      /sent a redirect that is not followed \(to http:\/\/localhost:\d+, which is not https\)/,
      FILE,
      served({ status: 302, headers: { location: '{other}/g' } }),
    ],
    ['a redirect in a circle', 7, /more than 10 redirects/, FILE, served({ status: 302, headers: { location: '/f' } })],
    [
      'a wheel with another checksum',
      1,
      /does not match the SHA-256/,
      INDEX,
      indexRoutes(one('litellm', { file: { digests: { sha256: '0'.repeat(64) } } })),
    ],
    [
      'a wheel of another reader',
      1,
      /it is a wheel of depdesk/,
      INDEX,
      indexRoutes(one('litellm', { wheel: wheelOf('depdesk', '9', NEWER.depdesk.data) })),
    ],
    [
      'a wheel on another host by plain http',
      1,
      /which is not https/,
      INDEX,
      indexRoutes(one('litellm', { file: { url: '{other}/x.whl' } })),
    ],
    [
      'a wheel that is announced as too large',
      1,
      /larger than 64 MiB/,
      INDEX,
      indexRoutes(one('litellm', { file: { size: 1e9 } })),
    ],
    [
      'an index that describes no wheel',
      1,
      /lists no release/,
      INDEX,
      { 'GET /pypi/bydtech-model-retire/json': { body: '{"info":{"version":"1"},"urls":[]}' } },
    ],
    [
      'an index that is none',
      1,
      /lists no release/,
      INDEX,
      { 'GET /pypi/bydtech-model-retire/json': { body: 'null' } },
    ],
  ];

  test.each(faults)(
    '%s: exit %i',
    async (_what, exit, says, args, routes) => {
      await inHome(async (home) => {
        // What an earlier update left.
        mkdirSync(join(home, FOLDER), { recursive: true });
        const before = JSON.stringify({
          ...lifecycle,
          sources: { ...lifecycle.sources, depdesk: { version: '0.3.1', date: NEXT_DAY } },
        });
        writeFileSync(join(home, FOLDER, 'lifecycle.json'), before);
        const server = await startServer(routes);
        const { code, stdout, stderr } = await openai(args, { home, server });
        await server.stop();
        expect({ code, stdout }, stderr).toEqual({ code: exit, stdout: '' });
        expect(stderr).toMatch(says);
        expect(stderr).not.toContain('\x1b');
        expect(filesIn(home)).toEqual(['lifecycle.json']);
        expect(readFileSync(join(home, FOLDER, 'lifecycle.json'), 'utf8')).toBe(before);
      });
    },
    30_000,
  );

  test('a redirect on the same host is followed', async () => {
    const routes = {
      'GET /f': { status: 301, headers: { location: '/g' } },
      'GET /g': { body: JSON.stringify(other) },
    };
    expect((await openai(FILE, { routes })).code).toBe(0);
  });

  describe('over https', () => {
    const authority = createAuthority('Test authority');
    const identity = authority.issue({ name: '127.0.0.1', hosts: ['127.0.0.1', 'localhost'] });
    const overTls = async (argv: readonly string[], routes: Routes) => {
      const plain = await startServer({ 'GET /g': { body: JSON.stringify(other) } });
      const filled = (text: string) => text.replaceAll('{plain}', plain.origin);
      const server = await startServer(JSON.parse(filled(JSON.stringify(routes))), { tls: identity });
      try {
        return await inHome(async (home) => {
          writeFileSync(join(home, 'authority.pem'), authority.cert);
          const env = { SSL_CERT_FILE: join(home, 'authority.pem') };
          const { code, stderr } = await openai(argv, { home, server, env });
          return { code, stderr, files: filesIn(home), asked: plain.requests.length };
        });
      } finally {
        await server.stop();
        await plain.stop();
      }
    };

    test('another https host is gone to', async () => {
      const ran = await overTls(FILE, {
        'GET /f': { status: 302, headers: { location: '{other}/g' } },
        'GET /g': { body: JSON.stringify(other) },
      });
      expect({ code: ran.code, files: ran.files }, ran.stderr).toEqual({ code: 0, files: ['table.json'] });
    });

    test.each([
      [
        'a redirect',
        FILE,
        { 'GET /f': { status: 302, headers: { location: '{plain}/g' } } },
        7,
        /from https to plain http/,
      ],
      [
        'the address of a wheel',
        INDEX,
        indexRoutes(one('bydtech-model-retire', { file: { url: '{plain}/g' } })),
        1,
        /which is not https/,
      ],
    ])('%s does not lead down to plain http', async (_what, argv, routes, exit, says) => {
      const ran = await overTls(argv, routes);
      expect({ code: ran.code, files: ran.files, asked: ran.asked }).toEqual({ code: exit, files: [], asked: 0 });
      expect(ran.stderr).toMatch(says);
    });

    test('a server that nobody vouches for is not believed', async () => {
      const server = await startServer({}, { tls: identity });
      const { code, stderr } = await openai(FILE, { server });
      await server.stop();
      expect(code).toBe(7);
      expect(stderr).toContain('not signed by a trusted authority');
    });
  });

  test('without a network it says so, exit 7', async () => {
    const server = await startServer({});
    await server.stop();
    const { code, stderr } = await openai(['details', 'update', '--from', `${server.origin}/pypi/`]);
    expect(code).toBe(7);
    expect(stderr).toContain('connection refused');
  });

  test('without a home folder nothing is fetched', async () => {
    const { code, stderr, requests } = await openai(INDEX, { context: { home: undefined } });
    expect({ code, requests }).toEqual({ code: 1, requests: [] });
    expect(stderr).toBe('openai: cannot use the cache folder: there is no home folder\n  Set XDG_CACHE_HOME to one.\n');
    expect((await openai(['details', 'show'], { context: { home: undefined } })).code).toBe(0);
    expect((await openai(['details', 'update', '--reset'], { context: { home: undefined } })).code).toBe(0);
  });

  test('a folder that takes no files is an error, and leaves none', async () => {
    await inHome(async (home) => {
      writeFileSync(join(home, '.cache'), '');
      const { code, stderr } = await openai(FILE, { home, routes: json(other) });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^openai: cannot use .*table\.json: /m);
    });
  });

  test('where one of two files cannot be written, neither is replaced', async () => {
    await inHome(async (home) => {
      mkdirSync(join(home, FOLDER, 'lifecycle.json.new/x'), { recursive: true });
      const { code, stderr } = await openai(INDEX, { home, routes: indexRoutes(NEWER) });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^openai: cannot use .*lifecycle\.json: /m);
      expect(filesIn(home)).toEqual(['lifecycle.json.new']);
    });
  });

  test('an interruption ends it', async () => {
    await inHome(async (home) => {
      const controller = new AbortController();
      const routes = {
        'GET /f': () => {
          controller.abort();
          return { body: JSON.stringify(other), delay: 5000 };
        },
      };
      const server = await startServer(routes);
      const { code } = await openai(FILE, { home, server, signal: controller.signal });
      await server.stop();
      expect({ code, files: filesIn(home) }).toEqual({ code: 130, files: [] });
    });
  });
});

describe('proxies', () => {
  test('are gone through, and told nothing of a key', async () => {
    const file = { ...table, sources: { ...table.sources, litellm: { version: '2', date: NEXT_DAY } } };
    const routes = { 'GET http://details.example/own.json': { body: JSON.stringify(file) } };
    const argv = ['details', 'update', '--from', 'http://details.example/own.json'];
    const { code, stderr, requests } = await openai(argv, { routes, env: { HTTP_PROXY: '{origin}' } });
    expect(code).toBe(0);
    expect(stderr).toContain('Warning: details.example uses plain http');
    expect(JSON.stringify(requests)).not.toContain(KEY);
  });

  test('carry the usual address as a tunnel', async () => {
    const routes = { 'CONNECT pypi.org:443': { status: 502 } };
    const { code, requests } = await openai(['details', 'update'], { routes, env: { HTTPS_PROXY: '{origin}' } });
    expect({ code, asked: requests.map(({ path }) => path) }).toEqual({ code: 7, asked: ['pypi.org:443'] });
  });
});

describe('--reset', () => {
  test('goes back to what ships, and says when that was so already', async () => {
    await inHome(async (home) => {
      await openai(INDEX, { home, routes: indexRoutes(NEWER) });
      const first = await openai(['details', 'update', '--reset'], { home });
      expect({ code: first.code, files: filesIn(home) }).toEqual({ code: 0, files: [] });
      expect(first.stderr).toMatch(/^Removed .*table\.json and .*lifecycle\.json\. Using the bundled details\.\n$/);
      expect((await detailsOf(home)).source).toBe(`litellm ${table.sources.litellm.version}`);
      const second = await openai(['details', 'update', '--reset'], { home });
      expect(second.stderr).toBe('Already using the bundled details.\n');
    });
  });
});

describe('a file of the cache', () => {
  const put = (home: string, name: string, text: string) => {
    mkdirSync(join(home, FOLDER), { recursive: true });
    writeFileSync(join(home, FOLDER, name), text);
  };

  test.each(['', '{', 'null', '{"sources":{},"models":{}}', JSON.stringify(lifecycle)])(
    'that is damaged is warned about, and what ships counts: %.30s',
    async (text) => {
      await inHome(async (home) => {
        put(home, 'table.json', text);
        const routes = { 'GET /v1/models/gpt-4o': { body: '{"id":"gpt-4o","owned_by":"system"}' } };
        const { json, stderr } = await openai(['models', 'get', 'gpt-4o', '--details', '--quiet'], { home, routes });
        expect(json).toMatchObject({ details: { source: `litellm ${table.sources.litellm.version}` } });
        expect(stderr).toMatch(
          /^Warning: .*table\.json is damaged, so the bundled details are used\. .*details update\n$/,
        );
        // It is replaced by the next update, and removed by a reset.
        expect((await openai(INDEX, { home, routes: indexRoutes(NEWER) })).code).toBe(0);
        expect(kept(home, 'table.json').sources.litellm.version).toBe('1.120.0');
      });
    },
  );

  test('that is older than what ships does not count', async () => {
    await inHome(async (home) => {
      put(
        home,
        'table.json',
        JSON.stringify({ ...table, sources: { litellm: { version: '1.0.0', date: '2026-01-01' } } }),
      );
      const { json, stderr } = await openai(['details', 'show'], { home });
      expect((json as { data: object[] }).data[0]).toMatchObject({
        version: table.sources.litellm.version,
        from: 'package',
      });
      expect(stderr).toBe('');
    });
  });

  test('has no part in a list that shows no details', async () => {
    await inHome(async (home) => {
      put(home, 'table.json', 'damaged');
      const routes = { 'GET /v1/models': { body: '{"object":"list","data":[]}' } };
      expect((await openai(['models', 'list'], { home, routes })).stderr).toBe('');
    });
  });
});

describe.each(ENTRIES)('$name', (entry) => {
  test('updates, shows and resets', async () => {
    await inHome(async (home) => {
      const at = (argv: readonly string[], routes?: Routes) => run(argv, { entry, home, ...(routes && { routes }) });
      const updated = await at(INDEX, indexRoutes(NEWER));
      expect(updated.code, updated.stderr).toBe(0);
      expect(filesIn(home)).toEqual(['lifecycle.json', 'table.json']);
      expect((await at(['details', 'show'])).json).toMatchObject({
        data: [{ name: 'litellm', from: 'cache' }, {}, {}, {}, {}, {}, {}],
      });
      expect((await at(INDEX, indexRoutes(NEWER))).stderr).toBe('Already up to date.\n');
      expect((await at(['details', 'update', '--reset'])).code).toBe(0);
      expect(filesIn(home)).toEqual([]);
    });
  });

  test('does not follow https down to http, nor take too much', async () => {
    await inHome(async (home) => {
      const routes = {
        'GET /f': { status: 302, headers: { location: '{other}/g' } },
        'GET /big': { body: endless, after: 'silence' as const },
      };
      const server = await startServer(routes);
      const away = await run(['details', 'update', '--from', '{origin}/f'], { entry, home, server });
      const large = await run(['details', 'update', '--from', '{origin}/big'], { entry, home, server });
      await server.stop();
      expect([away.code, large.code]).toEqual([7, 1]);
      expect(filesIn(home)).toEqual([]);
    });
  }, 30_000);
});

/** 70 MiB, a piece at a time. */
function* endless(): Generator<Uint8Array> {
  const piece = Buffer.alloc(1 << 20, 0x20);
  for (let i = 0; i < 70; i++) yield piece;
}

/** 70 MiB of blanks, packed. */
function bomb(): Buffer {
  return gzipSync(Buffer.alloc(70 << 20, 0x20));
}
