/** What is shown of the outcomes of a deletion. */
import { describe, expect, test } from 'vitest';
import { errorOf } from '../../support/models.ts';
import { records } from '../../support/records.ts';
import type { Answer } from '../../support/server.ts';
import { MISSING, ONE, remove, serving, THREE, TWO } from './five.ts';

describe('the outcomes', () => {
  const refused: Answer = { status: 403, body: errorOf('You are no owner') };
  const routes = serving({ [TWO]: refused, tiny: { body: '{"id":"tiny","deleted":false}' } });
  const args = [ONE, TWO, 'tiny', 'x', '--yes'];

  test.each<[format: string, stdout: string]>([
    [
      'jsonl',
      [
        `{"id":"${ONE}","object":"model","deleted":true,"outcome":"deleted"}`,
        `{"id":"${TWO}","object":"model","deleted":false,"outcome":"failed","status":403,"reason":"the key is not allowed to do this (403): You are no owner"}`,
        `{"id":"tiny","object":"model","deleted":false,"outcome":"failed","status":200,"reason":"the server did not delete 'tiny': it responded with \\"deleted\\": false"}`,
        '{"id":"x","object":"model","deleted":false,"outcome":"not-found","reason":"the server does not list it"}',
        '',
      ].join('\n'),
    ],
    [
      'csv',
      [
        'id,deleted,outcome,status,reason',
        `${ONE},true,deleted,,`,
        `${TWO},false,failed,403,the key is not allowed to do this (403): You are no owner`,
        `tiny,false,failed,200,"the server did not delete 'tiny': it responded with ""deleted"": false"`,
        'x,false,not-found,,the server does not list it',
        '',
      ].join('\r\n'),
    ],
    [
      'table',
      [
        'OUTCOME    ID                   REASON',
        `deleted    ${ONE}  -`,
        `failed     ${TWO}  the key is not allowed to do this (403): You are no owner`,
        `failed     tiny                 the server did not delete 'tiny': it responded with "deleted": false`,
        'not-found  x                    the server does not list it',
        '',
      ].join('\n'),
    ],
    [
      'raw',
      `{"id":"${ONE}","object":"model","deleted":true}\n${errorOf('You are no owner')}\n{"id":"tiny","deleted":false}\n`,
    ],
  ])('as %s', async (format, stdout) => {
    const got = await remove([...args, '--format', format], { routes });
    expect(got.stdout).toBe(stdout);
    expect(got.code).toBe(8);
  });

  test('as raw are the bodies of those that were asked for, whichever were not', async () => {
    const got = await remove(['x', ONE, 'y', '--yes', '--format', 'raw']);
    expect(got.stdout).toBe(`{"id":"${ONE}","object":"model","deleted":true}\n`);
  });

  test('are one document in a pipe, and a table on a terminal', async () => {
    const piped = await remove(args, { routes });
    expect(piped.json).toMatchObject({ object: 'list', data: [{ id: ONE }, { id: TWO }, { id: 'tiny' }, { id: 'x' }] });
    const shown = await remove(args, { routes, terminal: 100 });
    expect(shown.stdout).toContain('OUTCOME');
    expect((await remove([...args, '--format', 'text'], { routes })).stdout).toContain('OUTCOME');
  });

  test('keep what the server said of a deleted model', async () => {
    const body = `{"id":"${ONE}", "n":1.50E+10, "deleted":true, "n":12345678901234567890}`;
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes: serving({ [ONE]: { body } }) });
    expect(got.stdout.split('\n')[0]).toBe(
      `{"id":"${ONE}","n":1.50E+10,"deleted":true,"n":12345678901234567890,"outcome":"deleted"}`,
    );
  });

  test.each<[name: string, answer: Answer]>([
    ['204', { status: 204 }],
    ['null', { body: 'null' }],
    ['an outcome of its own', { body: `{"id":"${ONE}","deleted":true,"outcome":"queued"}` }],
  ])('have the asked id where the server answers with %s', async (_name, answer) => {
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes: serving({ [ONE]: answer }) });
    expect(records(got.stdout)[0]).toEqual({ id: ONE, object: 'model', deleted: true, outcome: 'deleted' });
    expect(got.code).toBe(0);
  });

  test.each<[name: string, answer: Answer]>([
    ['205', { status: 205, body: '{}' }],
    ['a yes in quotes', { body: `{"id":"${ONE}","deleted":"true","n":1}` }],
    ['a yes alone', { body: '{"deleted":true,"n":1}' }],
    ['success', { body: `{"id":"${ONE}","success":true}` }],
    ["Docker's list", { body: '[{"Untagged":"a"},{"Deleted":"b"}]' }],
  ])('have a record of our own where the server answers with %s, and its body as raw', async (_name, answer) => {
    const routes = serving({ [ONE]: answer });
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
    expect(records(got.stdout)[0]).toEqual({ id: ONE, object: 'model', deleted: true, outcome: 'deleted' });
    const raw = await remove([ONE, TWO, '--yes', '--format', 'raw'], { routes });
    expect(raw.stdout.split('\n')[0]).toBe(answer.body);
    expect((await remove([ONE, '--format', 'raw'], { routes })).stdout).toBe(`${answer.body}\n`);
  });

  test('that nobody knows say so once', async () => {
    const routes = serving({ [ONE]: { body: '{}' }, [TWO]: { status: 500, body: errorOf('broken') } });
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
    expect(records(got.stdout).map(({ status, reason }) => [status, reason])).toEqual([
      [200, expect.stringMatching(/it is unknown/)],
      [500, 'the server returned 500: broken: it may be gone anyway'],
    ]);
    expect(records(got.stdout)[0].reason).not.toContain('all the same');
  });

  test('tell of an answer that is about another model', async () => {
    const body = '{"id":"other","object":"model","deleted":true}';
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes: serving({ [ONE]: { body } }) });
    const reason = `asked to delete '${ONE}', the server says it deleted 'other'`;
    expect(records(got.stdout)[0]).toEqual({ id: ONE, object: 'model', deleted: true, outcome: 'deleted', reason });
    const one = await remove([ONE], { routes: serving({ [ONE]: { body } }) });
    expect({ code: one.code, stderr: one.stderr }).toEqual({ code: 0, stderr: `Warning: ${reason}\n` });
  });

  test.each(['false', 'null', '0', '"false"'])('are failures where the server answers "deleted": %s', async (value) => {
    const routes = serving({ [ONE]: { body: `{"id":"${ONE}","deleted":${value}}` } });
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
    const reason = `the server did not delete '${ONE}': it responded with "deleted": ${value}`;
    expect(records(got.stdout)[0]).toMatchObject({ outcome: 'failed', deleted: false, reason });
    const one = await remove([ONE], { routes });
    expect({ code: one.code, stdout: one.stdout, stderr: one.stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `openai: ${reason}\n`,
    });
  });

  test('that cannot be written are told in short', async () => {
    const stdoutFails = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const got = await remove([ONE, TWO, '--yes'], { stdoutFails });
    expect({ code: got.code, stderr: got.stderr }).toEqual({
      code: 1,
      stderr: '2 deleted.\nopenai: cannot write the output: no space left on device\n',
    });
    const some = await remove([ONE, 'x', '--yes'], { stdoutFails });
    expect(some.code).toBe(8);
    expect(some.stderr).toContain('\n  Cannot show the outcomes: cannot write the output: no space left on device\n');
    const one = await remove([ONE], { stdoutFails });
    expect(one.stderr).toBe(`openai: cannot write the output: no space left on device\n  ${ONE} is deleted.\n`);
  });

  test('that are all alike have no column for reasons', async () => {
    const got = await remove([ONE, TWO, '--yes', '--format', 'table']);
    expect(got.stdout).toBe(`OUTCOME  ID\ndeleted  ${ONE}\ndeleted  ${TWO}\n`);
  });

  test('of a model that was not there tell of no deletion where they cannot be written', async () => {
    const stdoutFails = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const missing = { ...serving(), 'DELETE /v1/models/x': MISSING };
    const got = await remove(['x', '--ignore-not-found'], { routes: missing, stdoutFails });
    expect(got.stderr).toContain('cannot write the output');
    expect(got.stderr).not.toContain('is deleted');
  });

  test('are transformed one by one', async () => {
    const got = await remove([...args, '--transform', '{id,outcome}', '--format', 'jsonl'], { routes });
    expect(got.stdout.split('\n')[1]).toBe(`{"id":"${TWO}","outcome":"failed"}`);
    expect(got.code).toBe(8);
  });

  test('as --ids are those that another run would take up', async () => {
    const got = await remove([...args, '--ids'], { routes });
    expect(got.stdout).toBe(`${TWO}\ntiny\n`);
    expect((await remove([ONE, '--ids'])).stdout).toBe('');
    expect((await remove([...args, '--ids', '--format', 'text'], { routes })).stdout).toBe(got.stdout);
    const one = await remove([TWO, '--ids'], { routes });
    expect({ stdout: one.stdout, code: one.code }).toEqual({ stdout: `${TWO}\n`, code: 4 });
  });

  test('on stderr are the failures, each with its reason, and the advice once', async () => {
    const other = serving({ [ONE]: refused, [TWO]: refused });
    const got = await remove([ONE, TWO, THREE, '--yes'], { routes: other });
    expect(got.stderr).toBe(
      [
        'openai: 1 deleted, 2 failed',
        `  ${ONE}: the key is not allowed to do this (403): You are no owner`,
        `  ${TWO}: the key is not allowed to do this (403): You are no owner`,
        '  Deleting needs the Owner role in the organization that owns the model. The key came from OPENAI_API_KEY.',
        '',
      ].join('\n'),
    );
  });

  test('of many failures names some, and says how many there are', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `m${i}`);
    const got = await remove([...ids, '--yes']);
    expect(got.stderr).toContain('openai: 30 failed (30 not found)');
    expect(got.stderr.match(/does not list it/g)).toHaveLength(20);
    expect(got.stderr).toContain('and 10 more');
  });

  test('give three pieces of advice at most', async () => {
    const statuses = [401, 403, 404, 429];
    const ids = [ONE, TWO, THREE, 'tiny'];
    const answers = Object.fromEntries(
      ids.map((id, i) => [id, { status: statuses[i] as number, body: errorOf('no') }]),
    );
    const alone = await Promise.all(
      ids.map(async (id) => (await remove([id, 'gpt-4o', '--yes'], { routes: serving(answers) })).stderr),
    );
    const last = (text: string) => (text.trimEnd().split('\n').at(-1) as string).trim();
    expect(new Set(alone.map(last)).size).toBe(4);
    const { stderr } = await remove([...ids, '--yes'], { routes: serving(answers) });
    expect(alone.map(last).filter((advice) => stderr.includes(advice))).toEqual(alone.slice(0, 3).map(last));
  });

  test('of twenty failures names all, and adds no count', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `m${i}`);
    const { stderr } = await remove([...ids, '--yes']);
    expect(stderr.match(/does not list it/g)).toHaveLength(20);
    expect(stderr).not.toContain('more');
  });

  test('on stderr are on one line each, and cut after 500 characters', async () => {
    const about = `${ONE}: the key is not allowed to do this (403): `;
    const line = async (said: string) => {
      const routes = serving({ [ONE]: { status: 403, body: errorOf(said) } });
      const { stderr } = await remove([ONE, TWO, '--yes'], { routes });
      return stderr.split('\n').find((text) => text.startsWith(`  ${ONE}`));
    };
    expect(await line('no\n  and no\r\nagain')).toBe(`  ${about}no and no again`);
    const fits = 500 - (about.length - ONE.length - 2);
    expect(await line('x'.repeat(fits))).toBe(`  ${about}${'x'.repeat(fits)}`);
    expect(await line('x'.repeat(fits + 1))).toBe(`  ${about}${'x'.repeat(fits)}...`);
  });

  test('--quiet hides the receipt and no failure', async () => {
    expect((await remove([ONE, TWO, '--yes', '--quiet'])).stderr).toBe('');
    expect((await remove([...args, '--quiet'], { routes })).stderr).toContain(
      'openai: 1 deleted, 3 failed (1 not found)',
    );
  });

  test('of a server without a deletion route do not call its models missing', async () => {
    const none: Answer = { status: 404, body: '{"detail":"Not Found"}' };
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], {
      routes: serving({ [ONE]: none, [TWO]: none }),
    });
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['not-supported', 'not-supported']);
    expect(got.stderr).toContain('but has no way to delete it (404): Not Found');
    expect(got.code).toBe(1);
  });
});
