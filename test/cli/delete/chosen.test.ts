/** Several models on one command line: which are deleted, and which are not there. */
import { describe, expect, test } from 'vitest';
import { errorOf, model } from '../../support/models.ts';
import { records } from '../../support/records.ts';
import type { Answer } from '../../support/server.ts';
import { asked, deletions, MISSING, ONE, remove, serving, THREE, TWO } from './five.ts';

describe('what is deleted', () => {
  test.each<[name: string, args: string[], stdin: string[] | undefined, ids: string[]]>([
    ['ids', [ONE, TWO], undefined, [ONE, TWO]],
    ['ids, each once', [ONE, TWO, ONE], undefined, [ONE, TWO]],
    ['--model and ids', ['--model', ONE, TWO], undefined, [ONE, TWO]],
    ['ids on standard input', ['-'], [ONE, '', TWO, ONE], [ONE, TWO]],
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
    ['ids and a selection', [ONE, '--search', 'x'], '--search and ids cannot be used together'],
    ['ids and --any', [ONE, TWO, '--any'], '--any works only with a selection'],
    ['what selections leave out', ['--no-fine-tuned'], '--no-fine-tuned works only with --any'],
    ['an id that is another path', [ONE, '..'], "'..' is not a valid model id"],
    ['an empty id', [ONE, ''], 'the model id is empty'],
    ['a wrong value', ['--created-before', 'yesterday'], '--created-before'],
    ['--ids as JSON', [ONE, TWO, '--ids', '--format', 'json'], '--ids and --format json cannot be used together'],
    ['--ids of a transform', [ONE, TWO, '--ids', '--transform', 'id'], '--ids and --transform cannot be used together'],
    ['no worker', [ONE, TWO, '--concurrency', '0'], '--concurrency'],
    ['too many workers', [ONE, TWO, '--concurrency', '65'], '--concurrency'],
    ['more than --max-deletes', [ONE, TWO, '--max-deletes', '1'], 'this would delete 2 models, but --max-deletes is 1'],
    ['one model where none may go', [ONE, '--max-deletes', '0'], 'this would delete 1 model, but --max-deletes is 0'],
    ['the journal and ids', ['--journal', ONE], `--journal and the argument '${ONE}' cannot be used together`],
    ['the journal and --dry-run', ['--journal', '--dry-run'], '--journal and --dry-run cannot be used together'],
  ])('is nothing for %s: exit 2, and nothing is sent', async (_name, args, says) => {
    const got = await remove(args.includes('--journal') ? args : [...args, '--yes']);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(got.stderr).toContain(says);
  });

  test.each<[name: string, lines: string[], says: string]>([
    ['a line that is broken', [ONE, '{"id":'], 'line 2 of the input is not complete JSON'],
    ['a document', ['{', '  "object": "list",'], 'line 1 of the input is not complete JSON'],
    ['a line without an id', ['{"object":"model"}'], 'line 1 of the input has no id'],
    ['another path', [ONE, '.'], "'.' is not a valid model id"],
  ])('is nothing where standard input has %s', async (_name, stdin, says) => {
    const got = await remove(['-', '--yes'], { stdin });
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(got.stderr).toContain(says);
  });

  test('is nothing where standard input cannot be read', async () => {
    const stdin = { isTTY: false, readLine: () => Promise.reject(new Error('the pipe broke')) };
    const got = await remove(['-', '--yes'], { context: { stdin } });
    expect({ code: got.code > 0, stdout: got.stdout, requests: asked(got) }).toEqual({
      code: true,
      stdout: '',
      requests: [],
    });
    expect(got.stderr).toContain('the pipe broke');
  });

  test('is a hundred ids without --max-deletes', async () => {
    const stdin = Array.from({ length: 100 }, (_, i) => `m${i}`);
    const got = await remove(['-', '--yes'], { stdin });
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 5, requests: ['GET'] });
  });

  test('is as many models as --max-deletes allows, and a larger plan can be looked at', async () => {
    const exact = await remove([ONE, TWO, '--yes', '--max-deletes', '2']);
    expect({ code: exact.code, deletions: deletions(exact) }).toEqual({ code: 0, deletions: [ONE, TWO].sort() });
    const chosen = await remove(['--match', 'ft:*', '--yes', '--max-deletes', '3']);
    expect(deletions(chosen)).toHaveLength(3);
    const more = await remove(['--match', 'ft:*', '--yes', '--max-deletes', '2']);
    expect({ code: more.code, deletions: deletions(more) }).toEqual({ code: 2, deletions: [] });
    const dry = await remove([ONE, TWO, '--dry-run', '--max-deletes', '1', '--ids']);
    expect({ code: dry.code, stdout: dry.stdout }).toEqual({ code: 0, stdout: `${ONE}\n${TWO}\n` });
    expect(dry.stderr).toContain('Deleting them needs --max-deletes 2.');
  });

  test('is nothing for 101 ids without --max-deletes', async () => {
    const stdin = Array.from({ length: 101 }, (_, i) => `m${i}`);
    const got = await remove(['-', '--yes'], { stdin });
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 2, requests: [] });
    expect(got.stderr).toContain('this would delete 101 models, but --max-deletes is 100');
  });

  test('is nothing for a selection of more than --max-deletes', async () => {
    const got = await remove(['--fine-tuned', '--yes', '--max-deletes', '2']);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({
      code: 2,
      stdout: '',
      requests: ['GET'],
    });
    expect(got.stderr).toContain('allow that many with --max-deletes 3');
  });

  test('is nothing, and that is a success, for empty input', async () => {
    const got = await remove(['-', '--yes', '--format', 'json'], { stdin: [''] });
    expect({ code: got.code, json: got.json, requests: asked(got) }).toEqual({
      code: 0,
      json: { object: 'list', data: [] },
      requests: [],
    });
    expect(got.stderr).toBe('No ids on standard input.\n');
  });

  test('is nothing, and that is a success, for a selection that finds none', async () => {
    const got = await remove(['--search', 'tiny', '--yes', '--format', 'jsonl']);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({
      code: 0,
      stdout: '',
      requests: ['GET'],
    });
    expect(got.stderr).toContain("No fine-tuned model matches 'tiny'");
    expect(got.stderr).toContain('use --any to include others');
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
    ['knows no such method', { status: 405, body: errorOf('no') }],
    ['has not got it yet', { status: 501, body: errorOf('no') }],
  ])('is tried all the same where the server %s', async (_name, list) => {
    const routes = { ...serving({}, list), 'DELETE /v1/models/b': MISSING };
    const got = await remove([ONE, 'b', '--yes', '--format', 'jsonl'], { routes });
    expect(deletions(got)).toEqual(['b', ONE]);
    expect(records(got.stdout).map(({ outcome, status }) => [outcome, status])).toEqual([
      ['deleted', undefined],
      ['not-found', 404],
    ]);
    expect(got.code).toBe(8);
    expect(got.stderr).toContain(
      `The server's list cannot be read (${list.status}): cannot check which of these models exist, so each is tried.`,
    );
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
    [400, 1],
    [401, 4],
    [402, 1],
    [429, 6],
    [500, 1],
    [502, 1],
  ])('is not tried where the list answers %i', async (status, code) => {
    const got = await remove([ONE, TWO, '--yes'], { routes: serving({}, { status, body: errorOf('no') }) });
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({
      code,
      stdout: '',
      requests: ['GET'],
    });
  });
});
