import { describe, expect, test } from 'vitest';
import { followRedirects } from '../../../src/api/redirect.ts';
import { cancelableBody, type WireRequest, WireResponse } from '../../../src/api/wire.ts';
import { listOf, model } from '../../support/models.ts';
import { KEY, run } from '../../support/run.ts';
import { startServer } from '../../support/server.ts';

/** What each address answers: a status and where it points. */
type Web = Record<string, [status: number, location?: string]>;

interface Seen {
  url: string;
  method: string;
  headers: Record<string, string>;
  trusted: boolean;
}

/** Follows redirects through a made-up web; `dropped` counts the bodies that were let go. */
async function follow(web: Web, method: string, start: string) {
  const seen: Seen[] = [];
  let dropped = 0;
  const send = followRedirects(async (url, request) => {
    seen.push({
      url: url.href,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      trusted: request.isTrusted,
    });
    const [status, location] = web[url.href] ?? [404];
    const headers = new Map(location === undefined ? [] : [['location', location]]);
    const read = (async function* () {
      yield new Uint8Array(1);
    })();
    const body = cancelableBody(read, () => {
      dropped++;
    });
    const found = { get: (name: string) => headers.get(name) ?? null, entries: () => headers.entries() };
    return new WireResponse(status, found, url.href, body);
  });
  const headers = new Map(Object.entries({ accept: 'application/json', 'user-agent': 'us', ...CREDENTIALS }));
  const request: WireRequest = { method, headers, signal: undefined, isTrusted: true, state: { tries: 1 } };
  const outcome = await send(new URL(start), request).catch((failure: unknown) => failure);
  const response = outcome instanceof WireResponse ? outcome : undefined;
  return { response, seen, failure: response ? undefined : outcome, dropped };
}

const CREDENTIALS = {
  authorization: 'Bearer secret',
  'api-key': 'secret',
  'x-api-key': 'secret',
  cookie: 'secret',
  'openai-organization': 'org-1',
  'openai-project': 'proj-1',
  'x-custom': 'secret',
};

const [A, B] = ['https://a.example/v1/models', 'https://b.example/v1/models'];

describe('a redirect is followed', () => {
  test.each([301, 302, 303, 307, 308])(
    'with status %i, for GET, on the same origin with everything',
    async (status) => {
      const { response, seen, dropped } = await follow(
        { [A]: [status, '/v2/models'], 'https://a.example/v2/models': [200] },
        'GET',
        A,
      );
      expect(response?.status).toBe(200);
      expect(seen.map(({ url }) => url)).toEqual([A, 'https://a.example/v2/models']);
      expect(seen[1]).toMatchObject({ method: 'GET', headers: CREDENTIALS, trusted: true });
      expect(dropped).toBe(1);
    },
  );

  test.each([307, 308])('with status %i, for DELETE, on the same origin', async (status) => {
    const { response, seen } = await follow(
      { [A]: [status, '/moved/models'], 'https://a.example/moved/models': [204] },
      'DELETE',
      A,
    );
    expect(response?.status).toBe(204);
    expect(seen[1]).toMatchObject({ method: 'DELETE', headers: CREDENTIALS });
  });

  test.each<[from: string, to: string]>([
    ['/v1/models/m', '/v2/models/m/'],
    ['/v1/models/a%2Fb', '/v2/models/a%2fb'],
    ['/v1/models/m', '/v2/%6d'],
    ['/v1/models/%zz', '/v2/%zz'],
    ['/v1/models/m', '?again'],
  ])('for DELETE of %s to %s, which names the same', async (from, to) => {
    const [first, second] = [`https://a.example${from}`, new URL(to, `https://a.example${from}`).href];
    const { response, seen } = await follow({ [first]: [307, to], [second]: [200] }, 'DELETE', first);
    expect(response?.status).toBe(200);
    expect(seen.map(({ url, method }) => [url, method])).toEqual([
      [first, 'DELETE'],
      [second, 'DELETE'],
    ]);
  });

  test.each<[name: string, to: string]>([
    ['another host', B],
    ['another port', 'https://a.example:8443/v1/models'],
    ['a host above it', 'https://example/v1/models'],
    ['a host below it', 'https://x.a.example/v1/models'],
    ['a host without a scheme', '//b.example/v1/models'],
  ])('to %s without any credential', async (_name, to) => {
    const target = new URL(to, A).href;
    const { response, seen } = await follow({ [A]: [302, to], [target]: [200] }, 'GET', A);
    expect(response?.status).toBe(200);
    expect(seen[1]).toEqual({
      url: target,
      method: 'GET',
      headers: { accept: 'application/json', 'user-agent': 'us' },
      trusted: false,
    });
  });

  test('from http to https on the same host without any credential: it is another origin', async () => {
    const http = 'http://a.example/v1/models';
    const { seen } = await follow({ [http]: [301, A], [A]: [200] }, 'GET', http);
    expect(seen[1]?.headers).toEqual({ accept: 'application/json', 'user-agent': 'us' });
  });

  test('without the name and password that an address may hold', async () => {
    const { seen } = await follow({ [A]: [302, 'https://user:secret@b.example/v1/models'], [B]: [200] }, 'GET', A);
    expect(seen.map(({ url }) => url)).toEqual([A, B]);
  });

  test('back to the first origin without what was taken away', async () => {
    const back = 'https://a.example/back';
    const { seen } = await follow({ [A]: [302, B], [B]: [302, back], [back]: [200] }, 'GET', A);
    expect(seen.map(({ headers }) => 'authorization' in headers)).toEqual([true, false, false]);
    expect(seen.map(({ trusted }) => trusted)).toEqual([true, false, false]);
  });

  test('ten times, and not once more', async () => {
    const chain = (length: number): Web => ({
      ...Object.fromEntries(Array.from({ length }, (_, i) => [`https://a.example/${i}`, [302, `/${i + 1}`]])),
      [`https://a.example/${length}`]: [200],
    });
    expect((await follow(chain(10), 'GET', 'https://a.example/0')).response?.status).toBe(200);
    const { failure, seen } = await follow(chain(11), 'GET', 'https://a.example/0');
    expect(failure).toMatchObject({ code: 'network', args: { kind: 'redirect' } });
    expect(seen).toHaveLength(11);
  });
});

describe('a redirect is refused', () => {
  test.each<[name: string, method: string, status: number, to: string]>([
    ['from https to http', 'GET', 302, 'http://a.example/v1/models'],
    ['from https to http elsewhere', 'GET', 302, 'http://b.example/'],
    ['to a file', 'GET', 302, 'file:///etc/passwd'],
    ['to data', 'GET', 302, 'data:application/json,{}'],
    ['to nothing that can be read', 'GET', 302, 'http://'],
    ['to itself for ever', 'GET', 302, A],
    ['of a deletion to another origin', 'DELETE', 307, B],
    ['of a deletion that would become GET (301)', 'DELETE', 301, '/moved'],
    ['of a deletion that would become GET (302)', 'DELETE', 302, '/moved'],
    ['of a deletion that would become GET (303)', 'DELETE', 303, '/moved'],
    ['of a deletion that would become GET (301), to the same name', 'DELETE', 301, '/v2/models'],
    ['of a deletion that would become GET (302), to the same name', 'DELETE', 302, '/v2/models'],
    ['of a deletion that would become GET (303), to the same name', 'DELETE', 303, '/v2/models'],
    ['of a deletion to another name (307)', 'DELETE', 307, '/v1/other'],
    ['of a deletion to another name (308)', 'DELETE', 308, '/v1/other'],
    ['of a deletion to a name in other case', 'DELETE', 308, '/v1/Models'],
    ['of a deletion to a name that cannot be read', 'DELETE', 308, '/v1/%zz'],
    ['of a deletion to no name at all', 'DELETE', 308, '/'],
  ])('%s', async (_name, method, status, to) => {
    const { seen, failure, dropped } = await follow({ [A]: [status, to] }, method, A);
    expect(failure).toMatchObject({ code: 'network', args: { kind: 'redirect', host: 'a.example' } });
    expect(seen.every(({ url }) => url === A)).toBe(true);
    expect(dropped).toBe(seen.length);
  });
});

test.each<[status: number, location: string | undefined]>([
  [300, '/x'],
  [304, '/x'],
  [302, undefined],
  [200, '/x'],
  [404, '/x'],
])('status %i with location %s is an answer', async (status, location) => {
  const { response, seen } = await follow({ [A]: location === undefined ? [status] : [status, location] }, 'GET', A);
  expect({ status: response?.status, requests: seen.length }).toEqual({ status, requests: 1 });
});

describe('a whole run', () => {
  test('takes the key along on one origin and leaves it there for another', async () => {
    const other = await startServer({ 'GET /list': { body: listOf(model('b')) } });
    const routes = {
      'GET /v1/models': { status: 307, headers: { location: '/v2/models' } },
      'GET /v2/models': { status: 302, headers: { location: `${other.origin}/list` } },
    };
    const argv = ['models', 'list', '--ids', '-H', 'api-key: k', '--organization', 'o'];
    const { stdout, requests } = await run(argv, { routes });
    await other.stop();
    expect(stdout).toBe('b\n');
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`]);
    expect(other.requests).toHaveLength(1);
    expect(Object.keys(other.requests[0]?.headers ?? {}).sort()).toEqual(
      ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'].sort(),
    );
  });

  test('ends with 7 where a redirect is refused, after one try', async () => {
    const routes = { 'GET /v1/models': [{ status: 302, headers: { location: 'ftp://x/' } }] };
    const { stdout, stderr, code } = await run(['models', 'list'], { routes });
    expect({ stdout, code }).toEqual({ stdout: '', code: 7 });
    expect(stderr).toMatch(/^openai: 127\.0\.0\.1:\d+ sent a redirect that is not followed/);
  });

  test('never repeats a deletion elsewhere', async () => {
    const routes = { 'DELETE /v1/models/m': [{ status: 303, headers: { location: '/v1/models/other' } }] };
    const { stdout, code, requests } = await run(['models', 'delete', 'm'], { routes });
    expect({ stdout, code, requests: requests.length }).toEqual({ stdout: '', code: 7, requests: 1 });
  });
});
