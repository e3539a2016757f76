/** What an answer to DELETE means: done, refused, or not known. Only what says so is done. */
import { describe, expect, test } from 'vitest';
import { errorOf, listOf, model } from '../../support/models.ts';
import { records } from '../../support/records.ts';
import { run } from '../../support/run.ts';
import type { Answer } from '../../support/server.ts';
import { ONE, remove, serving, TWO } from './five.ts';

const HTML = '<!doctype html><title>Sign in</title>';

/** Where a model stands after the answer: gone, still there, or nobody knows. */
const ANSWERS: readonly [answer: Answer | string, deleted: boolean | null][] = [
  // Done: a word that is known, or nothing at all.
  [`{"id":"${ONE}","object":"model","deleted":true}`, true],
  ['{"deleted":true}', true],
  ['{"deleted":"true"}', true],
  ['{"deleted":1}', true],
  [`{"deleted":"${ONE}"}`, true],
  ['{"success":true}', true],
  ['{"success":true,"message":""}', true],
  ['{"ok":true}', true],
  ['{"status":"deleted"}', true],
  ['{"status":"success"}', true],
  ['{"result":{"deleted":true}}', true],
  ['{"data":{"success":true}}', true],
  ['{"deleted":true,"error":null}', true],
  ['{"deleted":true,"error":""}', true],
  ['{"deleted":true,"error":{}}', true],
  ['{"deleted":true,"error":[],"code":0,"status":399}', true],
  ['{"deleted":"YES"}', true],
  ['{"ok":"ok"}', true],
  ['{"success":"1"}', true],
  ['{"status":"Succeeded"}', true],
  ['{"response":{"status":"ok"}}', true],
  ['{"model":{"deleted":true}}', true],
  ['[{"Untagged":"ai/tiny:latest"}]', true],
  ['[{"id":"x"},{"Deleted":"sha256:00"}]', true],
  ['[{"Untagged":"ai/tiny:latest"},{"Deleted":"sha256:00"}]', true],
  ['', true],
  ['  \n', true],
  ['null', true],
  [{ status: 204 }, true],
  [{ status: 200, headers: { 'content-length': '0' } }, true],
  [{ status: 202, body: '{"deleted":true}' }, true],
  // Refused: the model is where it was.
  ['{"deleted":false}', false],
  ['{"deleted":"false"}', false],
  ['{"deleted":0}', false],
  ['{"deleted":null}', false],
  ['{"success":false}', false],
  ['{"success":false,"deleted":true}', false],
  ['{"ok":false}', false],
  ['{"status":"error"}', false],
  ['{"status":"failed","message":"in use"}', false],
  ['{"result":{"deleted":false}}', false],
  ['{"deleted":true,"result":{"success":false}}', false],
  ['{"data":{"ok":false}}', false],
  [errorOf('in use'), false],
  [`{"id":"${ONE}","error":"in use"}`, false],
  [`{"id":"${ONE}","deleted":true,"error":{"message":"in use"}}`, false],
  ['{"result":{"error":"in use"}}', false],
  ['{"code":401,"msg":"token expired","success":false}', false],
  ['{"code":403,"message":"no"}', false],
  ['{"deleted":true,"code":400}', false],
  ['{"deleted":true,"status_code":400}', false],
  ['{"status":400}', false],
  ['{"deleted":"NO"}', false],
  ['{"ok":"0"}', false],
  ['{"deleted":true,"status":"failure"}', false],
  ['{"status":"Fail"}', false],
  ['{"response":{"ok":false}}', false],
  ['{"model":{"error":true}}', false],
  [`{"deleted":true,"error":"${'x'.repeat(300)}"}`, false],
  ['{"status":500,"deleted":true}', false],
  [{ status: 400, body: errorOf('bad') }, false],
  [{ status: 401, body: errorOf('key') }, false],
  [{ status: 403, body: errorOf('owner') }, false],
  [{ status: 405 }, false],
  [{ status: 501 }, false],
  [{ status: 422, body: '{"detail":[{"msg":"no"}]}' }, false],
  // Not known: what was done is not said.
  ['{}', null],
  ['[]', null],
  ['true', null],
  ['"ok"', null],
  ['7', null],
  ['{"deleted":""}', null],
  ['{"deleted":[]}', null],
  ['{"deleted":"later"}', null],
  // An id says so where it is said to be deleted, and nowhere else.
  [`{"success":"${ONE}"}`, null],
  [`{"ok":"${ONE}"}`, null],
  [`{"deleted":"${TWO}"}`, null],
  ['{"code":399}', null],
  ['{"code":"403"}', null],
  ['{"details":{"deleted":true}}', null],
  ['{"status":true}', null],
  ['[[],{"deleted":true}]', null],
  ['{"message":"accepted"}', null],
  [`{"id":"${ONE}","object":"model"}`, null],
  ['[{"id":"x"}]', null],
  [{ status: 202, body: '{"status":"pending"}' }, null],
  [HTML, null],
  ['Deleted.', null],
  ['{"deleted":tr', null],
  [{ status: 500, body: errorOf('broken') }, null],
  [{ status: 502, body: HTML }, null],
  [{ status: 408 }, null],
  [{ status: 409 }, null],
  [{ body: '{"del', cut: true }, null],
];

const shown = (answer: Answer | string): string => (typeof answer === 'string' ? answer : JSON.stringify(answer));
const asAnswer = (answer: Answer | string): Answer => (typeof answer === 'string' ? { body: answer } : answer);

describe('the answer', () => {
  test.each(ANSWERS.map(([answer, deleted]) => [shown(answer), deleted, asAnswer(answer)] as const))(
    '%s means deleted: %s',
    async (_name, deleted, answer) => {
      const routes = serving({ [ONE]: answer });
      const several = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
      expect(records(several.stdout)[0]).toMatchObject({ id: ONE, deleted });
      expect(several.code).toBe(deleted ? 0 : 8);

      const one = await remove([ONE, '--format', 'json'], { routes });
      if (deleted)
        expect({ code: one.code, stdout: one.stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\S/) });
      else expect({ code: one.code > 0, stdout: one.stdout }).toEqual({ code: true, stdout: '' });
      expect(one.stderr.includes('may be gone anyway')).toBe(deleted === null);
    },
  );
});

describe('a server that cannot delete', () => {
  test.each([405, 501])('is asked once, whatever stays undeleted then: %i', async (status) => {
    const none: Answer = { status };
    const routes = serving({ [ONE]: none, [TWO]: none });
    const got = await run(
      ['models', 'delete', ONE, TWO, '--yes', '--concurrency', '1', '--max-retries', '0', '--format', 'jsonl'],
      {
        routes,
      },
    );
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['not-supported', 'not-attempted']);
    expect(got.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(got.stderr).toContain(`this server does not support deleting models (${status})`);
    expect(got.stderr).toContain('Not attempted: this server cannot delete models');
    expect(got.code).toBe(1);
  });
});

describe('an id that cannot be sent', () => {
  test.each(['..', '.', '%2e%2E', ' ', 'ft:\ud800'])('%j fails alone, before anything is sent for it', async (id) => {
    const body = listOf(model(ONE), model(id), model(TWO));
    const args = ['--owned-by', 'acme', '--any', '--yes', '--concurrency', '1', '--format', 'jsonl'];
    const got = await remove(args, { routes: serving({}, { body }) });
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['deleted', 'failed', 'deleted']);
    expect(got.stderr).toContain('2 deleted, 1 failed');
    expect(records(got.stdout)[1]).toMatchObject({ id: JSON.parse(model(id)).id, deleted: false });
    expect(got.code).toBe(8);
  });
});

describe('a model that goes while the run is on its way', () => {
  const listed = { body: `{"data":[{"id":"${ONE}"},{"id":"${TWO}"}]}` };
  const missing: Answer = { status: 404, body: errorOf('no such model', { code: 'model_not_found' }) };

  test('is gone, not a mistake', async () => {
    const routes = {
      ...serving({ [ONE]: missing }),
      'GET /v1/models': [listed, { body: `{"data":[{"id":"${TWO}"}]}` }],
    };
    const got = await remove(['--match', 'ft:*', '--yes', '--format', 'jsonl'], { routes });
    const reason = 'it was listed when this run began but no longer is: something else deleted it';
    const record = { id: ONE, object: 'model', deleted: true, outcome: 'gone', status: 404, reason };
    expect(records(got.stdout)[0]).toEqual(record);
    expect(got.code).toBe(0);
  });

  test('and one that is still listed is a failure', async () => {
    const routes = { ...serving({ [ONE]: missing }), 'GET /v1/models': listed };
    const got = await remove(['--match', 'ft:*', '--yes', '--format', 'jsonl'], { routes });
    expect(records(got.stdout)[0]).toMatchObject({ outcome: 'failed', deleted: false });
    expect(got.code).toBe(8);
  });
});

describe('--ignore-not-found', () => {
  const missing: Answer = { status: 404, body: errorOf('no such model', { code: 'model_not_found' }) };

  test('makes a missing model no failure, alone and among others', async () => {
    const routes = { ...serving(), 'DELETE /v1/models/x': missing };
    const one = await remove(['x', '--ignore-not-found', '--format', 'jsonl'], { routes });
    expect({ code: one.code, stdout: one.stdout }).toEqual({
      code: 0,
      stdout: '{"id":"x","object":"model","deleted":false}\n',
    });
    const several = await remove(['x', ONE, '--yes', '--ignore-not-found', '--format', 'jsonl']);
    expect(records(several.stdout).map(({ outcome }) => outcome)).toEqual(['not-found', 'deleted']);
    expect(several.code).toBe(0);
  });

  test('holds for a model that only the deletion finds missing', async () => {
    const routes = { ...serving({ [TWO]: missing }, { status: 404 }), 'DELETE /v1/models/x': missing };
    const args = [ONE, 'x', '--yes', '--format', 'jsonl'];
    expect((await remove(args, { routes })).code).toBe(8);
    const got = await remove([...args, '--ignore-not-found'], { routes });
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['deleted', 'not-found']);
    expect({ code: got.code, stderr: got.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('1 deleted, 1 failed (1 not found).\n'),
    });
  });

  test('lets the others begin with --fail-fast too', async () => {
    const got = await remove(['x', ONE, TWO, '--yes', '--ignore-not-found', '--fail-fast', '--format', 'jsonl']);
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['not-found', 'deleted', 'deleted']);
    expect(got.code).toBe(0);
  });

  test('leaves every other failure one', async () => {
    const got = await remove([ONE, '--ignore-not-found'], { routes: serving({ [ONE]: { status: 403 } }) });
    expect(got.code).toBe(4);
  });
});
