/** Refusals that come with status 200: none is shown as a model or as an empty list. */
import { describe, expect, test } from 'vitest';
import { MAX_ERROR_BYTES } from '../../../src/api/collect.ts';
import { findServerError, withKeyOrigin } from '../../../src/api/refusal.ts';
import { CliError } from '../../../src/errors/error.ts';
import { encode } from '../../../src/json/bytes.ts';
import { run } from '../../support/run.ts';

const REFUSALS: readonly [body: unknown, status: number][] = [
  [{ code: 401, msg: 'token expired', success: false }, 401],
  [{ code: 401, msg: 'token expired', data: null }, 401],
  [{ code: '403', message: 'no', data: [] }, 403],
  [{ code: 1004, msg: 'login fail' }, 200],
  [{ success: false, message: 'no', data: null }, 200],
  [{ success: false, message: 'no', data: [] }, 200],
  [{ ok: false, error: 'no' }, 200],
  [{ object: 'error', message: 'no', data: null }, 200],
  [{ object: 'error', message: 'no', code: 404 }, 404],
  [{ type: 'error', error: { type: 'x', message: 'no' } }, 200],
  [{ status: 'error', message: 'no' }, 200],
  [{ status: 'FAILED', message: 'no' }, 200],
  [{ base_resp: { status_code: 1004, status_msg: 'login fail' } }, 200],
  [{ error: { message: 'no', code: 401 }, data: null }, 401],
  [{ error: 'no', data: [] }, 200],
  [{ code: 400, data: [] }, 400],
  [{ code: 399, data: [] }, 200],
  [{ code: 599, data: [] }, 599],
  [{ code: 600, data: [] }, 200],
  [{ code: 1, status: 404, data: [] }, 404],
  [{ code: 1, status_code: 403, data: [] }, 403],
  [{ code: 1, statusCode: 403, data: [] }, 403],
  [{ error: { message: 'no', status: 404 }, data: [] }, 404],
  [{ error: { message: 'no', code: 'x' }, data: [] }, 200],
  [{ status: 'fail' }, 200],
  [{ status: 'failure' }, 200],
  [{ ok: false }, 200],
  [{ type: 'error' }, 200],
  [{ base_resp: { status_code: 1 } }, 200],
];

const FINE: readonly unknown[] = [
  { object: 'list', data: null },
  { object: 'list', data: [] },
  { code: 0, msg: 'ok', data: [] },
  { code: 200, data: [] },
  { code: 20000, status: true, data: [] },
  { code: 20000, success: true, data: [] },
  { error: null, data: [] },
  { success: true, data: [] },
  { base_resp: { status_code: 0 }, data: [] },
  { base_resp: { status_code: 200 }, data: [] },
  { base_resp: [1004], data: [] },
  { error: false, data: [] },
  { error: '', data: [] },
  { status: 'ok', data: [] },
  { status: false, data: [] },
  { code: '0', data: [] },
  { code: 1.5, data: [] },
  { code: '1234567890', data: [] },
  { code: 'x401', data: [] },
  { object: 'list', type: 'models', data: [] },
  ['error'],
  'error',
  null,
];

test.each(REFUSALS)('%j is a refusal of status %i', (body, status) => {
  expect(findServerError(encode(JSON.stringify(body)))?.args.status).toBe(status);
});

test.each(FINE)('%j is none', (body) => {
  expect(findServerError(encode(JSON.stringify(body)))).toBeUndefined();
});

describe.each(REFUSALS)('%j', (body, status) => {
  const routes = {
    'GET /v1/models': { body: JSON.stringify(body) },
    'GET /v1/models/m': { body: JSON.stringify(body) },
  };
  const exit = status === 401 || status === 403 ? 4 : status === 404 ? 5 : 1;

  test('fails a list, a retrieval and doctor, and login stores nothing', async () => {
    for (const argv of [['models', 'list', '--ids'], ['models', 'retrieve', 'm'], ['doctor']]) {
      const { stdout, stderr, code } = await run(argv, { routes });
      expect({ argv, code, shown: argv[0] === 'models' ? stdout : '' }).toEqual({ argv, code: exit, shown: '' });
      if (argv[0] === 'models' && status === 401) expect(stderr).toContain('The key came from OPENAI_API_KEY.');
    }
  });
});

test('a body that is not JSON, or too large to be an error, is none', () => {
  expect(findServerError(encode('{"error":"no"'))).toBeUndefined();
  expect(findServerError(encode('\ufeff{"error":"no"}'))?.args.reason).toBe('no');
  const padded = (length: number) => encode(`{"error":"no"}${' '.repeat(length - 14)}`);
  expect(findServerError(padded(MAX_ERROR_BYTES))?.args.reason).toBe('no');
  expect(findServerError(padded(MAX_ERROR_BYTES + 1))).toBeUndefined();
});

test('a refusal learns where the key came from, once', () => {
  const found = findServerError(encode('{"error":"no"}'));
  const about = { keyOrigin: 'OPENAI_API_KEY', official: true };
  const known = withKeyOrigin(found, about) as CliError<'server'>;
  expect(known.args).toMatchObject({ reason: 'no', keyOrigin: 'OPENAI_API_KEY', official: true });
  expect(known.body).toEqual(found?.body);
  expect(withKeyOrigin(known, { keyOrigin: 'other', official: false })).toBe(known);
  expect(withKeyOrigin(found, { keyOrigin: 'k' })).toMatchObject({ args: { official: false } });
  for (const error of [new Error('x'), new CliError('interrupted', {})])
    expect(withKeyOrigin(error, about)).toBe(error);
  expect(withKeyOrigin(found, { keyOrigin: undefined, official: true })).toBe(found);
});

test('a list with models is one, whatever stands beside it', async () => {
  const body = '{"success":false,"code":401,"error":"odd","data":[{"id":"a"}]}';
  const { stdout, code } = await run(['models', 'list', '--ids'], { routes: { 'GET /v1/models': { body } } });
  expect({ stdout, code }).toEqual({ stdout: 'a\n', code: 0 });
});

test('a model with an id is one, whatever stands beside it', async () => {
  const body = '{"id":"m","code":401,"success":false}';
  const { json, code } = await run(['models', 'get', 'm'], { routes: { 'GET /v1/models/m': { body } } });
  expect({ json, code }).toEqual({ json: JSON.parse(body), code: 0 });
});
