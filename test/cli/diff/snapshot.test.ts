/** `models snapshot`: what is kept, what is not, and what becomes of it when a run is killed or the disk is full. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { nodeEntry, requireBuilt } from '../../support/entries.ts';
import { listOf, model } from '../../support/models.ts';
import { inHome, KEY, NOW, plainEnvironment, type RunOptions, run } from '../../support/run.ts';
import { startServer } from '../../support/server.ts';
import { snapshotsIn } from '../sources/endpoints.ts';
import { expectValid } from './schemas.ts';

const DAY = 86_400_000;
const BODY = `{ "object":"list",\n "data":[${model('a')}, {"id":"b","n":1.50E+10} ], "x": 1.0 }\n`;

async function inWorld(
  work: (world: {
    home: string;
    go(args: readonly string[], body?: string, options?: RunOptions): ReturnType<typeof run>;
    files(): string[];
  }) => Promise<void>,
): Promise<void> {
  await inHome(async (home) => {
    let body = BODY;
    const server = await startServer(() => ({ body }));
    try {
      await work({
        home,
        async go(args, answer = BODY, options = {}) {
          body = answer;
          return run(['models', ...args], { home, server, ...options });
        },
        files: () => readdirSync(snapshotsIn(home)).sort(),
      });
    } finally {
      await server.stop();
    }
  });
}

interface Listed {
  data: { name: string | null; at: string; models: number; bytes: number; path: string; selection: string | null }[];
}

describe('a snapshot', () => {
  test('is one file, for its owner alone, with the answer byte for byte, and no key', async () => {
    await inWorld(async ({ home, go, files }) => {
      const { code, stdout, stderr } = await go(['snapshot']);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(stderr).toMatch(/^Saved 2 models of http:\S+\/v1\.\n$/);
      const [file = ''] = files();
      const path = join(snapshotsIn(home), file);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(snapshotsIn(home)).mode & 0o777).toBe(0o700);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(`"pages":[\n${BODY}\n]}\n`);
      expect(text).not.toContain(KEY);
      expect(JSON.parse(text)).toMatchObject({
        object: 'snapshot',
        models: 2,
        pages: [{ data: [{ id: 'a' }, { id: 'b' }] }],
      });
      expect((await go(['list', '--from', 'last', '--format', 'jsonl'])).stdout).toContain('{"id":"b","n":1.50E+10}\n');
      expect((await go(['list', '--from', path, '--ids'])).stdout).toBe('a\nb\n');
      expect((await go(['list', '--from', 'last', '--format', 'raw'])).stdout).toBe(`${BODY}\n`);
      // As jq lays it out.
      writeFileSync(join(home, 'again.json'), JSON.stringify(JSON.parse(text), null, 2));
      expect((await go(['list', '--from', join(home, 'again.json'), '--ids'])).stdout).toBe('a\nb\n');
    });
  });

  test('of several pages has them all', async () => {
    await inHome(async (home) => {
      const page = (id: string, more: boolean) => `{"data":[${model(id)}],"has_more":${more},"last_id":"${id}"}`;
      const server = await startServer(({ path }) => ({
        body: path.includes('after') ? page('b', false) : page('a', true),
      }));
      await run(['models', 'snapshot', 'paged'], { home, server });
      await server.stop();
      const file = join(snapshotsIn(home), 'paged.json');
      expect(JSON.parse(readFileSync(file, 'utf8')).pages).toHaveLength(2);
      expect((await run(['models', 'list', '--from', 'paged', '--ids'], { home })).stdout).toBe('a\nb\n');
      const raw = (await run(['models', 'list', '--from', 'paged', '--format', 'raw'], { home })).stdout;
      expect(raw).toBe(`${page('a', true)}\n${page('b', false)}\n`);
    });
  });

  test('that is the same as the last is not kept twice', async () => {
    await inWorld(async ({ go, files }) => {
      await go(['snapshot']);
      const { stderr } = await go(['snapshot'], `[${model('a')},{"n":1.50E+10,"id":"b"}]`, { now: NOW + DAY });
      expect(stderr).toMatch(/^Unchanged since 2026-01-15 12:00: 2 models of /);
      expect(files()).toHaveLength(1);
      await go(['snapshot'], listOf(model('a')), { now: NOW + 2 * DAY });
      expect(files()).toHaveLength(2);
    });
  });

  test('with a name is kept though it is the same, and the name is its own', async () => {
    await inWorld(async ({ go, files }) => {
      await go(['snapshot']);
      await go(['snapshot', 'one']);
      expect(await go(['snapshot', 'one'])).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Unchanged/) });
      expect(files()).toContain('one.json');
      expect(await go(['snapshot', 'one'], listOf(model('x')))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('unused'),
      });
      for (const name of ['last', 'now', '7d', '2026-11-01', 'a.b', '../x', ''])
        expect((await go(['snapshot', name])).code, name).toBe(2);
    });
  });

  test('with a selection has only those, and is compared with the same selection', async () => {
    await inWorld(async ({ go }) => {
      await go(['snapshot', '--match', 'a*'], listOf(model('a'), model('b')));
      const { json } = await go(['snapshot', '--list', '--format', 'json']);
      expect((json as Listed).data).toMatchObject([{ models: 1, selection: "--match 'a*'" }]);
      const changed = listOf(model('a2'), model('c'));
      expect((await go(['diff', '--match', 'a*'], changed)).stdout).toBe('- a\n+ a2\n');
      expect((await go(['diff'], changed)).code).toBe(2);
    });
  });

  test('is found by age and by day', async () => {
    await inWorld(async ({ go }) => {
      for (const [id, days] of [
        ['old', 20],
        ['middle', 8],
        ['new', 1],
      ] as const)
        await go(['snapshot'], listOf(model(id)), { now: NOW - days * DAY });
      const ids = async (source: string) => (await go(['list', '--from', source, '--ids'])).stdout.trim();
      expect(await ids('last')).toBe('new');
      expect(await ids('7d')).toBe('middle');
      expect(await ids('2w')).toBe('old');
      expect(await ids('2026-01-07')).toBe('middle');
      expect(await ids('2026-01-06')).toBe('old');
      expect((await go(['list', '--from', '1y'])).code).toBe(2);
    });
  });
});

describe('the folder', () => {
  test('is listed as its schema says', async () => {
    await inWorld(async ({ go }) => {
      expect(await go(['snapshot', '--list'], BODY, { terminal: 100 })).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('No snapshots yet'),
      });
      await go(['snapshot']);
      await go(['snapshot', 'named'], BODY, { now: NOW + 1000 });
      const { json } = await go(['snapshot', '--list', '--format', 'json']);
      expectValid('snapshots', json);
      const { data } = json as Listed;
      expect(data).toMatchObject([
        { name: null, at: '2026-01-15T12:00:00.000Z', profile: null, models: 2, bytes: Buffer.byteLength(BODY) },
        { name: 'named', models: 2 },
      ]);
      const table = (await go(['snapshot', '--list', '--format', 'table'])).stdout;
      expect(table).toMatch(/^name +at +models +endpoint\n-? +2026-01-15 12:00:00/i);
    });
  });

  test('keeps the newest of an endpoint, and those with names', async () => {
    await inWorld(async ({ go, files }) => {
      await go(['snapshot', 'named'], listOf(model('named')), { now: NOW - 10 * DAY });
      for (let i = 0; i < 5; i++) await go(['snapshot', '--keep', '3'], listOf(model(`m${i}`)), { now: NOW + i * DAY });
      expect(files()).toHaveLength(4);
      expect((await go(['list', '--from', 'last', '--ids'])).stdout).toBe('m4\n');
      expect((await go(['list', '--from', 'named', '--ids'])).stdout).toBe('named\n');
      expect((await go(['snapshot', '--keep', '0'])).code).toBe(2);
    });
  });

  test('loses one by its name or its time', async () => {
    await inWorld(async ({ go, files }) => {
      await go(['snapshot']);
      await go(['snapshot', 'named']);
      expect((await go(['snapshot', '--remove', 'named'])).code).toBe(0);
      expect(await go(['snapshot', '--remove', 'named'])).toMatchObject({ code: 2 });
      expect((await go(['snapshot', '--remove', '2026-01-15 12:00:00'])).code).toBe(0);
      expect(files()).toEqual([]);
      expect((await go(['snapshot', '--list', '--remove', 'x'])).code).toBe(2);
    });
  });

  test('may hold what is damaged or foreign: it is said and skipped', async () => {
    await inWorld(async ({ home, go }) => {
      await go(['snapshot', 'good']);
      const folder = snapshotsIn(home);
      const good = readFileSync(join(folder, 'good.json'));
      writeFileSync(join(folder, 'cut.json'), good.subarray(0, good.length - 10));
      writeFileSync(join(folder, 'longer.json'), Buffer.concat([good, Buffer.from('x')]));
      writeFileSync(join(folder, 'empty.json'), '');
      writeFileSync(join(folder, 'foreign.txt'), 'hello');
      writeFileSync(join(folder, 'bytes.json'), Buffer.alloc(100_000, 7));
      mkdirSync(join(folder, 'folder.json'));
      const { json, stderr, code } = await go(['snapshot', '--list', '--format', 'json']);
      expect(code).toBe(0);
      expect((json as Listed).data.map(({ name }) => name)).toEqual(['good']);
      for (const name of ['cut.json', 'longer.json', 'empty.json', 'foreign.txt', 'bytes.json', 'folder.json'])
        expect(stderr).toContain(`${name}: it is`);
      expect((await go(['diff'])).stdout).toBe('');
    });
  });

  test('that is a file is said', async () => {
    await inWorld(async ({ home, go }) => {
      writeFileSync(join(home, '.local'), '');
      expect(await go(['snapshot'])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/cannot use .*snapshots/),
      });
    });
  });
});

test('several runs at once lose nothing', async () => {
  requireBuilt(nodeEntry);
  await inHome(async (home) => {
    let count = 0;
    // Nobody is answered before all have asked.
    let release = () => {};
    const all = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await startServer(() => {
      const id = `m${count++}`;
      if (count === 4) release();
      return async () => {
        await all;
        return { body: listOf(model(id)) };
      };
    });
    try {
      const runs = Array.from({ length: 4 }, () => run(['models', 'snapshot'], { home, server, entry: nodeEntry }));
      for (const { code, stderr } of await Promise.all(runs)) expect({ code, stderr }).toMatchObject({ code: 0 });
      const { json, stderr } = await run(['models', 'snapshot', '--list', '--format', 'json'], { home });
      expect({ stderr, kept: (json as Listed).data.length }).toEqual({ stderr: '', kept: 4 });
    } finally {
      await server.stop();
    }
  });
});

/** The process is ended at another moment each time: whatever is there afterwards is whole. */
test('a run that is killed leaves the folder readable, and the last snapshot whole or absent', async () => {
  await inHome(async (home) => {
    let count = 0;
    const body = () => listOf(...Array.from({ length: 20_000 }, (_, i) => model(`m-${count}-${i}`)));
    const server = await startServer(() => ({ body: body() }));
    requireBuilt(nodeEntry);
    const env = { ...plainEnvironment(home), OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.origin}/v1` };
    let killed = 0;
    try {
      for (const wait of Array.from({ length: Number(process.env.KILLS ?? 6) }, (_, i) => i)) {
        count++;
        const [program = '', ...args] = nodeEntry.command;
        const asked = server.requests.length + 1;
        const child = spawn(program, [...args, 'models', 'snapshot'], { env, stdio: 'ignore' });
        const ended = once(child, 'exit');
        await Promise.race([server.asked(asked), ended]);
        await sleep(wait * 6);
        child.kill('SIGKILL');
        const [, signal] = (await ended) as [number | null, string | null];
        if (signal === 'SIGKILL') killed++;
        const { json, code, stderr } = await run(['models', 'snapshot', '--list', '--format', 'json'], { home });
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        for (const { path, models } of (json as Listed).data) {
          expect(models).toBe(20_000);
          expect(JSON.parse(readFileSync(path, 'utf8')).pages[0].data).toHaveLength(20_000);
        }
      }
    } finally {
      await server.stop();
    }
    expect(killed).toBeGreaterThan(0);
  });
}, 120_000);
