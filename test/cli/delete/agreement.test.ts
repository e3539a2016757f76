/** What `models list` shows for a selection is what `models delete` takes, flag by flag and column by column. */
import { describe, expect, test } from 'vitest';
import { COLUMN_NAMES } from '../../../src/spec/columns.ts';
import type { SELECTION_FLAGS } from '../../../src/spec/selection-flags.ts';
import { listOf, model } from '../../support/models.ts';
import { NOW, run } from '../../support/run.ts';
import { deletions } from './five.ts';

type SelectionFlag = (typeof SELECTION_FLAGS)[number];

const DAY = 86_400;
const SECONDS = NOW / 1000;
/** Models that differ in everything that selects: some dated or priced by the server, some by the dataset alone. */
const MODELS = [
  model('gpt-4o', { owned_by: 'system', created: SECONDS - 600 * DAY }),
  model('gpt-3.5-turbo-0125', { owned_by: 'openai', created: SECONDS - 700 * DAY }),
  model('text-embedding-3-small', { owned_by: 'system', created: SECONDS - 720 * DAY }),
  model('ft:gpt-4o-mini-2024-07-18:acme:old:1', { created: SECONDS - 500 * DAY }),
  model('ft:gpt-4.1-nano-2025-04-14:acme::2', { created: SECONDS - 100 * DAY }),
  model('ft:gpt-3.5-turbo-0125:acme:oldest:3', { created: SECONDS - 650 * DAY }),
  model('own-large', { created: SECONDS - 3 * DAY, context_length: 9_000_000, pricing: { prompt: '0.00001' } }),
  model('own-dated', { created: SECONDS - 4 * DAY, shutdown_date: '2026-03-01', context_length: 4000 }),
  model('own-late', { created: SECONDS - 5 * DAY, shutdown_date: '2027-12-01' }),
  model('own-plain', { created: 0, owned_by: undefined }),
];
const IDS = MODELS.map((text) => JSON.parse(text).id as string);
const ROUTES = {
  'GET /v1/models': { body: listOf(...MODELS) },
  ...Object.fromEntries(IDS.map((id) => [`DELETE /v1/models/${id}`, { body: '{"deleted":true}' }])),
};

/** All but the cost, which takes --tokens. */
const SORTABLE = COLUMN_NAMES.filter((name) => name !== 'cost');

/** Lines for each flag that selects; a new one does not compile without any. */
const LINES: Record<SelectionFlag, readonly (readonly string[])[]> = {
  search: [
    ['--search', 'gpt 4o'],
    ['--search', 'ACME'],
  ],
  match: [
    ['--match', 'ft:*'],
    ['--match', '*-*', '--match', '!ft:*'],
  ],
  'owned-by': [
    ['--owned-by', 'system'],
    ['--owned-by', '!acme'],
  ],
  'fine-tuned': [['--fine-tuned']],
  'no-fine-tuned': [['--no-fine-tuned']],
  base: [['--base', 'gpt-4o-mini']],
  'created-after': [['--created-after', '1y']],
  'created-before': [['--created-before', '2025-01-01']],
  retiring: [['--retiring'], ['--retiring', '90d']],
  where: [
    ['--where', 'context>=128k'],
    ['--where', 'input_price<1', '--where', 'kind!=embedding'],
    ['--where', 'owned_by=acme'],
    ['--where', 'created<2025-01-01'],
    ['--where', 'shutdown!='],
    ['--where', 'context='],
    ['--where', 'status=retired'],
  ],
  sort: SORTABLE.flatMap((name) => [
    ['--match', '*', '--sort', name, '--max-items', '3'],
    ['--match', '*', '--sort', `${name}:desc`, '--max-items', '3'],
    ['--match', '*', '--sort', 'kind', '--sort', name, '--max-items', '4'],
  ]),
  'max-items': [
    ['--match', '*', '--max-items', '2'],
    ['--match', '*', '--max-items', '0'],
  ],
};

const lines = Object.values(LINES)
  .flat()
  .map((line) => [line.join(' '), line] as const);

const list = (args: readonly string[]) => run(['models', 'list', ...args, '--ids'], { routes: ROUTES });
const remove = (args: readonly string[]) => run(['models', 'delete', ...args, '--ids'], { routes: ROUTES });

describe('list and delete choose the same', () => {
  test.each(lines)('%s', async (_name, line) => {
    const listed = await list(line);
    expect(listed.code, listed.stderr).toBe(0);
    const planned = await remove([...line, '--any', '--dry-run']);
    expect(planned.stdout, planned.stderr).toBe(listed.stdout);
    const deleted = await remove([...line, '--any', '--yes', '--trust-details']);
    expect(deletions(deleted)).toEqual(listed.stdout.split('\n').filter(Boolean).sort());
  });
});

describe("a choice on the dataset's word", () => {
  test.each<[name: string, line: string[], flag: string, models: string]>([
    ['a date', ['--retiring', '--any'], '--retiring', '\\d+ models?'],
    ['a date of a base', ['--retiring'], '--retiring', '\\d+ models?'],
    [
      'an order that a limit cuts',
      ['--match', 'ft:*', '--sort', 'context:desc', '--max-items', '1'],
      '--sort context',
      '3 models',
    ],
    [
      'a price',
      ['--match', '*', '--any', '--sort', 'input_price', '--max-items', '2'],
      '--sort input_price',
      '\\d+ models?',
    ],
    [
      'an order by date',
      ['--match', '*', '--any', '--sort', 'shutdown', '--max-items', '4'],
      '--sort shutdown',
      '\\d+ models?',
    ],
  ])('is refused for %s, shown by --dry-run, and taken with --trust-details', async (_name, line, flag, models) => {
    const refused = await remove([...line, '--yes']);
    expect({ code: refused.code, stdout: refused.stdout, sent: deletions(refused) }).toEqual({
      code: 2,
      stdout: '',
      sent: [],
    });
    expect(refused.stderr).toMatch(new RegExp(`^openai: ${flag} relies on the dataset, not the server, for ${models}`));
    expect(refused.stderr).toContain('--trust-details');
    const shown = await remove([...line, '--dry-run']);
    expect(shown.code).toBe(0);
    expect(shown.stdout).not.toBe('');
    expect(shown.stderr).toContain(`${flag} relies on the dataset here, so deleting needs --trust-details.`);
    const trusted = await remove([...line, '--yes', '--trust-details']);
    expect(trusted.code).toBe(0);
    expect(deletions(trusted).length).toBeGreaterThan(0);
  });

  test.each<[name: string, line: string[]]>([
    ["the server's own date", ['--match', 'own-*', '--retiring', '--any']],
    ["the server's own number", ['--match', 'own-[ld]*', '--any', '--sort', 'context', '--max-items', '1']],
    ['an order that cuts nothing', ['--match', 'ft:*', '--sort', 'context']],
    ['an order by what the server lists', ['--match', 'ft:*', '--sort', 'created', '--max-items', '1']],
  ])('is none where it rests on %s', async (_name, line) => {
    const got = await remove([...line, '--yes']);
    expect(got.code, got.stderr).toBe(0);
    expect(deletions(got).length).toBeGreaterThan(0);
  });
});
