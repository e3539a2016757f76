import { describe, expect, test } from 'vitest';
import { CREATED, listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';

/** White space, a number that a double would spell anew, and keys around the list: all of it must survive. */
const BODY = `{"object":"list","x":1.50,"data":[
 {"id":"alpha","object":"model","created":${CREATED},"owned_by":"acme","size":1E400},
 {"id":"b:1","object":"model","created":0,"owned_by":null}
],"has_more":false}`;
const routes = { 'GET /v1/models': { body: BODY } };

const JSON_LINES = `{"id":"alpha","object":"model","created":${CREATED},"owned_by":"acme","size":1E400}
{"id":"b:1","object":"model","created":0,"owned_by":null}
`;
const DOCUMENT = `{
  "object": "list",
  "x": 1.50,
  "data": [
    {
      "id": "alpha",
      "object": "model",
      "created": ${CREATED},
      "owned_by": "acme",
      "size": 1E400
    },
    {
      "id": "b:1",
      "object": "model",
      "created": 0,
      "owned_by": null
    }
  ],
  "has_more": false
}
`;
const YAML = `object: list
x: 1.50
data:
  - id: alpha
    object: model
    created: ${CREATED}
    owned_by: acme
    size: 1E400
  - id: b:1
    object: model
    created: 0
    owned_by: null
has_more: false
`;
const TABLE = `ID     KIND   CREATED     OWNER
alpha  other  2023-06-16  acme
b:1    other  -           -
`;
/** What is the same of all stands below, where room is short. */
const NARROW = `ID       AGE  OWNER
alpha  2.6 y  acme
b:1        -  -
`;

describe('models list shows', () => {
  test.each<[format: string, place: 'terminal' | 'pipe', stdout: string]>([
    ['auto', 'pipe', DOCUMENT],
    ['auto', 'terminal', NARROW],
    ['text', 'pipe', TABLE],
    ['text', 'terminal', NARROW],
    ['table', 'pipe', TABLE],
    ['table', 'terminal', NARROW],
    ['json', 'pipe', DOCUMENT],
    ['json', 'terminal', DOCUMENT],
    ['jsonl', 'pipe', JSON_LINES],
    ['jsonl', 'terminal', JSON_LINES],
    ['raw', 'pipe', `${BODY}\n`],
    ['raw', 'terminal', `${BODY}\n`],
    ['yaml', 'pipe', YAML],
    ['yaml', 'terminal', YAML],
    ['YAML', 'pipe', YAML],
  ])('%s in a %s', async (format, place, stdout) => {
    const terminal = place === 'terminal' ? { terminal: 80 } : {};
    const got = await run(['models', 'list', '--format', format], { routes, ...terminal });
    const stderr = stdout === NARROW ? 'Kind of all: other.\n' : '';
    expect({ stdout: got.stdout, stderr: got.stderr, code: got.code }).toEqual({ stdout, stderr, code: 0 });
    expect(got.requests).toHaveLength(1);
  });

  test.each<[args: string[], stdout: string]>([
    [['--ids'], 'alpha\nb:1\n'],
    [['--count'], '2\n'],
    [['--ids', '--format', 'text'], 'alpha\nb:1\n'],
    [['--count', '--format', 'auto'], '2\n'],
    [['--ids', '--max-items', '1'], 'alpha\n'],
    [['--count', '--max-items', '1'], '1\n'],
    [['--ids', '--max-items', '0'], ''],
    [['--count', '--max-items', '0'], '0\n'],
    [['--ids', '--max-items', '99'], 'alpha\nb:1\n'],
    [['--ids', '--max-items', '-1'], 'alpha\nb:1\n'],
    [['--format', 'raw', '--max-items', '-1'], `${BODY}\n`],
    [['--format', 'jsonl', '--max-items', '1'], `${JSON_LINES.split('\n')[0]}\n`],
    [['--format', 'jsonl', '--max-items', '0'], ''],
    [
      ['--format', 'json', '--max-items', '0'],
      '{\n  "object": "list",\n  "x": 1.50,\n  "data": [],\n  "has_more": false\n}\n',
    ],
    [['--format', 'yaml', '--max-items', '0'], 'object: list\nx: 1.50\ndata: []\nhas_more: false\n'],
    [['--format', 'table', '--max-items', '1'], 'ID     KIND   CREATED     OWNER\nalpha  other  2023-06-16  acme\n'],
  ])('%j', async (args, stdout) => {
    const got = await run(['models', 'list', ...args], { routes });
    expect({ stdout: got.stdout, stderr: got.stderr, code: got.code }).toEqual({ stdout, stderr: '', code: 0 });
  });

  test('color on a terminal, and none in text, however it is asked for', async () => {
    const env = { NO_COLOR: undefined };
    const painted = await run(['models', 'list'], { routes, env, terminal: 80 });
    expect(painted.stdout).toContain('\x1b[1malpha');
    const plain = await run(['models', 'list', '--format', 'text', '--color', 'always'], { routes, env, terminal: 80 });
    expect(plain.stdout).toBe(NARROW);
  });

  test('the shutdown column only where a model has such a date', async () => {
    const body = listOf(model('old', { shutdown_date: '2026-10-23' }), model('new', { shutdown_date: null }));
    const { stdout } = await run(['models', 'list', '--format', 'table'], { routes: { 'GET /v1/models': { body } } });
    expect(stdout).toBe(
      'ID   KIND   SHUTDOWN            CREATED     OWNER\n' +
        'old  other  2026-10-23 (281 d)  2023-06-16  acme\n' +
        'new  other                      2023-06-16  acme\n',
    );
  });

  test('one line an id, whatever the id holds', async () => {
    const body = listOf(model('a\nb'), model('c\r\nd'), model('e'), model('', { id: undefined }));
    const { stdout } = await run(['models', 'list', '--ids'], { routes: { 'GET /v1/models': { body } } });
    expect(stdout).toBe('"a\\nb"\n"c\\r\\nd"\ne\n');
  });
});

describe('models list of no models', () => {
  const empty = { body: '{"object":"list","data":[]}' };
  test.each<[args: string[], terminal: boolean, stdout: string, stderr: string]>([
    [[], false, '{\n  "object": "list",\n  "data": []\n}\n', ''],
    [['--format', 'jsonl'], false, '', ''],
    [['--format', 'yaml'], false, 'object: list\ndata: []\n', ''],
    [['--format', 'raw'], false, '{"object":"list","data":[]}\n', ''],
    [['--format', 'table'], false, '', 'a note'],
    [['--ids'], false, '', ''],
    [['--count'], false, '0\n', ''],
    [[], true, '', 'a note'],
    [['--quiet'], true, '', ''],
  ])('%j on a terminal: %s', async (args, terminal, stdout, stderr) => {
    const got = await run(['models', 'list', ...args], {
      routes: { 'GET /v1/models': empty },
      ...(terminal && { terminal: 80 }),
    });
    expect({ stdout: got.stdout, code: got.code }).toEqual({ stdout, code: 0 });
    expect(got.stderr).toMatch(stderr === '' ? /^$/ : /^No models\b.*\n$/);
  });
});

describe('models list reads the shape', () => {
  const plain = '{"id":"a"}\n';
  test.each<[name: string, body: string, stdout: string]>([
    ['a bare array', '[{"id":"a"}]', plain],
    ['models instead of data', '{"models":[{"id":"a"}]}', plain],
    ['result instead of data', '{"success":true,"result":[ {"id":"a"} ]}', plain],
    ['data that is null', '{"data":null,"object":"list"}', ''],
    ['data under an escaped key', '{"d\\u0061ta":[{"id":"a"}]}', plain],
    ['data before models', '{"data":[{"id":"a"}],"models":[{"id":"b"}]}', plain],
    ['models before data', '{"models":[{"id":"b"}],"data":[{"id":"a"}]}', plain],
    ['a byte order mark', '\ufeff{"data":[{"id":"a"}]}', plain],
    ['models that are no objects', '{"data":["a",1,null]}', '"a"\n1\nnull\n'],
    ['an error that is null', '{"error":null,"data":[{"id":"a"}]}', plain],
  ])('%s', async (_name, body, stdout) => {
    const got = await run(['models', 'list', '--format', 'jsonl'], { routes: { 'GET /v1/models': { body } } });
    expect({ stdout: got.stdout, stderr: got.stderr, code: got.code }).toEqual({ stdout, stderr: '', code: 0 });
  });

  test.each<[name: string, body: string]>([
    ['a bare array', '[{"id":"a"}]'],
    ['models instead of data', '{"models":[{"id":"a"}]}'],
  ])('%s as the document that everybody knows', async (_name, body) => {
    const { json } = await run(['models', 'list'], { routes: { 'GET /v1/models': { body } } });
    expect(json).toEqual({ object: 'list', data: [{ id: 'a' }] });
  });

  test('duplicate keys and a second list come out as they came in', async () => {
    const body = '{"object":"a","data":[{"id":"x","id":"y"}],"object":"b","data":[1]}';
    const { stdout } = await run(['models', 'list', '--format', 'json'], { routes: { 'GET /v1/models': { body } } });
    expect(stdout.replace(/\s/g, '')).toBe(body);
  });
});

describe('models list refuses', () => {
  test.each<[args: string[], names: string[]]>([
    [
      ['--ids', '--count'],
      ['--ids', '--count'],
    ],
    [
      ['--ids', '--format', 'json'],
      ['--ids', '--format json'],
    ],
    [
      ['--count', '--format', 'raw'],
      ['--count', '--format raw'],
    ],
    [
      ['--format', 'raw', '--max-items', '1'],
      ['--max-items', '--format raw'],
    ],
    [['--max-items', '-2'], ['--max-items']],
    [['--max-items', '1.5'], ['--max-items']],
    [['--max-items', 'ten'], ['--max-items']],
    [
      ['--format', 'jsn'],
      ['--format', 'json'],
    ],
    [['--model', 'a'], ['--model']],
    [['--yes'], ['--yes']],
  ])('%j, and asks no server', async (args, names) => {
    const { stdout, stderr, code, requests } = await run(['models', 'list', ...args]);
    expect({ stdout, code, requests }).toEqual({ stdout: '', code: 2, requests: [] });
    expect(stderr).toMatch(/^openai: /);
    for (const name of names) expect(stderr).toContain(name);
  });
});
