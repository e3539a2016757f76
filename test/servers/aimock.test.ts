import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, requireBuilt } from '../process/entries.ts';
import { runProduct } from '../process/product.ts';

const MODELS = ['gpt-4o-mini', 'ft:gpt-4o-mini:acemeco:suffix:abc123'];

/** This server knows the list only; it answers 404 to retrieve and delete, whatever the id. */
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
    const run = (args: string[], key: Record<string, string> = { OPENAI_API_KEY: 'sk-test-SECRET' }) =>
      runProduct(entry, ['models', ...args], { OPENAI_BASE_URL: `${server.url}/v1`, ...key });

    test('lists', async () => {
      const { stdout, stderr, exit } = await run(['list', '--format', 'json']);
      expect(exit, stderr).toBe(0);
      const data = MODELS.map((id) => ({ id, object: 'model', created: expect.any(Number), owned_by: 'aimock' }));
      expect(JSON.parse(stdout)).toEqual({ object: 'list', data });
    });

    // An id that is in the list would be picked out of it; one that is nowhere is a 404 either way.
    test.each(['retrieve', 'delete'])('%s of an id that is nowhere is a 404', async (command) => {
      const { stdout, stderr, exit } = await run([command, '--model', 'ft:gpt-4o-mini:acemeco:gone:000000']);
      expect({ stdout, exit }).toEqual({ stdout: '', exit: 5 });
      expect(stderr).toContain('Not found');
      expect(stderr).not.toContain('sk-test-SECRET');
    });

    test.each([
      ['a wrong key', { OPENAI_API_KEY: 'sk-wrong-SECRET' }],
      ['no key', {}],
    ])('%s is refused by the server', async (_, key) => {
      const { stdout, stderr, exit } = await run(['list'], key);
      expect({ stdout, exit }).toEqual({ stdout: '', exit: 4 });
      expect(stderr).toContain('Invalid API key');
      expect(stderr).not.toContain('sk-wrong-SECRET');
    });
  });

  test('the server itself calls nobody', async () => {
    await fetch(`${server.url}/health`);
    expect(new Set(outgoing)).toEqual(new Set(['127.0.0.1']));
  });
});
