/** Mistyped and half-remembered lines, and what each is told. */
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';

describe('a line that is not quite right', () => {
  test.each<[line: string, told: string]>([
    ['modles list', "'models list'"],
    ['models lsit', "'models list'"],
    ['models search mini', "'models list TEXT'"],
    ['models find mini', "'models list TEXT'"],
    ['search mini', "'models list TEXT'"],
    ['list', "'models list'"],
    ['models describe gpt-4o', "'models retrieve'"],
    ['models info gpt-4o', "'models retrieve'"],
    ['models remove x', "'models delete'"],
    ['models compre a b', "'models compare'"],
    ['models chek', "'models check'"],
    ['configure', "'profiles add'"],
    ['status', "'doctor'"],
    ['models list --key x', '--api-key'],
    ['models list --token x', '--api-key'],
    ['models list --json', '--format json'],
    ['models list --csv', '--format csv'],
    ['models list --output json', '--format'],
    ['models list -o json', '--format'],
    ['models list --formt json', '--format'],
    ['models list --limit 5', '--max-items'],
    ['models list --top 5', '--max-items'],
    ['models list --query x', '--search'],
    ['models list --sort-by id', '--sort'],
    ['models list --order id', '--sort'],
    ['models list --fields id', '--columns'],
    ['models list --since 2026', '--created-after'],
    ['models list --owner me', '--owned-by'],
    ['models list --url http://x', '--base-url'],
    ['models list --filter x', '--where'],
    ['models list --no-color', '--color never'],
    ['models list --wide', '--details'],
    ['models list --all', '--max-items -1'],
    ['models delete --force x', '--yes'],
    ['models delete --dry x', '--dry-run'],
    ['models list --format jsn', 'json'],
    ['models list --format table1', 'table'],
    ['models list --color alway', 'always'],
    ['models list --created-after yesterday', 'a date such as 2026-01-31'],
    ['models list --where context', 'COLUMN OP VALUE'],
    ['models list --tokens 10M --columns id,cost', 'IN:OUT'],
    ['completion bsh', 'bash'],
  ])('openai %s', async (line, told) => {
    const got = await run(line.split(' '));
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 2, stdout: '' });
    expect(got.stderr).toContain(told);
  });
});

describe('an id that is not quite right', () => {
  const ids = [
    'openai/gpt-4o',
    'gpt-4o-mini-2024-07-18',
    'llama3:8b',
    'claude-sonnet-4',
    'gpt-4o-mini',
    'text-embedding-3-small',
  ];
  const routes = (asked: string) => ({
    'GET /v1/models': { body: listOf(...ids.map((id) => model(id))) },
    [`GET /v1/models/${encodeURIComponent(asked).replaceAll('%3A', ':')}`]: {
      status: 404,
      body: `{"error":{"message":"The model '${asked}' does not exist","code":"model_not_found"}}`,
    },
  });

  test.each<[asked: string, first: string]>([
    ['gpt-4o', 'openai/gpt-4o'],
    ['anthropic/claude-sonnet-4', 'claude-sonnet-4'],
    ['llama3', 'llama3:8b'],
    ['llama3:70b', 'llama3:8b'],
    ['gpt-4o-mini-2025-01-01', 'gpt-4o-mini'],
    ['embedding-3', 'text-embedding-3-small'],
    ['gpt-4o-mni', 'gpt-4o-mini'],
    ['gtp-4o-mini', 'gpt-4o-mini'],
  ])('%s leads to %s', async (asked, first) => {
    const { stderr, code } = await run(['models', 'retrieve', asked], { routes: routes(asked) });
    expect(code).toBe(5);
    expect(stderr).toMatch(new RegExp(`Nearest: ${first.replace(/[/.]/g, '\\$&')}(?:,|$)`, 'm'));
  });
});

test('a line to type goes where the run went', async () => {
  const body = '{"error":{"message":"The model does not exist","code":"model_not_found"}}';
  const routes = { 'GET /v1/models/x': { status: 404, body }, 'GET /v1/models': { status: 500 } };
  const got = await run(['models', 'retrieve', 'x', '--base-url', '{origin}/v1', '--max-retries', '0'], { routes });
  expect(got.stderr).toMatch(/Ids: openai models list --base-url http:\/\/127\.0\.0\.1:\d+\/v1 --ids/);
  const sandbox = await run(['--sandbox', 'models', 'retrieve', 'zzzzzzzz'], {});
  expect(sandbox.stderr).toContain('openai models list --sandbox --ids');
});

test.each([
  ['md', '| id |'],
  ['ndjson', '{"id":"a"'],
  ['yml', 'object: list'],
])('--format %s is understood', async (format, begins) => {
  const routes = { 'GET /v1/models': { body: listOf(model('a')) } };
  const columns = format === 'md' ? ['--columns', 'id'] : [];
  const { stdout, code } = await run(['models', 'list', '-f', format, ...columns], { routes });
  expect(code).toBe(0);
  expect(stdout.startsWith(begins)).toBe(true);
});

test.each(['MAX OUTPUT', 'max-output', 'Max_Output', '$/M IN'])('the column %s is understood', async (name) => {
  const routes = { 'GET /v1/models': { body: listOf(model('gpt-4o', { owned_by: 'openai' })) } };
  const { stdout, code } = await run(['models', 'list', '--columns', name, '--format', 'csv'], { routes });
  expect(code).toBe(0);
  expect(stdout.split('\r\n')[1]).toMatch(/^(?:16384|2\.5)$/);
});

test('list TEXT searches, in names too, and every word must be there', async () => {
  const routes = { 'GET /v1/models': { body: listOf(model('a1', { name: 'Big Mini' }), model('mini-2'), model('c')) } };
  const ids = async (...args: string[]) => (await run(['models', 'list', ...args, '--ids'], { routes })).stdout;
  expect(await ids('mini')).toBe('a1\nmini-2\n');
  expect(await ids('mini', 'big')).toBe('a1\n');
  expect(await ids('--search', 'mini', '--search', 'BIG')).toBe('a1\n');
  expect(await ids('-n', '1')).toBe('a1\n');
});
