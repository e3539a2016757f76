/** `models diff`: what it says of two lists, in every format, from every source. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { inHome, NOW, type RunOptions, run } from '../../support/run.ts';
import { withEndpoints } from '../sources/endpoints.ts';
import { expectValid, validLines } from './schemas.ts';

/** Writes both lists to files and compares them. */
async function diff(from: string, to: string, args: readonly string[] = [], options: RunOptions = {}) {
  return inHome(async (home) => {
    const [left, right] = [join(home, 'from.json'), join(home, 'to.json')];
    writeFileSync(left, from);
    writeFileSync(right, to);
    return run(['models', 'diff', left, right, ...args], { home, ...options });
  });
}

const OLD = listOf(
  model('gpt-4', { owned_by: 'openai' }),
  model('kept'),
  '{"id":"m","owned_by":"a","n":1.0,"pricing":{"prompt":"1"},"gone":true}',
);
const NEW = listOf(
  '{"n":1,"id":"m","owned_by":"b","pricing":{"prompt":"2","image":null}}',
  model('kept'),
  model('gpt-7'),
);

describe('the formats', () => {
  test('text: a line each, by id', async () => {
    const { stdout, stderr, code } = await diff(OLD, NEW, [], { env: { OPENAI_BASE_URL: undefined } });
    expect(stdout.split('\n')).toEqual([
      '- gpt-4  (announced shutdown 2026-10-23, replaced by gpt-5.6-sol)',
      '+ gpt-7',
      '~ m  owned_by: a -> b, n: 1.0 -> 1, pricing.prompt: "1" -> "2", pricing.image: (none) -> null, gone: true -> (none)',
      '',
    ]);
    expect(stderr).toMatch(/^1 added, 1 removed, 1 changed: .*from.json \(3 models\) -> .*to.json \(3 models\)\n$/);
    expect(code).toBe(0);
  });

  test('json: one document as its schema says, lossless', async () => {
    const { stdout, json } = await diff(OLD, NEW, ['--format', 'json']);
    expectValid('diff', json);
    expect(stdout).toContain('"from": 1.0,\n          "to": 1\n');
    expect(json).toMatchObject({
      object: 'diff',
      from: { endpoint: null, at: null, models: 3 },
      added: [{ id: 'gpt-7' }],
      removed: [{ id: 'gpt-4' }],
    });
    expect(Object.keys(json as object)).toEqual(['object', 'from', 'to', 'added', 'removed', 'changed']);
  });

  test('jsonl: a change a line, lossless', async () => {
    const { stdout } = await diff(OLD, NEW, ['--format', 'jsonl']);
    validLines('change', stdout);
    expect(stdout.split('\n')).toEqual([
      `{"change":"removed","id":"gpt-4","model":${model('gpt-4', { owned_by: 'openai' })},"shutdown_date":"2026-10-23","replacement":"gpt-5.6-sol"}`,
      `{"change":"added","id":"gpt-7","model":${model('gpt-7')}}`,
      '{"change":"changed","id":"m","fields":[{"path":"owned_by","from":"a","to":"b"},{"path":"n","from":1.0,"to":1},{"path":"pricing.prompt","from":"1","to":"2"},{"path":"pricing.image","to":null},{"path":"gone","from":true}]}',
      '',
    ]);
  });

  test('markdown and csv', async () => {
    const { stdout } = await diff(OLD, NEW, ['--format', 'markdown']);
    expect(stdout).toContain('| removed | gpt-4 | announced shutdown 2026-10-23, replaced by gpt-5.6-sol |\n');
    expect(stdout).toMatch(/^\*\*1 added, 1 removed, 1 changed: /);
    const csv = (await diff(OLD, NEW, ['--format', 'csv'])).stdout.split('\r\n');
    expect(csv[0]).toBe('change,id,path,from,to,shutdown_date,replacement');
    expect(csv).toContain('changed,m,n,1.0,1,,');
    expect(csv).toHaveLength(9);
  });

  test.each([
    ['text', ''],
    ['jsonl', ''],
    ['markdown', /^\*\*No differences: /],
    ['csv', /^change,id,.*\r\n$/],
  ])('say nothing, or that there is nothing, as %s', async (format, expected) => {
    const { stdout, code } = await diff(OLD, OLD, ['--format', format, '--exit-code']);
    expect(code).toBe(0);
    if (typeof expected === 'string') expect(stdout).toBe(expected);
    else expect(stdout).toMatch(expected);
  });

  test('others are refused', async () => {
    expect((await diff(OLD, NEW, ['--format', 'yaml'])).code).toBe(2);
  });
});

test.each([
  [NEW, [], 1],
  [OLD, [], 0],
  [NEW, ['--match', 'kept'], 0],
  [NEW, ['--match', 'gpt-*'], 1],
])('--exit-code, with selection on both sides', async (to, args, code) => {
  expect((await diff(OLD, to, ['--exit-code', ...args])).code).toBe(code);
});

describe('models are the same', () => {
  test.each<[what: string, from: string, to: string, changes: string[]]>([
    ['in any order', listOf(model('a'), model('b'), model('c')), listOf(model('c'), model('a'), model('b')), []],
    ['with keys in any order', '[{"id":"a","x":1,"y":2}]', '[{"y":2,"x":1,"id":"a"}]', []],
    ['with escapes', '[{"id":"\\u00e9","x":"\\u0041"}]', '[{"id":"é","x":"A"}]', []],
    ['but not with numbers written otherwise', '[{"id":"a","x":1.50E+10}]', '[{"id":"a","x":1.5E+10}]', ['changed a']],
    ['but not with another type', '[{"id":"a","x":"1"}]', '[{"id":"a","x":1}]', ['changed a']],
    ['as multisets', '["a","a","b"]', '["a","b","b"]', ['removed a', 'added b']],
    ['as multisets with contents', '[{"id":"a","x":1},{"id":"a","x":2}]', '[{"id":"a", "x":2},{"id":"a", "x":1}]', []],
    ['without an id by all they say', '[{"x":1},{"x":2}]', '[{"x":2},{"x":3}]', ['removed null', 'added null']],
    ['with duplicate keys in turn', '[{"id":"a","x":1,"x":2}]', '[{"id":"a","x":1,"x":3}]', ['changed a']],
    [
      'with nested lists of objects',
      '[{"id":"a","p":[{"n":1},{"n":2}]}]',
      '[{"id":"a","p":[{"n":1},{"n":3}]}]',
      ['changed a'],
    ],
  ])('%s', async (_what, from, to, expected) => {
    const { stdout } = await diff(from, to, ['--format', 'jsonl']);
    const changes = validLines('change', stdout) as { change: string; id: string | null }[];
    expect(changes.map(({ change, id }) => `${change} ${id}`).sort()).toEqual(expected.sort());
  });

  test('paths lead to what changed', async () => {
    const { stdout } = await diff(
      '[{"id":"a","p":[{"n":1},{"n":2}],"l":[1,2],"a.b":{"*":1}}]',
      '[{"id":"a","p":[{"n":1},{"n":3}],"l":[1,3],"a.b":{"*":2}}]',
      ['--format', 'jsonl'],
    );
    expect(stdout).toContain(
      '[{"path":"p.1.n","from":2,"to":3},{"path":"l","from":[1,2],"to":[1,3]},{"path":"a\\\\.b.\\\\*","from":1,"to":2}]',
    );
  });

  test('ids that stand more than once are said', async () => {
    const { stderr } = await diff(listOf(model('a'), model('b')), listOf(model('a'), model('a'), model('b')));
    expect(stderr).toContain('a is listed once on the left and 2 times on the right.');
  });
});

describe('what a server stamps anew', () => {
  const at = (seconds: number) => NOW / 1000 + seconds;
  /** As vLLM answers: a time of now, and a permission with an id made up each time. */
  const vllm = (now: number, id: string, more = {}) =>
    listOf(
      ...['base', 'lora'].map((name) =>
        model(name, {
          created: now,
          permission: [{ id: `modelperm-${id}${name}`, created: now, allow_view: true }],
          ...more,
        }),
      ),
    );
  const twice = (first: string, second: string, args: readonly string[] = [], later = 3600_000) =>
    inHome(async (home) => {
      const env = { OPENAI_BASE_URL: '{origin}/v1' };
      const routes = (body: string) => ({ 'GET /v1/models': { body } });
      const { startServer } = await import('../../support/server.ts');
      const bodies = [first, second];
      const server = await startServer(() => ({ body: bodies.shift() ?? '' }));
      try {
        expect(routes(first)).toBeDefined();
        await run(['models', 'snapshot'], { home, server, env });
        return await run(['models', 'diff', ...args], { home, server, env, now: NOW + later });
      } finally {
        await server.stop();
      }
    });

  test('is no change, and --all-fields shows it', async () => {
    const [first, second] = [vllm(at(1), 'x'), vllm(at(3602), 'y')];
    expect((await twice(first, second, ['--exit-code'])).stdout).toBe('');
    const { stdout } = await twice(first, second, ['--all-fields']);
    expect(stdout).toContain('permission.0.id: modelperm-xbase -> modelperm-ybase');
    expect(stdout.split('\n')).toHaveLength(3);
  });

  test('is no change where a second passes between two models', async () => {
    const stamped = (a: number, b: number) => listOf(model('a', { created: at(a) }), model('b', { created: at(b) }));
    expect((await twice(stamped(1, 2), stamped(2, 2), [], 1000)).stdout).toBe('');
  });

  test('hides no real change beside it', async () => {
    const { stdout } = await twice(vllm(at(1), 'x'), vllm(at(3602), 'y', { max_model_len: 4096 }));
    expect(stdout).toBe('~ base  max_model_len: (none) -> 4096\n~ lora  max_model_len: (none) -> 4096\n');
  });

  test('of one model among others is a change: that one was made anew', async () => {
    const from = listOf(model('a', { created: at(-1) }), model('old'));
    const to = listOf(model('a', { created: at(3601) }), model('old'));
    expect((await twice(from, to)).stdout).toMatch(/^~ a {2}created: /);
  });
});

describe('sources on the left and on the right', () => {
  const one = {
    profile: '{ base_url: "{origin}/v1", auth: none }',
    routes: () => ({ body: listOf(model('a'), model('both')) }),
  };
  const two = {
    profile: '{ base_url: "{origin}/v1", auth: none }',
    routes: () => ({ body: listOf(model('both'), model('b')) }),
  };

  test('are all that there are', async () => {
    await withEndpoints({ one, two }, async ({ run: go, home, servers }) => {
      const env = { OPENAI_BASE_URL: `${servers.one?.origin}/v1` };
      const file = join(home, 'list.jsonl');
      writeFileSync(file, `${model('both')}\n${model('b')}\n`);
      for (const args of [[], ['kept']]) await go(['models', 'snapshot', ...args], { env, now: NOW - 8 * 86_400_000 });
      await go(['models', 'snapshot', '--profile', 'two']);
      const lefts = ['now', '@one', 'last', '7d', '2026-01-10', 'kept'];
      const rights = ['@two', '@two:last', file, '-'];
      for (const left of lefts)
        for (const right of rights) {
          const stdin = `${model('both')}\n${model('b')}\n`;
          const forth = await go(['models', 'diff', left, right], { env, stdin });
          expect(forth, `${left} ${right} ${forth.stderr}`).toMatchObject({ code: 0, stdout: '- a\n+ b\n' });
          const back = await go(['models', 'diff', right, left], { env, stdin });
          expect(back, `${right} ${left}`).toMatchObject({ code: 0, stdout: '+ a\n- b\n' });
        }
    });
  });

  test('of all profiles are compared each with its own, and one that is down is left out', async () => {
    let [body, status] = [listOf(model('b')), 200];
    const changing = { profile: '{ base_url: "{origin}/v1", auth: none }', routes: () => () => ({ body, status }) };
    await withEndpoints({ one, changing }, async ({ run: go }) => {
      for (const name of ['one', 'changing']) await go(['models', 'snapshot', '--profile', name]);
      body = listOf(model('c'));
      const args = ['models', 'diff', '@all:last', '@all', '--format', 'jsonl', '--max-retries', '0'];
      const { stdout, code } = await go(args);
      expect(code).toBe(0);
      const changes = validLines('change', stdout);
      expect(changes).toEqual([
        { change: 'removed', id: 'b', source: '@changing', model: expect.anything() },
        { change: 'added', id: 'c', source: '@changing', model: expect.anything() },
      ]);
      status = 500;
      expect(await go(args)).toMatchObject({ code: 8, stdout: '', stderr: expect.stringContaining('@changing: ') });
    });
  });

  test.each([
    [['nothing'], /no snapshot or file named 'nothing'/],
    [[], /no snapshot of/],
    [['a', 'b', 'c'], /does not take the argument 'c'/],
    [['-', '-'], /given once/],
  ])('that are none are exit 2: %j', async (args, said) => {
    const { code, stderr } = await run(['models', 'diff', ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) });
  });
});

/** Models with whatever keys and values, the same id more than once among them. */
const hostile = fc.array(
  fc.record({
    id: fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('a', 'b', 'true', '1.0', '- x', '"')),
    more: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 4 }),
    number: fc.constantFrom('1.50E+10', '12345678901234567890', '-0.0', '1e400', '0.1'),
    surrogate: fc.boolean(),
  }),
  { maxLength: 6 },
);

test('a list read back from each format is the same list', async () => {
  await inHome(async (home) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (models) => {
        const body = listOf(
          ...models.map(({ id, more, number, surrogate }) => {
            const rest = JSON.stringify(Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'id'))).slice(
              1,
            );
            return `{"id":${JSON.stringify(id)},"n":${number},"n":${number},"s":"${surrogate ? '\\ud800' : '\\u00e9'}"${rest === '}' ? '' : ','}${rest}`;
          }),
        );
        const routes = { 'GET /v1/models': { body } };
        const original = join(home, 'original.json');
        writeFileSync(original, body);
        for (const format of ['json', 'jsonl', 'raw', 'yaml']) {
          const { stdoutBytes } = await run(['models', 'list', '--format', format], { routes });
          const file = join(home, `list.${format}`);
          writeFileSync(file, stdoutBytes);
          const { stdout, stderr, code } = await run(['models', 'diff', original, file, '--exit-code', '--quiet']);
          expect({ format, stdout, stderr, code }).toEqual({ format, stdout: '', stderr: '', code: 0 });
        }
      }),
      { numRuns: Number(process.env.DIFF_SEEDS ?? 60) },
    );
  });
}, 600_000);
