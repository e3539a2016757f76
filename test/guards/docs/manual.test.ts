/** The manual pages and the reference page: whole, escaped, and written where they should be. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualPages } from '../../../src/cli/manual.ts';
import { referencePage } from '../../../src/cli/reference.ts';
import { flowing, plain } from '../../../src/cli/roff.ts';
import { COLUMN_NAMES } from '../../../src/spec/columns.ts';
import { COMMAND_NAMES, COMMANDS } from '../../../src/spec/commands.ts';
import { FLAGS, type FlagName, GLOBAL_FLAGS, specOf } from '../../../src/spec/flags.ts';
import { FORMAT_NAMES } from '../../../src/spec/formats.ts';
import { type CommandSpec, EXITS } from '../../../src/spec/types.ts';
import { isThere, type Program } from '../../support/programs.ts';
import { run } from '../../support/run.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The part of a Markdown page under a heading, as far as the next of its rank. */
function section(page: string, heading: string): string {
  const [, after = ''] = page.split(`\n${heading}\n`);
  return after.split('\n## ')[0] as string;
}

describe('the reference', () => {
  const page = referencePage();
  const global: readonly string[] = GLOBAL_FLAGS;

  test('explains every flag, where it belongs', () => {
    const everywhere = section(page, '## Flags for every command');
    for (const name of (Object.keys(FLAGS) as FlagName[]).filter((flag) => !specOf(flag).hidden)) {
      const users = COMMAND_NAMES.filter((command) => (COMMANDS[command].flags as readonly string[]).includes(name));
      const places = global.includes(name) ? [everywhere] : users.map((command) => section(page, `## ${command}`));
      expect(places.length, name).toBeGreaterThan(0);
      for (const place of places) {
        expect(place).toMatch(new RegExp(`^- \`(?:-\\w, )?--${name}: \\S`, 'm'));
        expect(place.toLowerCase()).toContain(specOf(name).hint.toLowerCase());
        for (const value of specOf(name).values ?? []) expect(place).toContain(`"${value}"`);
      }
    }
  });

  test.each(COMMAND_NAMES)('%s: usage, examples, exit codes', (name) => {
    const spec: CommandSpec = COMMANDS[name];
    const text = section(page, `## ${name}`);
    expect(text).toContain(`\`$ openai ${name}`);
    for (const { command } of spec.examples) expect(text).toContain(`\n${command}\n`);
    for (const part of ['### Parameters', '### Example', `${spec.exits.join(', ')}`]) expect(text).toContain(part);
    if (spec.returns) {
      expect(text).toContain('### Returns');
      const [, json = ''] = /#### Response\n\n```json\n([\s\S]*?)```/.exec(text) ?? [];
      expect(JSON.parse(json)).toBeTypeOf('object');
    }
  });

  test('lists columns, formats and exit codes', () => {
    for (const name of COLUMN_NAMES) expect(section(page, '## Columns')).toContain(`| \`${name}\` |`);
    for (const name of FORMAT_NAMES) expect(section(page, '## Formats')).toContain(`| \`${name}\` |`);
    for (const code of Object.keys(EXITS)) expect(section(page, '## Exit codes')).toContain(`| \`${code}\` |`);
  });

  test('is what the command prints, and what is checked in', async () => {
    expect((await run(['docs', 'reference'])).stdout).toBe(page);
    expect(readFileSync(join(root, 'docs/reference.md'), 'utf8')).toBe(page);
  });
});

describe('the manual', () => {
  const pages = manualPages();

  test('has a page for openai and for each command, checked in and shipped', () => {
    const files = pages.map(({ file }) => file);
    expect(files).toEqual(['openai.1', ...COMMAND_NAMES.map((name) => `openai-${name.replaceAll(' ', '-')}.1`)]);
    expect(readdirSync(join(root, 'man')).sort()).toEqual([...files].sort());
    for (const { file, text } of pages) expect(readFileSync(join(root, 'man', file), 'utf8')).toBe(text);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect([...manifest.man].sort()).toEqual(files.map((file) => `man/${file}`).sort());
    expect(manifest.files).toContain('man');
  });

  test.each(COMMAND_NAMES)('%s: every flag, example and exit code', (name) => {
    const spec: CommandSpec = COMMANDS[name];
    const { text = '' } = pages.find(({ file }) => file === `openai-${name.replaceAll(' ', '-')}.1`) ?? {};
    for (const flag of spec.flags) expect(text).toContain(plain(`--${flag}`));
    for (const { command } of spec.examples) expect(text).toContain(`\n${plain(command)}\n`);
    for (const exit of [0, 1, 2, 130, ...spec.exits]) expect(text).toContain(`\n\\fB${exit}\\fR\n`);
  });

  test('the main page: every command, flag of all and variable', () => {
    const text = pages[0]?.text ?? '';
    for (const name of COMMAND_NAMES) expect(text).toContain(`\n\\fB${plain(name)}\\fR\n`);
    for (const flag of GLOBAL_FLAGS) expect(text).toContain(plain(`--${flag}`));
    for (const flag of Object.keys(FLAGS) as FlagName[])
      expect(text).toContain(specOf(flag).env ? `\n\\fB${specOf(flag).env}\\fR\n` : '');
  });

  test('text stays text', () => {
    expect(plain("a\\b -x '~^`'")).toBe('a\\eb \\-x \\(aq\\(ti\\(ha\\(ga\\(aq');
    expect(flowing('.TH is no macro')).toBe('\\&.TH is no macro');
    const lines = flowing(`${'word '.repeat(15)}.dots here ${'word '.repeat(30)}`.trim()).split('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toMatch(/^[^.]|^\\&\./);
  });

  const checkers: [Program, string[]][] = [
    ['mandoc', ['-T', 'lint']],
    ['groff', ['-ww', '-man', '-Tutf8']],
  ];
  describe.each(checkers)('%s', (program, args) => {
    // Whoever does not have it is told at the end of the run: test/support/say-missing.ts.
    test.runIf(isThere(program))('finds nothing to say', () => {
      for (const { file } of pages) {
        const { stdout, stderr, status } = spawnSync(program, [...args, join(root, 'man', file)], { encoding: 'utf8' });
        expect({ file, said: program === 'mandoc' ? stdout + stderr : stderr, status }).toEqual({
          file,
          said: '',
          status: 0,
        });
      }
    });
  });
});

describe('writing the manual', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'openai-man-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const files = manualPages().map(({ file }) => file);
  const text = manualPages()[0]?.text;

  test('to a folder that is made', async () => {
    const target = join(folder, 'deep/man');
    const { code, stdout, stderr } = await run(['docs', 'man', '-o', target]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe(`The manual is in ${target}. Open it: man -l ${target}/openai.1\n`);
    expect(readdirSync(target).sort()).toEqual([...files].sort());
    expect(readFileSync(join(target, 'openai.1'), 'utf8')).toBe(text);
    expect(statSync(join(target, 'openai.1')).mode & 0o777).toBe(0o644);
  });

  test('compressed, the same bytes each time', async () => {
    const target = join(folder, 'gz');
    for (const _ of [1, 2]) expect((await run(['docs', 'man', '-o', target, '--gzip', '--quiet'])).stderr).toBe('');
    expect(readdirSync(target).sort()).toEqual(files.map((file) => `${file}.gz`).sort());
    expect(gunzipSync(readFileSync(join(target, 'openai.1.gz'))).toString()).toBe(text);
  });

  test.each<[argv: string[], names: string[]]>([
    [[], ['openai.1.gz']],
    [['--gzip'], ['openai.1.gz']],
    [['--text'], ['openai.1', 'openai.1.gz']],
    [['--text', '--gzip=false'], ['openai.1']],
  ])('as the official CLI does: @manpages %j', async (argv, names) => {
    const target = mkdtempSync(join(folder, 'official-'));
    expect((await run(['@manpages', '-o', target, ...argv])).code).toBe(0);
    expect(readdirSync(join(target, 'man1')).filter((name) => /^openai\.1/.test(name))).toEqual(names);
  });

  test.each<[way: string, argv: (file: string) => string[]]>([
    ['a file in the way', (file) => ['docs', 'man', '-o', file]],
    ['a file further up', (file) => ['docs', 'man', '-o', join(file, 'man')]],
    ['a file where @manpages writes', (file) => ['@manpages', '-o', file]],
  ])('%s is an error that names it', async (_way, argv) => {
    const file = join(folder, 'file');
    writeFileSync(file, 'mine');
    const { code, stderr } = await run(argv(file));
    expect(code).toBe(1);
    expect(stderr).toContain(`${file} is a file, not a folder`);
    expect(stderr).toContain('--output DIR');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('a folder where a page should be is an error', async () => {
    const target = join(folder, 'blocked');
    mkdirSync(join(target, 'openai.1'), { recursive: true });
    const { code, stderr } = await run(['docs', 'man', '-o', target]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^openai: cannot use .*openai\.1: /);
    expect(readdirSync(target)).toEqual(['openai.1']);
  });

  test('wants a folder', async () => {
    const { code, stderr } = await run(['docs', 'man']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--output DIR') });
  });
});
