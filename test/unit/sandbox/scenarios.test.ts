import { describe, expect, test } from 'vitest';
import { CROWD_SIZE } from '../../../src/sandbox/catalog.ts';
import type { SandboxHandler } from '../../../src/sandbox/handler.ts';
import { memoryStore } from '../../../src/sandbox/state.ts';
import { SCENARIO_HINTS, SCENARIOS } from '../../../src/spec/types.ts';
import { FINE_TUNED, listed, modelLine, request, sandbox } from './request.ts';

async function statuses(handler: SandboxHandler, lines: string[]): Promise<number[]> {
  const seen: number[] = [];
  for (const line of lines) seen.push((await handler(request(line))).status);
  return seen;
}

const LIST = 'GET /v1/models';

test('every scenario has a hint of one line', () => {
  expect(Object.keys(SCENARIO_HINTS)).toEqual([...SCENARIOS]);
  for (const hint of Object.values(SCENARIO_HINTS)) expect(hint).toMatch(/^[^\n]{10,70}$/);
});

describe('slow', () => {
  test.each([LIST, 'GET /v1/foo', modelLine('DELETE', FINE_TUNED)])('%s waits two seconds', async (line) => {
    const waits: number[] = [];
    const sleep = async (ms: number) => void waits.push(ms);
    await sandbox({ scenario: 'slow', sleep })(request(line));
    expect(waits).toEqual([2000]);
  });

  test('a caller that gives up is not kept waiting, and nothing is deleted', async () => {
    const store = memoryStore();
    const handler = sandbox({ scenario: 'slow', store, sleep: () => new Promise(() => {}) });
    const giveUp = new AbortController();
    const asked = handler(new Request(request(modelLine('DELETE', FINE_TUNED)), { signal: giveUp.signal }));
    const reason = new Error('enough');
    giveUp.abort(reason);
    await expect(asked).rejects.toBe(reason);
    expect(store.load().deleted).toEqual([]);
  });
});

describe('rate-limited', () => {
  test('two of three are refused, with a time to wait', async () => {
    const handler = sandbox({ scenario: 'rate-limited' });
    expect(await statuses(handler, Array(7).fill(LIST))).toEqual([429, 429, 200, 429, 429, 200, 429]);
    const response = await handler(request(LIST));
    expect(response.headers.get('retry-after-ms')).toBe('300');
    expect(response.headers.get('retry-after')).toBe('1');
    const { error } = (await response.json()) as { error: object };
    expect(error).toMatchObject({ type: 'requests', param: null, code: 'rate_limit_exceeded' });
  });

  test('requests side by side each get through at the third try', async () => {
    const handler = sandbox({ scenario: 'rate-limited' });
    const a = modelLine('DELETE', FINE_TUNED);
    const b = 'GET /v1/models/gpt-4o';
    expect(await statuses(handler, [a, b, b, a, b, a])).toEqual([429, 429, 429, 429, 200, 200]);
  });

  test('separate handlers of one store continue the count', async () => {
    const store = memoryStore();
    const seen: number[] = [];
    for (let run = 0; run < 4; run++) {
      seen.push(...(await statuses(sandbox({ scenario: 'rate-limited', store }), [LIST])));
    }
    expect(seen).toEqual([429, 429, 200, 429]);
  });

  test('a count kept in the handler leaves the store alone', async () => {
    const store = memoryStore();
    const options = { scenario: 'rate-limited', store, counting: 'handler' } as const;
    expect(await statuses(sandbox(options), [LIST, LIST, LIST])).toEqual([429, 429, 200]);
    expect(await statuses(sandbox(options), [LIST])).toEqual([429]);
    expect(store.load().counters).toEqual({});
  });

  test('a finished cycle leaves nothing behind, and a deletion survives it', async () => {
    const store = memoryStore();
    const line = modelLine('DELETE', FINE_TUNED);
    await statuses(sandbox({ scenario: 'rate-limited', store }), [line, line, line]);
    expect(store.load()).toEqual({ version: 1, deleted: [FINE_TUNED], counters: {} });
  });

  test('the key is checked first, and costs nothing', async () => {
    const store = memoryStore();
    const response = await sandbox({ scenario: 'rate-limited', store })(request(LIST, {}));
    expect(response.status).toBe(401);
    expect(store.load().counters).toEqual({});
  });
});

describe('flaky', () => {
  test('every second request fails, by turns with 503 and 500', async () => {
    const handler = sandbox({ scenario: 'flaky' });
    expect(await statuses(handler, Array(6).fill(LIST))).toEqual([503, 200, 500, 200, 503, 200]);
  });

  test('a failed deletion deletes nothing', async () => {
    const store = memoryStore();
    const handler = sandbox({ scenario: 'flaky', store });
    const line = modelLine('DELETE', FINE_TUNED);
    expect(await statuses(handler, [line])).toEqual([503]);
    expect(store.load().deleted).toEqual([]);
    expect(await statuses(handler, [line])).toEqual([200]);
  });

  test('failures have whole bodies in the shape of the API', async () => {
    const handler = sandbox({ scenario: 'flaky' });
    for (const status of [503, 200, 500]) {
      const response = await handler(request(LIST));
      expect(response.status).toBe(status);
      const body = (await response.json()) as { error?: object };
      if (status !== 200) expect(body.error).toMatchObject({ type: 'server_error', param: null, code: null });
    }
  });
});

test.each([LIST, 'GET /v1/foo', 'POST /v1/models', modelLine('DELETE', FINE_TUNED)])(
  'unauthorized: %s is 401, whatever the key',
  async (line) => {
    for (const headers of [{ authorization: 'Bearer sk-test' }, {}]) {
      const response = await sandbox({ scenario: 'unauthorized' })(request(line, headers));
      expect(response.status).toBe(401);
      const { error } = (await response.json()) as { error: object };
      expect(error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_api_key' });
    }
  },
);

describe('many', () => {
  test('adds the crowd after the catalog, in a well-formed list', async () => {
    const response = await sandbox({ scenario: 'many' })(request(LIST));
    const text = await response.text();
    const body = JSON.parse(text) as { data: { id: string; object: string; created: number }[] };
    expect(text).toBe(`${JSON.stringify(body, null, 2)}\n`);
    expect(body.data).toHaveLength(82 + CROWD_SIZE);
    expect(new Set(body.data.map((model) => model.id)).size).toBe(82 + CROWD_SIZE);
    expect(body.data.slice(0, 82)).toEqual(await listed(sandbox()));
  });

  test('arrives in pieces, and stops when nobody reads on', async () => {
    const response = await sandbox({ scenario: 'many' })(request(LIST));
    const reader = response.body?.getReader();
    for (let piece = 0; piece < 3; piece++) {
      const { value } = (await reader?.read()) ?? {};
      expect(value?.byteLength).toBeGreaterThan(50_000);
      expect(value?.byteLength).toBeLessThan(500_000);
    }
    await reader?.cancel();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
  });

  test('its models are retrieved and deleted like others', async () => {
    const handler = sandbox({ scenario: 'many' });
    const fineTuned = 'ft:gpt-4o-mini-2024-07-18:acemeco:batch:100000';
    const lines = [
      'GET /v1/models/sandbox-model-000001',
      'DELETE /v1/models/sandbox-model-000001',
      modelLine('DELETE', fineTuned),
      modelLine('GET', fineTuned),
    ];
    expect(await statuses(handler, lines)).toEqual([200, 403, 200, 404]);
    expect(await listed(handler)).toHaveLength(82 + CROWD_SIZE - 1);
  });

  test('without it they do not exist', async () => {
    expect(await statuses(sandbox(), ['GET /v1/models/sandbox-model-000001'])).toEqual([404]);
  });
});
