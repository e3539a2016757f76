import { describe, expect, test } from 'vitest';
import { AUTH_NAMES, type AuthStyle } from '../../../src/servers/titles.ts';
import { LIST, runConfigured } from './configured.ts';

const KEY = 'abc-SECRET-def';
const CARRIERS = ['authorization', 'api-key', 'x-api-key'];

const WIRE: Record<AuthStyle, Record<string, string>> = {
  bearer: { authorization: `Bearer ${KEY}` },
  'api-key': { 'api-key': KEY },
  'x-api-key': { 'x-api-key': KEY },
  none: {},
};

const configOf = (auth: string) => `
profile: p
profiles:
  p:
    base_url: {origin}/v1
    auth: ${auth}
    headers: { anthropic-version: "2023-06-01" }
${auth === 'none' ? '' : '    key_env: P_KEY'}
`;

describe.each(AUTH_NAMES)('auth: %s', (auth) => {
  const given = { config: configOf(auth), env: { P_KEY: KEY } };

  test('sends the key in that header and in no other', async () => {
    const { code, seen, stderr } = await runConfigured(['models', 'list'], given);
    expect(code, stderr).toBe(0);
    const carried = Object.entries(seen[0]?.headers ?? {}).filter(([name]) => CARRIERS.includes(name));
    expect(Object.fromEntries(carried)).toEqual(WIRE[auth]);
    expect(seen[0]?.headers['anthropic-version']).toBe('2023-06-01');
  });

  test('--debug and a server that repeats the key show none of it', async () => {
    const routes = {
      'GET /v1/models': { status: 401, body: JSON.stringify({ error: { message: `bad key ${KEY}` } }) },
    };
    for (const more of [[], ['--debug'], ['--format-error', 'raw']]) {
      const { stdout, stderr, code } = await runConfigured(['models', 'list', ...more], { ...given, routes });
      expect(code).toBe(4);
      // A server that gets no key and yet quotes one shows a key that this program has never seen.
      if (auth !== 'none') expect(stdout + stderr).not.toContain(KEY);
    }
  });

  test('a redirect to another origin takes no key along', async () => {
    const away = await runConfigured(['models', 'list'], {
      ...given,
      routes: {
        ...LIST,
        'GET /v1/models': {
          status: 307,
          headers: { location: '{origin}/v1/models'.replace('{origin}', 'http://localhost:1') },
        },
      },
      options: { context: {} },
    });
    expect(away.code).toBe(7);
    expect(away.stderr).not.toContain(KEY);
  });
});

test('a header of the command line replaces the one that carries the key', async () => {
  const { seen } = await runConfigured(['models', 'list', '-H', 'Api-Key: other'], {
    config: configOf('api-key'),
    env: { P_KEY: KEY },
  });
  expect(seen[0]?.headers['api-key']).toBe('other');
});
