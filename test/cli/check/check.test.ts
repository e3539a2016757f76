/** What `models check` reads, finds and ends with. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runChild } from '../../support/child.ts';
import { ENTRIES, nodeEntry, requireBuilt } from '../../support/entries.ts';
import { plainEnvironment } from '../../support/run.ts';
import { git, inTree } from '../../support/tree.ts';
import { check, DAY, findingsIn } from './check.ts';

const OLD = 'MODEL = "gpt-4-0613"\n';
const SOON = 'MODEL = "gpt-4o-2024-08-06"\n';
const LATER = 'MODEL = "gpt-5.1"\n';
const paths = async (root: string, ...args: string[]) => (await findingsIn(root, args)).map(({ path }) => path);

describe('the exit code', () => {
  test.each<[files: string, args: readonly string[], code: number]>([
    [OLD, [], 1],
    [OLD, ['--fail-on', 'never'], 0],
    [SOON, [], 1],
    [SOON, ['--within', '30d'], 0],
    [SOON, ['--within', '30d', '--fail-on', 'warning'], 1],
    [LATER, [], 0],
    [LATER, ['--within', '6mo'], 1],
    [LATER, ['--fail-on', 'warning'], 1],
    ['MODEL = "gpt-6-sol"\n', ['--fail-on', 'warning'], 0],
    [OLD, ['--allow', 'gpt-4-*'], 0],
    [OLD, ['--allow', 'claude-*'], 1],
    [OLD, ['--exclude', 'a.py'], 0],
    [OLD, ['--exclude', '*.py'], 0],
    [OLD, ['--within', 'soon'], 2],
    [OLD, ['--format', 'csv'], 2],
    [OLD, ['--fail-on', 'info'], 2],
  ])('of %j with %j', async (text, args, code) => {
    await inTree({ 'a.py': text }, async (root) => expect((await check([root, ...args])).code).toBe(code));
  });

  test('is 2 for a path that is not there, which it names', async () => {
    const { code, stderr } = await check(['/nowhere/at-all']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('/nowhere/at-all') });
  });
});

describe('a finding', () => {
  test('says what, where, when, and what instead', async () => {
    await inTree({ 'src/a.py': '\nx = f("openai/gpt-3.5-turbo-0125")\n' }, async (root) => {
      const [found] = await findingsIn(root);
      expect(found).toEqual({
        path: 'src/a.py',
        line: 2,
        column: 8,
        text: 'openai/gpt-3.5-turbo-0125',
        model: 'gpt-3.5-turbo-0125',
        provider: 'openai',
        severity: 'error',
        status: 'retired',
        shutdown_date: '2026-10-23',
        replacement: 'gpt-5.6-terra',
        source: 'https://developers.openai.com/api/docs/deprecations',
        firm: true,
        recommended: 'gpt-5.6-terra',
        changes: expect.stringContaining('context 16,385 -> '),
      });
    });
  });

  test.each<[text: string, expected: object]>([
    ['"azure/gpt-4-0613"', { provider: 'azure', shutdown_date: '2025-06-06', replacement: 'gpt-5.6-sol' }],
    ['"gemini-embedding-001"', { severity: 'warning', status: 'deprecated', firm: false }],
    ['"gemini-omni-flash-preview"', { severity: 'error', status: 'deprecated', firm: false }],
    ['"command-light"', { severity: 'warning', shutdown_date: null, firm: null }],
    ['"gpt-5"', { severity: 'error', status: 'deprecated', replacement: 'gpt-5.6-sol' }],
    ['"claude-sonnet-4-5"', { severity: 'error', provider: 'anthropic', replacement: 'claude-sonnet-5-5' }],
    ['"ft:gpt-4o-2024-08-06:acme::x"', { model: 'gpt-4o-2024-08-06', text: 'ft:gpt-4o-2024-08-06:acme::x' }],
    ['"us.anthropic.claude-3-7-sonnet-20250219-v1:0"', { provider: 'bedrock', replacement: null }],
    ['"vertex_ai/gemini-2.5-pro"', { provider: 'vertex', severity: 'error' }],
  ])('of %s', async (text, expected) => {
    await inTree({ 'a.py': text }, async (root) => expect(await findingsIn(root)).toMatchObject([expected]));
  });

  test.each(['"gpt-4o"', '"gemini-2.5-pro"', '"azure/gpt-5.4"', '"claude-haiku-4-5"', '"gpt-5.6-sol"'])(
    'is none of %s',
    async (text) => {
      await inTree({ 'a.py': text }, async (root) => expect(await findingsIn(root)).toEqual([]));
    },
  );

  test('of every use is listed with --used', async () => {
    await inTree({ 'a.py': '"gpt-4o" "gpt-4-0613" "claude-haiku-4-5"' }, async (root) => {
      const found = await findingsIn(root, ['--used']);
      expect(found.map(({ model, severity, status }) => [model, severity, status])).toEqual([
        ['gpt-4o', null, 'active'],
        ['gpt-4-0613', 'error', 'retired'],
        ['claude-haiku-4-5', null, 'active'],
      ]);
      expect((await check([root, '--used', '--allow', 'gpt-4-*'])).code).toBe(0);
    });
  });
});

describe('the files', () => {
  const TREE = {
    'a.py': OLD,
    'b/.gitignore': '*.gen.py\n!keep.gen.py\n',
    'b/x.gen.py': OLD,
    'b/keep.gen.py': OLD,
    'c/package-lock.json': OLD,
    'c/yarn.lock': OLD,
    'c/app.min.js': OLD,
    'c/node_modules/x/index.js': OLD,
    'c/vendor/x.go': OLD,
    'c/tool': Buffer.from(`\x7fELF\0${OLD}`),
    'c/large.json': OLD + ' '.repeat(1 << 20),
    'dist/x.js': OLD,
  };
  const READ = ['a.py', 'b/keep.gen.py', 'dist/x.js'];

  test('are what .gitignore leaves, without foreign ones', async () => {
    await inTree(TREE, async (root) => expect(await paths(root)).toEqual(READ));
  });

  test('are what git tracks or does not ignore', async () => {
    await inTree(TREE, async (root) => {
      git(root, 'init', '-q');
      expect(await paths(root)).toEqual(READ);
      git(root, 'add', '-f', 'b/x.gen.py');
      expect(await paths(root)).toEqual(['a.py', 'b/keep.gen.py', 'b/x.gen.py', 'dist/x.js']);
      rmSync(join(root, 'a.py'));
      git(root, 'add', 'dist');
      expect(await paths(root)).toEqual(['b/keep.gen.py', 'b/x.gen.py', 'dist/x.js']);
    });
  });

  test('are read in any case where they are named', async () => {
    await inTree(TREE, async (root) => {
      const named = ['c/yarn.lock', 'c/app.min.js', 'c/large.json', 'b/x.gen.py', 'c/vendor/x.go'];
      const { json } = await check([...named.map((path) => join(root, path)), '--format', 'json']);
      const found = (json as { findings: { path: string }[] }).findings;
      expect(found.map(({ path }) => path.slice(root.length + 1))).toEqual(named.toSorted());
    });
  });

  test('of a folder that git ignores are read where it is named', async () => {
    await inTree({ '.gitignore': 'out/\n', 'out/a.py': OLD }, async (root) => {
      git(root, 'init', '-q');
      expect(await paths(root)).toEqual([]);
      expect(await paths(join(root, 'out'))).toEqual(['a.py']);
    });
  });

  test('are left out by patterns, several, with folders', async () => {
    await inTree({ 'docs/a.md': '`gpt-4-0613`', 'src/a.py': OLD, 'src/t/b.py': OLD, 'c.py': OLD }, async (root) => {
      expect(await paths(root, '--exclude', 'docs/', '--exclude', 'src/t')).toEqual(['c.py', 'src/a.py']);
      // As seen from the folder that the command runs in, too.
      const args = ['models', 'check', 'src', '--exclude', 'src/t/', '--format', 'json'];
      const { stdout } = await runChild([...nodeEntry.command, ...args], { cwd: root, env: plainEnvironment(root) });
      expect(JSON.parse(stdout.toString())).toMatchObject({ files: 1 });
      expect(await paths(root, '--exclude', '/c.py', '--exclude', '**/a.*')).toEqual(['src/t/b.py']);
    });
  });

  test('are read once, though two paths lead there', async () => {
    await inTree({ 'src/a.py': OLD }, async (root) => {
      const { json } = await check([root, join(root, 'src'), join(root, 'src/a.py'), '--format', 'json']);
      expect(json).toMatchObject({ files: 1, errors: 1 });
    });
  });

  test('that are no files, or lead out of the tree, are skipped', async () => {
    await inTree({ 'in/a.py': OLD, 'out/secret.py': OLD }, async (root) => {
      const inside = join(root, 'in');
      symlinkSync('.', join(inside, 'loop'));
      symlinkSync('self', join(inside, 'self'));
      symlinkSync(join(root, 'out'), join(inside, 'folder'));
      symlinkSync(join(root, 'out/secret.py'), join(inside, 'link.py'));
      symlinkSync('nowhere', join(inside, 'dangling'));
      execFileSync('mkfifo', [join(inside, 'pipe.py')]);
      for (const isRepository of [false, true]) {
        if (isRepository) git(inside, 'init', '-q');
        const { json, stderr, code } = await check([inside, '--format', 'json']);
        expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
        expect(json).toMatchObject({ files: 1, errors: 1 });
      }
    });
  });

  test('that may not be read are said, and the rest is checked', async () => {
    await inTree({ 'a.py': OLD, 'b.py': OLD }, async (root) => {
      chmodSync(join(root, 'a.py'), 0);
      chmodSync(root, 0o755);
      // Root may read anything.
      const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      const options = { cwd: root, env: plainEnvironment(root), ...user };
      const { stdout, stderr, exit } = await runChild(
        [...nodeEntry.command, 'models', 'check', '--format', 'json'],
        options,
      );
      expect({ exit, stderr: stderr.toString() }).toEqual({
        exit: 1,
        stderr: 'Warning: not read: a.py: permission denied\n',
      });
      expect(JSON.parse(stdout.toString())).toMatchObject({ errors: 1, files: 1 });
    });
  });

  test('that are no text, or no files, are said where they are named', async () => {
    await inTree({ 'a.bin': Buffer.from('a\0gpt-4-0613') }, async (root) => {
      execFileSync('mkfifo', [join(root, 'pipe')]);
      const { stderr, code } = await check([join(root, 'a.bin'), join(root, 'pipe'), '--format', 'json']);
      expect(code).toBe(0);
      expect(stderr.replaceAll(root, 'R')).toBe(
        'Warning: not read: R/a.bin: it is not text\nWarning: not read: R/pipe: it is not a file\n',
      );
    });
  });

  test('that are gone meanwhile are said, and the rest is checked', async () => {
    await inTree({ 'a.py': OLD, 'b.py': OLD }, async (root) => {
      git(root, 'init', '-q');
      git(root, 'add', '.');
      rmSync(join(root, 'a.py'));
      const { json, stderr, code } = await check([root, '--format', 'json']);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('a.py: it does not exist') });
      expect(json).toMatchObject({ errors: 1, files: 1 });
    });
  });

  test('run nothing of the tree: git is not asked to start its programs', async () => {
    await inTree({ 'a.py': OLD, 'evil.sh': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n' }, async (root) => {
      git(root, 'init', '-q');
      chmodSync(join(root, 'evil.sh'), 0o755);
      git(root, 'config', 'core.fsmonitor', join(root, 'evil.sh'));
      git(root, 'config', 'core.hooksPath', root);
      expect(await paths(root)).toEqual(['a.py']);
      expect(execFileSync('ls', [root], { encoding: 'utf8' })).not.toContain('ran');
    });
  });

  test('of a line of megabytes are read in place', async () => {
    const filler = 'var a="b";'.repeat(500_000);
    await inTree({ 'a.js': `${filler}"gpt-4-0613"${filler}é"claude-2.1"` }, async (root) => {
      const { json } = await check([join(root, 'a.js'), '--format', 'json']);
      expect((json as { findings: object[] }).findings).toMatchObject([
        { line: 1, column: filler.length + 2, text: 'gpt-4-0613' },
        { line: 1, column: 2 * filler.length + 15, text: 'claude-2.1' },
      ]);
    });
  });
});

describe('the datasets', () => {
  test('are noted when they are old', async () => {
    await inTree({}, async (root) => {
      mkdirSync(join(root, 'empty'));
      expect((await check([root], { now: DAY + 60 * 86_400_000 })).stderr).toBe('');
      expect((await check([root], { now: DAY + 100 * 86_400_000 })).stderr).toContain('2026-10-16, 142 days ago');
    });
  });
});

describe('--live', () => {
  const list = (...models: object[]) => ({
    'GET /v1/models': { body: JSON.stringify({ object: 'list', data: models }) },
  });

  test('takes the list and the dates of the endpoint', async () => {
    const routes = list(
      { id: 'gpt-4o', shutdown_date: null },
      { id: 'gpt-4-0613', shutdown_date: null },
      { id: 'gpt-5.4', shutdown_date: '2026-12-24' },
    );
    await inTree(
      { 'a.py': '"gpt-4o" "gpt-4-0613" "gpt-5.4" "gpt-5.5" "claude-opus-4-8" "my-model-1"' },
      async (root) => {
        const found = await findingsIn(root, ['--live'], { routes });
        expect(found.map(({ model, status, shutdown_date }) => [model, status, shutdown_date])).toEqual([
          ['gpt-5.4', 'deprecated', '2026-12-24'],
          ['gpt-5.5', 'missing', null],
        ]);
      },
    );
  });

  test('looks for fine-tuned models by their whole id', async () => {
    const routes = list({ id: 'gpt-5.4' }, { id: 'ft:gpt-5.4:acme::a' });
    await inTree({ 'a.py': '"ft:gpt-5.4:acme::a" "ft:gpt-5.4:acme::b"' }, async (root) => {
      const found = await findingsIn(root, ['--live'], { routes });
      expect(found.map(({ text, status }) => [text, status])).toEqual([['ft:gpt-5.4:acme::b', 'missing']]);
    });
  });

  test('fails as a list does', async () => {
    const routes = { 'GET /v1/models': { status: 401, body: '{"error":{"message":"no"}}' } };
    await inTree({ 'a.py': OLD }, async (root) => expect((await check([root, '--live'], { routes })).code).toBe(4));
  });
});

describe.each(ENTRIES)('$name', (entry) => {
  test('finds it in a git work tree, and ends with 1', async () => {
    requireBuilt(entry);
    await inTree({ '.gitignore': 'x/\n', 'x/a.py': OLD, 'b/a.py': OLD }, async (root) => {
      git(root, 'init', '-q');
      const options = { cwd: root, env: plainEnvironment(root) };
      const { stdout, stderr, exit } = await runChild([...entry.command, 'models', 'check'], options);
      expect({ exit, stderr: stderr.toString() }).toEqual({ exit: 1, stderr: '' });
      expect(stdout.toString()).toMatch(
        /^b\/a\.py\n {2}1:10 {2}error {4}gpt-4-0613 was shut down on 2026-10-23; use gpt-5\.6-sol \(.*\)\n\nopenai: bydtech-model-retire .*\n1 error in 1 file; 2 files read\n$/,
      );
    });
  });
});
