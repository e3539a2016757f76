/** `models watch`: each change once and in order, none invented, whatever the server does meanwhile. */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OutputClosedError } from '../../../src/context.ts';
import { errorOf, listOf, model } from '../../support/models.ts';
import { inHome } from '../../support/run.ts';
import type { Reply } from '../../support/server.ts';
import { Sink } from '../../support/sink.ts';
import { validLines } from '../diff/schemas.ts';
import { snapshotsIn, withEndpoints } from '../sources/endpoints.ts';
import { START, watch } from './watching.ts';

const list = (...ids: string[]): Reply => ({ body: listOf(...ids.map((id) => model(id))) });
const FIVE = ['a', 'b', 'c', 'd', 'e'];

describe('changes', () => {
  test('are said once each, as lines with the time', async () => {
    const replies = [
      list(...FIVE),
      list(...FIVE, 'f'),
      list(...FIVE, 'f'),
      { body: listOf(...FIVE.map((id) => model(id, id === 'a' ? { shutdown_date: '2027-01-01' } : {})), model('f')) },
      list('b', 'c', 'd', 'e', 'f'),
    ];
    const { stdout, stderr, code } = await watch(['--interval', '1m'], replies);
    expect(stdout.replace(/:\d\d {2}/g, ':SS  ').split('\n')).toEqual([
      '2026-01-15 12:01:SS  + f',
      '2026-01-15 12:03:SS  ~ a  shutdown_date: (none) -> 2027-01-01',
      '2026-01-15 12:04:SS  - a',
      '',
    ]);
    expect({ stderr, code }).toEqual({ stderr: 'openai: interrupted\n', code: 130 });
  });

  test('are JSON lines as the schema says, the time first', async () => {
    const { stdout } = await watch(
      ['--interval', '1m', '--format', 'jsonl'],
      [list(...FIVE, 'gpt-4'), list(...FIVE, 'g')],
      {
        env: { OPENAI_BASE_URL: '{origin}/v1' },
      },
    );
    const lines = validLines('watch', stdout);
    expect(lines).toMatchObject([
      { change: 'added', id: 'g' },
      { change: 'removed', id: 'gpt-4', shutdown_date: '2026-10-23' },
    ]);
    expect(stdout).toMatch(/^\{"at":"2026-01-15T12:01:\d\d\.\d{3}Z","change":"added","id":"g","model":\{/);
  });

  test('of the selected models alone are said', async () => {
    const { stdout } = await watch(['--match', 'a*'], [list('a', 'b'), list('a', 'b', 'c', 'a2')]);
    expect(stdout).toMatch(/^\S+ \S+ {2}\+ a2\n$/);
  });

  test('since another list are said at the first look', async () => {
    await inHome(async (home) => {
      const file = join(home, 'old.json');
      writeFileSync(file, listOf(model('a'), model('b')));
      expect((await watch(['--since', file], [list('b', 'c')], { home })).stdout).toMatch(/ {2}- a\n.* {2}\+ c\n$/);
    });
  });

  test('that are stamps are none', async () => {
    const stamped = (seconds: number): Reply => ({
      body: listOf(model('m', { created: START / 1000 + seconds, permission: [{ id: `p${seconds}` }] })),
    });
    const { stdout } = await watch(['--interval', '1m'], [stamped(0), stamped(63), stamped(126)]);
    expect(stdout).toBe('');
  });
});

describe('waits', () => {
  test('are the interval and up to a tenth more', async () => {
    const { slept } = await watch(['--interval', '10s'], Array(20).fill(list('a')));
    expect(slept).toHaveLength(20);
    for (const wait of slept) expect(wait >= 10_000 && wait <= 11_000, String(wait)).toBe(true);
    expect(new Set(slept).size).toBeGreaterThan(5);
  });

  test.each([['0.5s'], ['0s'], ['soon'], ['5']])('of %s are refused', async (interval) => {
    const { code, requests } = await watch(['--interval', interval], []);
    expect({ code, requests }).toEqual({ code: 2, requests: [] });
  });

  test('grow while the server fails, up to 15 minutes, and that is said once, and that it is over', async () => {
    const down: Reply = { status: 503, body: errorOf('restarting') };
    const { slept, stdout, stderr } = await watch(
      ['--interval', '1m'],
      [list('a'), ...Array(8).fill(down), list('a', 'b')],
    );
    const minutes = slept.map((ms) => Math.floor(ms / 60_000));
    expect(minutes.slice(0, 9)).toEqual([1, 1, 2, 4, 8, 15, 15, 15, 15]);
    expect(stdout).toMatch(/ {2}\+ b\n$/);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^openai: .*503/),
      '  restarting',
      'Backing off until it responds.',
      expect.stringMatching(/^It responds again after 8 failed checks in [\d,]+ s\.$/),
      'openai: interrupted',
      '',
    ]);
  });

  test('are what the server asks for', async () => {
    const limited = (seconds: number): Reply => ({
      status: 429,
      headers: { 'retry-after': seconds },
      body: errorOf('slow'),
    });
    const { slept } = await watch(['--interval', '1s'], [list('a'), limited(600), limited(20), list('a')]);
    expect(slept[1]).toBeGreaterThanOrEqual(600_000);
    // A shorter one is waited for by the client itself, behind the wait of the watch.
    expect((slept[2] ?? 0) + (slept[3] ?? 0)).toBeGreaterThanOrEqual(20_000);
  });

  test('follow a broken answer too, and nothing is made of it', async () => {
    const whole = listOf(...FIVE.map((id) => model(id)));
    const broken: Reply[] = [
      { body: whole, cut: 100 },
      { body: whole.slice(0, 150) },
      { body: '<html>' },
      { body: '{"error":{"message":"no"}}' },
      { raw: '', after: 'close' },
    ];
    const { stdout, code } = await watch(['--interval', '1s'], [list(...FIVE), ...broken, list(...FIVE, 'f')]);
    expect({ lines: stdout.split('\n').length, code }).toEqual({ lines: 2, code: 130 });
    expect(stdout).toContain('+ f\n');
  });
});

describe('the first look', () => {
  test.each<[reply: Reply, code: number]>([
    [{ status: 401, body: errorOf('no') }, 4],
    [{ status: 404, body: errorOf('no') }, 5],
    [{ body: '{"x":1}' }, 1],
  ])('that cannot get better ends the run', async (reply, code) => {
    expect((await watch([], [reply])).code).toBe(code);
  });

  test('may find the server down', async () => {
    const { stdout, code } = await watch(['--interval', '1s'], [{ status: 502 }, list('a'), list('a', 'b')]);
    expect(stdout).toContain('+ b\n');
    expect(code).toBe(130);
  });
});

describe('many that are missing', () => {
  const most = list('a');

  test('are not believed at once', async () => {
    const { stdout, stderr } = await watch(['--interval', '1m'], [list(...FIVE), { body: listOf() }, list(...FIVE)]);
    expect(stdout).toBe('');
    expect(stderr).toContain('5 of 5 models are missing from this response. Checking again');
  });

  test('are reported once two looks agree, the second soon after', async () => {
    const { stdout, slept } = await watch(['--interval', '5m', '--format', 'jsonl'], [list(...FIVE), most, most, most]);
    expect(validLines('watch', stdout)).toHaveLength(4);
    expect(slept[1]).toBeLessThanOrEqual(11_000);
  });

  test('are doubted anew where the looks differ', async () => {
    const { stdout } = await watch(
      ['--interval', '1m'],
      [list(...FIVE), list('a'), list('b'), { body: listOf() }, list(...FIVE)],
    );
    expect(stdout).toBe('');
  });
});

describe('an ETag', () => {
  const tagged = (tag: string, ...ids: string[]): Reply => ({
    headers: { etag: tag },
    body: listOf(...ids.map((id) => model(id))),
  });
  const same: Reply = { status: 304 };

  test('is sent back, and 304 is no change', async () => {
    const { stdout, stderr, requests } = await watch(
      ['--interval', '1s'],
      [tagged('"1"', 'a'), same, same, tagged('W/"2"', 'a', 'b'), same],
    );
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"', '"1"', 'W/"2"']);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('openai: interrupted\n');
  });

  test('of an answer that was not believed makes it so', async () => {
    const { stdout } = await watch(['--interval', '1s'], [tagged('"1"', ...FIVE), tagged('"2"', 'a'), same]);
    expect(stdout.split('\n')).toHaveLength(5);
  });

  test('of an answer that broke off is not used', async () => {
    const broken: Reply = { headers: { etag: '"2"' }, body: listOf(model('a')), cut: 20 };
    const { requests } = await watch(['--interval', '1s'], [tagged('"1"', 'a'), broken, same]);
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"']);
  });

  test('of the first of several pages is not used', async () => {
    const first: Reply = { headers: { etag: '"1"' }, body: `{"data":[${model('a')}],"has_more":true,"last_id":"a"}` };
    const second: Reply = { headers: { etag: '"x"' }, body: `{"data":[${model('b')}],"has_more":false}` };
    const { requests } = await watch(['--interval', '1s'], [first, second, first, second]);
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual(Array(4).fill(undefined));
  });
});

describe('an end', () => {
  test.each<[args: string[], replies: Reply[], code: number, looks: number]>([
    [['--until', 'b'], [list('a'), list('a', 'b'), list('x')], 0, 2],
    [['--until', 'a'], [list('a')], 0, 1],
    [['--until', 'gpt-*'], [list('a'), list('a', 'gpt-7')], 0, 2],
    [['--until', 'b', '--for', '3m', '--interval', '1m'], Array(10).fill(list('a')), 3, 4],
    [['--for', '3m', '--interval', '1m'], Array(10).fill(list('a')), 3, 4],
    [['--until-gone', 'a'], [list('a', 'b'), list('b')], 0, 2],
    [['--until-gone', 'x*'], [list('a')], 0, 1],
    [['--until-gone', 'a'], [{ body: listOf() }, list('a'), list('b', 'c'), list('b', 'c')], 0, 3],
    [['--until-gone', 'a'], [list('a'), { body: listOf() }, { body: listOf() }], 0, 3],
    [['--until', 'a', '--until-gone', 'b'], [], 2, 0],
    [['--from', 'last'], [], 2, 0],
    [['--exec', "'x"], [], 2, 0],
    [['--for', 'ever'], [], 2, 0],
  ])('with %j', async (args, replies, code, looks) => {
    const more = replies.length > 0 ? [...replies, ...Array(3).fill(replies.at(-1))] : [];
    const outcome = await watch(args, more);
    expect({ code: outcome.code, stderr: outcome.stderr, looks: outcome.requests.length }).toMatchObject({
      code,
      looks,
    });
  });

  test('comes when nobody reads any more', async () => {
    const { code, requests } = await watch(
      ['--interval', '1s'],
      Array.from({ length: 9 }, (_, i) => list('a', `n${i}`)),
      {
        stdoutFails: new OutputClosedError(),
      },
    );
    expect({ code, looks: requests.length }).toEqual({ code: 0, looks: 2 });
  });

  test('comes in time, though the clock is set back', async () => {
    let clock = START;
    let looks = 0;
    const { code } = await watch(['--for', '10m', '--interval', '1m'], Array(30).fill(list('a')), {
      context: {
        now: () => clock,
        sleep: async (ms) => {
          clock += ms;
          if (++looks === 3) clock -= 86_400_000;
        },
      },
    });
    expect(code).toBe(3);
    expect(looks).toBeLessThanOrEqual(12);
  });
});

describe('--exec', () => {
  const changing = [list('a'), list('a', 'b'), list('a', 'b', 'c'), list('a', 'b', 'c')];
  const script = (home: string, text: string) => {
    const path = join(home, 'told.sh');
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o700);
    return path;
  };

  test('is given the changes as JSON lines, without a shell', async () => {
    await inHome(async (home) => {
      const told = script(home, `cat >> "${home}/told"; printf '%s\\n' "$@" >> "${home}/args"`);
      await watch(['--until', 'c', '--exec', `${told} 'a b' "$HOME;"`], changing, { home });
      const lines = validLines('watch', readFileSync(join(home, 'told'), 'utf8'));
      expect(lines).toMatchObject([
        { change: 'added', id: 'b' },
        { change: 'added', id: 'c' },
      ]);
      expect(readFileSync(join(home, 'args'), 'utf8')).toMatch(/^a b\n\$HOME;\n/);
    });
  });

  test.each([
    ['exit 3', /told.sh exited with 3/],
    ['kill -9 $$', /told.sh was killed by SIGKILL/],
    ['exec 0<&-; echo out; echo err >&2', /(?:out\nerr|err\nout)/],
  ])('that does %j does not end the watch', async (text, said) => {
    await inHome(async (home) => {
      const { code, stdout, stderr } = await watch(['--until', 'c', '--exec', script(home, text)], changing, { home });
      expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 3 });
      expect(stderr).toMatch(said);
    });
  });

  test('that is not there is said', async () => {
    const { code, stderr } = await watch(['--until', 'b', '--exec', '/no/such/program'], changing);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('no such program') });
  });

  test('that does not end keeps nobody from leaving', async () => {
    await inHome(async (home) => {
      const { code, stdout } = await watch(['--exec', script(home, 'exec sleep 1000')], changing, { home });
      expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 130, lines: 3 });
    });
  });
});

test('--save keeps each list that has changed', async () => {
  await inHome(async (home) => {
    await watch(['--save', '--interval', '1h'], [list('a'), list('a', 'b'), list('a', 'b'), list('a', 'c', 'b')], {
      home,
    });
    const files = readdirSync(snapshotsIn(home)).sort();
    const ids = files.map(
      (file) => JSON.parse(readFileSync(join(snapshotsIn(home), file), 'utf8')).pages[0].data.length,
    );
    expect(ids).toEqual([2, 3]);
  });
});

test('several endpoints are watched at once, and one that is down does not hold up the others', async () => {
  let looks = 0;
  const profile = '{ base_url: "{origin}/v1", auth: none }';
  const growing = () => () => ({ body: listOf(model('a'), ...(++looks > 2 ? [model('new')] : [])) });
  const places = {
    one: { profile, routes: growing },
    down: { profile, routes: () => () => ({ status: 500, body: errorOf('broken') }) },
  };
  await withEndpoints(places, async ({ run }) => {
    let clock = START;
    const sleep = async (ms: number) => {
      clock += ms;
      await new Promise((resolve) => setTimeout(resolve, 1));
    };
    const context = { now: () => clock, sleep };
    const args = ['models', 'watch', '--from', '@all', '--until', 'new', '--interval', '1s', '--format', 'jsonl'];
    const { stdout, stderr, code } = await run(args, { context });
    expect(code).toBe(0);
    expect(validLines('watch', stdout)).toMatchObject([{ change: 'added', id: 'new', source: '@one' }]);
    expect(stderr).toContain('openai: @down: ');
  });
});

test('on a terminal a line says when the last look was and the next one is', async () => {
  const { stderr } = await watch(['--interval', '1m'], [list('a'), list('a')], { terminal: 80 });
  expect(stderr).toMatch(/Last checked 12:00:00 UTC, 1 models?\. Next 12:01:0\d\./);
});

test('that line is gone before a change is said', async () => {
  const screen = new Sink({ columns: 200 });
  const context = { stdout: screen, stderr: screen };
  await watch(['--interval', '1m'], [list('a'), list('a', 'b')], { context });
  expect(screen.bytes.toString()).toMatch(/Next 12:01:0\d\.\S*\r\x1b\[K\S*2026-01-15 12:01:0\d/);
});
