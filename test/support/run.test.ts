import { describe, expect, test } from 'vitest';
import { listOf, model } from './models.ts';
import { run } from './run.ts';

const LIST = { 'GET /v1/models': { body: listOf(model('a')) } };

describe('the runner', () => {
  test('gives what a run wrote, asked and ended with', async () => {
    const { stdout, stderr, code, json, requests } = await run(['models', 'list'], { routes: LIST });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(json).toEqual(JSON.parse(stdout));
    expect(requests).toEqual([expect.objectContaining({ method: 'GET', path: '/v1/models' })]);
  });

  test('rejects a run that asks for what no route is for', async () => {
    await expect(run(['models', 'retrieve', 'a'], { routes: LIST })).rejects.toThrow('GET /v1/models/a');
  });

  test('rejects a request beyond the listed answers', async () => {
    const busy = { status: 500, headers: { 'retry-after-ms': '1' } };
    const routes = { 'GET /v1/models': [busy, busy] };
    await expect(run(['models', 'list'], { routes })).rejects.toThrow('GET /v1/models');
  });

  test('gives each request the next answer', async () => {
    const busy = { status: 500, headers: { 'retry-after-ms': '1' } };
    const routes = { 'GET /v1/models': [busy, { body: listOf(model('b')) }] };
    const { stdout, requests } = await run(['models', 'list', '--ids'], { routes });
    expect({ stdout, requests: requests.length }).toEqual({ stdout: 'b\n', requests: 2 });
  });
});
