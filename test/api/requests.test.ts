/** What goes over the wire, compared with what OpenAI's own library sends for the same settings. */
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USER_AGENT } from '../../src/version.ts';
import { KEY, run } from '../support/run.ts';
import { type ScriptedServer, type SeenRequest, startServer } from '../support/server.ts';

/** Whatever is asked for, the answer is a refusal: here only the request counts. */
let server: ScriptedServer;

beforeAll(async () => {
  server = await startServer({});
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
