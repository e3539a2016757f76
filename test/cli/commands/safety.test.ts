/**
 * Text that came from a server, the command line or the environment cannot act on a terminal; a pipe gets the bytes
 * as they were.
 */
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../../src/spec/formats.ts';
import { ATTACKS, dangers, escaped, unescaped } from '../../support/attacks.ts';
import { CREATED, errorOf } from '../../support/models.ts';
import { type Outcome, run } from '../../support/run.ts';

const SPELLINGS = { escaped, unescaped };

/** A model that has the attack everywhere: in its id, owner, date, another field's name and value, and deeper. */
function hostile(attack: string, spell: (text: string) => string): string {
  const text = spell(attack);
  const deep = `{"k":[${text},{${text}:${text}}]}`;
  const rest = `"created":${CREATED},"owned_by":${text},"shutdown_date":${text},${text}:${text},"deep":${deep}`;
  return `{"id":${text},"object":"model",${rest}}`;
}

const attacks = Object.entries(ATTACKS).flatMap(([name, attack]) =>
  Object.entries(SPELLINGS).map(([spelling, spell]) => [name, spelling, hostile(attack, spell)] as const),
);

function expectSafe({ stdoutBytes, stderrBytes }: Pick<Outcome, 'stdoutBytes' | 'stderrBytes'>): void {
  expect({ stdout: dangers(stdoutBytes), stderr: dangers(stderrBytes) }).toEqual({ stdout: [], stderr: [] });
}

/** As above, for one format: the tabs of tsv are its own, the same number in every line. */
function expectSafeIn(format: string, { stdoutBytes, stderrBytes, stdout }: Outcome): void {
  const own = format === 'tsv' ? '\t' : '';
  const lines = stdout.split('\n').filter((line) => line !== '');
  const counts = lines.map((line) => line.split('\t').length);
  if (own) expect(new Set(counts).size).toBe(1);
  expectSafe({ stdoutBytes: own ? Buffer.from(stdout.replaceAll(own, ' ')) : stdoutBytes, stderrBytes });
}

/** As RFC 3986 lets a path segment be: its sub-delimiters, `:` and `@` stand as they are. */
function pathSegment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, decodeURIComponent);
}

test('the attacks are found where nothing is done about them', () => {
  for (const attack of Object.values(ATTACKS))
    expect(attack === ATTACKS['counterfeit row'] || dangers(Buffer.from(attack)).length > 0, attack).toBe(true);
  expect(() => dangers(Uint8Array.of(0x9b, 0x33))).toThrow();
});

/** A page is never written to a terminal. */
const ON_SCREENS = FORMAT_NAMES.filter((format) => format !== 'html');

describe.each(ON_SCREENS)('no attack reaches a terminal in %s', (format) => {
  const models = attacks.map(([, , model]) => model);
  const object = attacks.map(([, , model]) => model.slice(1, -1)).join(',');
  const list = `{"object":"list","data":[${models.join(',')}],${object}}`;
  const routes = { 'GET /v1/models': { body: list }, 'GET /v1/models/m': { body: `{${object}}` } };

  test.each([20, 80, 400])('from a list, %i columns wide', async (terminal) => {
    const got = await run(['models', 'list', '--format', format], { routes, terminal });
    expect(got.code, got.stderr).toBe(0);
    expectSafeIn(format, got);
  });

  test('from one model', async () => {
    const got = await run(['models', 'retrieve', 'm', '--format', format], { routes, terminal: 80 });
    expect(got.code, got.stderr).toBe(0);
    expectSafeIn(format, got);
  });
});

describe.each(attacks)('%s, %s', (_name, _spelling, model) => {
  const list = `{"object":"list",${model.slice(1, -1)},"data":[${model}]}`;
  const routes = { 'GET /v1/models': { body: list }, 'GET /v1/models/m': { body: model } };

  test.each<[argv: string[]]>([[['models', 'list']], [['models', 'list', '--ids']], [['models', 'get', 'm']]])(
    'cannot reach a terminal by %j',
    async (argv) => {
      const got = await run(argv, { routes, terminal: 200 });
      expect(got.code, got.stderr).toBe(0);
      expectSafe(got);
    },
  );

  test.each<[format: string, list: string, one: string]>([
    ['jsonl', `${model}\n`, `${model}\n`],
    ['raw', `${list}\n`, `${model}\n`],
  ])('in a pipe stays as it was: %s', async (format, listed, one) => {
    expect((await run(['models', 'list', '--format', format], { routes })).stdout).toBe(listed);
    expect((await run(['models', 'get', 'm', '--format', format], { routes })).stdout).toBe(one);
  });

  test('in a pipe stays as it was: json', async () => {
    const { stdout, json } = await run(['models', 'list', '--format', 'json'], { routes });
    expect(stdout).toContain(model.slice(1, model.indexOf(',"object"')).replace(':', ': '));
    expect(json).toEqual(JSON.parse(list));
  });

  test('in a pipe does not break the line of a table or of ids', async () => {
    const table = await run(['models', 'list', '--format', 'table'], { routes });
    expect(table.stdout.trimEnd().split('\n')).toHaveLength(2);
    const ids = await run(['models', 'list', '--ids'], { routes });
    expect(ids.stdout.match(/[\r\n]/g)).toHaveLength(1);
  });
});

describe.each(Object.entries(ATTACKS))('%s', (_name, attack) => {
  const argv = ['models', 'list', '--max-retries', '0'];

  test.each<[place: string, answer: { status?: number; body: string }]>([
    ['an error message', { status: 400, body: errorOf(`before ${attack} after`) }],
    ['an error that is text', { status: 500, body: `before ${attack} after` }],
    ['the title of a web page', { body: `<html><title>before ${attack} after</title></html>` }],
    ['the title of an error page', { status: 502, body: `<html><title>before ${attack} after</title></html>` }],
    ['the keys of an answer that is no list', { body: `{${escaped(attack)}:1,"message":${escaped(attack)}}` }],
  ])('in %s', async (_place, answer) => {
    const got = await run(argv, { routes: { 'GET /v1/models': answer }, terminal: { stderr: 80 } });
    expect(got.code).not.toBe(0);
    expectSafe(got);
  });

  test('in what was typed', async () => {
    const lines = [
      ['doctor', attack],
      ['models', 'list', `--${attack}`],
      ['models', 'list', '--format', attack],
      [`models${attack}`],
      ['help', attack],
      ['models', 'list', '--base-url', attack],
      ['models', 'list', '-H', attack],
      ['models', 'retrieve', attack, '--model', 'b'],
    ];
    for (const line of lines) {
      const got = await run(line, { terminal: 80 });
      expect(got.code, line.join(' ')).not.toBe(0);
      expectSafe(got);
    }
  });

  test('in the environment', async () => {
    const got = await run(['models', 'list'], { env: { OPENAI_SANDBOX: attack }, terminal: 80 });
    expect(got.code).toBe(2);
    expectSafe(got);
  });

  test('in the question before a deletion', async () => {
    const path = `/v1/models/${pathSegment(attack)}`;
    const routes = { [`GET ${path}`]: { body: hostile(attack, escaped) } };
    const got = await run(['models', 'delete', `--model=${attack}`], { routes, stdin: ['n'], terminal: 200 });
    expect(got.code).toBe(1);
    expect(got.stderr).toContain('[y/N]');
    expectSafe(got);
  });
});

test('bytes that are not UTF-8 do not reach a terminal', async () => {
  const body = Buffer.concat([
    Buffer.from('{"data":[{"id":"a'),
    Buffer.of(0x9b, 0x33, 0x31, 0x6d, 0xc0, 0x9b, 0xff),
    Buffer.from('"}]}'),
  ]);
  const routes = { 'GET /v1/models': { body } };
  for (const format of ON_SCREENS)
    expectSafeIn(format, await run(['models', 'list', '--format', format], { routes, terminal: 80 }));
  const { stdoutBytes } = await run(['models', 'list', '--format', 'raw'], { routes });
  expect(stdoutBytes.equals(Buffer.concat([body, Buffer.from('\n')]))).toBe(true);
});

test.each<[name: string, headers: Record<string, string>]>([
  ['an encoding', { 'content-encoding': 'x\u009b31m' }],
  ['a redirect', { location: 'ftp://evil\u009b31m/' }],
  ['a redirect to another host', { location: '//x\u009b31m/' }],
])('the header of %s does not reach a terminal', async (_name, headers) => {
  const status = 'location' in headers ? 302 : 200;
  const routes = { 'GET /v1/models': { status, headers, body: '{}' } };
  const got = await run(['models', 'list', '--max-retries', '0'], { routes, terminal: 80 });
  expect(got.code).not.toBe(0);
  expectSafe(got);
});

test('what is shown in place of a control is the escape that JSON would write', async () => {
  const body = `{"data":[{"id":"a\\u001b[31mb\\rc\\td\u202ee\u{e0074}"}]}`;
  const { stdout } = await run(['models', 'list'], { routes: { 'GET /v1/models': { body } }, terminal: 200 });
  expect(stdout).toContain('a\\u001b[31mb\\rc\\td\\u202ee\\udb40\\udc74');
});

test('JSON on a terminal is still the same JSON', async () => {
  for (const attack of Object.values(ATTACKS)) {
    const body = `{"object":"list","data":[${hostile(attack, unescaped)}]}`;
    const routes = { 'GET /v1/models': { body } };
    for (const format of ['json', 'raw']) {
      const { json } = await run(['models', 'list', '--format', format], { routes, terminal: 80 });
      expect(json).toEqual(JSON.parse(body));
    }
  }
});
