/** `--details`: columns, a key in JSON, a card; the server's own word first, the dataset's labelled as such. */
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';

const GATEWAY = listOf(
  model('gpt-4o', { owned_by: 'openai' }),
  model('gpt-4o-mini', { owned_by: 'openai', shutdown_date: '2026-05-01', context_length: 777 }),
  model('ft:gpt-4o-2024-08-06:acme:x:1'),
  model('llama3:latest', { owned_by: 'library' }),
);
const routes = { 'GET /v1/models': { body: GATEWAY } };
const list = (flags: readonly string[], more = {}) => run(['models', 'list', ...flags], { routes, ...more });

describe('a list with --details', () => {
  test('adds columns, empty where nothing is known', async () => {
    const { stdout, stderr } = await list(['--details', '--format', 'csv']);
    const [header, ...rows] = stdout.trimEnd().split('\r\n');
    expect(header).toBe(
      'id,owned_by,created,shutdown_date,shutdown,shutdown_source,context,max_output,input_price,output_price,modalities,knowledge',
    );
    expect(rows[0]).toMatch(
      /^gpt-4o,openai,[^,]+,,\d{4}-\d\d-\d\d,dataset,128000,16384,2\.5,10,"text,image->text",2023-10/,
    );
    expect(rows[1]).toMatch(/,2026-05-01,2026-05-01,server,777,16384,0\.15,0\.6,/);
    expect(rows[2]).toMatch(/,,\d{4}-\d\d-\d\d,"dataset, base gpt-4o-2024-08-06",128000,/);
    expect(rows[3]).toMatch(/^llama3:latest,library,[^,]+,,,,,,,,,$/);
    expect(stderr).toBe('');
  });

  test('adds one key to JSON, and leaves the rest as it came', async () => {
    const { stdout } = await list(['--details', '--format', 'jsonl']);
    const [first, second, , last] = stdout.trimEnd().split('\n');
    expect(first?.startsWith(model('gpt-4o', { owned_by: 'openai' }).slice(0, -1))).toBe(true);
    expect(JSON.parse(first ?? '').details).toMatchObject({
      matched: 'openai/gpt-4o',
      source: expect.stringMatching(/^litellm \d/),
      as_of: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      input_price: 2.5,
    });
    expect(JSON.parse(second ?? '').details).toMatchObject({
      context: 777,
      sources: { context: { source: 'server' } },
    });
    expect(JSON.parse(last ?? '').details).toBeNull();
  });

  test('can be transformed, and sorted by', async () => {
    const path = await list([
      '--details',
      '--transform',
      'details.input_price',
      '--format',
      'jsonl',
      '--match',
      'gpt*',
    ]);
    expect(path.stdout).toBe('2.5\n0.15\n');
    const sorted = await list(['--sort', 'input_price', '--ids']);
    expect(sorted.stdout).toBe('gpt-4o-mini\ngpt-4o\nft:gpt-4o-2024-08-06:acme:x:1\nllama3:latest\n');
  });

  test('names the source on a terminal, and its age once it is old', async () => {
    const fresh = await list(['--details'], { terminal: 100 });
    expect(fresh.stderr).toMatch(/^Details not from the server: litellm \S+ \(\d{4}-\d\d-\d\d\)\.$/m);
    expect(fresh.stderr).not.toContain('days old');
    const old = await list(['--details'], { terminal: 100, now: Date.UTC(2030, 0, 1) });
    expect(old.stderr).toMatch(/The details are \d{4} days old\. To update: openai details update\n$/);
  });

  test('a fleeting look at retiring models takes the dataset as a hint, never for --exit-code', async () => {
    const ids = await list(['--retiring', '--ids', '--match', '!gpt-4o-mini', '--exit-code']);
    expect({ stdout: ids.stdout, code: ids.code }).toEqual({
      stdout: 'gpt-4o\nft:gpt-4o-2024-08-06:acme:x:1\n',
      code: 0,
    });
    const dated = await list(['--retiring', '--ids', '--exit-code']);
    expect(dated.code).toBe(1);
  });
});

describe('one model with --details', () => {
  const one = (flags: readonly string[], more = {}) =>
    run(['models', 'retrieve', 'gpt-4o', ...flags], {
      routes: { 'GET /v1/models/gpt-4o': { body: model('gpt-4o', { owned_by: 'openai' }) } },
      ...more,
    });

  test('is a card with all of it', async () => {
    const { stdout } = await one(['--details', '--format', 'text']);
    expect(stdout).toMatch(/^gpt-4o\n {2}object +model\n/);
    expect(stdout).toMatch(/\n\nDetails of openai\/gpt-4o \(litellm \S+, \d{4}-\d\d-\d\d\)\n/);
    expect(stdout).toMatch(/\n {2}context\*? +128k tokens\n/);
    expect(stdout).toMatch(/\n {2}input_price +\$2\.50 per million tokens\n/);
    expect(stdout).toMatch(/\n {2}Tiers, \$\/M +input +cached +output\n {2}batch +1\.25 +- +5\.00\n/);
  });

  test('wraps the heading of a card on a narrow terminal', async () => {
    const { stdout } = await one(['--details', '--no-pager'], { terminal: 36 });
    const lines = stdout.split('\n');
    const at = lines.findIndex((line) => line.startsWith('Details of'));
    expect(lines[at]?.length).toBeLessThanOrEqual(36);
    expect(`${lines[at]} ${lines[at + 1]}`).toMatch(/^Details of openai\/gpt-4o \(litellm \S+, \d{4}-\d\d-\d\d\)$/);
  });

  test('in JSON, columns and a transform', async () => {
    expect((await one(['--details'])).json).toMatchObject({ id: 'gpt-4o', details: { max_output: 16384 } });
    expect((await one(['--details', '--transform', 'details.max_output'])).stdout).toBe('16384\n');
    expect((await one(['--columns', 'id,context', '--format', 'csv'])).stdout).toBe('id,context\r\ngpt-4o,128000\r\n');
    expect((await one(['--columns', 'id', '--no-headers'])).stdout).toBe('gpt-4o\n');
  });

  test.each<[flags: string[], says: string]>([
    [['--details', '--format', 'raw'], '--details and --format raw cannot be used together'],
    [['--columns', 'id', '--format', 'yaml'], '--columns and --format yaml cannot be used together'],
  ])('%j is refused', async (flags, says) => {
    const got = await run(['models', 'retrieve', 'gpt-4o', ...flags], {});
    expect({ code: got.code, requests: got.requests }).toEqual({ code: 2, requests: [] });
    expect(got.stderr).toContain(says);
  });

  test('a column that it has not is refused', async () => {
    const got = await one(['--columns', 'id,nope']);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('the card of a fine-tuned model', () => {
  const id = 'ft:gpt-4o:acme::1';
  const tuned = { 'GET /v1/models/ft:gpt-4o:acme::1': { body: model(id) } };

  test('shows when its base goes away', async () => {
    const base = { 'GET /v1/models/gpt-4o': { body: model('gpt-4o', { shutdown_date: '2026-03-01' }) } };
    const got = await run(['models', 'get', id], { routes: { ...tuned, ...base }, terminal: 80 });
    expect(got.stdout).toMatch(/\n {2}shutdown +2026-03-01 {2}45 d, with its base gpt-4o\n/);
  });

  test('and nothing where the base tells nothing', async () => {
    const base = { 'GET /v1/models/gpt-4o': { status: 404, body: '{"error":{"message":"gone"}}' } };
    const got = await run(['models', 'get', id], { routes: { ...tuned, ...base }, terminal: 80 });
    expect({ code: got.code, stderr: got.stderr }).toEqual({ code: 0, stderr: '' });
    // The dataset's word on the base is not the server's.
    expect(got.stdout).not.toMatch(/^ {2}shutdown /m);
  });
});
