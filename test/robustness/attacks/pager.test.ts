/** Output that is longer than the screen goes through the pager of the user's choice. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { escaped } from '../../support/attacks.ts';
import { ENTRIES, requireBuilt, sharedOut } from '../../support/entries.ts';
import { errorOf, listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { type ScreenOptions, screenOf } from '../../support/terminal.ts';
import { leaks } from './leaks.ts';
import { TYPED } from './payloads.ts';

/** Keeps what it is given and the environment that pagers read, and shows a word. */
const RECORDER = `import { writeFileSync } from 'node:fs';
let text = '';
for await (const piece of process.stdin) text += piece;
writeFileSync(process.argv[2], JSON.stringify({ text, less: process.env.LESS }));
console.log('paged');`;

/** Leaves as soon as it has seen something, as somebody who presses q. */
const LEAVER = `import { writeFileSync } from 'node:fs';
process.stdin.once('data', () => {
  writeFileSync(process.argv[2], 'left');
  process.exit(0);
});`;

const LONG = Array.from({ length: 60 }, (_, i) => `model-${i}`);
/** Far more than a pipe and a pager's first page hold. */
const ENDLESS = Array.from({ length: 20_000 }, (_, i) => `model-${i}`);

describe.each(ENTRIES)('$name', (entry) => {
  const folder = mkdtempSync(join(tmpdir(), 'openai-pager-'));
  const file = join(folder, 'record');
  let server: ScriptedServer;
  let recorder = '';
  let leaver = '';

  beforeAll(async () => {
    requireBuilt(entry);
    const script = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return `"${process.execPath}" "${join(folder, name)}" "${file}"`;
    };
    recorder = script('recorder.mjs', RECORDER);
    leaver = script('leaver.mjs', LEAVER);
    server = await startServer({
      'GET /long/models': { body: listOf(...LONG.map((id) => model(id))) },
      'GET /short/models': { body: listOf(...LONG.slice(0, 5).map((id) => model(id))) },
      'GET /endless/models': { body: listOf(...ENDLESS.map((id) => model(id))) },
      'GET /none/models': { status: 404, body: errorOf('x\n'.repeat(100)) },
      'GET /hostile/models': { body: `{"data":[${LONG.map(() => `{"id":${escaped(TYPED)}}`).join(',')}]}` },
    });
  });
  beforeEach(() => rmSync(file, { force: true }));
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server?.stop();
  });

  const environment = (list: string, env: Record<string, string>) => ({
    NO_COLOR: '1',
    OPENAI_BASE_URL: `${server.origin}/${list}`,
    OPENAI_API_KEY: 'sk-test-SECRET',
    ...env,
  });
  const show = (list: string, env: Record<string, string>, flags: readonly string[] = [], size: ScreenOptions = {}) =>
    screenOf(entry, ['models', 'list', ...flags], { columns: 80, rows: 24, ...size, env: environment(list, env) });
  const record = () => JSON.parse(readFileSync(file, 'utf8')) as { text: string; less?: string };

  const formats = [
    [[]],
    [['--format', 'text']],
    [['--format', 'table']],
    [['--format', 'pretty']],
    [['--format', 'json']],
  ];
  test.each(sharedOut(formats, entry))('a list longer than the screen goes through PAGER, whole: %j', async (flags) => {
    const { text, exit } = await show('long', { PAGER: recorder }, [...flags, '--quiet']);
    expect({ text, exit }).toEqual({ text: 'paged\r\n', exit: 0 });
    const direct = await show('long', {}, [...flags, '--no-pager', '--quiet']);
    expect(record().text).toBe(direct.text.replaceAll('\r\n', '\n'));
    expect(LONG.filter((id) => !record().text.includes(id))).toEqual([]);
  });

  test('OPENAI_PAGER outweighs PAGER', async () => {
    await show('long', { OPENAI_PAGER: recorder, PAGER: 'false' });
    expect(record().text).toContain('model-59');
  });

  test('less gets -FRXd where LESS says nothing', async () => {
    await show('long', { PAGER: recorder });
    expect(record().less).toBe('FRXd');
    await show('long', { PAGER: recorder, LESS: '-S' });
    expect(record().less).toBe('-S');
  });

  const unpaged: readonly [
    name: string,
    list: string,
    env: Record<string, string>,
    flags: string[],
    size: ScreenOptions,
  ][] = [
    ['a list that fits', 'short', {}, [], {}],
    ['--no-pager', 'long', {}, ['--no-pager'], {}],
    ['a taller screen', 'long', {}, [], { rows: 100 }],
    ['TERM=dumb', 'long', { TERM: 'dumb' }, [], {}],
    ['TERM=unknown', 'long', { TERM: 'unknown' }, [], {}],
    ['OPENAI_PAGER=cat', 'long', { OPENAI_PAGER: 'cat' }, [], {}],
    ['an empty OPENAI_PAGER', 'long', { OPENAI_PAGER: '' }, [], {}],
    ['raw', 'long', {}, ['--format', 'raw'], {}],
    ['--ids', 'long', {}, ['--ids'], {}],
    ['--transform', 'long', {}, ['--transform', 'id'], {}],
  ];
  test.each(sharedOut(unpaged, entry))('%s is shown without a pager', async (_name, list, env, flags, size) => {
    const { text, exit } = await show(list, { PAGER: recorder, ...env }, flags, size);
    expect({ exit, paged: existsSync(file) }).toEqual({ exit: 0, paged: false });
    expect(text).toContain(list === 'short' ? 'model-4' : 'model-59');
  });

  test('PAGER=cat starts nothing, and shows everything', async () => {
    const { text, exit } = await show('long', { PAGER: 'cat' });
    expect(exit).toBe(0);
    expect(text).toContain('model-59');
  });

  test('a pipe never pages', async () => {
    const args = ['models', 'list', '--format', 'table'];
    const { stdout, code } = await run(args, { entry, env: environment('long', { PAGER: recorder }) });
    expect({ code, paged: existsSync(file) }).toEqual({ code: 0, paged: false });
    expect(stdout).toContain('model-59');
  });

  test('an error is not paged', async () => {
    const { text, exit } = await show('none', { PAGER: recorder });
    expect({ exit, paged: existsSync(file) }).toEqual({ exit: 5, paged: false });
    expect(text).toContain('openai: ');
  });

  test.each([['long'], ['endless']])('leaving the pager early is success and silent: %s', async (list) => {
    const { text, exit } = await show(list, { PAGER: leaver }, ['--quiet']);
    expect(readFileSync(file, 'utf8')).toBe('left');
    expect({ text, exit }).toEqual({ text: '', exit: 0 });
  });

  test('a pager that cannot be started costs nobody the list', async () => {
    const { text, exit } = await show('long', { PAGER: 'no-such-pager-anywhere' });
    expect(exit).toBe(0);
    expect(text).toContain('model-0');
    expect(text).toContain('model-59');
  });

  test('a pager gets safe text', async () => {
    await show('hostile', { PAGER: recorder });
    expect(record().text).toContain('\\u001b');
    expect(leaks(Buffer.from(record().text))).toEqual([]);
  });
});
