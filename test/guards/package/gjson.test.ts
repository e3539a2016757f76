/** The GJSON library as the package that is published: built, packed, installed by itself, and used as its README says. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { npm, pack } from '../../../scripts/packages/pack.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'gjson-package-'));
const built = join(work, 'built');
const installed = join(work, 'node_modules', '@openai-models', 'gjson');

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/gjson.mjs', built], { cwd: root });
  const { file } = await pack(built, join(work, 'packed'));
  await npm(['i', '--prefix', work, '--offline', '--cache', join(work, 'cache'), '--ignore-scripts', file]);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

test('holds a module and its types for each source, the README and the license', () => {
  const sources = readdirSync(join(root, 'packages/gjson/src')).map((name) => name.replace(/\.ts$/, ''));
  const expected = sources.flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
  expect(readdirSync(installed).sort()).toEqual([...expected, 'LICENSE', 'README.md', 'package.json'].sort());
});

test('is published as what it was built to, and never as its sources', () => {
  const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const source = read(join(root, 'packages/gjson'));
  expect(source.private).toBe(true);
  expect(read(installed)).toMatchObject({ name: source.name, version: source.version, license: source.license });
  expect(read(installed)).not.toHaveProperty('private');
  expect(read(installed)).not.toHaveProperty('dependencies');
});

test('answers what its README says', () => {
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(installed, 'README.md'), 'utf8')) ?? [];
  const said: string[] = [];
  const code = example.replace(/^(\w+\(.*\)\.\w+); \/\/ ('[^']*'|true|false).*$/gm, (_line, call, answer) => {
    said.push(answer);
    return `answers.push(${call});`;
  });
  expect(said.length).toBeGreaterThan(3);
  const script = `const answers = [];\n${code}\nprocess.stdout.write(JSON.stringify(answers));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: work,
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toEqual(
    said.map((answer) => (answer.startsWith("'") ? answer.slice(1, -1) : answer === 'true')),
  );
});
