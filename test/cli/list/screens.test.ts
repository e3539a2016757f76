/**
 * What stands on a terminal of 40, 80, 120 and 200 columns, kept as text in screens/: `npx vitest run -u` writes it anew.
 * Whatever the width: no id is cut, no value that there is stays blank, and what found no room is named.
 */
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { inHome, type RunOptions, run } from '../../support/run.ts';
import { OLLAMA, OPENROUTER } from './lists.ts';

const WIDTHS = [40, 80, 120, 200];

/** Models as OpenRouter lists them: long ids, prices as text, no owner. */
const MANY = JSON.stringify({
  data: Array.from({ length: 338 }, (_, i) => ({
    id: `${['meta-llama', 'openai', 'anthropic', 'deepseek'][i % 4]}/model-${'x'.repeat(i % 23)}-${i}${i % 7 === 0 ? ':free' : ''}`,
    name: `Model ${i}`,
    created: 1_700_000_000 + i * 86_400,
    context_length: 8192 * ((i % 16) + 1),
    architecture: { input_modalities: ['text', ...(i % 3 ? [] : ['image'])], output_modalities: ['text'] },
    pricing: { prompt: i % 7 ? `0.00000${i + 100}` : '0', completion: i % 7 ? `0.0000${i + 100}` : '0' },
    ...(i % 11 === 0 && { expiration_date: '2026-02-14' }),
  })),
});

/** LM Studio's own list. */
const LM_STUDIO = listOf(
  JSON.stringify({ id: 'acme/demo-9b', object: 'model', type: 'llm', publisher: 'acme', max_context_length: 262144 }),
  JSON.stringify({
    id: 'text-embed-nomic',
    object: 'model',
    type: 'embeddings',
    publisher: 'nomic',
    max_context_length: 2048,
  }),
);

const LISTS = { OpenRouter: MANY, 'OpenRouter, few': OPENROUTER, Ollama: OLLAMA, 'LM Studio': LM_STUDIO };

const idsIn = (body: string): string[] => (JSON.parse(body).data as { id: string }[]).map(({ id }) => id);
/** The version and the day of the datasets change with them. */
const undated = (text: string) => text.replace(/(litellm|model-retire)\s+\S+ \(\S+\)/g, '$1 (DATASET)');

async function screen(args: readonly string[], width: number, options: RunOptions = {}) {
  const got = await run([...args, '--no-pager'], { terminal: width, ...options });
  const { stdout, stderr, code } = got;
  return { stdout, stderr, code, text: undated(`${stdout}-----\n${stderr}`) };
}

describe.each(Object.entries(LISTS))('a list of the shape of %s', (name, body) => {
  test.each(WIDTHS)('at %i columns shows every id whole, and names what found no room', async (width) => {
    const got = await screen(['models', 'list'], width, { routes: { 'GET /v1/models': { body } } });
    expect(got.code, got.stderr).toBe(0);
    const lines = got.stdout.split('\n');
    for (const id of idsIn(body))
      expect(
        lines.some((line) => line === id || line.startsWith(`${id} `)),
        id,
      ).toBe(true);
    const ids = idsIn(body);
    for (const line of lines) if (!ids.includes(line)) expect(line.length).toBeLessThanOrEqual(width);
    expect(got.stdout).not.toContain('…');
    // A column is shown, or says the same of all, or is named; or no model has such a value.
    for (const title of ['CONTEXT', '$/M IN', '$/M OUT', 'KIND']) {
      const word = { CONTEXT: 'Context', '$/M IN': 'Input price', '$/M OUT': 'Output price', KIND: 'Kind' }[title];
      const told =
        (lines[0] ?? '').includes(title) || got.stderr.includes(title) || got.stderr.includes(`${word} of all`);
      const has = title === 'KIND' || body.includes(title === 'CONTEXT' ? 'context_length' : 'pricing');
      if (has) expect(told, title).toBe(true);
    }
    if (name !== 'OpenRouter')
      await expect(got.text).toMatchFileSnapshot(`screens/${name.replace(/\W+/g, '-')}-${width}.txt`);
  });
});

describe('the practice API', () => {
  const commands: Readonly<Record<string, readonly string[]>> = {
    list: ['models', 'list'],
    details: ['models', 'list', '--details'],
    retiring: ['models', 'list', '--retiring'],
    'fine-tuned': ['models', 'list', '--fine-tuned'],
    retrieve: ['models', 'retrieve', 'gpt-5.6-terra'],
    compare: ['models', 'compare', 'gpt-4o', 'gpt-5.6-terra'],
    plan: ['models', 'delete', '--fine-tuned', '--dry-run'],
  };
  const sandbox = { env: { OPENAI_SANDBOX: '1', OPENAI_BASE_URL: undefined, OPENAI_API_KEY: undefined } };

  test.each(Object.entries(commands))('%s', async (name, args) => {
    for (const width of WIDTHS) {
      const got = await screen(args, width, sandbox);
      expect(got.code, got.stderr).toBe(0);
      await expect(got.text).toMatchFileSnapshot(`screens/${name}-${width}.txt`);
    }
  });

  test('the date of an end is never left out for what matters less', async () => {
    for (const width of WIDTHS) {
      const { stdout } = await screen(['models', 'list', '--fine-tuned', '--retiring'], width, sandbox);
      expect(stdout.split('\n')[0]).toContain('SHUTDOWN');
      const { stdout: plan } = await screen(['models', 'delete', '--fine-tuned', '--dry-run'], width, sandbox);
      expect(plan.split('\n')[0]).toContain('SHUTDOWN');
    }
  });
});

test('the journal begins with the outcome at every width', async () => {
  await inHome(async (home) => {
    const id = 'ft:gpt-4o-mini-2024-07-18:acemeco:a-long-suffix-of-a-name:abc123';
    const routes = {
      'GET /v1/models': { body: listOf(model(id)) },
      [`DELETE /v1/models/${id}`]: { body: '{"deleted":true}' },
    };
    await run(['models', 'delete', id, '--yes'], { routes, home });
    for (const width of WIDTHS) {
      const { stdout, stderr } = await screen(['models', 'delete', '--journal'], width, { home });
      expect(stdout).toMatch(/^OUTCOME /);
      expect(stdout).toMatch(/^deleted /m);
      expect(stdout).toContain(id);
      expect(stdout.includes('ENDPOINT') || stderr.includes('ENDPOINT')).toBe(true);
    }
  });
});

describe('columns', () => {
  const routes = { 'GET /v1/models': { body: MANY } };

  test('that were asked for stay, however wide they are', async () => {
    const args = ['models', 'list', '--columns', 'id,name,context,input_price,output_price,created,shutdown'];
    const { stdout, stderr } = await screen(args, 40, { routes });
    expect(stdout.split('\n')[0]).toMatch(/^ID +NAME +CONTEXT +\$\/M IN +\$\/M OUT +CREATED +SHUTDOWN$/);
    expect(stderr).not.toContain('No room');
  });

  test('a program reads what it always read', async () => {
    const { stdout } = await run(['models', 'list', '--format', 'csv', '--max-items', '1'], { routes });
    expect(stdout).toBe('id,owned_by,created,shutdown_date\r\nmeta-llama/model--0:free,,2023-11-14T22:13:20Z,\r\n');
  });
});

describe('newest first', () => {
  const body = listOf(model('old', { created: 1_600_000_000 }), model('new', { created: 1_700_000_000 }));
  const order = async (args: readonly string[], more: RunOptions = {}, list = body) => {
    const { stdout } = await run(['models', 'list', ...args], {
      routes: { 'GET /v1/models': { body: list } },
      ...more,
    });
    return stdout.match(/\b(?:old|new)\b/g)?.join(' ');
  };

  test.each<[name: string, args: string[], terminal: number | undefined, order: string]>([
    ['in a table on a terminal', [], 80, 'new old'],
    ['in text in a pipe', ['--format', 'text'], undefined, 'new old'],
    ['but not with --sort none', ['--sort', 'none'], 80, 'old new'],
    ['nor in json', ['--format', 'json'], 80, 'old new'],
    ['nor as ids', ['--ids'], 80, 'old new'],
    ['nor as csv', ['--format', 'csv'], undefined, 'old new'],
    ['as --sort -created asks for', ['--sort', '-created', '--ids'], undefined, 'new old'],
    ['as --sort created:desc does', ['--sort', 'created:desc', '--ids'], undefined, 'new old'],
  ])('%s', async (_name, args, terminal, expected) => {
    expect(await order(args, terminal === undefined ? {} : { terminal })).toBe(expected);
  });

  test('not where one does not tell when it was made', async () => {
    const some = listOf(model('old', { created: 1_600_000_000 }), model('new', { created: 0 }));
    expect(await order([], { terminal: 80 }, some)).toBe('old new');
  });

  test('is only how they are shown: a limit takes the same ones everywhere', async () => {
    expect(await order(['--max-items', '1'], { terminal: 80 })).toBe('old');
    expect(await order(['--max-items', '1', '--ids'])).toBe('old');
  });
});

test('a long table says how many rows it leaves out', async () => {
  const texts = Array.from({ length: 50_002 }, (_, i) => `{"id":"m${i}"}`);
  const { stdout, stderr } = await screen(['models', 'list'], 80, {
    routes: { 'GET /v1/models': { body: listOf(...texts) } },
  });
  expect(stdout.split('\n')).toHaveLength(50_002);
  expect(stderr).toContain('2 more rows are not shown. Narrow the list, or use --format csv or jsonl.');
});
