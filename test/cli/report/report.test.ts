/** `--format html` from the command line: a page of any list, of what differs, and a refusal where nobody could read it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { inHome, run } from '../../support/run.ts';
import { withEndpoints } from '../sources/endpoints.ts';

const LIST = listOf(
  model('gpt-4', { owned_by: 'openai' }),
  model('gpt-4o', { owned_by: 'system', created: 1715367049 }),
  model('ft:gpt-4o:acemeco::x', { owned_by: 'acemeco' }),
  '{"id":"own","pricing":{"prompt":"0.0000015","completion":"0.000002"},"context_length":32768,"n":1.50E+10}',
);
const ROUTES = { 'GET /v1/models': { body: LIST }, 'GET /v1/models/gpt-4': { body: model('gpt-4') } };

interface Values {
  columns: { name: string; title: string }[];
  rows: unknown[][];
}

function valuesIn(page: string, name = 'models'): Values {
  const found = new RegExp(`<script type="application/json" id="${name}-values">([\\s\\S]*?)</script>`).exec(page);
  return JSON.parse(found?.[1] ?? '{"columns":[],"rows":[]}');
}

/** The titles of the columns that are there when a page is opened. */
function shownIn(page: string): string[] {
  const [, head = ''] = /<thead><tr>(.*?)<\/tr>/.exec(page) ?? [];
  return [...head.matchAll(/<th scope="col"([^>]*)>([^<]*)/g)].flatMap(([, attributes = '', title = '']) =>
    attributes.includes('hidden') ? [] : [title],
  );
}

const html = (args: readonly string[], options: Parameters<typeof run>[1] = {}) =>
  run(['models', ...args, '--format', 'html'], { routes: ROUTES, ...options });

describe('models list', () => {
  test('is one page with all that the list and the details know', async () => {
    const { stdout, stderr, code } = await html(['list'], { env: { OPENAI_BASE_URL: '{origin}/v1' } });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<\/html>\n$/);
    const { columns, rows } = valuesIn(stdout);
    const at = (name: string) => columns.findIndex((column) => column.name === name);
    const own = rows.find(([id]) => id === 'own') ?? [];
    expect([own[at('context')], own[at('input_price')]]).toEqual([32768, 1.5]);
    expect(stdout).toMatch(/<title>Models of 127\.0\.0\.1:\d+<\/title>/);
    expect(stdout).toContain('$/M: US dollars per million tokens.');
  });

  test('shows the facts of the datasets without being asked, and says whose they are', async () => {
    const { stdout } = await run(['--sandbox', 'models', 'list', '--format', 'html'], {
      env: { OPENAI_BASE_URL: undefined, OPENAI_API_KEY: undefined },
    });
    expect(stdout).toContain('<h2>Shutdown dates</h2>');
    expect(stdout).toContain('<h2>Price against context</h2>');
    expect(stdout).toMatch(/<li>Details not from the server: litellm [\d.]+ \(/);
    expect(stdout).toContain('<p>the sandbox · ');
    expect(shownIn(stdout)).toEqual([
      'Model',
      'Kind',
      'Context',
      'Input $/M',
      'Output $/M',
      'Shutdown',
      'Replacement',
      'Created',
      'Owner',
    ]);
    expect(Buffer.byteLength(stdout)).toBeLessThan(250_000);
  });

  test('--columns are those that are there at first, in their order; filters still know the others', async () => {
    const { stdout } = await html(['list', '--columns', 'pricing.prompt,owner,n']);
    expect(shownIn(stdout)).toEqual(['pricing.prompt', 'Owner', 'n']);
    expect(valuesIn(stdout).columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['kind', 'input_price']));
    expect(stdout).toContain('1.50E+10');
  });

  test('selection, order and limit hold, and the page says of how many', async () => {
    const { stdout } = await html(['list', '--match', 'gpt*', '--sort', '-id', '-n', '1']);
    expect(valuesIn(stdout).rows.map(([id]) => id)).toEqual(['gpt-4o']);
    expect(stdout).toContain('<b>1 of 4</b> models');
  });

  test('several sources are told apart', async () => {
    const profile = '{ base_url: "{origin}/v1", auth: none }';
    const endpoint = { profile, routes: () => ({ body: LIST }) };
    await withEndpoints({ one: endpoint, two: endpoint }, async ({ run: runHere }) => {
      const args = ['models', 'list', '--from', '@one', '--from', '@two', '--format', 'html'];
      const { stdout, code } = await runHere(args, {});
      expect(code).toBe(0);
      expect(shownIn(stdout).slice(0, 2)).toEqual(['Model', 'Source']);
      expect(stdout).toContain('<p>@one, @two · ');
      expect(stdout).toContain('aria-label="By source"');
    });
  });

  test('an empty list is a page that says so', async () => {
    const { stdout, stderr, code } = await html(['list'], { routes: { 'GET /v1/models': { body: listOf() } } });
    expect(code).toBe(0);
    expect(stderr).not.toBe('');
    expect(stdout).toContain('No model to show.');
  });

  test('of 20,001 models the first 20,000 are shown, and that is said in the page and beside it', async () => {
    const body = listOf(...Array.from({ length: 20_001 }, (_, i) => `{"id":"m-${i}"}`));
    const { stdout, stderr } = await html(['list'], { routes: { 'GET /v1/models': { body } } });
    expect(stdout).toContain('This page shows the first 20,000 of 20,001 models.');
    expect(valuesIn(stdout).rows.at(-1)?.[0]).toBe('m-19999');
    expect(stderr).toContain('1 more rows are not shown');
  });

  test('ids that no page could hold are whole in the values and safe in sight', async () => {
    const hostile = ['a\u0000b', 'x\u202egnp.exe', '\ud800', 'tab\there', '</script>', `${'k'.repeat(10_240)}`];
    const body = listOf(...hostile.map((id) => JSON.stringify({ id, owned_by: id })));
    const { stdout } = await html(['list'], { routes: { 'GET /v1/models': { body } } });
    expect(valuesIn(stdout).rows.map(([id]) => id)).toEqual(hostile);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(stdout).toContain('x\\u202egnp.exe');
  });
});

describe('models diff', () => {
  const NEW = listOf(
    model('gpt-4o', { owned_by: 'openai', created: 1715367049 }),
    model('gpt-5.6-luna', { owned_by: 'system' }),
    '{"id":"own","pricing":{"prompt":"0.0000015","completion":"0.000003"},"context_length":32768,"n":1.5}',
  );
  const diff = (from: string, to: string, args: readonly string[] = []) =>
    inHome(async (home) => {
      const [left, right] = [join(home, 'from.json'), join(home, 'to.json')];
      writeFileSync(left, from);
      writeFileSync(right, to);
      return run(['models', 'diff', left, right, '--format', 'html', ...args], { home });
    });

  test('has what was added, removed and changed, each in its own table', async () => {
    const { stdout, stderr, code } = await diff(LIST, NEW);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(valuesIn(stdout, 'added-models').rows.map(([id]) => id)).toEqual(['gpt-5.6-luna']);
    expect(valuesIn(stdout, 'removed-models').rows.map(([id]) => id)).toEqual(['ft:gpt-4o:acemeco::x', 'gpt-4']);
    expect(valuesIn(stdout, 'changed-fields').rows).toEqual([
      ['gpt-4o', 'owned_by', '"system"', '"openai"'],
      ['own', 'pricing.completion', '"0.000002"', '"0.000003"'],
      ['own', 'n', '1.50E+10', '1.5'],
    ]);
    expect(stdout).toContain('2026-10-23 <small>announced</small>');
  });

  test('says that nothing differs, and leaves the exit code to --exit-code', async () => {
    const { stdout, code } = await diff(LIST, LIST, ['--exit-code']);
    expect(code).toBe(0);
    expect(stdout).toContain('No differences');
    expect((await diff(LIST, NEW, ['--exit-code'])).code).toBe(1);
  });

  test('keeps hostile ids and values as text', async () => {
    const { stdout } = await diff(listOf('{"id":"</script>","v":"<b>"}'), listOf('{"id":"</script>","v":"</table>"}'));
    expect(stdout.match(/<\/script>/g)).toHaveLength(2);
    expect(stdout).not.toContain('<b>"');
    expect(valuesIn(stdout, 'changed-fields').rows).toEqual([['</script>', 'v', '"<b>"', '"</table>"']]);
  });
});

describe('other commands', () => {
  test('retrieve gives the page of one model, with its details', async () => {
    const { stdout } = await html(['retrieve', 'gpt-4']);
    expect(valuesIn(stdout).rows).toHaveLength(1);
  });

  test('the results of a path are a table too', async () => {
    const { stdout } = await html(['list', '--transform', '{id,owned_by}']);
    expect(valuesIn(stdout).columns.map(({ name }) => name)).toEqual(['id', 'owned_by']);
    expect(valuesIn(stdout).rows).toHaveLength(4);
  });
});

describe('is refused', () => {
  test.each([[['list']], [['diff']], [['delete', 'x', '--yes']]])(
    'on a terminal, before anything is sent: %j',
    async (args) => {
      const { stdout, stderr, code, requests } = await html(args, { terminal: 80 });
      expect({ stdout, code, requests: requests.length }).toEqual({ stdout: '', code: 2, requests: 0 });
      expect(stderr).toContain(`Write it to a file: openai models ${args[0]} --format html > `);
    },
  );

  test.each([
    ['without headers', ['list', '--no-headers']],
    ['as ids', ['list', '--ids']],
    ['as a number', ['list', '--count']],
    ['for errors', ['list', '--format-error', 'html']],
  ])('%s', async (_name, args) => {
    expect((await html(args)).code).toBe(2);
  });
});
