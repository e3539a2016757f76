/** What goes over the wire, compared with what OpenAI's own library sends for the same settings. */
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseUrlOf, checkModelId, classifyBaseUrl, listUrl, pageUrl, requestHeaders } from '../../../src/api/client.ts';
import { USER_AGENT } from '../../../src/version.ts';
import { KEY, run } from '../../support/run.ts';
import { type ScriptedServer, type SeenRequest, startServer } from '../../support/server.ts';

/** Whatever is asked for, the answer is a refusal: here only the request counts. */
let server: ScriptedServer;

beforeAll(async () => {
  server = await startServer(() => ({ status: 418, body: 'no' }));
});
afterAll(() => server.stop());

const ORGANIZATION = { OPENAI_ORG_ID: 'org-1', OPENAI_PROJECT_ID: 'proj-1' };

/** What the library says of itself and of the machine, and what the connection says. */
const NOT_COMPARED = /^(x-stainless-|user-agent$|connection$|accept-encoding$|accept-language$|sec-fetch-mode$)/;

function comparable({ method, path, headers }: SeenRequest) {
  const kept = Object.entries(headers).filter(([name]) => !NOT_COMPARED.test(name));
  return { method, path, headers: Object.fromEntries(kept.sort()) };
}

async function ours(argv: readonly string[], query: string): Promise<SeenRequest> {
  const count = server.requests.length;
  const base = `${server.origin}/v1${query}`;
  await run([...argv, '--max-retries', '0'], { env: { OPENAI_BASE_URL: base, ...ORGANIZATION } });
  expect(server.requests).toHaveLength(count + 1);
  return server.requests.at(-1) as SeenRequest;
}

async function theirs(ask: (client: OpenAI) => Promise<unknown>, query: string): Promise<SeenRequest> {
  const client = new OpenAI({
    apiKey: KEY,
    organization: ORGANIZATION.OPENAI_ORG_ID,
    project: ORGANIZATION.OPENAI_PROJECT_ID,
    baseURL: `${server.origin}/v1`,
    defaultQuery: Object.fromEntries(new URLSearchParams(query)),
    maxRetries: 0,
  });
  await ask(client).catch(() => {});
  return server.requests.at(-1) as SeenRequest;
}

const IDS = ['gpt-4o', 'ft:gpt-4o:acme::abc', 'a/b c%é@+~!$&;=?#', "it's*(x)", '...', '模型', 'a\\b', '[x]|^`{}"<>'];

describe.each(['', '?api-version=2024-10-21', '?q=a b&r=%26%2B='])("with the base URL's query '%s'", (query) => {
  test('a list', async () => {
    const own = await ours(['models', 'list'], query);
    expect(comparable(own)).toEqual(comparable(await theirs(async (client) => client.models.list(), query)));
  });

  test.each(IDS)('a model called %s', async (id) => {
    const own = await ours(['models', 'retrieve', '--model', id], query);
    expect(comparable(own)).toEqual(comparable(await theirs(async (client) => client.models.retrieve(id), query)));
  });

  test.each(IDS)('the deletion of %s', async (id) => {
    const own = await ours(['models', 'delete', '--model', id], query);
    expect(comparable(own)).toEqual(comparable(await theirs(async (client) => client.models.delete(id), query)));
  });
});

test('says who asks, and which try it is, but nothing of the machine', async () => {
  const { headers } = await ours(['models', 'list'], '');
  expect(headers['user-agent']).toBe(USER_AGENT);
  expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless-'))).toEqual(['x-stainless-retry-count']);
});

describe('addresses', () => {
  test.each<[url: string, ending: object]>([
    ['http://h/v1', { versioned: true }],
    ['http://h/v1beta', { versioned: true }],
    ['http://h/v1beta/openai', { versioned: true }],
    ['http://h/v12345678', { versioned: true }],
    ['http://h/openai', { versioned: false }],
    ['http://h', { versioned: false }],
    ['http://h/v1/x', { versioned: false }],
    ['http://h/v1/chat/completions', { versioned: false, surplus: '/chat/completions', better: 'http://h/v1' }],
    ['http://h/v1/completions', { versioned: false, surplus: '/completions', better: 'http://h/v1' }],
    ['http://h/v1/models', { versioned: false, surplus: '/models', better: 'http://h/v1' }],
    ['http://h/v1/v1', { versioned: false, surplus: '/v1', better: 'http://h/v1' }],
    ['http://h/v1/v2', { versioned: true }],
  ])('%s ends in %j', (url, ending) => expect(classifyBaseUrl(url)).toEqual(ending));

  test.each([
    ['http://h/v1/models', 'http://h/v1'],
    ['http://h/v1/models/m?x=1', 'http://h/v1'],
    ['http://h/models', 'http://h'],
    ['http://h/models/models/m', 'http://h/models'],
    ['http://h/list', 'http://h/list'],
    ['https://h:8/', 'https://h:8/'],
  ])('%s belongs to %s', (address, base) => expect(baseUrlOf(address)).toBe(base));

  test('of a page have the query of the base URL, which counts more', () => {
    const href = 'http://h/v1/models?p=2&v=old&q=a+b';
    expect(pageUrl({ url: 'http://h/v1', query: {} }, href).href).toBe(href);
    expect(pageUrl({ url: 'http://h/v1', query: { v: '7' } }, href).search).toBe('?p=2&v=7&q=a%20b');
    expect(listUrl({ url: 'http://h/v1', query: { v: '7', p: '1' } }, { p: '2' }).search).toBe('?v=7&p=2');
    expect(listUrl({ url: 'http://h/v1', query: {} }).href).toBe('http://h/v1/models');
  });

  test.each(['', ' ', '\t\n', '.', '..', '%2e', '%2E.', '.%2e', 'a\ud800', '\udc00'])(
    '%j is no id of a model',
    (id) => {
      expect(() => checkModelId(id)).toThrow(
        expect.objectContaining({ code: 'bad-model-id', args: { id: id.trim() } }),
      );
    },
  );

  test.each(['...', '.a', 'a.', '%2e%2e%2e', ' a', '\ud83d\ude00', '%'])('%j is one', (id) =>
    expect(checkModelId(id)).toBe(id),
  );
});

describe('the headers of a request', () => {
  const headers = (about: object) =>
    Object.fromEntries(
      requestHeaders({
        apiKey: { value: 'k', origin: 'o' },
        auth: 'bearer',
        organization: undefined,
        project: undefined,
        headers: [],
        ...about,
      } as never),
    );
  const usual = { accept: 'application/json', 'user-agent': USER_AGENT };

  test.each<[about: object, more: object]>([
    [{}, { authorization: 'Bearer k' }],
    [{ auth: 'api-key' }, { 'api-key': 'k' }],
    [{ auth: 'x-api-key' }, { 'x-api-key': 'k' }],
    [{ auth: 'none' }, {}],
    [{ apiKey: undefined }, {}],
    [{ apiKey: undefined, auth: 'api-key' }, {}],
    [{ headers: [{ name: 'Authorization', value: 'mine' }] }, { authorization: 'mine' }],
    [
      { organization: { value: 'org' }, project: { value: 'proj' } },
      { authorization: 'Bearer k', 'openai-organization': 'org', 'openai-project': 'proj' },
    ],
  ])('of %j', (about, more) => expect(headers(about)).toEqual({ ...usual, ...more }));
});
