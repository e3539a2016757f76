/** `details show`: which datasets are in use. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import table from '../../../src/details/table.json' with { type: 'json' };
import { ROOT } from '../../guards/structure/source.ts';
import { inHome, type RunOptions, run } from '../../support/run.ts';
import { indexRoutes, LATER, NEWER, NEXT_DAY } from '../../support/wheels.ts';

const DAY = 86_400_000;
const schema = JSON.parse(readFileSync(join(ROOT, 'docs/schema/details-show.schema.json'), 'utf8'));
const isShown = new Ajv.Ajv({ allErrors: true }).compile(schema);
const show = (args: readonly string[] = [], options: RunOptions = {}) =>
  run(['details', 'show', ...args], { now: LATER, ...options });

describe('details show', () => {
  test('is a document in a pipe, as its schema says, and asks no server', async () => {
    const { json, code, stderr, requests } = await show([], { env: { OPENAI_API_KEY: undefined } });
    expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [] });
    expect(isShown(json), JSON.stringify(isShown.errors)).toBe(true);
    const { data } = json as { data: { name: string; from: string; rows: number }[] };
    expect(data.map(({ name }) => name)).toEqual([
      'litellm',
      'gpt-tokenizer',
      'genai-prices',
      'bydtech-model-retire',
      'depdesk',
      'litellm',
      'openai',
    ]);
    expect(data[0]).toMatchObject({ ...table.sources.litellm, from: 'package', path: null });
    for (const { rows } of data) expect(rows).toBeGreaterThan(0);
  });

  test('is a table of 80 columns on a terminal', async () => {
    const { stdout, stderr } = await show([], { terminal: 80 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^name +version +date +age +rows +says +from$/i);
    expect(lines[1]).toMatch(/^litellm +\S+ +\d{4}-\d\d-\d\d +\d+ d +1,\d{3} +prices +package$/);
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(stderr).toBe('');
  });

  test('says where newer ones stand, and that they are old after 120 days', async () => {
    await inHome(async (home) => {
      const index = ['details', 'update', '--from', '{origin}/pypi/'];
      await run(index, { now: LATER, home, routes: indexRoutes(NEWER) });
      const { json } = await show([], { home });
      expect(isShown(json), JSON.stringify(isShown.errors)).toBe(true);
      const path = join(home, '.cache/openai-models/details/table.json');
      const { data } = json as { data: object[] };
      expect(data[0]).toMatchObject({ name: 'litellm', version: '1.120.0', from: 'cache', path });
      const shown = await show(['--format', 'table'], { home, now: Date.parse(NEXT_DAY) + 120.9 * DAY });
      expect(shown.stderr).toBe(`Cached in: ${path}, ${path.replace('table', 'lifecycle')}\n`);
      const old = await show(['--format', 'table'], { home, now: Date.parse(NEXT_DAY) + 121 * DAY });
      expect(old.stderr).toContain(
        `More than 120 days old: prices of ${NEXT_DAY}, ends of ${NEXT_DAY}. To update: openai details update\n`,
      );
      expect((await show(['--quiet'], { home, now: Date.UTC(2028, 0, 1) })).stderr).toBe('');
    });
  });

  test.each(['jsonl', 'yaml', 'csv', 'markdown', 'pretty'])('has the format %s', async (format) => {
    const { code, stdout } = await show(['--format', format]);
    expect(code).toBe(0);
    expect(stdout).toContain('bydtech-model-retire');
  });
});
