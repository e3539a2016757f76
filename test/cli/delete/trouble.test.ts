/** Deletions that fail, or are interrupted. */
import { describe, expect, test } from 'vitest';
import type { AttemptObserver } from '../../../src/api/wire.ts';
import { createRemover } from '../../../src/deletion/remove.ts';
import { errorOf, listOf, model } from '../../support/models.ts';
import { records } from '../../support/records.ts';
import { NOW, run } from '../../support/run.ts';
import type { Answer } from '../../support/server.ts';
import { deletedBody, deletions, LIST, MISSING, ONE, remove, serving, THREE, TWO } from './five.ts';

describe('a 404 after a try whose answer was lost', () => {
  const broken: Answer = { status: 503, headers: { 'retry-after-ms': '1' } };

  test.each<[name: string, answer: Answer, there: boolean, outcome: string]>([
    ['speaks of the model', MISSING, true, 'gone'],
    ['is all, and the model is not listed any more', { status: 404 }, false, 'gone'],
    ['is all, and the model is still listed', { status: 404 }, true, 'not-supported'],
  ])('where it %s', async (_name, answer, there, outcome) => {
    const before = { body: listOf(model(ONE), model(TWO)) };
    const after = { body: listOf(...(there ? [model(ONE)] : []), model(TWO)) };
    const routes = { ...serving({ [ONE]: [broken, answer] as never }), 'GET /v1/models': [before, after] };
    const got = await run(['models', 'delete', ONE, TWO, '--yes', '--format', 'jsonl'], { routes });
    expect(records(got.stdout)[0]).toMatchObject({ outcome, deleted: outcome === 'gone' });
    const one = await run(['models', 'delete', ONE], { routes: { ...routes, 'GET /v1/models': after } });
    expect(one.code).toBe(outcome === 'gone' ? 0 : 1);
  });
});

describe('a 404 where the list cannot be had any more', () => {
  const listed = { body: listOf(model(ONE), model(TWO)) };

  test('means gone after a try whose answer was lost', async () => {
    const tries = [{ status: 503, headers: { 'retry-after-ms': '1' } }, { status: 404 }];
    const routes = { [`DELETE /v1/models/${ONE}`]: tries, 'GET /v1/models': { status: 404 } };
    const got = await run(['models', 'delete', ONE], { routes });
    expect({ code: got.code, stderr: got.stderr }).toEqual({
      code: 0,
      stderr: `${ONE} is already gone: an earlier try had already deleted it, but the response was lost.\n`,
    });
  });

  test.each<[name: string, answer: Answer, outcome: string]>([
    ['no such route where the model was listed', { status: 404 }, 'not-supported'],
    ['no such model where the server says so', MISSING, 'not-found'],
  ])('means %s', async (_name, answer, outcome) => {
    const routes = { ...serving({ [ONE]: answer }), 'GET /v1/models': [listed, { status: 404 }] };
    const got = await remove([ONE, TWO, '--yes', '--concurrency', '1', '--format', 'jsonl'], { routes });
    expect(records(got.stdout)[0]).toMatchObject({ outcome, deleted: false });
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
    expect(got.stderr).toContain('Not attempted: another deletion failed, and --fail-fast is set');
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
    expect(got.stderr).toContain('the server asked to wait 3,600 s (HTTP 429)');
    expect(got.code).toBe(6);
  });

  test('of a server that wants an hour of patience ends the waiting of the others', async () => {
    const routes = serving({
      [ONE]: [{ status: 502 }] as never,
      [TWO]: { status: 429, headers: { 'retry-after': '3600' } },
    });
    // The first waits for as long as nothing ends the run.
    const sleep = (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    const args = ['models', 'delete', ONE, TWO, THREE, '--yes', '--concurrency', '2', '--format', 'jsonl'];
    const got = await run(args, { routes, context: { sleep } });
    expect(records(got.stdout).map(({ outcome, deleted }) => [outcome, deleted])).toEqual([
      ['failed', null],
      ['failed', false],
      ['not-attempted', false],
    ]);
    expect(got.code).toBe(8);
  });

  test.each([
    [0, false],
    [1, null],
  ])('that nobody thought of, after %i requests, leaves deleted: %s and ends the run', async (sent, deleted) => {
    const failure = new TypeError('a mistake');
    const api = {
      throttle: { isHalted: false },
      async remove(_id: string, watch: AttemptObserver) {
        if (sent > 0) await watch.onAttempt(sent);
        throw failure;
      },
    };
    const remove = createRemover({ ctx: {}, secrets: [], flags: {} } as never, { api, journal: undefined } as never);
    const reason = 'something unexpected happened';
    expect(await remove({ id: ONE, model: undefined })).toEqual({
      outcome: { id: ONE, outcome: 'failed', deleted, reason, exit: 1 },
      error: failure,
      ending: { reason, failure },
    });
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
    expect(got.stderr).toContain(`${ONE}: the server returned 502: bad gateway: it may be gone anyway`);
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
      // The list has it, the server denies it: that is no model that was never there.
      [false, 'failed'],
    ]);
    expect(got.stderr).toContain(`${ONE}: an earlier try had already deleted it, but the response was lost\n`);
    expect(got.stderr).toContain('openai: 1 gone already, 1 failed\n');
    expect(got.code).toBe(8);
  });
});

describe('the workers', () => {
  test('are four, unless told otherwise', async () => {
    let interrupt = () => {};
    let released = 0;
    let asleep = 0;
    const context = {
      holdInterruption(stop: () => void) {
        interrupt = stop;
        return () => void released++;
      },
      // As many as ever will be wait here: the run ends once the last of them does.
      sleep: (_ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve) => {
          signal?.addEventListener('abort', () => resolve());
          if (++asleep === 4) interrupt();
        }),
    };
    const busy = Object.fromEntries(LIST.map((id) => [id, { status: 503 }]));
    const got = await run(['models', 'delete', ...LIST, '--yes', '--format', 'jsonl'], {
      routes: serving(busy),
      context,
    });
    expect(deletions(got)).toEqual([...LIST.slice(0, 4)].sort());
    expect({ code: got.code, released }).toEqual({ code: 130, released: 1 });
    expect(records(got.stdout)[4]).toMatchObject({ outcome: 'not-attempted', reason: 'interrupted' });
  });
});

describe('an interruption', () => {
  test.each<[name: string, answer: Answer, stdout: RegExp, stderr: RegExp]>([
    ['that did it', { body: deletedBody(ONE) }, /"deleted": true/, /^openai: interrupted: \S+ is deleted\n/m],
    [
      'that refused',
      { status: 403, body: errorOf('no') },
      /^$/,
      /^openai: interrupted: \S+ is not deleted\n {2}the key is not allowed/m,
    ],
    ['that says nothing', { status: 502 }, /^$/, /gone anyway. Check with: openai models retrieve ft:/],
  ])('waits for the answer to one request, %s, and tries no more', async (_name, answer, stdout, stderr) => {
    let interrupt = () => {};
    const holdInterruption = (stop: () => void) => {
      interrupt = stop;
      return () => {};
    };
    // The clock is read as the call begins, and for the line that goes to the journal.
    let looks = 0;
    const now = () => {
      if (++looks === 3) interrupt();
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

  test('while the journal is written sends nothing', async () => {
    let interrupt = () => {};
    let released = 0;
    const holdInterruption = (stop: () => void) => {
      interrupt = stop;
      return () => void released++;
    };
    const now = () => {
      interrupt();
      return NOW;
    };
    const got = await run(['models', 'delete', ONE], { context: { holdInterruption, now } });
    expect({ code: got.code, stdout: got.stdout, requests: got.requests }).toEqual({
      code: 130,
      stdout: '',
      requests: [],
    });
    expect(got.stderr).toMatch(/^openai: interrupted$/m);
    expect(got.stderr).not.toContain('all the same');
    expect(released).toBe(1);
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

  test('ends the waiting of all workers, and nothing is sent any more', async () => {
    let interrupt = () => {};
    let asleep = 0;
    const context = {
      holdInterruption(stop: () => void) {
        interrupt = stop;
        return () => {};
      },
      sleep: (_ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve) => {
          signal?.addEventListener('abort', () => resolve());
          if (++asleep === 3) interrupt();
        }),
    };
    const busy: Answer = { status: 503 };
    const routes = serving({ [ONE]: [busy] as never, [TWO]: [busy] as never, [THREE]: [busy] as never });
    const args = ['models', 'delete', ...LIST, '--yes', '--concurrency', '3', '--format', 'jsonl'];
    const got = await run(args, { routes, context });
    expect(deletions(got)).toEqual([ONE, TWO, THREE].sort());
    expect(records(got.stdout).map(({ outcome, deleted }) => [outcome, deleted])).toEqual([
      ...[ONE, TWO, THREE].map(() => ['failed', null]),
      ['not-attempted', false],
      ['not-attempted', false],
    ]);
    expect(got.stderr).toContain('openai: interrupted: 3 failed, 2 not attempted\n');
    for (const id of [ONE, TWO, THREE]) expect(got.stderr).toContain(`  ${id}: the server returned 503`);
    expect(got.code).toBe(130);
  });
});
