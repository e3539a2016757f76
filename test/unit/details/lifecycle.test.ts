/** When models end, and what replaces them: the table that ships, and how it is read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildLifecycle, mergeEnded } from '../../../src/details/build/lifecycle.ts';
import file from '../../../src/details/lifecycle.json' with { type: 'json' };
import { type Lifecycle, type LifecycleFile, Lifecycles } from '../../../src/details/lifecycle.ts';
import { openLifecycles } from '../../../src/details/open-lifecycles.ts';
import { importsOf, ROOT, readSources } from '../../guards/structure/source.ts';

const PATH = 'src/details/lifecycle.json';
const text = readFileSync(join(ROOT, PATH), 'utf8');
const TODAY = '2026-11-27';
const lifecycles = await openLifecycles(TODAY);
const EMPTY: LifecycleFile = { sources: {}, pages: {}, models: {} };

/** `status date replacement`: a date with `>=` is the earliest possible one. */
function told(row: Lifecycle | undefined): string {
  if (!row) return 'unknown';
  const { status, shutdownDate = '-', isFirm, replacement = '-' } = row;
  return `${status} ${isFirm || shutdownDate === '-' ? '' : '>='}${shutdownDate} ${replacement}`;
}

/** Everything that has a row. */
function rowsOf(lifecycles: Lifecycles): Lifecycle[] {
  return [...lifecycles.ids()].map(({ provider, id }) => {
    const row = lifecycles.of(id, provider);
    if (!row) throw new Error(`no row for ${provider}/${id}`);
    return row;
  });
}

describe('the table of lifecycles', () => {
  test('is small', () => expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(10_000));

  test('is written with one model a line, in a stable order', () => {
    expect(text).toBe(`${JSON.stringify(file, null, 2)}\n`);
    for (const models of Object.values(file.models)) {
      const ids = Object.keys(models);
      expect(ids).toEqual([...ids].sort());
    }
  });

  test('has rows that can all be read, each with who says so and when', () => {
    const rows = rowsOf(lifecycles);
    expect(rows.length).toBeGreaterThan(600);
    for (const row of rows) {
      const name = `${row.provider}/${row.id}`;
      expect(row.checked, name).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(row.dataset, name).toMatch(/^[a-z-]+ \S/);
      if (row.shutdownDate !== undefined) expect(row.shutdownDate, name).toMatch(/^\d{4}-\d\d-\d\d$/);
      else expect(row.isFirm, name).toBe(false);
      if (row.deprecatedOn !== undefined) expect(row.deprecatedOn, name).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  test('has the licenses of its sources beside it', () => {
    const licenses = readFileSync(join(ROOT, 'src/details/LICENSES.txt'), 'utf8');
    for (const name of ['bydtech-model-retire', 'depdesk'] as const)
      expect(licenses).toContain(`${name} ${file.sources[name].version}`);
  });

  test('is loaded only where it is asked for', () => {
    const imports = readSources('src', 'bin').flatMap(importsOf);
    expect(imports.filter(({ to }) => to === PATH)).toEqual([
      { from: 'src/details/open-lifecycles.ts', to: PATH, kind: 'dynamic' },
    ]);
  });

  test('names its datasets with their days', () => {
    expect(lifecycles.datasets).toContainEqual({ name: 'bydtech-model-retire', version: '0.1.1', as_of: '2026-10-16' });
    expect(lifecycles.date).toBe('2026-10-16');
  });
});

describe('of OpenAI', () => {
  test.each<[id: string, expected: string]>([
    ['gpt-3.5-turbo', 'retired 2026-10-23 gpt-5.6-terra'],
    ['gpt-3.5-turbo-0125', 'retired 2026-10-23 gpt-5.6-terra'],
    ['gpt-3.5-turbo-0613', 'retired 2024-09-13 gpt-3.5-turbo'],
    ['gpt-3.5-turbo-1106', 'retired 2026-09-28 gpt-5.6-terra'],
    ['gpt-3.5-turbo-16k', 'retired 2026-10-23 -'],
    ['gpt-3.5-turbo-instruct', 'retired 2026-09-28 gpt-5.6-terra'],
    ['gpt-4', 'retired 2026-10-23 gpt-5.6-sol'],
    ['gpt-4-0613', 'retired 2026-10-23 gpt-5.6-sol'],
    ['gpt-4-0314', 'retired 2026-03-26 gpt-5 or gpt-4.1'],
    ['gpt-4-1106-preview', 'retired 2026-10-23 gpt-5.6-sol'],
    ['gpt-4-32k', 'retired 2025-06-06 gpt-4o'],
    ['gpt-4-turbo', 'retired 2026-10-23 gpt-5.6-sol'],
    ['gpt-4-turbo-preview', 'retired 2026-03-26 gpt-5 or gpt-4.1'],
    ['gpt-4.5-preview', 'retired 2025-07-14 gpt-4.1'],
    ['gpt-4.1-2025-04-14', 'deprecated 2027-01-14 gpt-6-luna'],
    ['gpt-4.1', 'unknown'],
    ['gpt-4o', 'unknown'],
    ['gpt-4o-2024-05-13', 'retired 2026-10-23 gpt-5.6-sol'],
    ['gpt-4o-mini-2024-07-18', 'deprecated 2027-01-14 gpt-6-luna'],
    ['gpt-5', 'deprecated 2026-12-11 -'],
    ['gpt-5-2025-08-07', 'deprecated 2026-12-11 gpt-5.6-sol'],
    ['gpt-5.1', 'deprecated 2027-04-01 gpt-6-sol'],
    ['gpt-5.4-cyber', 'retired 2026-10-01 gpt-5.6-cyber'],
    ['gpt-6-sol', 'unknown'],
    ['gpt-image-1', 'retired 2026-10-23 gpt-image-2.5-sunburst or gpt-image-2.5-flare'],
    ['o1', 'retired 2026-10-23 gpt-5.6-sol'],
    ['o1-pro', 'retired 2026-10-23 gpt-5.6-sol (reasoning.mode: pro)'],
    ['o3', 'deprecated 2026-12-11 -'],
    ['whisper-1', 'deprecated 2027-02-26 gpt-live-transcribe or gpt-transcribe'],
    ['tts-1', 'deprecated 2027-01-06 gpt-realtime-2.1-mini'],
    ['sora-2', 'retired 2026-09-24 -'],
    ['text-davinci-003', 'retired 2024-01-04 gpt-3.5-turbo-instruct'],
    ['code-davinci-002', 'retired 2024-01-04 gpt-3.5-turbo-instruct'],
    ['ada', 'retired 2024-01-04 babbage-002'],
    ['babbage', 'retired 2024-01-04 babbage-002'],
    ['curie', 'retired 2024-01-04 davinci-002'],
    ['davinci', 'retired 2024-01-04 davinci-002'],
    ['openai/gpt-4', 'retired 2026-10-23 gpt-5.6-sol'],
  ])('%s', (id, expected) => expect(told(lifecycles.of(id))).toBe(expected));
});

describe('of others', () => {
  test.each<[id: string, provider: string, expected: string]>([
    ['claude-3-opus-20240229', 'anthropic', 'retired 2026-01-05 claude-opus-4-8'],
    ['claude-sonnet-4-5-20250929', 'anthropic', 'deprecated 2026-11-30 claude-sonnet-5-5'],
    ['claude-sonnet-4-5', 'anthropic', 'deprecated 2026-11-30 -'],
    ['claude-haiku-4-5', 'anthropic', 'active >=2026-10-15 -'],
    ['claude-opus-5-5', 'anthropic', 'active >=2027-09-22 -'],
    ['claude-mythos-preview', 'anthropic', 'deprecated - claude-mythos-5'],
    ['models/gemini-2.0-flash', 'gemini', 'retired 2026-06-01 gemini-3.6-flash'],
    ['gemini/gemini-embedding-001', 'gemini', 'deprecated >=2028-05-14 gemini-embedding-2'],
    ['gemini-omni-flash-preview', 'gemini', 'deprecated >=2026-10-22 gemini-omni-1.1-flash'],
    ['google/gemini-2.0-flash-001', 'gemini', 'retired 2026-06-01 gemini-3.6-flash'],
    ['vertex_ai/text-embedding-004', 'vertex', 'deprecated 2027-04-01 -'],
    ['text-embedding-004', 'gemini', 'retired 2026-01-14 gemini-embedding-2'],
    ['imagetext', 'vertex', 'retired 2025-09-24 gemini-2.5-flash-image'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock', 'deprecated 2027-04-08 -'],
    ['codestral-2501', 'mistral', 'retired 2025-11-30 codestral-2508'],
    ['mistral/mistral-large-2407', 'mistral', 'retired 2025-03-30 mistral-large-2512'],
    ['command-r-03-2024', 'cohere', 'deprecated - command-r-08-2024, command-r-plus-08-2024 or command-a-03-2025'],
    ['azure/gpt-4', 'azure', 'retired 2025-06-06 -'],
    ['azure/gpt-5.4', 'azure', 'deprecated >=2027-09-02 -'],
    ['azure/o3-mini', 'azure', 'deprecated >=2026-11-19 -'],
    ['gpt-35-turbo-16k', 'azure', 'retired 2025-04-30 -'],
    ['xai/grok-code-fast-1', 'xai', 'retired 2026-05-15 -'],
  ])('%s', (id, provider, expected) => {
    const row = lifecycles.of(id);
    expect(told(row)).toBe(expected);
    expect(row?.provider).toBe(provider);
  });
});

describe('a lookup', () => {
  test('follows a fine-tuned model to its base, and to what is said of models made from it', () => {
    expect(lifecycles.of('ft:gpt-4o-2024-08-06:acme::CQ2')).toMatchObject({
      id: 'gpt-4o-2024-08-06',
      shutdownDate: '2027-01-14',
    });
    expect(told(lifecycles.of('ft:babbage-002:acme::x'))).toBe('retired 2026-10-23 gpt-5.6-terra');
    expect(told(lifecycles.of('openai/ft:gpt-3.5-turbo-0125:acme::x'))).toBe('retired 2026-10-23 gpt-5.6-terra');
    expect(told(lifecycles.of('curie:ft-acme-2021-05-01-00-00-00'))).toBe('retired 2024-01-04 davinci-002');
    expect(lifecycles.of('ft:gpt-9:acme::x')).toBeUndefined();
  });

  test('keeps providers apart', () => {
    expect(told(lifecycles.of('gemini-2.0-flash', 'vertex'))).toBe('retired 2026-06-01 gemini-3.1-flash-lite');
    expect(told(lifecycles.of('gpt-4.1-2025-04-14', 'azure'))).toBe('deprecated >=2027-04-14 -');
    expect(lifecycles.of('gpt-4', 'anthropic')).toBeUndefined();
    // A host without a day of its own runs a model until its maker ends it.
    expect(lifecycles.of('gpt-4-turbo', 'azure')).toMatchObject({ provider: 'openai', status: 'retired' });
    expect(lifecycles.of('gpt-5.6-sol')).toBeUndefined();
  });

  test('says the status as of a day, and never retired by an earliest date', async () => {
    const on = async (day: string, id: string) => (await openLifecycles(day)).of(id)?.status;
    expect(await on('2026-12-10', 'gpt-5')).toBe('deprecated');
    expect(await on('2026-12-11', 'gpt-5')).toBe('retired');
    expect(await on('2024-01-03', 'davinci')).toBe('deprecated');
    expect(await on('2030-01-01', 'gemini-embedding-001')).toBe('deprecated');
    expect(await on('2030-01-01', 'claude-opus-5-5')).toBe('active');
  });

  test('knows no id that is a name of every object', () => {
    for (const id of ['constructor', '__proto__', 'toString', '']) expect(lifecycles.of(id)).toBeUndefined();
  });

  test('never makes a firm day of an earliest one, whatever the day', () =>
    fc.assert(
      fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }), (day) => {
        const all = new Lifecycles(file as LifecycleFile, day.toISOString().slice(0, 10));
        for (const row of rowsOf(all)) if (!row.isFirm) expect(row.status).not.toBe('retired');
      }),
      { numRuns: 20 },
    ));

  test.each<[id: string, expected: readonly string[]]>([
    ['gpt-4-0613', ['gpt-5.6-sol']],
    ['gpt-3.5-turbo-0613', ['gpt-5.6-terra']],
    ['text-davinci-003', ['gpt-5.6-terra']],
    ['davinci', ['gpt-5.6-terra']],
    ['o1-pro', ['gpt-5.6-sol']],
    ['gpt-4-32k', ['gpt-6-luna']],
    ['gpt-5', ['gpt-5.6-sol']],
    ['claude-sonnet-4-5', ['claude-sonnet-5-5']],
    ['gpt-image-1', ['gpt-image-2.5-sunburst', 'gpt-image-2.5-flare']],
    ['sora-2', []],
    ['imagen-4.0-generate-preview-06-06', ['gemini-nano-banana-2.1']],
  ])('finds what to use instead of %s', (id, expected) => {
    const row = lifecycles.of(id);
    expect(row && lifecycles.replacementsOf(row)).toEqual(expected);
  });
});

test('a replacement is said by the dataset that has it, whoever has the day', () => {
  const tuned = lifecycles.of('ft:gpt-4.1-mini-2025-04-14:acme::CQ2dJ9vL', 'openai');
  expect(tuned?.dataset).toMatch(/^litellm /);
  expect(tuned?.recommendedBy.dataset).toMatch(/^bydtech-model-retire /);
  const made = new Lifecycles(
    {
      sources: { ...file.sources },
      pages: {},
      models: {
        openai: {
          a: '@bydtech-model-retire retired end=2026-01-01 @depdesk by=b-1',
          c: '@litellm deprecated end=2026-01-01',
        },
      },
    },
    TODAY,
  );
  expect(made.of('a', 'openai')).toMatchObject({
    dataset: `bydtech-model-retire ${file.sources['bydtech-model-retire'].version}`,
    recommendedBy: { dataset: `depdesk ${file.sources.depdesk.version}`, checked: file.sources.depdesk.date },
  });
  expect(made.of('c', 'openai')?.recommendedBy.dataset).toMatch(/^litellm /);
});

describe('an update', () => {
  const retire = (row: Record<string, unknown>) => ({
    provider: 'openai',
    id: 'a-1',
    status: 'deprecated',
    deprecated_on: '2026-01-01',
    retires_on: '2026-07-01',
    replacement: 'b-1',
    source: 'https://example.com/ends',
    checked: '2026-10-16',
    ...row,
  });
  const rowsOf = (data: { retire?: unknown[]; depdesk?: unknown[]; litellm?: Record<string, object> }) => {
    const release = (found: object) => ({ version: '1', date: '2026-11-12', data: found });
    const { file: built, skipped } = buildLifecycle(EMPTY, {
      'bydtech-model-retire': release({ models: data.retire ?? [] }),
      depdesk: release({ models: data.depdesk ?? [] }),
      litellm: release(data.litellm ?? {}),
    });
    expect(skipped).toEqual([]);
    return Object.fromEntries(
      Object.entries(built.models).flatMap(([provider, rows]) =>
        Object.entries(rows)
          .filter(([id]) => !/^(?:ada|babbage|curie|davinci)$/.test(id))
          .map(([id, row]) => [`${provider}/${id}`, row]),
      ),
    );
  };
  const dated = (provider: string, day: string) => ({
    litellm_provider: provider,
    mode: 'chat',
    deprecation_date: day,
  });

  test('takes the first reader as it is, its aliases and its names for fine-tuned models', () => {
    expect(rowsOf({ retire: [retire({ aliases: ['a'] }), retire({ id: 'ft-a-1' })] })).toEqual({
      'openai/a': '@bydtech-model-retire deprecated announced=2026-01-01 end=2026-07-01 by=b-1',
      'openai/a-1': '@bydtech-model-retire deprecated announced=2026-01-01 end=2026-07-01 by=b-1',
      'openai/ft:a-1': '@bydtech-model-retire deprecated announced=2026-01-01 end=2026-07-01 by=b-1',
    });
  });

  test('keeps an earliest day apart', () => {
    const note = 'The provider lists this as the earliest possible shutdown date.';
    expect(rowsOf({ retire: [retire({ note })] })['openai/a-1']).toContain('earliest=2026-07-01');
    expect(
      rowsOf({ litellm: { 'azure/x': dated('azure', '2027-01-01'), 'azure/y': dated('azure', '2026-01-01') } }),
    ).toEqual({
      'azure/x': '@litellm deprecated earliest=2027-01-01',
      'azure/y': '@litellm deprecated end=2026-01-01',
    });
  });

  test('fills up from the second reader, and lets it add models', () => {
    expect(
      rowsOf({
        retire: [retire({ deprecated_on: undefined, replacement: undefined })],
        depdesk: [
          { provider: 'openai', id: 'a-1', status: 'active', deprecated_on: '2026-01-02', replacement: 'c 2' },
          { provider: 'anthropic', id: 'd', status: 'active', earliest_retirement: '2027-05-28' },
        ],
      }),
    ).toEqual({
      'anthropic/d': '@depdesk active earliest=2027-05-28',
      'openai/a-1': '@bydtech-model-retire deprecated end=2026-07-01 @depdesk announced=2026-01-02 by=c 2',
    });
  });

  test('asks the third reader only for what the others do not have', () => {
    expect(
      rowsOf({
        retire: [retire({ retires_on: undefined })],
        litellm: { 'a-1': dated('openai', '2025-01-01'), b: dated('openai', '2027-02-01'), c: dated('openai', 'soon') },
      }),
    ).toEqual({
      'openai/a-1': '@bydtech-model-retire deprecated announced=2026-01-01 by=b-1',
      'openai/b': '@litellm deprecated end=2027-02-01',
    });
  });

  test('keeps what ended though LiteLLM drops it, and nothing else', () => {
    const before = {
      azure: { a: '@litellm deprecated end=2026-01-01', b: '@litellm deprecated end=2027-01-01' },
      openai: { c: '@bydtech-model-retire retired end=2026-01-01', d: '@litellm deprecated end=2026-01-01' },
    };
    const after = { openai: { d: '@litellm deprecated end=2026-02-02', e: '@litellm active' } };
    expect(mergeEnded(before, after, '2026-11-12')).toEqual({
      azure: { a: '@litellm deprecated end=2026-01-01' },
      openai: { d: '@litellm deprecated end=2026-02-02', e: '@litellm active' },
    });
  });

  test('names what it has no use for: a new provider, a second page of one, and characters that a row has no room for', () => {
    const rows = [retire({ provider: 'new' }), retire({}), retire({ id: 'z', source: 'https://other' })];
    const odd = retire({ id: 'y', replacement: 'b"1' });
    const { skipped } = buildLifecycle(EMPTY, {
      'bydtech-model-retire': { version: '1', date: '2026-11-12', data: { models: [...rows, odd] } },
    });
    expect(skipped).toEqual([
      'bydtech-model-retire has a provider that is not known: new',
      'bydtech-model-retire has two pages of openai: https://example.com/ends, https://other',
      'a row has no room for what is said of openai/y',
    ]);
  });

  test.each<[what: string, reader: 'bydtech-model-retire' | 'depdesk' | 'litellm', data: unknown]>([
    ['no models', 'bydtech-model-retire', {}],
    ['models that are no objects', 'depdesk', { models: ['a'] }],
    ['a list', 'litellm', []],
    ['rows that are no objects', 'litellm', { a: 1 }],
    ['nothing', 'bydtech-model-retire', null],
  ])('refuses data with %s', (_what, reader, data) =>
    expect(() => buildLifecycle(EMPTY, { [reader]: { version: '1', date: '2026-11-12', data } })).toThrow('it has no'),
  );

  test('takes ids that are names of the language for ids', () => {
    const rows = ['__proto__', 'constructor', 'toString'].map((id) => retire({ id, provider: 'openai' }));
    const { file: built } = buildLifecycle(EMPTY, {
      'bydtech-model-retire': { version: '1', date: '2026-11-12', data: { models: rows } },
      depdesk: { version: '1', date: '2026-11-12', data: { models: [{ provider: '__proto__', id: 'polluted' }] } },
    });
    expect(Object.keys(built.models.openai ?? {})).toEqual(expect.arrayContaining(['__proto__', 'constructor']));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('keeps of a reader that is not newer what the table has of it', () => {
    expect(buildLifecycle(file, {})).toEqual({ file, skipped: [] });
    const litellm = { version: '9', date: '2026-11-20', data: { 'gpt-9': dated('openai', '2027-02-01') } };
    const { file: built } = buildLifecycle(file, { litellm });
    expect(built.models.openai?.['gpt-9']).toBe('@litellm deprecated end=2027-02-01');
    expect(built.models.anthropic).toEqual(
      Object.fromEntries(Object.entries(file.models.anthropic).filter(([, row]) => !row.startsWith('@litellm'))),
    );
    expect(built.sources).toEqual({ ...file.sources, litellm: { version: '9', date: '2026-11-20' } });
  });
});
