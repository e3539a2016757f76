/** Several models at once: one after the other, and side by side. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { inHome, run } from '../../support/run.ts';
import { withEndpoints } from '../sources/endpoints.ts';

const A = model('a', {
  owned_by: 'x',
  context_length: 128000,
  pricing: { prompt: '0.0000025', completion: '0.00001' },
  n: '1.50',
});
const B = model('b', {
  owned_by: 'x',
  context_length: 1047576,
  pricing: { prompt: '0.0000002', completion: '0.000012' },
});
const gone = (id: string) => ({
  status: 404,
  body: `{"error":{"message":"The model '${id}' does not exist","code":"model_not_found"}}`,
});
const routes = {
  'GET /v1/models/a': { body: A },
  'GET /v1/models/b': { body: B },
  'GET /v1/models/c': gone('c'),
  'GET /v1/models/d': gone('d'),
  'GET /v1/models': { body: listOf(A, B) },
};

describe('retrieve of several ids', () => {
  test('is a list document, lines, rows or cards', async () => {
    const json = await run(['models', 'retrieve', 'a', 'b'], { routes });
    expect(json.json).toMatchObject({ object: 'list', data: [{ id: 'a' }, { id: 'b' }] });
    const lines = await run(['models', 'retrieve', 'b', 'a', '-f', 'jsonl'], { routes });
    expect(lines.stdout).toBe(`${B}\n${A}\n`);
    const csv = await run(['models', 'retrieve', 'a', 'b', '--columns', 'id,context', '-f', 'csv'], { routes });
    expect(csv.stdout).toBe('id,context\r\na,128000\r\nb,1047576\r\n');
    const cards = await run(['models', 'retrieve', 'a', 'b'], { routes, terminal: 100 });
    expect(cards.stdout).toMatch(/^a\n {2}object[\s\S]*\n\nb\n {2}object/);
    const paths = await run(['models', 'retrieve', 'a', 'b', '--transform', 'id', '-r'], { routes });
    expect(paths.stdout).toBe('a\nb\n');
  });

  test('says what is not there after the others', async () => {
    const some = await run(['models', 'retrieve', 'a', 'c', 'b', '-f', 'jsonl'], { routes });
    expect({ stdout: some.stdout, code: some.code }).toEqual({ stdout: `${A}\n${B}\n`, code: 8 });
    expect(some.stderr).toMatch(/^openai: 1 of 3 models was not found\n {2}c: no model 'c' was found \(404\)/);
    const none = await run(['models', 'retrieve', 'c', 'd'], { routes });
    expect({ stdout: none.stdout, code: none.code }).toEqual({ stdout: '', code: 5 });
    expect(none.stderr).toContain('2 of 2 models were not found');
  });

  test('ends with what all of them failed with, where that is not about the models', async () => {
    const refused = { 'GET /v1/models/a': { status: 401 }, 'GET /v1/models/b': { status: 401 } };
    expect((await run(['models', 'retrieve', 'a', 'b'], { routes: refused })).code).toBe(4);
  });

  test('of the same id twice is one', async () => {
    const got = await run(['models', 'retrieve', 'a', 'a'], { routes });
    expect(got.requests).toHaveLength(1);
  });
});

describe('compare', () => {
  const compare = (args: readonly string[], more = {}) =>
    run(['models', 'compare', 'a', 'b', ...args], { routes, terminal: 80, ...more });

  test('shows the better number of each row, and the cost with its ratio', async () => {
    const { stdout, code } = await compare(['--tokens', '10M:2M']);
    expect(code).toBe(0);
    const row = (name: string) =>
      stdout
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.trim();
    expect(stdout.split('\n')[0]?.trim().split(/ +/)).toEqual(['a', 'b']);
    // 10 x 2.5 + 2 x 10 and 10 x 0.2 + 2 x 12
    expect(row('INPUT $/M')).toMatch(/^INPUT \$\/M +2\.50 +0\.20\*$/);
    expect(row('OUTPUT $/M')).toMatch(/^OUTPUT \$\/M +10\.00\* +12\.00$/);
    expect(row('COST $')).toMatch(/^COST \$ +45\.00 +26\.00\*$/);
    expect(row('COST RATIO')).toMatch(/1\.00 x +0\.58 x$/);
    expect(row('CONTEXT')).toMatch(/128k +1\.05M\*$/);
    expect(row('OWNED BY')).toMatch(/x +x$/);
  });

  test('leaves equal rows out where asked', async () => {
    const { stdout } = await compare(['--differences']);
    expect(stdout).toContain('CONTEXT');
    expect(stdout).not.toContain('OWNED BY');
    expect(stdout).not.toContain('CREATED');
  });

  test('shows one below the other where side by side finds no room', async () => {
    const { stdout } = await compare([], { terminal: 24 });
    expect(stdout).toMatch(/^a\n {2}object/);
    expect(stdout).toMatch(/\n\nb\n {2}object/);
  });

  test('is Markdown for a pull request, and JSON with details for a program', async () => {
    const markdown = await compare(['-f', 'markdown']);
    expect(markdown.stdout).toMatch(
      /^\| {2}\| a \| b \|\n\| --- \| --- \| --- \|\n\| input\\?_price \| 2\.50 \| 0\.20 \|/,
    );
    const json = await compare(['-f', 'json']);
    expect(json.json).toMatchObject({ data: [{ id: 'a', details: { context: 128000 } }, { id: 'b' }] });
  });

  test('of one model is refused', async () => {
    const got = await run(['models', 'compare', 'a']);
    expect({ code: got.code, requests: got.requests }).toEqual({ code: 2, requests: [] });
  });

  test('names a model as the server does, also beside one that is not there', async () => {
    const aliased = { ...routes, 'GET /v1/models/latest': { body: A } };
    const got = await run(['models', 'compare', 'c', 'latest', 'b'], { routes: aliased, terminal: 120 });
    expect(got.stdout.split('\n')[0]).toMatch(/^ +a +b *$/);
    expect(got.code).toBe(8);
  });

  test('takes one model from all profiles, and shows those that answer', async () => {
    const profile = '{ base_url: "{origin}/v1", auth: none }';
    const places = {
      one: { profile, routes },
      down: { profile, routes: { 'GET /v1/models': { status: 500 } } },
      two: { profile, routes },
    };
    await withEndpoints(places, async (world) => {
      const got = await world.run(['models', 'compare', 'a', '--from', '@all', '--max-retries', '0'], {
        terminal: 120,
      });
      expect(got.stdout.split('\n')[0]).toMatch(/@one\/a +@two\/a/);
      expect(got.stderr).toContain('@down: ');
      expect(got.code).toBe(8);
      const none = await world.run(['models', 'compare', 'a', '--from', '@down', '--max-retries', '0']);
      expect({ stdout: none.stdout, code: none.code }).toEqual({ stdout: '', code: 2 });
    });
  });

  test('takes models from files, and names them by where they are from', async () => {
    await inHome(async (home) => {
      const [one, two] = ['one.json', 'two.json'].map((name) => join(home, name)) as [string, string];
      writeFileSync(one, listOf(A));
      writeFileSync(two, listOf(A.replace('128000', '64000')));
      const got = await run(['models', 'compare', 'a', '--from', one, '--from', two], { home, terminal: 200 });
      expect(got.code, got.stderr).toBe(0);
      expect(got.stdout.split('\n')[0]).toContain(`${one}/a`);
      expect(got.stdout).toMatch(/CONTEXT +128k\* +64k/);
      expect(got.requests).toEqual([]);
      const missing = await run(['models', 'compare', 'a', 'zzz', '--from', one, '-f', 'table'], { home });
      expect(missing.code).toBe(8);
    });
  });
});
