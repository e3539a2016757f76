/** Every format of `models check`: what it is held against, and that nothing of a tree reaches the terminal. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { CHECK_FORMAT_NAMES } from '../../../src/spec/check-flags.ts';
import { ROOT } from '../../guards/structure/source.ts';
import { git, inTree } from '../../support/tree.ts';
import { check } from './check.ts';

const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const ajv = addFormats.default(new Ajv.Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
const isReport = ajv.compile(read('docs/schema/check.schema.json'));
const { definitions } = read('docs/schema/check.schema.json');
const isFinding = ajv.compile({ definitions, $ref: '#/definitions/finding' });
const isSarif = ajv.compile(read('test/support/sarif-schema-2.1.0.json'));

const TREE = {
  'src/a.py': 'A = "openai/gpt-3.5-turbo-0125"\nB = "gpt-5.1"\n',
  'src/b.ts': "export const m = ['gpt-4-0613', 'gpt-4-0613', 'gpt-6-sol'];\n",
  'c d/é 🙂.yaml': 'model: command-light\ntuned: ft:gpt-4o-2024-08-06:acme::x\n',
};

describe('json', () => {
  test.each([[[]], [['--used']], [['--fail-on', 'never', '--within', '6mo']]])(
    'is as its schema says, with %j',
    async (args) => {
      await inTree(TREE, async (root) => {
        const { json } = await check([root, '--format', 'json', ...args]);
        expect(isReport(json), JSON.stringify(isReport.errors)).toBe(true);
      });
    },
  );

  test('has its keys in order, and counts that are right', async () => {
    await inTree(TREE, async (root) => {
      const { json, stdout } = await check([root, '--format', 'json']);
      const report = json as { findings: { severity: string }[] };
      expect(Object.keys(report)).toEqual(['object', 'files', 'errors', 'warnings', 'findings', 'datasets']);
      expect(json).toMatchObject({ object: 'check', files: 3, errors: 4, warnings: 2 });
      expect(stdout).toBe(`${JSON.stringify(json, null, 2)}\n`);
    });
  });

  test('of nothing is a report too', async () => {
    await inTree({}, async (root) => {
      const { json, stdout } = await check([root, '--format', 'json']);
      expect(isReport(json)).toBe(true);
      expect(stdout).toBe(`${JSON.stringify(json, null, 2)}\n`);
    });
  });

  test('has as lines the same findings', async () => {
    await inTree(TREE, async (root) => {
      const { json } = await check([root, '--format', 'json']);
      const { stdout } = await check([root, '--format', 'jsonl']);
      const lines = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines).toEqual((json as { findings: object[] }).findings);
      for (const line of lines) expect(isFinding(line)).toBe(true);
    });
  });
});

describe('sarif', () => {
  test('is as the published schema says, with places, levels and fixes', async () => {
    await inTree(TREE, async (root) => {
      const { json, code } = await check([root, '--format', 'sarif', '--used']);
      expect(isSarif(json), JSON.stringify(isSarif.errors)).toBe(true);
      expect(code).toBe(1);
      const { results, columnKind } = (json as { runs: { columnKind: string; results: Record<string, unknown>[] }[] })
        .runs[0] ?? { results: [] };
      expect(columnKind).toBe('utf16CodeUnits');
      expect(results.map(({ level, ruleId }) => `${level} ${ruleId}`)).toEqual([
        'warning deprecated-model',
        'error deprecated-model',
        'error retired-model',
        'warning deprecated-model',
        'error retired-model',
        'error retired-model',
        'note active-model',
      ]);
      expect(results[2]).toMatchObject({
        locations: [{ physicalLocation: { region: { startLine: 1, startColumn: 6, endColumn: 31 } } }],
        fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'openai/gpt-5.6-terra' } }] }] }],
      });
    });
  });

  test('of nothing is valid', async () => {
    await inTree({}, async (root) => expect(isSarif((await check([root, '--format', 'sarif'])).json)).toBe(true));
  });
});

test('github has a command for each place, with what would break it escaped', async () => {
  await inTree({ 'a,b:c%.py': '"gpt-4-0613"\n' }, async (root) => {
    const { stdout } = await check([join(root, 'a,b:c%.py'), '--format', 'github']);
    expect(stdout.replaceAll(root, '')).toBe(
      '::error file=/a%2Cb%3Ac%25.py,line=1,endLine=1,col=2,endColumn=12,title=gpt-4-0613 was shut down on 2026-10-23::' +
        'gpt-4-0613 was shut down on 2026-10-23; use gpt-5.6-sol (input $30 -> $4, output $60 -> $20, context 8,192 -> 1,050,000). ' +
        'https://developers.openai.com/api/docs/deprecations\n',
    );
  });
});

test('text goes by file, table and markdown by model', async () => {
  await inTree(TREE, async (root) => {
    const plain = async (format: string) => (await check([root, '--format', format])).stdout.replaceAll(root, 'R');
    expect(await plain('text')).toMatch(
      /^R\/c d\/é 🙂\.yaml\n {2}1:8 {2}warning {2}command-light is deprecated, with no shutdown date yet; use command-r-08-2024.*\n/,
    );
    expect(await plain('text')).toMatch(/\n4 errors, 2 warnings in 3 files; 3 files read\n$/);
    expect((await plain('table')).split('\n')[0]).toMatch(/^MODEL +PROVIDER +STATUS +USES +FILES +END +REPLACEMENT$/);
    expect(await plain('table')).toMatch(/\ngpt-4-0613 +openai +retired +2 +1 +2026-10-23 +gpt-5\.6-sol\n/);
    expect(await plain('markdown')).toContain('| error | `gpt-4-0613` | was shut down on 2026-10-23 ([source](https');
    expect(await plain('markdown')).toContain('`R/src/b.ts:1:20`<br>`R/src/b.ts:1:34`');
  });
});

describe('diff', () => {
  const FILES: Record<string, string | Uint8Array> = {
    'a.py': 'A = "openai/gpt-3.5-turbo-0125"\n',
    'several.ts': "x = ['gpt-4-0613', '🙂', `gpt-4-0613`, 'text-davinci-003'];\n\n\n\n\n\n\n\n\n\nconst y = 'o1';\n",
    'crlf.ini': '[bot]\r\nmodel=gpt-4-0613\r\nfallback=gpt-3.5-turbo\r\n',
    'no-end.env': 'A=1\nMODEL=gpt-4-turbo',
    'bom.cs': '\ufeffstring a = "gpt-4-0613";\n',
    'latin1.properties': Buffer.from('titel=Gr\xf6\xdfe gpt-4-0613\n', 'latin1'),
    'broken.py': Buffer.from('x = "\xe2\x82 gpt-4-0613" # \xf0\x9f\x99 gpt-4-0613\n', 'latin1'),
    'book.ipynb': '{"cells":[{"source":["m = \\"gpt-4-0613\\"\\n","\\tx(\'claude-2.1\')"]}]}\n',
    'with space/ü "q".py': 'M = "gpt-4-0613"\n',
    'tab\there.py': 'M = "gpt-4-0613"\n',
    'new\nline.py': 'M = "gpt-4-0613"\n',
    '-dash.py': 'M = "gpt-4-0613"\n',
    'far.md': `${'x\n'.repeat(40)}\`gpt-4-0613\`\n${'y\n'.repeat(40)}\`gpt-4-32k\`\n`,
  };

  test('puts every replacement in, and nothing is left', async () => {
    await inTree(FILES, async (root) => {
      git(root, 'init', '-q');
      git(root, 'add', '-A');
      const diff = await inFolder(root, ['--format', 'diff']);
      writeFileSync(join(root, '.git/d.patch'), diff);
      git(root, 'apply', '--check', '.git/d.patch');
      git(root, 'apply', '.git/d.patch');
      expect(JSON.parse((await inFolder(root, ['--format', 'json'])).toString()).findings).toEqual([]);
      expect(readFileSync(join(root, 'a.py'), 'utf8')).toBe('A = "openai/gpt-5.6-terra"\n');
      expect(readFileSync(join(root, 'crlf.ini'), 'utf8')).toBe(
        '[bot]\r\nmodel=gpt-5.6-sol\r\nfallback=gpt-5.6-terra\r\n',
      );
      expect(readFileSync(join(root, 'no-end.env'), 'utf8')).toBe('A=1\nMODEL=gpt-5.6-sol');
      expect(readFileSync(join(root, 'latin1.properties'))).toEqual(
        Buffer.from('titel=Gr\xf6\xdfe gpt-5.6-sol\n', 'latin1'),
      );
      expect(readFileSync(join(root, 'broken.py'))).toEqual(
        Buffer.from('x = "\xe2\x82 gpt-5.6-sol" # \xf0\x9f\x99 gpt-5.6-sol\n', 'latin1'),
      );
      expect(readFileSync(join(root, 'book.ipynb'), 'utf8')).toBe(
        '{"cells":[{"source":["m = \\"gpt-5.6-sol\\"\\n","\\tx(\'claude-opus-4-8\')"]}]}\n',
      );
      expect(git(root, 'diff', '--stat', '--', 'several.ts')).toContain('2 insertions(+), 2 deletions(-)');
    });
  });

  test('is for the folder that it is made in', async () => {
    await inTree({ 'sub/a.py': 'M = "gpt-4-0613"\n' }, async (root) => {
      git(root, 'init', '-q');
      const diff = await inFolder(join(root, 'sub'), ['--format', 'diff']);
      execFileSync('git', ['apply'], { cwd: join(root, 'sub'), input: diff });
      expect(readFileSync(join(root, 'sub/a.py'), 'utf8')).toBe('M = "gpt-5.6-sol"\n');
    });
  });

  test('leaves what nothing replaces', async () => {
    await inTree({ 'a.py': '"ft:gpt-4o-2024-08-06:acme::x" "sora-2"' }, async (root) =>
      expect((await check([root, '--format', 'diff'])).stdout).toBe(''),
    );
  });
});

/** The bytes that a run of the package in a folder prints. */
async function inFolder(cwd: string, args: readonly string[]): Promise<Buffer> {
  const { nodeEntry } = await import('../../support/entries.ts');
  const [file, ...first] = nodeEntry.command;
  const env = { PATH: process.env.PATH ?? '', HOME: cwd };
  return execFileSync(file, [...first, 'models', 'check', '--fail-on', 'never', ...args], { cwd, env });
}

describe('a hostile tree', () => {
  const ATTACK = '\x1b]0;owned\x07\x1b[2J\u202egpt\u202c\u2066';
  const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;

  test.each(CHECK_FORMAT_NAMES)('shows nothing of it on a terminal in %s', async (format) => {
    const files = {
      [`${ATTACK}.py`]: `x = "gpt-4-0613" # ${ATTACK}\n${ATTACK}"o1"\n`,
      'line\nbreak.py': `"gpt-4-0613"${ATTACK}\n`,
      'a.py': `"ft:gpt-4o-2024-08-06:acme:x::${ATTACK}" "gpt-4-0613"\u202e\n`,
    };
    await inTree(files, async (root) => {
      const { stdout, stderr } = await check([root, '--format', format, '--no-pager'], { terminal: 100 });
      const plain = (text: string) => text.replaceAll('\r\x1b[K', '');
      expect(plain(stdout)).not.toMatch(UNSAFE);
      expect(plain(stderr)).not.toMatch(UNSAFE);
      expect(stdout).toContain('gpt-');
    });
  });

  test('keeps one place a line in a pipe', async () => {
    await inTree({ 'line\nbreak.py': '"gpt-4-0613"\n' }, async (root) => {
      for (const format of ['jsonl', 'github'])
        expect((await check([root, '--format', format])).stdout.trimEnd().split('\n')).toHaveLength(1);
    });
  });

  test('of a hundred thousand findings is shown whole', async () => {
    await inTree({}, async (root) => {
      mkdirSync(join(root, 'd'));
      for (let i = 0; i < 100; i++) writeFileSync(join(root, `d/${i}.py`), '"gpt-4-0613"\n'.repeat(1000));
      const { stdout } = await check([root, '--format', 'jsonl']);
      expect(stdout.split('\n')).toHaveLength(100_001);
    });
  });
});
