/** What a person is told around a list: how much is not shown, why nothing is, and which names there are. */
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';
import { OPENAI, OPENROUTER } from './lists.ts';

const list = (flags: readonly string[], body = OPENAI, terminal: number | 'pipe' = 100) =>
  run(['models', 'list', ...flags], {
    routes: { 'GET /v1/models': { body } },
    ...(terminal === 'pipe' ? {} : { terminal }),
  });

const FROM = 'Details not from the server: litellm (DATASET).\n';
const PRICES = '$/M: US dollars per million tokens.\n';
/** Without the version and the day, which change with the dataset. */
const undated = (text: string) => text.replace(/litellm \S+ \(\S+\)/, 'litellm (DATASET)');

describe('on a terminal', () => {
  test.each<[flags: string[], said: string]>([
    [['--quiet'], ''],
    [['--max-items', '99'], `${FROM}+ marks dates of the base model.\n${PRICES}`],
    [['--max-items', '2'], `Showing 2 of 9 models\nKind of all: chat.\n${FROM}${PRICES}`],
    [['--owned-by', 'openai'], 'Showing 2 of 9 models\nKind of all: chat. Owner of all: openai.\n'],
    [['--owned-by', 'openai', '--max-items', '1'], 'Showing 1 of 9 models (2 match)\n'],
    [['--owned-by', 'openai', '--quiet'], ''],
    [['--owned-by', 'openai', '--ids'], ''],
    [['--owned-by', 'openai', '--format', 'jsonl'], ''],
    [['--match', 'gtp-4*'], "No model matches 'gtp-4*'. 9 models; nearest: gpt-4o, gpt-4.9, gpt-4.10.\n"],
    [['--search', 'embeding'], "No model matches 'embeding'. 9 models; nearest: text-embedding-3-small.\n"],
    [
      ['--owned-by', 'me'],
      'No model matches --owned-by me. 9 models; owners: system, openai, System, acmeco, user-1.\n',
    ],
    [
      ['--base', 'gpt-9', '--owned-by', 'x'],
      'No model matches --owned-by x --base gpt-9. 9 models; nearest: gpt-4o, gpt-4.9, gpt-4.10.\n',
    ],
    [['--created-after', '1h'], 'No model matches --created-after 1h. 9 models.\n'],
    [['--match', 'gpt*', '--max-items', '0'], 'Showing 0 of 9 models.\n'],
  ])('%j says so', async (flags, said) => {
    const got = await list(flags);
    expect({ stderr: undated(got.stderr), code: got.code }).toEqual({ stderr: said, code: 0 });
  });

  test('a list that was not read to its end', async () => {
    const routes = {
      'GET /v1/models': { body: '{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"last_id":"b"}' },
    };
    const got = await run(['models', 'list', '--max-items', '1'], { routes, terminal: 80 });
    expect(got.stderr).toBe('Showing 1 model. There are more.\n');
    expect(got.requests).toHaveLength(1);
  });

  test('the shutdown of a fine-tuned model is that of its base, and says so', async () => {
    const { stdout } = await list(['--fine-tuned', '--columns', 'id,shutdown', '--sort', 'id']);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'ID                                           SHUTDOWN',
      'davinci:ft-acmeco:faq-2023-05-11',
      'ft:gpt-4.9:acmeco::z9',
      'ft:gpt-4o-mini-2024-07-18:acmeco:triage:abc  2026-06-01 (137 d)+',
      'ft:gpt-4o:other:x:1                          2026-02-01 (17 d)',
      '',
    ]);
  });

  test('an id is never cut, wherever its column stands and however narrow the terminal is', async () => {
    const long = `acme/${'long-'.repeat(14)}end`;
    const body = listOf(model(long), model('short'));
    for (const columns of ['id,owner,created', 'owner,id', 'id', 'created,owner,id,object'])
      for (const width of [60, 20]) {
        const { stdout } = await list(['--columns', columns], body, width);
        expect(stdout, `${columns} at ${width}`).toContain(long);
        expect(stdout).not.toContain('…');
      }
  });

  test('a column without a value is a dash where it was asked for', async () => {
    const { stdout } = await list(['--columns', 'id,owner,context_length'], OPENROUTER);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'ID               OWNER  context_length',
      '~other/latest    -                   -',
      'acme/large:free  -              131072',
      'acme/large       -              131072',
      '',
    ]);
  });
});

test('in a pipe nothing is said below a document', async () => {
  const got = await list(['--match', 'nothing'], OPENAI, 'pipe');
  expect({ stdout: got.stdout, stderr: got.stderr }).toEqual({
    stdout: '{\n  "object": "list",\n  "data": []\n}\n',
    stderr: '',
  });
});

describe('columns', () => {
  test('help lists them, and asks no server', async () => {
    const got = await run(['models', 'list', '--columns', 'help'], {});
    expect(got.code).toBe(0);
    expect(got.requests).toEqual([]);
    for (const name of ['id', 'age', 'kind', 'base', 'shutdown', 'context', 'input_price'])
      expect(got.stdout).toMatch(new RegExp(`^${name} +\\S`, 'm'));
  });

  test.each<[columns: string, rows: string]>([
    ['id,kind,base', 'id,kind,base\r\nft:gpt-4o:acme::1,fine-tuned,gpt-4o\r\n'],
    ['ID,Owner', 'id,owned_by\r\nft:gpt-4o:acme::1,acme\r\n'],
    ['created,age', 'created,age\r\n2023-06-16T14:10:02Z,943\r\n'],
    ['limits.tokens,tags.#', 'limits.tokens,tags.#\r\n1.50E+10,2\r\n'],
    ['{id,"n":tags.0}', '"{id,""n"":tags.0}"\r\n"{""id"":""ft:gpt-4o:acme::1"",""n"":""a""}"\r\n'],
    ['tags,flag,nothing', 'tags,flag,nothing\r\n"[""a"",""b""]",true,\r\n'],
    ['shutdown,shutdown_date', 'shutdown,shutdown_date\r\n2026-03-01,2026-03-01\r\n'],
  ])('%s', async (columns, rows) => {
    const more = { limits: { tokens: 0 }, tags: ['a', 'b'], flag: true, nothing: null, shutdown_date: '2026-03-01' };
    const text = model('ft:gpt-4o:acme::1', more).replace('"tokens":0', '"tokens":1.50E+10');
    const got = await list(['--format', 'csv', '--columns', columns], listOf(text), 'pipe');
    expect({ stdout: got.stdout, stderr: got.stderr, code: got.code }).toEqual({ stdout: rows, stderr: '', code: 0 });
  });

  test('a field that only a late model has is no mistake', async () => {
    const routes = {
      'GET /v1/models': { body: '{"data":[{"id":"a"}],"has_more":true,"last_id":"a"}' },
      'GET /v1/models?after_id=a': { body: '{"data":[{"id":"b","x":7}],"has_more":false}' },
    };
    const got = await run(['models', 'list', '--format', 'csv', '--columns', 'id,x'], { routes });
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: 'id,x\r\na,\r\nb,7\r\n', code: 0 });
  });

  test.each<[flags: string[]]>([
    [['--columns', 'id,creatd']],
    [['--columns', 'id,creatd', '--format', 'csv']],
    [['--sort', 'creatd']],
  ])('a name that no model has is refused before anything is shown: %j', async (flags) => {
    const got = await list(flags, OPENAI, 'pipe');
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout: '', code: 2 });
    expect(got.stderr).toContain("unknown column 'creatd': no model has that field; did you mean created?");
    expect(got.stderr).toContain('Columns: id, owned_by, name, kind');
  });
});

describe('refused before anything is sent', () => {
  test.each<[flags: string[], says: string]>([
    [['--created-after', 'yesterday'], '--created-after is'],
    [['--created-before', '30'], 'an age such as 12h, 30d, 6mo or 1y'],
    [['--retiring=soon'], '--retiring is'],
    [['--search', ' '], '--search is'],
    [['--match', ''], '--match is'],
    [['--owned-by', '!'], '--owned-by is'],
    [['--base', ''], '--base is'],
    [['--sort', ':desc'], '--sort is'],
    [['--fine-tuned', '--no-fine-tuned'], 'cannot be used together'],
    [['--base', 'x', '--no-fine-tuned'], 'cannot be used together'],
    [['--exit-code'], '--exit-code works only with --retiring'],
    [['--columns', 'id', '--format', 'json'], '--columns and --format json cannot be used together'],
    [['--columns', 'id', '--ids'], '--ids and --columns cannot be used together'],
    [['--columns', 'id', '--transform', 'id'], '--columns and --transform cannot be used together'],
    [['--no-headers', '--format', 'yaml'], '--no-headers and --format yaml cannot be used together'],
    ...[
      '--search=a',
      '--match=a',
      '--owned-by=a',
      '--fine-tuned',
      '--base=a',
      '--created-after=1d',
      '--retiring',
      '--sort=id',
      '--max-items=1',
      '--details',
    ].map((flag): [string[], string] => [
      [flag, '--format', 'raw'],
      `${flag.split('=')[0]} and --format raw cannot be used together`,
    ]),
  ])('%j', async (flags, says) => {
    const got = await run(['models', 'list', ...flags], {});
    expect({ code: got.code, stdout: got.stdout, requests: got.requests }).toEqual({
      code: 2,
      stdout: '',
      requests: [],
    });
    expect(got.stderr).toContain(says);
  });
});
