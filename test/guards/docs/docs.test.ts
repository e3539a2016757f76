/** The pages hold what the program prints today, and say it of every format. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { allServers } from '../../../src/servers/servers.ts';
import { FORMAT_NAMES } from '../../../src/spec/formats.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(root, 'docs/output.md'), 'utf8');
const servers = readFileSync(join(root, 'docs/servers.md'), 'utf8');

function renew(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stderr };
}

test('the generated blocks of docs/ are up to date', () => {
  expect(renew('--check')).toEqual({ status: 0, stderr: '' });
});

describe('the check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openai-docs-'));
  const file = join(folder, 'output.md');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('fails on one changed byte and changes nothing; without it the page is mended', () => {
    const stale = page.replace('gpt-4,openai', 'gpt-4,opena1');
    expect(stale).not.toBe(page);
    writeFileSync(file, stale);
    const { status, stderr } = renew('--check', folder);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(file) });
    expect(readFileSync(file, 'utf8')).toBe(stale);
    expect(renew(folder).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(page);
  });

  test.each([
    ['an example that fails', 'example: models retrieve nobody'],
    ['a failure that succeeds', 'failure: models list --count'],
    ['an unknown directive', 'exmaple: models list'],
    ['a block without an end', 'exits -->\n\n<!-- formats'],
    ['an unknown group of servers', 'answers: nobody'],
    ['an unknown program', 'seen: nobody'],
    ['a program that was not seen in its present version', 'seen: litellm'],
  ])('refuses %s', (_name, directive) => {
    const wrong = `<!-- ${directive} -->\n<!-- end -->\n`;
    writeFileSync(file, wrong);
    expect(renew(folder).status).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(wrong);
  });
});

describe('docs/output.md', () => {
  // A page is shown as a picture, in docs/report.md.
  test.each(FORMAT_NAMES.filter((format) => format !== 'html'))('has a section and an example of %s', (format) => {
    const [, section = ''] = page.split(`\n### ${format}\n`);
    const [text = ''] = section.split('\n#');
    const shown =
      format === 'auto' ? /^<!-- screen: models list/m : new RegExp(`^<!-- example: .*--format ${format}\\b`, 'm');
    expect(text).toMatch(shown);
    expect(text).toContain('```console\n$ openai ');
  });
});

test('docs/report.md shows the page, and docs/output.md leads to it', () => {
  expect(page).toMatch(/\n### html\n[^#]*\[report\.md\]/);
  const report = readFileSync(join(root, 'docs/report.md'), 'utf8');
  const [, picture = ''] = /!\[[^\]]+\]\(([^)]+)\)/.exec(report) ?? [];
  expect(existsSync(join(root, 'docs', picture))).toBe(true);
});

describe('docs/servers.md', () => {
  test.each(allServers())('has what is known of the preset %s', (name, { title, baseUrl }) => {
    expect(servers).toContain(`| ${title} | \`${name}\` | \`${baseUrl}\` | `);
    expect(servers.match(new RegExp(`^\\| ${title} \\|(?: [^|]+ \\|){5}$`, 'm'))).not.toBeNull();
  });

  test.each(['litellm', 'llama-stack', 'llama-stack-openai', 'llama-cpp-python'])('tells what %s said', (name) => {
    const [, block = ''] = servers.split(`<!-- seen: ${name} -->\n`);
    const [table = ''] = block.split('<!-- end -->');
    expect(table).toMatch(/^\S.* \d+\.\d+\.\d+, seen on \d{4}-\d{2}-\d{2} /);
    for (const asked of ['`list`', '`retrieve`', '`delete`', '`retrieve`, no such model', '`list`, wrong key'])
      expect(table).toContain(`\n| ${asked} | `);
  });
});

const PAGES = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** The headings of a page as links name them. */
function anchorsOf(text: string): string[] {
  const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase());
  return titles.map((title) => title.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

test.each(PAGES)('%s links to pages and headings that exist', (name) => {
  const folder = dirname(join(root, name));
  const text = readFileSync(join(root, name), 'utf8');
  const links = [...text.replace(/`[^`\n]*`/g, '').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  for (const [link, file = '', anchor] of links) {
    const target = file === '' ? join(root, name) : join(folder, file);
    expect(existsSync(target), link).toBe(true);
    if (anchor) expect(anchorsOf(readFileSync(target, 'utf8')), link).toContain(anchor);
  }
});

test.each(PAGES.filter((name) => name !== 'README.md'))('README leads to %s', (name) => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`](${name})`);
});
