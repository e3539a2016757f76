/** Answers of more than 8 MiB are printed while they arrive; up to there they are checked whole. */
import { describe, expect, test } from 'vitest';
import { model } from '../../support/models.ts';
import { run } from '../../support/run.ts';

const MIB = 1 << 20;
const COUNT = 60_000;
const MODELS = Array.from({ length: COUNT }, (_, i) => model(`model-${i}`, { note: 'é'.repeat(40) }));
const IDS = MODELS.map((_, i) => `model-${i}\n`).join('');
const HEAD = '{"object":"list","data":[';
const TAIL = '],"after":[1, 2]}';
const LIST = Buffer.from(`${HEAD}${MODELS.join(',')}${TAIL}`);

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

const serve = (body: Buffer, more: { cut?: true } = {}) => ({
  'GET /v1/models': { body: pieces(body, 100_003), ...more },
});

describe('a list that is longer than what is checked whole', () => {
  test('is long enough for these tests', () => expect(LIST.length).toBeGreaterThan(8.5 * MIB));

  test.each<[args: string[], stdout: () => string]>([
    [['--ids'], () => IDS],
    [['--count'], () => `${COUNT}\n`],
    [['--format', 'jsonl'], () => `${MODELS.join('\n')}\n`],
    [['--format', 'raw'], () => `${LIST}\n`],
    [['--ids', '--max-items', '59999'], () => IDS.slice(0, IDS.lastIndexOf('model-'))],
    [['--ids', '--max-items', '3'], () => 'model-0\nmodel-1\nmodel-2\n'],
  ])('comes out whole: %j', async (args, stdout) => {
    const got = await run(['models', 'list', ...args], { routes: serve(LIST) });
    expect({ stderr: got.stderr, code: got.code }).toEqual({ stderr: '', code: 0 });
    // Compared as a truth value: a report of the difference would be megabytes long.
    expect(got.stdout === stdout()).toBe(true);
  });

  test.each(['json', 'yaml', 'table'])('is one document: %s', async (format) => {
    const { stdout, stderr, code } = await run(['models', 'list', '--format', format], { routes: serve(LIST) });
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout.match(/\bmodel-\d+\b/g)).toHaveLength(COUNT);
    if (format === 'json') expect(JSON.parse(stdout)).toEqual(JSON.parse(LIST.toString()));
  });

  test.each<[name: string, body: Buffer, more: { cut?: true }]>([
    ['early', LIST.subarray(0, LIST.length - TAIL.length - 30), {}],
    ['early, between two models', Buffer.from(LIST.toString().slice(0, -TAIL.length)), {}],
    ['early, after the list', Buffer.from(LIST.toString().slice(0, -1)), {}],
    ['with the connection', LIST.subarray(0, LIST.length - TAIL.length - 30), { cut: true }],
  ])('that ends %s is an error after its complete models', async (_name, body, more) => {
    const { stdout, stderr, code } = await run(['models', 'list', '--ids'], { routes: serve(body, more) });
    expect(code).toBe(7);
    expect(stderr).toMatch(/^openai: /);
    expect(IDS.startsWith(stdout)).toBe(true);
    expect(stdout.split('\n').length).toBeGreaterThan(COUNT / 2);
    expect(stdout.endsWith('\n')).toBe(true);
  });

  test('that is wrong somewhere late is an error too', async () => {
    const wrong = Buffer.from(LIST.toString().replace('{"id":"model-59990"', '{"id":model-59990'));
    const { stdout, stderr, code } = await run(['models', 'list', '--ids'], { routes: serve(wrong) });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^openai: .*invalid at byte [\d,]+/);
    expect(Number(/byte ([\d,]+)/.exec(stderr)?.[1]?.replaceAll(',', ''))).toBe(wrong.indexOf(':model-59990') + 1);
    expect(IDS.startsWith(stdout)).toBe(true);
  });
});

describe('a list that is checked whole', () => {
  const short = Buffer.from(`${HEAD}${MODELS.slice(0, 40_000).join(',')}`);

  test('is short enough for this test', () => expect(short.length).toBeLessThan(7.5 * MIB));

  test.each(['jsonl', 'raw', 'json', 'yaml'])('and ends early prints nothing: %s', async (format) => {
    const { stdout, code } = await run(['models', 'list', '--format', format], { routes: serve(short) });
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  });
});

describe('one huge model', () => {
  const note = 'é'.repeat(5 * MIB);
  const huge = model('huge', { note });

  test.each<[name: string, data: string[], ids: string]>([
    ['alone', [huge], 'huge\n'],
    ['first', [huge, model('b')], 'huge\nb\n'],
    ['between others', [model('a'), huge, model('b')], 'a\nhuge\nb\n'],
  ])('%s comes out', async (_name, data, ids) => {
    const body = Buffer.from(`${HEAD}${data.join(',')}${TAIL}`);
    expect((await run(['models', 'list', '--ids'], { routes: serve(body) })).stdout).toBe(ids);
    const { stdout } = await run(['models', 'list', '--format', 'jsonl'], { routes: serve(body) });
    expect(stdout === `${data.join('\n')}\n`).toBe(true);
  });

  test('under another name than data, too', async () => {
    const body = Buffer.from(`{"models":[${huge},${model('b')}]}`);
    expect((await run(['models', 'list', '--ids'], { routes: serve(body) })).stdout).toBe('huge\nb\n');
  });
});
