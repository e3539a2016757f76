/** What a failed deletion says, on servers that cannot delete or say so in a way of their own. */
import { describe, expect, test } from 'vitest';
import { serverAtPort } from '../../../src/servers/recognize.ts';
import { errorOf, listOf, model } from '../../support/models.ts';
import { type RunOptions, run } from '../../support/run.ts';
import type { Answer, Routes } from '../../support/server.ts';
import { runConfigured } from '../profiles/configured.ts';

const ID = 'tiny';
const NO_ROUTE: Answer = { status: 404, body: '{"detail":"Not Found"}' };

/** A server that lists `tiny` and answers so to its deletion. */
const refusing = (answer: Answer): Routes => ({
  [`DELETE /v1/models/${ID}`]: answer,
  'GET /v1/models': { body: listOf(model(ID), model('tiny2')) },
});

describe('a deletion that fails', () => {
  test.each<[name: string, answer: Answer, code: number, says: string[], never: string[]]>([
    [
      'with 404, although the model is listed',
      NO_ROUTE,
      1,
      ["openai: this server lists 'tiny', but has no way to delete it (404)\n", 'Not Found', "the server's own tools"],
      ['no model', 'Nearest', 'Ids:'],
    ],
    [
      'with a 404 of a server that knows its models',
      { status: 404, body: errorOf('gone', { code: 'model_not_found' }) },
      5,
      ["openai: no model 'tiny' was found (404)\n", 'gone', 'Nearest: tiny2'],
      ['own tools', 'Nearest: tiny,'],
    ],
    ['with 405', { status: 405 }, 1, ['does not support deleting models (405)', "the server's own tools"], []],
    ['with 501', { status: 501 }, 1, ['does not support deleting models (501)', "the server's own tools"], []],
    [
      'with 400',
      { status: 400, body: '{"detail":"busy"}' },
      1,
      ['openai: the server returned 400\n', 'busy'],
      ['no model'],
    ],
  ])('%s', async (_name, answer, code, says, never) => {
    const argv = ['models', 'delete', ID, '--max-retries', '0'];
    const got = await run(argv, { routes: refusing(answer) });
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code, stdout: '' });
    for (const text of says) expect(got.stderr).toContain(text);
    for (const text of never) expect(got.stderr).not.toContain(text);
  });

  test.each<[name: string, answer: Answer, says: string]>([
    ['404', NO_ROUTE, "openai: no model 'tino' was found (404)\n"],
    [
      '400',
      { status: 400, body: '{"detail":"Model not found"}' },
      "openai: no model 'tino': it is not among the 2 models that this server lists",
    ],
  ])('with %s, and the model is not listed', async (_name, answer, says) => {
    const routes = { ...refusing(answer), 'DELETE /v1/models/tino': answer };
    const { code, stdout, stderr } = await run(['models', 'delete', 'tino'], { routes });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/^ {2}.*not found$/im);
    expect(stderr).toContain('Nearest: tiny');
  });

  test.each<[status: number, code: number, says: string]>([
    [404, 5, "openai: no model 'tiny' was found (404)"],
    [400, 1, 'openai: the server returned 400'],
  ])('with %i is what the server said where it has no list', async (status, code, says) => {
    const routes = { ...refusing({ status, body: errorOf('no') }), 'GET /v1/models': { status: 404 } };
    const got = await run(['models', 'delete', ID], { routes });
    expect(got.code).toBe(code);
    expect(got.stderr).toContain(`${says}\n  no\n`);
  });

  test('with 400 is no missing model where the list has it, whatever the words', async () => {
    const answer = { status: 400, body: errorOf('odd', { code: 'model_not_found' }) };
    const { code, stderr } = await run(['models', 'delete', ID], { routes: refusing(answer) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('openai: the server returned 400') });
  });

  test('with any other status is not looked up in the list', async () => {
    for (const [status, code] of [
      [401, 4],
      [403, 4],
      [422, 1],
    ] as const) {
      const routes = { 'DELETE /v1/models/tino': { status, body: errorOf('no') } };
      const got = await run(['models', 'delete', 'tino', '--max-retries', '0'], { routes });
      expect(got.code, got.stderr).toBe(code);
    }
  });

  test.each([400, 404])('with %i asks no second time for a list that cannot be had', async (status) => {
    const routes = { ...refusing({ status, body: errorOf('no') }), 'GET /v1/models': [{ status: 403 }] };
    const got = await run(['models', 'delete', ID, 'tiny', '--yes', '--dry-run=false', '--ids'], { routes });
    expect(got.requests.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
    expect(got.code).toBe(status === 404 ? 5 : 1);
  });

  test('as the server gave it where a program asks', async () => {
    const argv = ['models', 'delete', ID, '--format-error', 'json'];
    const { stderr } = await run(argv, { routes: refusing(NO_ROUTE) });
    expect(JSON.parse(stderr)).toEqual({ detail: 'Not Found' });
  });
});

describe('what the server offers instead', () => {
  const profile = (preset: string) =>
    `profile: p\nprofiles:\n  p:\n    base_url: '{origin}/v1'\n    preset: ${preset}\n`;
  const hint = async (preset: string, id: string, answer: Answer) => {
    const path = encodeURIComponent(id).replace(/%(?:24|26|3A|3B)/g, decodeURIComponent);
    const routes = { [`DELETE /v1/models/${path}`]: answer, 'GET /v1/models': { body: listOf(model(id)) } };
    const given = { config: profile(preset), routes };
    const { stderr, seen } = await runConfigured(['models', 'delete', '--model', id], given);
    return stderr
      .trimEnd()
      .split('\n')
      .at(-1)
      ?.replaceAll(seen[0]?.headers.host ?? '', 'HOST')
      .trim();
  };

  test.each<[preset: string, id: string, answer: Answer, says: string]>([
    ['ollama', 'acme/tiny:v1', { status: 405 }, 'On Ollama: ollama rm acme/tiny:v1'],
    ['docker-model-runner', 'ai/tiny', NO_ROUTE, 'On Docker Model Runner: docker model rm ai/tiny'],
    ['localai', 'a.gguf', NO_ROUTE, 'On LocalAI: curl -X POST http://HOST/models/delete/a.gguf'],
    [
      'llama-cpp',
      'with space',
      NO_ROUTE,
      "In llama.cpp's router mode, for a model it has downloaded: curl -X DELETE 'http://HOST/models?model=with%20space'",
    ],
    ['vllm', 'tiny', NO_ROUTE, "Delete it with the server's own tools."],
  ])('on %s, for %s', async (preset, id, answer, says) => {
    expect(await hint(preset, id, answer)).toBe(says);
  });

  test('with the name of the key that the server wants, never the key', async () => {
    const routes = {
      'DELETE /v1/models/tiny': NO_ROUTE,
      'GET /v1/models': { body: listOf(model('tiny')) },
    };
    const config = profile('llama-cpp').replace('preset:', 'key_env: LLAMA_KEY\n    preset:');
    const given = { config, routes, env: { LLAMA_KEY: 'sk-secret-llama-key' } };
    const { stderr } = await runConfigured(['models', 'delete', 'tiny'], given);
    expect(stderr).toContain('curl -H "Authorization: Bearer $LLAMA_KEY" -X DELETE \'http://');
    expect(stderr).not.toContain('sk-secret');
  });

  test('of a gateway that has nobody to send a deletion to: it is not tried again, and nothing may be gone', async () => {
    const body = '{"error":{"message":"no channel for this model","type":"one_api_error"}}';
    const routes = { ...refusing({ status: 503, body }) };
    const got = await run(['models', 'delete', ID, '--yes', '--format', 'jsonl'], { routes });
    expect(got.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(got.stderr).toContain('this server does not support deleting models (503)');
    expect(got.stderr).not.toContain('may be gone');
    expect(got.code).toBe(1);
  });

  test('only where a gateway says so with 503: the same words with another status are a failure', async () => {
    const body = '{"error":{"message":"no channel for this model","type":"one_api_error"}}';
    for (const status of [500, 502]) {
      const argv = ['models', 'delete', ID, '--max-retries', '0'];
      const got = await run(argv, { routes: refusing({ status, body }) });
      expect(got.stderr).toContain(`openai: the server returned ${status}\n`);
      expect(got.stderr).toContain('may be gone anyway');
    }
    const plain = await run(['models', 'delete', ID, '--max-retries', '0'], { routes: refusing({ status: 503 }) });
    expect(plain.stderr).not.toContain('does not support deleting');
  });

  test('once for several models, with a place for the id', async () => {
    const routes = {
      'GET /v1/models': { body: listOf(model('a'), model('b')) },
      'DELETE /v1/models/a': NO_ROUTE,
      'DELETE /v1/models/b': NO_ROUTE,
    };
    const argv = ['models', 'delete', 'a', 'b', '--yes'];
    const { stderr, code } = await runConfigured(argv, { config: profile('docker-model-runner'), routes });
    expect(stderr).toMatch(/^ {2}On Docker Model Runner: docker model rm MODEL$/m);
    expect(stderr.match(/docker model rm/g)).toHaveLength(1);
    expect(code).toBe(1);
  });

  test('for a model that goes by a shorter name than the list has', async () => {
    const routes = {
      'DELETE /v1/models/ai%2Ftiny': { status: 404, body: '404 page not found' },
      'GET /v1/models': { body: listOf(model('docker.io/ai/tiny:latest')) },
      'GET /v1/models/ai%2Ftiny': { body: model('docker.io/ai/tiny:latest') },
    };
    const argv = ['models', 'delete', 'ai/tiny'];
    const { stderr, code } = await runConfigured(argv, { config: profile('docker-model-runner'), routes });
    expect(stderr).toContain("this server lists 'ai/tiny', but has no way to delete it (404)");
    expect(stderr).toContain('On Docker Model Runner: docker model rm ai/tiny');
    expect(code).toBe(1);
  });

  test('not for a model that the server does not show, though a longer name holds its own', async () => {
    const routes = {
      'DELETE /v1/models/ai%2Ftiny': { status: 404, body: '404 page not found' },
      'GET /v1/models': { body: listOf(model('docker.io/ai/tiny:latest')) },
      'GET /v1/models/ai%2Ftiny': { status: 404 },
    };
    const { stderr, code } = await run(['models', 'delete', 'ai/tiny'], { routes });
    expect(stderr).toContain("no model 'ai/tiny' was found (404)");
    expect(code).toBe(5);
    // Nobody asks for one of which no listed name is a part.
    const other = { ...routes, 'GET /v1/models': { body: listOf(model('docker.io/ai/small')) } };
    const { 'GET /v1/models/ai%2Ftiny': _, ...unasked } = other;
    expect((await run(['models', 'delete', 'ai/tiny'], { routes: unasked })).code).toBe(5);
  });

  test.each([
    ['two words', "'two words'"],
    ["it's; rm -rf $HOME", "'it'\\''s; rm -rf $HOME'"],
    ['-f', "'-f'"],
    ['$&', "'$&'"],
  ])('with an id that a shell would misread: %s', async (id, word) => {
    expect(await hint('ollama', id, { status: 405 })).toBe(`On Ollama: ollama rm ${word}`);
  });

  test('is told by the port where no profile tells, and only by a port that one server has', () => {
    expect(['11434', '12434', '9997', '8321'].map(serverAtPort)).toEqual([
      'ollama',
      'docker-model-runner',
      'xinference',
      'llama-stack',
    ]);
    for (const port of ['8080', '3000', '8000', '', '1']) expect(serverAtPort(port)).toBeUndefined();
  });

  test('a base URL that leads away from the profile leaves its preset behind', async () => {
    const config = profile('ollama').replace('{origin}', 'http://127.0.0.1:9');
    const argv = ['models', 'delete', ID, '--base-url', '{origin}/v1'];
    const { stderr } = await runConfigured(argv, { config, routes: refusing({ status: 405 }) });
    expect(stderr).toContain('does not support deleting models (405)');
    expect(stderr).not.toContain('Ollama');
  });
});

describe('the question', () => {
  const routes = { ...refusing({ body: 'null' }), [`GET /v1/models/${ID}`]: NO_ROUTE };
  const terminal: RunOptions = { terminal: 80, stdin: ['y'] };

  test('is asked about a model that is only in the list', async () => {
    const { code, stderr } = await run(['models', 'delete', ID], { routes, ...terminal });
    expect(stderr).toMatch(
      /^Delete tiny \(owner acme, created 2\.6 y ago\) at 127\.0\.0\.1:\d+\?\nIt cannot be brought back\.$/m,
    );
    expect(code).toBe(0);
  });

  test('is not asked about one that is nowhere', async () => {
    const nowhere = { ...routes, 'GET /v1/models/tino': NO_ROUTE };
    const { code, stderr } = await run(['models', 'delete', 'tino'], { routes: nowhere, ...terminal });
    expect(code).toBe(5);
    expect(stderr).toMatch(/^openai: no model 'tino' was found \(404\)\n.*\n {2}Nearest: tiny/);
  });

  test('says what a deletion does on Xinference', async () => {
    const config = "profile: p\nprofiles:\n  p:\n    base_url: '{origin}/v1'\n    preset: xinference\n";
    const { code, stderr } = await runConfigured(['models', 'delete', ID], { config, routes, options: terminal });
    expect(stderr).toContain('\nOn Xinference, this stops the running model.');
    expect(stderr).not.toContain('brought back');
    expect(code).toBe(0);
  });
});
