import { describe, expect, test } from 'vitest';
import { errorOf, listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';

const FORMATS = ['json', 'jsonl', 'raw', 'yaml', 'table'] as const;

describe('an answer that is no list prints nothing', () => {
  test.each<[name: string, body: string, code: number, says: RegExp]>([
    ['empty', '', 1, /empty/],
    ['blank', ' \n ', 1, /empty/],
    ['a web page', '<!doctype html><title>Sign in</title>', 1, /web page.*Sign in/],
    ['plain text', 'service ready', 1, /JSON/],
    ['a number', '42', 1, /list of models/],
    ['null', 'null', 1, /list of models/],
    ['an object without a list', '{"status":"ok","n":1}', 1, /status, n/],
    ['an empty object', '{}', 1, /the response is an empty object/],
    ['data that is an object', '{"data":{"id":"a"}}', 1, /data/],
    // Not any array is a list of models.
    ...['errors', 'items', 'warnings', 'Data', 'list', 'object', 'metadata'].map(
      (name): [string, string, number, RegExp] => [
        `an array called ${name}`,
        `{"${name}":[{"id":"a"}]}`,
        1,
        new RegExp(`an object with the keys? ${name}`),
      ],
    ),
    ['data one level down', '{"page":{"data":[{"id":"a"}]}}', 1, /page/],
    ['an error with status 200', errorOf('kaput at work'), 1, /kaput at work/],
    ['an error beside data: null', '{"data":null,"error":{"message":"kaput at work"}}', 1, /kaput at work/],
    ['cut inside a model', '{"data":[{"id":"a"},{"id":', 1, /ends early/],
    ['cut after a model', '{"data":[{"id":"a"}', 1, /ends early/],
    ['cut after the list', '{"data":[{"id":"a"}]', 1, /ends early/],
    ['two documents', '{"data":[]}{"data":[]}', 1, /invalid at byte 11/],
    ['a trailing comma', '{"data":[{"id":"a"},]}', 1, /invalid at byte 20/],
    ['a missing comma', '{"data":[{"id":"a"} {"id":"b"}]}', 1, /invalid at byte 20/],
    ['a bad escape in the last model', '{"data":[{"id":"a"},{"id":"\\x"}]}', 1, /the response is invalid at byte/],
    ['single quotes', "{'data':[]}", 1, /the response is invalid at byte/],
  ])('%s', async (_name, body, code, says) => {
    const got = await run(['models', 'list', '--format', 'jsonl'], { routes: { 'GET /v1/models': { body } } });
    expect({ stdout: got.stdout, code: got.code, tries: got.requests.length }).toEqual({ stdout: '', code, tries: 1 });
    expect(got.stderr).toMatch(/^openai: /);
    expect(got.stderr).toMatch(says);
  });

  test.each(FORMATS)('whatever the format: %s', async (format) => {
    const routes = { 'GET /v1/models': { body: '{"object":"list","data":[{"id":"a"},{"id":"b"' } };
    const { stdout, code } = await run(['models', 'list', '--format', format], { routes });
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  });

  test.each(FORMATS)('nor does a connection that breaks: %s', async (format) => {
    const routes = { 'GET /v1/models': { body: [listOf(model('a')).slice(0, -1)], cut: true as const } };
    const { stdout, stderr, code, requests } = await run(['models', 'list', '--format', format], { routes });
    expect({ stdout, code, tries: requests.length }).toEqual({ stdout: '', code: 7, tries: 1 });
    expect(stderr).toMatch(/^openai: /);
  });

  test('nor does an encoding that nobody asked for, and asking again would not mend it', async () => {
    const odd = { headers: { 'content-encoding': 'zstd', 'retry-after-ms': '1' }, body: listOf(model('a')) };
    const { stdout, stderr, code, requests } = await run(['models', 'list'], { routes: { 'GET /v1/models': odd } });
    expect({ stdout, code, tries: requests.length }).toEqual({ stdout: '', code: 1, tries: 1 });
    expect(stderr).toContain('zstd');
  });
});
