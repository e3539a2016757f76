import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { run } from '../../support/run.ts';

const MODELS = ['gpt-4o-mini', 'ft:gpt-4o-mini:acemeco:suffix:abc123', 'acme/tiny:free'];
const KEY = { OPENAI_API_KEY: 'sk-test-SECRET' };

/**
 * This server knows the list only, at one address as OpenAI shapes it and at another as OpenRouter does; it answers 404
 * to retrieve and delete, whatever the id.
 */
describe('a mock server of another project', () => {
  const server = new LLMock({ port: 0, host: '127.0.0.1', auth: { apiKeys: ['sk-test-SECRET'] } });
  const outgoing: string[] = [];
  const watch = (message: unknown) => {
    (message as { socket: Socket }).socket.on('connectionAttempt', (address: string) => outgoing.push(address));
  };

  beforeAll(async () => {
    subscribe('net.client.socket', watch);
    for (const model of MODELS) server.on({ model }, { content: 'hello' });
    await server.start();
  });
  afterAll(async () => {
    await server.stop();
    unsubscribe('net.client.socket', watch);
  });

  describe.each(ENTRIES)('$name', (entry) => {
    beforeAll(() => requireBuilt(entry));
    const at = (path: string, args: string[], key: Record<string, string> = KEY) =>
      run(['models', ...args], { entry, env: { OPENAI_BASE_URL: `${server.url}${path}`, ...key } });

    test('lists', async () => {
      const { stdout, stderr, code } = await at('/v1', ['list', '--format', 'json']);
      expect(code, stderr).toBe(0);
      const data = MODELS.map((id) => ({ id, object: 'model', created: expect.any(Number), owned_by: 'aimock' }));
      expect(JSON.parse(stdout)).toEqual({ object: 'list', data });
    });

    test('lists as OpenRouter does: no object, no owner, no time', async () => {
      const json = await at('/api/v1', ['list', '--format', 'json']);
      expect(json.code, json.stderr).toBe(0);
      const { data, ...rest } = JSON.parse(json.stdout);
      expect(rest).toEqual({});
      expect(data.map((model: { id: string }) => model.id)).toEqual(MODELS);
      expect(data[2]).toMatchObject({
        canonical_slug: 'acme/tiny:free',
        pricing: { prompt: '0' },
        expiration_date: null,
      });
      expect(data[2]).not.toHaveProperty('object');
      const table = await at('/api/v1', ['list', '--format', 'table']);
      expect(table.code, table.stderr).toBe(0);
      expect(table.stdout).toMatch(/^acme\/tiny:free +reasoning +128k +free +free$/m);
    });

    test.each(['/v1', '/api/v1'])('takes a model out of the list at %s', async (path) => {
      const { stdout, stderr, code } = await at(path, ['retrieve', 'acme/tiny:free', '--format', 'json']);
      expect(code, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ id: 'acme/tiny:free' });
      expect(stderr).toBe('The server cannot retrieve acme/tiny:free by itself, so it comes from the list.\n');
    });

    test.each(['/v1', '/api/v1'])('does not call a model missing that it only cannot delete, at %s', async (path) => {
      const { stdout, stderr, code } = await at(path, ['delete', 'acme/tiny:free']);
      expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
      expect(stderr).toContain("this server lists 'acme/tiny:free', but has no way to delete it (404)");
    });

    // An id that is in the list would be picked out of it; one that is nowhere is a 404 either way.
    test.each([
      ['/v1', 'retrieve'],
      ['/v1', 'delete'],
      ['/api/v1', 'retrieve'],
      ['/api/v1', 'delete'],
    ])('at %s, %s of an id that is nowhere is a 404', async (path, command) => {
      const { stdout, stderr, code } = await at(path, [command, '--model', 'ft:gpt-4o-mini:acemeco:gone:000000']);
      expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
      expect(stderr).toContain('Not found');
      expect(stderr).not.toContain('sk-test-SECRET');
    });

    test.each([
      ['/v1', 'a wrong key', { OPENAI_API_KEY: 'sk-wrong-SECRET' }],
      ['/v1', 'no key', {}],
      ['/api/v1', 'a wrong key', { OPENAI_API_KEY: 'sk-wrong-SECRET' }],
      ['/api/v1', 'no key', {}],
    ])('at %s, %s is refused by the server', async (path, _, key) => {
      const { stdout, stderr, code } = await at(path, ['list'], key);
      expect({ stdout, code }).toEqual({ stdout: '', code: 4 });
      expect(stderr).toContain('Invalid API key');
      expect(stderr).not.toContain('sk-wrong-SECRET');
    });
  });

  test('the server itself calls nobody', async () => {
    await fetch(`${server.url}/health`);
    expect(new Set(outgoing)).toEqual(new Set(['127.0.0.1']));
  });
});
