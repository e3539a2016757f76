/** Several models on one command line: which, after which question, and with which words. */
import { describe, expect, test } from 'vitest';
import { errorOf, listOf, model } from '../support/models.ts';
import { NOW, type RunOptions, run } from '../support/run.ts';
import type { Answer, Routes } from '../support/server.ts';

const LIST = ['ft:gpt-4o:acme::one', 'ft:gpt-4o:acme::two', 'ft:gpt-4o:acme::three', 'gpt-4o', 'tiny'];
const [ONE = '', TWO = '', THREE = ''] = LIST;
const deletedBody = (id: string) => `{"id":"${id}","object":"model","deleted":true}`;
/** The server's port, in what a person reads. */
const PORT = /(?<=127\.0\.0\.1):\d+/g;
const MISSING: Answer = { status: 404, body: errorOf('There is no such model', { code: 'model_not_found' }) };

/** A server with these models, which it deletes unless told otherwise. */
function serving(
  answers: Readonly<Record<string, Answer>> = {},
  list: Answer = { body: listOf(...LIST.map((id) => model(id))) },
): Routes {
  const routes = LIST.map((id) => [`DELETE /v1/models/${id}`, answers[id] ?? { body: deletedBody(id) }] as const);
  return { 'GET /v1/models': list, ...Object.fromEntries(routes) };
}

const remove = (args: readonly string[], options: RunOptions = {}) =>
  run(['models', 'delete', '--max-retries', '0', ...args], { routes: serving(), ...options });
const asked = ({ requests }: Awaited<ReturnType<typeof run>>) =>
  requests.map(({ method, path }) => `${method} ${path.replace('/v1/models', '').replace('/', '')}`.trim());
const deletions = (got: Awaited<ReturnType<typeof run>>) =>
  asked(got)
    .filter((request) => request.startsWith('DELETE'))
    .map((request) => request.slice(7))
    .sort();
const records = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('what is deleted', () => {
  test.each<[name: string, args: string[], stdin: string[] | undefined, ids: string[]]>([
    ['ids', [ONE, TWO], undefined, [ONE, TWO]],
    ['ids, each once', [ONE, TWO, ONE], undefined, [ONE, TWO]],
    ['--model and ids', ['--model', ONE, TWO], undefined, [ONE, TWO]],
    ['ids on standard input', ['-'], [ONE, '', `  ${TWO} `, ONE], [ONE, TWO]],
    ['JSON lines on standard input', ['-'], [model(TWO), '"tiny"'], [TWO, 'tiny']],
    ['both', [THREE, '-'], [ONE], [ONE, THREE]],
    ['one id on standard input', ['-'], [ONE], [ONE]],
    ['a selection: fine-tuned models', ['--search', '4o'], undefined, [ONE, TWO, THREE]],
    ['a selection by glob', ['--match', '*:t*'], undefined, [TWO, THREE]],
    ['a selection by owner', ['--owned-by', 'ACME'], undefined, [ONE, TWO, THREE]],
    ['all fine-tuned models', ['--fine-tuned'], undefined, [ONE, TWO, THREE]],
    ['a selection by age', ['--created-before', '1y'], undefined, [ONE, TWO, THREE]],
    ['a selection of any model', ['--search', '4o', '--any'], undefined, [ONE, TWO, THREE, 'gpt-4o']],
    ['a limited selection', ['--owned-by', 'acme', '--max-items', '2'], undefined, [ONE, TWO]],
    [
      'a limited selection, sorted',
      ['--owned-by', 'acme', '--sort', 'id', '--max-items', '2'],
      undefined,
      [ONE, THREE],
    ],
    ['no fine-tuned model', ['--no-fine-tuned', '--any'], undefined, ['gpt-4o', 'tiny']],
  ])('%s', async (_name, args, stdin, ids) => {
    const got = await remove([...args, '--yes', '--format', 'jsonl'], stdin && { stdin });
    expect(got.code, got.stderr).toBe(0);
    expect(deletions(got)).toEqual([...ids].sort());
    expect(asked(got)[0]).toBe('GET');
    expect(
      records(got.stdout)
        .map(({ id, deleted, outcome }) => [id, deleted, outcome])
        .sort(),
    ).toEqual(ids.map((id) => [id, true, 'deleted']).sort());
    expect(got.stderr).toBe(`${ids.length} deleted.\n`);
  });

  test.each<[name: string, args: string[], says: string]>([
    ['no id and no selection', [], 'which model?'],
    ['a limit is no selection', ['--max-items', '5'], '--max-items works only with a selection'],
    ['an order is no selection', ['--sort', 'id'], '--sort works only with a selection'],
    ['--any is no selection', ['--any'], '--any works only with a selection'],
    ['ids and a selection', [ONE, '--search', 'x'], '--search and ids do not go together'],
    ['ids and --any', [ONE, TWO, '--any'], '--any works only with a selection'],
    ['what selections leave out', ['--no-fine-tuned'], '--no-fine-tuned works only with --any'],
    ['an id that is another path', [ONE, '..'], "'..' cannot be a model id"],
    ['an empty id', [ONE, ''], 'the model id is empty'],
    ['a wrong value', ['--created-before', 'yesterday'], '--created-before'],
    ['--ids as JSON', [ONE, TWO, '--ids', '--format', 'json'], '--ids and --format json do not go together'],
    ['--ids of a transform', [ONE, TWO, '--ids', '--transform', 'id'], '--ids and --transform do not go together'],
    ['no worker', [ONE, TWO, '--concurrency', '0'], '--concurrency'],
    ['too many workers', [ONE, TWO, '--concurrency', '65'], '--concurrency'],
    ['more than --max-deletes', [ONE, TWO, '--max-deletes', '1'], 'this would delete 2 models, and --max-deletes is 1'],
    ['one model where none may go', [ONE, '--max-deletes', '0'], 'this would delete 1 model, and --max-deletes is 0'],
    ['the journal and ids', ['--journal', ONE], `--journal and the argument '${ONE}' do not go together`],
    ['the journal and --dry-run', ['--journal', '--dry-run'], '--journal and --dry-run do not go together'],
  ])('is nothing for %s: exit 2, and nothing is sent', async (_name, args, says) => {
    const got = await remove(args.includes('--journal') ? args : [...args, '--yes']);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(got.stderr).toContain(says);
  });

  test.each<[name: string, lines: string[], says: string]>([
    ['a line that is broken', [ONE, '{"id":'], 'line 2 of the input is not complete JSON'],
    ['a document', ['{', '  "object": "list",'], 'line 1 of the input is not complete JSON'],
    ['a line without an id', ['{"object":"model"}'], 'line 1 of the input holds no id'],
    ['another path', [ONE, '.'], "'.' cannot be a model id"],
  ])('is nothing where standard input has %s', async (_name, stdin, says) => {
    const got = await remove(['-', '--yes'], { stdin });
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(got.stderr).toContain(says);
  });

  test('is nothing for 101 ids without --max-deletes', async () => {
    const stdin = Array.from({ length: 101 }, (_, i) => `m${i}`);
    const got = await remove(['-', '--yes'], { stdin });
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 2, requests: [] });
    expect(got.stderr).toContain('this would delete 101 models, and --max-deletes is 100');
  });

  test('is nothing for a selection of more than --max-deletes', async () => {
    const got = await remove(['--fine-tuned', '--yes', '--max-deletes', '2']);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({
      code: 2,
      stdout: '',
      requests: ['GET'],
    });
    expect(got.stderr).toContain('--max-deletes 3 allows so many');
  });

  test('is nothing, and that is a success, for empty input', async () => {
    const got = await remove(['-', '--yes', '--format', 'json'], { stdin: [''] });
    expect({ code: got.code, json: got.json, requests: asked(got) }).toEqual({
      code: 0,
      json: { object: 'list', data: [] },
      requests: [],
    });
    expect(got.stderr).toBe('There was no id on standard input.\n');
  });

  test('is nothing, and that is a success, for a selection that finds none', async () => {
    const got = await remove(['--search', 'tiny', '--yes', '--format', 'jsonl']);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({
      code: 0,
      stdout: '',
      requests: ['GET'],
    });
    expect(got.stderr).toContain("No fine-tuned model matches 'tiny'");
    expect(got.stderr).toContain('--any takes others too');
  });
});

describe('an id that the server does not list', () => {
  test('is named, and no request is sent for it', async () => {
    const got = await remove([ONE, 'ft:gpt-4o:acme::twoo', '--yes', '--format', 'jsonl']);
    expect(deletions(got)).toEqual([ONE]);
    expect(got.code).toBe(8);
    expect(records(got.stdout)[1]).toEqual({
      id: 'ft:gpt-4o:acme::twoo',
      object: 'model',
      deleted: false,
      outcome: 'not-found',
      reason: expect.stringMatching(/^the server does not list it; nearest: ft:gpt-4o:acme::two/),
    });
    expect(got.stderr).toMatch(/^openai: 1 deleted, 1 failed \(1 not found\)\n {2}ft:gpt-4o:acme::twoo: the server/);
  });

  test('and nothing else is exit 5', async () => {
    const got = await remove(['x', 'y', '--yes']);
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 5, requests: ['GET'] });
    expect(got.stderr).toContain('openai: 2 failed (2 not found)');
  });

  test('with --fail-fast lets nothing begin', async () => {
    const got = await remove([ONE, 'x', '--yes', '--fail-fast']);
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 5, requests: ['GET'] });
    expect(got.stderr).toContain('1 failed (1 not found), 1 not attempted');
  });

  test.each<[name: string, list: Answer]>([
    ['has none', { status: 404, body: errorOf('no route') }],
    ['forbids it', { status: 403, body: errorOf('no') }],
  ])('is tried all the same where the server %s', async (_name, list) => {
    const routes = { ...serving({}, list), 'DELETE /v1/models/b': MISSING };
    const got = await remove([ONE, 'b', '--yes', '--format', 'jsonl'], { routes });
    expect(deletions(got)).toEqual(['b', ONE]);
    expect(records(got.stdout).map(({ outcome, status }) => [outcome, status])).toEqual([
      ['deleted', undefined],
      ['not-found', 404],
    ]);
    expect(got.code).toBe(8);
    expect(got.stderr).toContain(`The server's list cannot be had (${list.status})`);
  });

  test.each<[name: string, body: string]>([
    ['a web page', '<html></html>'],
    ['half a list', '{"object":"list","data":[{"id":"b"'],
  ])('is not asked for where the list is %s: the address may be wrong', async (_name, body) => {
    const got = await remove([ONE, 'b', '--yes'], { routes: serving({}, { body }) });
    expect({ code: got.code > 0, stdout: got.stdout, deletions: deletions(got) }).toEqual({
      code: true,
      stdout: '',
      deletions: [],
    });
  });

  test.each<[status: number, code: number]>([
    [401, 4],
    [429, 6],
    [500, 1],
  ])('is not tried where the list answers %i', async (status, code) => {
    const got = await remove([ONE, TWO, '--yes'], { routes: serving({}, { status, body: errorOf('no') }) });
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({
      code,
      stdout: '',
      requests: ['GET'],
    });
  });
});

describe('the question', () => {
  const several = [ONE, TWO, THREE];

  test.each<[name: string, stdin: string[], code: number]>([
    ['the number', ['3'], 0],
    ['the number with spaces', [' 3 '], 0],
    ['y', ['y'], 1],
    ['another number', ['2'], 1],
    ['nothing', [''], 1],
    ['the end of the input', [], 1],
  ])('about several wants the number, and gets %s', async (_name, stdin, code) => {
    const got = await remove(several, { stdin, terminal: 80 });
    expect(got.code).toBe(code);
    expect(deletions(got)).toEqual(code === 0 ? [...several].sort() : []);
    expect(got.stderr.replace(PORT, ':80')).toContain(
      [
        'ID                     OWNER  CREATED       AGE',
        'ft:gpt-4o:acme::one    acme   2023-06-16  2.6 y',
        'ft:gpt-4o:acme::two    acme   2023-06-16  2.6 y',
        'ft:gpt-4o:acme::three  acme   2023-06-16  2.6 y',
        '3 models will be deleted at 127.0.0.1:80.',
        'They cannot be brought back.',
        'Type 3 to delete them: ',
      ].join('\n'),
    );
    if (code !== 0) expect(got.stderr).toMatch(/openai: nothing was deleted\n$/);
  });

  test('about a selection of one is as about one that was named, and asks for nothing more', async () => {
    const got = await remove(['--match', '*:one'], { stdin: ['y'], terminal: 80 });
    expect(got.stderr.replace(PORT, ':80')).toContain(
      `Delete ${ONE} (owner acme, made 2.6 y ago) at 127.0.0.1:80?\nIt cannot be brought back.\nType y`,
    );
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 0, requests: ['GET', `DELETE ${ONE}`] });
  });

  test('names the organization and the project, and the sandbox as what it is', async () => {
    const env = { OPENAI_ORG_ID: 'org-1', OPENAI_PROJECT_ID: 'proj-1' };
    const got = await remove([ONE, TWO], { stdin: ['n'], terminal: 80, env });
    expect(got.stderr.replace(PORT, ':80')).toContain('at 127.0.0.1:80, organization org-1, project proj-1.\n');
    const practice = await run(['--sandbox', 'models', 'delete', '--fine-tuned'], { stdin: ['n'], terminal: 80 });
    expect(practice.stderr).toMatch(/^\d models will be deleted at the sandbox\.$/m);
  });

  test('names what is not there before it asks', async () => {
    const got = await remove([ONE, TWO, 'x'], { stdin: ['2'], terminal: 80 });
    expect(got.stderr).toMatch(/x stays out of it: the server does not list it\n[\s\S]*Type 2 to delete them/);
    expect(got.code).toBe(8);
  });

  test('is not asked where nothing can be deleted', async () => {
    const got = await remove(['x', 'y'], { stdin: ['2'], terminal: 80 });
    expect(got.code).toBe(5);
    expect(got.stderr).not.toContain('Type');
  });

  test.each<[name: string, args: string[], options: RunOptions, says: string]>([
    ['several ids in a pipe', several, {}, 'there is no terminal to ask on'],
    ['a selection in a pipe', ['--fine-tuned'], {}, 'there is no terminal to ask on'],
    ['one id on standard input', ['-'], { stdin: [ONE] }, 'standard input holds the ids'],
    ['--no-input', [...several, '--no-input'], { terminal: 80 }, '--no-input forbids asking'],
    [
      'stderr elsewhere',
      several,
      { terminal: { stdin: true, stdout: 80 } },
      'standard error, where it would ask, is no terminal',
    ],
  ])('cannot be asked about %s: exit 2, and nothing is sent', async (_name, args, options, says) => {
    const got = await remove(args, options);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(got.stderr).toContain(`asks first, and ${says}\n  Give --yes to go ahead; --dry-run shows`);
  });

  test('is asked on the terminal about ids on standard input', async () => {
    const input = [`${ONE}\n`, TWO];
    const terminal = { isThere: async () => true, listen: async () => async () => '2' };
    const got = await remove(['-'], { stdin: input, terminal: { stderr: 80 }, context: { terminal } });
    expect({ code: got.code, deletions: deletions(got) }).toEqual({ code: 0, deletions: [ONE, TWO].sort() });
    expect(got.stderr).toContain('Type 2 to delete them');
  });

  test('is asked before ids are read that nobody could be asked about', async () => {
    const stdin = { isTTY: true, readLine: () => Promise.reject(new Error('read')) };
    const got = await remove(['-'], { context: { stdin } });
    expect(got.code).toBe(2);
    expect(got.stderr).toContain('standard input holds the ids');
  });

  test('about one model that nobody would see is an error', async () => {
    const got = await remove([ONE], { terminal: { stdin: true, stdout: 80 } });
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 2, requests: [] });
  });

  test('is not asked with --yes', async () => {
    const got = await remove([...several, '--yes'], { terminal: 80 });
    expect(got.code).toBe(0);
    expect(got.stderr).not.toContain('Type');
  });
});

describe('--dry-run', () => {
  test('shows the plan as a list of those models, in any format, and deletes nothing', async () => {
    const args = [ONE, 'gpt-4o', '--dry-run'];
    const got = await remove([...args, '--format', 'json']);
    expect(got.json).toEqual({ object: 'list', data: [ONE, 'gpt-4o'].map((id) => JSON.parse(model(id))) });
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 0, requests: ['GET'] });
    expect(got.stderr).toBe('2 models would be deleted. Nothing was sent.\n');
    expect((await remove([...args, '--ids'])).stdout).toBe(`${ONE}\ngpt-4o\n`);
    expect((await remove([...args, '--format', 'csv'])).stdout.split('\r\n')[1]).toBe(
      `${ONE},acme,2023-06-16T14:10:02Z,`,
    );
    expect((await remove([...args, '--transform', 'id', '-r'])).stdout).toBe(`${ONE}\ngpt-4o\n`);
  });

  test('asks nobody, of one model either', async () => {
    for (const args of [[ONE], ['--fine-tuned'], [ONE, TWO]]) {
      const got = await remove([...args, '--dry-run'], { terminal: 80 });
      expect({ code: got.code, deletions: deletions(got) }).toEqual({ code: 0, deletions: [] });
      expect(got.stderr).not.toContain('Type');
    }
  });

  test('says what is not there, and ends as the deletion would', async () => {
    const got = await remove([ONE, 'x', '--dry-run', '--ids']);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 8, stdout: `${ONE}\n` });
    expect(got.stderr).toContain('openai: 1 of 2 is not there\n  x: the server does not list it');
    expect((await remove(['x', '--dry-run'])).code).toBe(5);
  });

  test('shows a plan that is too large, and what it takes', async () => {
    const got = await remove(['--fine-tuned', '--dry-run', '--max-deletes', '1', '--ids']);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 0, stdout: `${ONE}\n${TWO}\n${THREE}\n` });
    expect(got.stderr).toContain('That takes --max-deletes 3.');
  });
});

describe('the outcomes', () => {
  const refused: Answer = { status: 403, body: errorOf('You are no owner') };
  const routes = serving({ [TWO]: refused, tiny: { body: '{"id":"tiny","deleted":false}' } });
  const args = [ONE, TWO, 'tiny', 'x', '--yes'];

  test.each<[format: string, stdout: string]>([
    [
      'jsonl',
      [
        `{"id":"${ONE}","object":"model","deleted":true,"outcome":"deleted"}`,
        `{"id":"${TWO}","object":"model","deleted":false,"outcome":"failed","status":403,"reason":"the key may not do this (403): You are no owner"}`,
        `{"id":"tiny","object":"model","deleted":false,"outcome":"failed","status":200,"reason":"the server did not delete 'tiny': it answered \\"deleted\\": false"}`,
        '{"id":"x","object":"model","deleted":false,"outcome":"not-found","reason":"the server does not list it"}',
        '',
      ].join('\n'),
    ],
    [
      'csv',
      [
        'id,deleted,outcome,status,reason',
        `${ONE},true,deleted,,`,
        `${TWO},false,failed,403,the key may not do this (403): You are no owner`,
        `tiny,false,failed,200,"the server did not delete 'tiny': it answered ""deleted"": false"`,
        'x,false,not-found,,the server does not list it',
        '',
      ].join('\r\n'),
    ],
    [
      'table',
      [
        'OUTCOME    ID                   REASON',
        `deleted    ${ONE}  -`,
        `failed     ${TWO}  the key may not do this (403): You are no owner`,
        `failed     tiny                 the server did not delete 'tiny': it answered "deleted": false`,
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

  test('tell of an answer that is about another model', async () => {
    const body = '{"id":"other","object":"model","deleted":true}';
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes: serving({ [ONE]: { body } }) });
    const reason = `asked to delete '${ONE}', the server says that it deleted 'other'`;
    expect(records(got.stdout)[0]).toEqual({ id: ONE, object: 'model', deleted: true, outcome: 'deleted', reason });
    const one = await remove([ONE], { routes: serving({ [ONE]: { body } }) });
    expect({ code: one.code, stderr: one.stderr }).toEqual({ code: 0, stderr: `Warning: ${reason}\n` });
  });

  test.each(['false', 'null', '0', '"false"'])('are failures where the server answers "deleted": %s', async (value) => {
    const routes = serving({ [ONE]: { body: `{"id":"${ONE}","deleted":${value}}` } });
    const got = await remove([ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
    const reason = `the server did not delete '${ONE}': it answered "deleted": ${value}`;
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
      stderr: '2 deleted.\nopenai: cannot write the output: no space is left on the device\n',
    });
    const some = await remove([ONE, 'x', '--yes'], { stdoutFails });
    expect(some.code).toBe(8);
    expect(some.stderr).toContain(
      '\n  The outcomes cannot be shown: cannot write the output: no space is left on the device\n',
    );
    const one = await remove([ONE], { stdoutFails });
    expect(one.stderr).toBe(`openai: cannot write the output: no space is left on the device\n  ${ONE} is deleted.\n`);
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
    const one = await remove([TWO, '--ids'], { routes });
    expect({ stdout: one.stdout, code: one.code }).toEqual({ stdout: `${TWO}\n`, code: 4 });
  });

  test('on stderr are the failures, each with its reason, and the advice once', async () => {
    const other = serving({ [ONE]: refused, [TWO]: refused });
    const got = await remove([ONE, TWO, THREE, '--yes'], { routes: other });
    expect(got.stderr).toBe(
      [
        'openai: 1 deleted, 2 failed',
        `  ${ONE}: the key may not do this (403): You are no owner`,
        `  ${TWO}: the key may not do this (403): You are no owner`,
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
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(got.stderr).toContain('but offers no way to delete it (404): Not Found');
    expect(got.code).toBe(5);
  });
});

describe('a 404 after a try whose answer was lost', () => {
  const broken: Answer = { status: 503, headers: { 'retry-after-ms': '1' } };

  test.each<[name: string, answer: Answer, there: boolean, outcome: string]>([
    ['speaks of the model', MISSING, true, 'gone'],
    ['is all, and the model is not listed any more', { status: 404 }, false, 'gone'],
    ['is all, and the model is still listed', { status: 404 }, true, 'failed'],
  ])('where it %s', async (_name, answer, there, outcome) => {
    const before = { body: listOf(model(ONE), model(TWO)) };
    const after = { body: listOf(...(there ? [model(ONE)] : []), model(TWO)) };
    const routes = { ...serving({ [ONE]: [broken, answer] as never }), 'GET /v1/models': [before, after] };
    const got = await run(['models', 'delete', ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
    expect(records(got.stdout)[0]).toMatchObject({ outcome, deleted: outcome === 'gone' });
    const one = await run(['models', 'delete', ONE], { routes: { ...routes, 'GET /v1/models': after } });
    expect(one.code).toBe(outcome === 'gone' ? 0 : 5);
  });
});

describe('a failure', () => {
  const bad: Answer = { status: 403, body: errorOf('no') };

  test('does not stop the others', async () => {
    const got = await remove([ONE, TWO, THREE, '--yes', '--concurrency', '1'], { routes: serving({ [ONE]: bad }) });
    expect(deletions(got)).toEqual([ONE, TWO, THREE].sort());
    expect(got.code).toBe(8);
  });

  test('stops them with --fail-fast', async () => {
    const args = [ONE, TWO, THREE, '--yes', '--concurrency', '1', '--fail-fast', '--format', 'jsonl'];
    const got = await remove(args, { routes: serving({ [TWO]: bad }) });
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['deleted', 'failed', 'not-attempted']);
    expect(got.code).toBe(8);
    expect(got.stderr).toContain('openai: 1 deleted, 1 failed, 1 not attempted\n');
    expect(got.stderr).toContain('Not attempted: another one failed, and --fail-fast ends the run');
  });

  test.each<[status: number, code: number]>([
    [401, 4],
    [403, 4],
    [429, 6],
    [500, 1],
  ])('of all with %i is exit %i', async (status, code) => {
    const answer = { status, body: errorOf('no') };
    const got = await remove([ONE, TWO, '--yes'], { routes: serving({ [ONE]: answer, [TWO]: answer }) });
    expect(got.code).toBe(code);
  });

  test('of a server that wants an hour of patience ends the run', async () => {
    const patience: Answer = { status: 429, headers: { 'retry-after': '3600' }, body: errorOf('slow down') };
    const args = [ONE, TWO, THREE, '--yes', '--concurrency', '1', '--format', 'jsonl'];
    const got = await remove(args, { routes: serving({ [ONE]: patience }) });
    expect(deletions(got)).toEqual([ONE]);
    expect(records(got.stdout).map(({ outcome }) => outcome)).toEqual(['failed', 'not-attempted', 'not-attempted']);
    expect(got.stderr).toContain('3,600 s of patience');
    expect(got.code).toBe(6);
  });

  test('that leaves it open says that nobody knows', async () => {
    const routes = serving({
      [ONE]: { status: 502, body: 'bad gateway' },
      [TWO]: { body: '{"id":"x","del', cut: true },
    });
    const got = await remove([ONE, TWO, THREE, '--yes', '--format', 'jsonl'], { routes });
    expect(records(got.stdout).map(({ deleted, outcome }) => [deleted, outcome])).toEqual([
      [null, 'failed'],
      [null, 'failed'],
      [true, 'deleted'],
    ]);
    expect(got.stderr).toContain(`${ONE}: the server answered 502: bad gateway: it may be gone all the same`);
  });

  test('and then a 404 means gone; a refusal and then a 404 does not', async () => {
    const routes = {
      ...serving(),
      [`DELETE /v1/models/${ONE}`]: [{ status: 502 }, MISSING],
      [`DELETE /v1/models/${TWO}`]: [{ status: 429, headers: { 'retry-after': '0' } }, MISSING],
    };
    const got = await run(['models', 'delete', ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
    expect(records(got.stdout).map(({ deleted, outcome }) => [deleted, outcome])).toEqual([
      [true, 'gone'],
      [false, 'not-found'],
    ]);
    expect(got.stderr).toContain(`${ONE}: an earlier try had deleted it already, though its answer was lost\n`);
    expect(got.stderr).toContain('openai: 1 gone already, 1 failed (1 not found)');
    expect(got.code).toBe(8);
  });
});

describe('an interruption', () => {
  test.each<[name: string, answer: Answer, stdout: RegExp, stderr: RegExp]>([
    ['that did it', { body: deletedBody(ONE) }, /"deleted": true/, /^openai: interrupted: \S+ is deleted\n/m],
    [
      'that refused',
      { status: 403, body: errorOf('no') },
      /^$/,
      /^openai: interrupted: \S+ is not deleted\n {2}the key may not/m,
    ],
    ['that says nothing', { status: 502 }, /^$/, /gone all the same. Look: openai models retrieve ft:/],
  ])('waits for the answer to one request, %s, and tries no more', async (_name, answer, stdout, stderr) => {
    let interrupt = () => {};
    const holdInterruption = (stop: () => void) => {
      interrupt = stop;
      return () => {};
    };
    // The clock is read for the line that goes to the journal, and only then.
    let looks = 0;
    const now = () => {
      if (++looks === 2) interrupt();
      return NOW;
    };
    const got = await run(['models', 'delete', ONE], {
      routes: serving({ [ONE]: answer }),
      context: { holdInterruption, now },
    });
    expect(got.stdout).toMatch(stdout);
    expect(got.stderr).toMatch(stderr);
    expect(got.requests.map(({ method }) => method)).toEqual(['DELETE']);
    expect(got.code).toBe(130);
  });

  test('begins no more, waits for what is on its way, and is exit 130', async () => {
    let interrupt = () => {};
    const held = {
      holdInterruption(stop: () => void) {
        interrupt = stop;
        return () => {};
      },
    };
    const slow = serving();
    let looks = 0;
    const now = () => {
      if (++looks > 6) interrupt();
      return NOW;
    };
    const got = await run(['models', 'delete', ...LIST, '--yes', '--concurrency', '1', '--format', 'jsonl'], {
      routes: slow,
      context: { ...held, now },
    });
    expect(got.code).toBe(130);
    const outcomes = records(got.stdout).map(({ outcome }) => outcome);
    const done = deletions(got).length;
    expect(done).toBeLessThan(LIST.length);
    expect(outcomes).toEqual(LIST.map((_, i) => (i < done ? 'deleted' : 'not-attempted')));
    expect(got.stderr).toContain(`openai: interrupted: ${done} deleted, ${LIST.length - done} not attempted\n`);
  });
});
