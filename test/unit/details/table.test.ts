/** The table that ships. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { openDetails } from '../../../src/details/index.ts';
import tableFile from '../../../src/details/table.json' with { type: 'json' };
import { Table } from '../../../src/details/table.ts';
import { numberOf } from '../../../src/details/value.ts';
import { importsOf, ROOT, readSources } from '../../guards/structure/source.ts';

const FILE = 'src/details/table.json';
const text = readFileSync(join(ROOT, FILE), 'utf8');
const table = new Table(tableFile);
const rows = Object.entries(tableFile.models).flatMap(([provider, models]) =>
  Object.keys(models).map((id) => ({ provider, id, row: table.row(provider, id) })),
);

describe('the table', () => {
  test('is small', () => expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(60_000));

  test('is written with one model a line, in a stable order', () => {
    expect(text).toBe(`${JSON.stringify(tableFile, null, 2)}\n`);
    for (const models of Object.values(tableFile.models)) {
      const ids = Object.keys(models);
      expect(ids).toEqual([...ids].sort());
    }
  });

  test('has rows that all say something, of known sources, in known words', () => {
    expect(rows.length).toBeGreaterThan(1000);
    for (const { provider, id, row } of rows) {
      expect(row?.values.some((value) => value !== undefined) || row?.alias, `${provider}/${id}`).toBeTruthy();
      for (const value of row?.values ?? []) {
        if (!value) continue;
        expect(value.source.date, `${provider}/${id}`).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(() => JSON.parse(value.json), `${provider}/${id}`).not.toThrow();
      }
    }
    const names = Object.values(tableFile.models).flatMap((models) =>
      Object.values(models).flatMap((row) => row.split(' ').map((word) => word.replace(/[=:].*/, ''))),
    );
    expect([...new Set(names)].sort()).toEqual(
      ['@genai-prices', '@gpt-tokenizer', '@litellm', 'alias', 'context', 'endpoints', 'input', 'knowledge'].concat([
        'max_input',
        'max_output',
        'output',
        'price',
        'shutdown',
      ]),
    );
  });

  test('calls no limit of the input a window', () => {
    for (const { provider, id, row } of rows)
      expect(row?.values[numberOf('context')]?.source.name ?? '', `${provider}/${id}`).not.toMatch(/^litellm/);
  });

  test('shows a price of 0 only for moderation', () => {
    const free = rows.filter(({ row }) => row?.values.some((value) => value?.text === '0'));
    expect(free.map(({ id }) => id).filter((id) => !id.includes('moderation'))).toEqual([]);
    expect(free.map(({ id }) => id)).toContain('omni-moderation-latest');
  });

  test('has the licenses of its sources beside it', () => {
    const licenses = readFileSync(join(ROOT, 'src/details/LICENSES.txt'), 'utf8');
    for (const [name, { version }] of Object.entries(tableFile.sources))
      expect(licenses).toContain(`${name} ${version}`);
    expect(licenses.match(/Permission is hereby granted/g)).toHaveLength(5);
  });
});

describe('its age', () => {
  const DAY = 86_400_000;
  test('is told in whole days, and more than 120 of them are old', async () => {
    const details = await openDetails();
    const made = Date.parse(details.date);
    expect(details.date).toBe(tableFile.sources.litellm.date);
    expect([0, 1.5, 120.9, 121].map((days) => details.ageInDays(made + days * DAY))).toEqual([0, 1, 120, 121]);
    expect([0, 120.9, 121, 400].map((days) => details.isOld(made + days * DAY))).toEqual([false, false, true, true]);
  });
});

describe('who does not ask for details', () => {
  test('does not load the table: only one line of the source imports it, when it is run', () => {
    const imports = readSources('src', 'bin').flatMap(importsOf);
    expect(imports.filter(({ to }) => to === FILE)).toEqual([
      { from: 'src/details/index.ts', to: FILE, kind: 'dynamic' },
    ]);
  });

  test('does not load it from the bundle: it is a chunk of its own', async () => {
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: { openai: 'bin/openai.ts', details: 'src/details/index.ts' },
      outdir: 'out',
      write: false,
      metafile: true,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['@napi-rs/keyring'],
      logLevel: 'error',
    });
    const chunks = Object.entries(metafile.outputs).filter(([, { inputs }]) => FILE in inputs);
    expect(chunks.map(([, { inputs }]) => Object.keys(inputs))).toEqual([[FILE]]);
    const chunk = chunks[0]?.[0];
    const loaded = new Set<string>();
    const load = (path: string) => {
      if (loaded.has(path)) return;
      loaded.add(path);
      for (const one of metafile.outputs[path]?.imports ?? []) if (one.kind === 'import-statement') load(one.path);
    };
    load('out/openai.js');
    load('out/details.js');
    expect(loaded.size).toBeGreaterThan(1);
    expect(loaded).not.toContain(chunk);
  });
});
