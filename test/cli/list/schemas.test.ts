/** The JSON with details is as docs/schema/ says: of the sandbox, and of every server that the cases know. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { DETAIL_NAMES } from '../../../src/details/index.ts';
import { ROOT } from '../../guards/structure/source.ts';
import { type RunOptions, run } from '../../support/run.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const read = (name: string) => JSON.parse(readFileSync(join(ROOT, 'docs/schema', name), 'utf8'));
const ajv = addFormats.default(new Ajv.Ajv({ strict: false, allErrors: true }));
const isDetails = ajv.addSchema(read('details.schema.json'), 'details.schema.json').getSchema('details.schema.json');
const areModels = ajv.compile(read('models.schema.json'));

type Model = Record<string, unknown> & { details?: Record<string, unknown> | null };
const modelsIn = (json: unknown) => (json as { data: Model[] }).data;
const openai = (argv: readonly string[], options: RunOptions = {}) => run(argv, { now: NOW, ...options });

function expectDetails(details: unknown): void {
  expect(isDetails?.(details), JSON.stringify([details, isDetails?.errors])).toBe(true);
}

/** Lists as servers send them, from the cases. */
const LISTS = ['compat', 'field', 'behaviour', 'parity'].flatMap((file) =>
  readFileSync(join(ROOT, 'test/cases', `${file}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const { name, routes } = JSON.parse(line) as {
        name: string;
        routes?: Record<string, { status?: number; body?: unknown }>;
      };
      const answer = routes?.['GET /v1/models'];
      const body = Array.isArray(answer) ? undefined : answer?.body;
      return typeof body === 'string' && (answer?.status ?? 200) === 200 && modelsOf(body)
        ? [[`${file}: ${name}`, body] as const]
        : [];
    }),
);

/** The models of a list without further pages. */
function modelsOf(body: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const list = Array.isArray(parsed) ? { data: parsed } : (parsed as Record<string, unknown>);
    if (list.has_more === true || Object.keys(list).some((key) => /next|page|cursor|last_id/i.test(key)))
      return undefined;
    return Array.isArray(list.data) && list.data.length > 0 ? list.data : undefined;
  } catch {
    return undefined;
  }
}

describe('details', () => {
  test.each([[[]], [['--tokens', '10M:2M']], [['--tokens', '8M+2M:2M', '--tier', 'batch']]])(
    'of the sandbox are as the schema says, with %j',
    async (args) => {
      const { json } = await openai(['--sandbox', 'models', 'list', '--details', '-f', 'json', ...args]);
      const found = modelsIn(json);
      expect(found.length).toBeGreaterThan(80);
      for (const { details } of found) expectDetails(details);
      const names = new Set(found.flatMap(({ details }) => Object.keys(details ?? {})));
      for (const name of [
        'context',
        'price_tiers',
        'status',
        'shutdown_date',
        'replacement',
        'replacement_source',
        'sources',
      ])
        expect(names).toContain(name);
      expect(names.has('cost')).toBe(args.length > 0);
    },
  );

  test('of providers that date the earliest end are too', async () => {
    const body = JSON.stringify({
      data: ['anthropic/claude-fable-5-1', 'azure/gpt-4o-mini', 'unknown'].map((id) => ({ id })),
    });
    const { json } = await openai(['models', 'list', '--details', '-f', 'json'], {
      routes: { 'GET /v1/models': { body } },
    });
    const [first, , last] = modelsIn(json);
    for (const { details } of modelsIn(json)) expectDetails(details);
    expect(first?.details).toMatchObject({ status: 'active', earliest_shutdown_date: '2027-09-01' });
    expect(last?.details).toBeNull();
  });

  test('there are lists of many servers', () => expect(LISTS.length).toBeGreaterThan(100));

  test.each(LISTS)('of %s', async (_name, body) => {
    const argv = ['models', 'list', '--details', '--tokens', '1M:1M', '-f', 'json', '--sort', 'none'];
    const { json, code, stderr } = await openai(argv, { routes: { 'GET /v1/models': { body } } });
    expect(code, stderr).toBe(0);
    const sent = modelsOf(body) ?? [];
    for (const [place, model] of (modelsIn(json) ?? []).entries()) {
      const own = sent[place];
      const hasOwn = typeof own !== 'object' || own === null || 'details' in own;
      if (!hasOwn) expectDetails(model.details);
    }
  });

  test('the schema names every value', () => {
    const { properties } = read('details.schema.json');
    expect(properties.sources.propertyNames.enum).toEqual([...DETAIL_NAMES]);
    for (const name of DETAIL_NAMES) expect(Object.keys(properties)).toContain(name);
  });

  test.each<[what: string, details: unknown]>([
    ['another member', { source: 'server', price: 1 }],
    ['no source', { context: 1 }],
    ['a price as text', { source: 'server', input_price: '1' }],
    [
      'an earliest day beside a firm one',
      { source: 'x', shutdown_date: '2027-01-01', earliest_shutdown_date: '2027-01-01' },
    ],
    ['a status of another kind', { source: 'server', status: 'gone' }],
  ])('with %s are not', (_what, details) => expect(isDetails?.(details)).toBe(false));
});

describe('several models', () => {
  const IDS = ['gpt-4o', 'gpt-4', 'ft:gpt-4o-mini-2024-07-18:acemeco:support-triage:9xKqT2aB'];

  test.each<[argv: string[], detailed: boolean]>([
    [['retrieve', ...IDS, '-f', 'json'], false],
    [['retrieve', ...IDS, '-f', 'json', '--details'], true],
    [['compare', ...IDS, '-f', 'json'], true],
    [['compare', ...IDS, '-f', 'json', '--tokens', '10M:2M', '--differences'], true],
    [['compare', ...IDS], true],
    [['retrieve', IDS[0] as string, 'nope', IDS[1] as string, '-f', 'json'], false],
  ])('%j is as its schema says', async (argv, detailed) => {
    const { json } = await openai(['--sandbox', 'models', ...argv]);
    expect(areModels(json), JSON.stringify(areModels.errors)).toBe(true);
    const wanted = argv.filter((word) => IDS.includes(word));
    expect(modelsIn(json).map(({ id }) => id)).toEqual(wanted);
    for (const model of modelsIn(json)) expect('details' in model).toBe(detailed);
  });

  test('in lines are the same', async () => {
    const { stdout } = await openai(['--sandbox', 'models', 'compare', ...IDS, '-f', 'jsonl']);
    const { json } = await openai(['--sandbox', 'models', 'compare', ...IDS, '-f', 'json']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(modelsIn(json));
  });
});
