/** The hook of pre-commit and the action of GitHub, run as their users would run them, without a network. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../guards/structure/source.ts';
import { nodeEntry } from '../../support/entries.ts';
import { inTree } from '../../support/tree.ts';

const read = (path: string) => parse(readFileSync(join(ROOT, path), 'utf8'));
const OLD = 'MODEL = "gpt-4-0613"\n';

/** A folder for the PATH with the command in it. */
function install(root: string): string {
  const bin = join(root, '.bin');
  mkdirSync(bin);
  const words = nodeEntry.command.map((part) => `'${part}'`).join(' ');
  writeFileSync(join(bin, 'openai'), `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(join(bin, 'openai'), 0o755);
  return bin;
}

const environment = (root: string, bin: string) => ({ PATH: `${bin}:${process.env.PATH}`, HOME: root });

describe('the hook of pre-commit', () => {
  const [hook] = read('.pre-commit-hooks.yaml');

  test('has what pre-commit wants of one', () => {
    expect(hook).toMatchObject({ id: 'openai-models-check', language: 'system', types: ['text'] });
    expect(hook.name.length).toBeGreaterThan(0);
  });

  // It gives a program the names of files, in as many runs as the system's limit on arguments wants.
  test.each([1, 300, 3000])('finds what is in %d files', async (count) => {
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`src/a file ${i}.py`, i % 100 === 0 ? OLD : '']),
    );
    await inTree(files, (root) => {
      const env = environment(root, install(root));
      const names = Object.keys(files).join('\0');
      const command = ['-0', '-n', '1000', ...hook.entry.split(' ')];
      const ran = spawnSync('xargs', command, { cwd: root, env, input: names, encoding: 'utf8' });
      expect(ran.stderr).toBe('');
      expect(ran.status).toBe(123);
      expect(ran.stdout.match(/gpt-4-0613 was shut down/g)).toHaveLength(Math.ceil(count / 100));
    });
  });

  test('passes where nothing goes away', async () => {
    await inTree({ 'a.py': 'MODEL = "gpt-6-sol"\n' }, (root) => {
      const [program, ...args] = hook.entry.split(' ');
      const env = environment(root, install(root));
      expect(spawnSync(program, [...args, 'a.py'], { cwd: root, env }).status).toBe(0);
    });
  });

  test('leaves out what others wrote', () => {
    // Python's (?x) has blanks and line breaks for the eye alone.
    const exclude = new RegExp(hook.exclude.replace('(?x)', '').replace(/\s+/g, ''));
    for (const path of [
      'package-lock.json',
      'a/yarn.lock',
      'x/node_modules/y/z.js',
      'vendor/a.go',
      'js/app.min.js',
      'go.sum',
    ])
      expect(exclude.test(path), path).toBe(true);
    for (const path of ['src/a.py', 'vendors.md', 'lock.py', 'package.json', 'a/min.js'])
      expect(exclude.test(path), path).toBe(false);
  });
});

describe('the action', () => {
  const action = read('action.yml');
  const step = action.runs.steps.at(-1);

  /** The step as a runner runs it: inputs in place, bash with its flags. */
  function runStep(root: string, inputs: Record<string, string>) {
    const given = (name: string): string => inputs[name] ?? action.inputs[name].default;
    const env = Object.entries(step.env as Record<string, string>).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input) => given(input)),
    ]);
    const summary = join(root, '.summary.md');
    writeFileSync(summary, '');
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: root,
      env: { ...environment(root, install(root)), ...Object.fromEntries(env), GITHUB_STEP_SUMMARY: summary },
      encoding: 'utf8',
    });
    return { ...ran, summary: readFileSync(summary, 'utf8') };
  }

  test('is composite, with a line about each input, and puts none of them into a script', () => {
    expect(action.runs.using).toBe('composite');
    for (const input of Object.values<{ description: string }>(action.inputs)) expect(input.description).toMatch(/\.$/);
    for (const { run, shell } of action.runs.steps) {
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
  });

  test('annotates, sums up in Markdown and fails', async () => {
    await inTree({ 'src/a b.py': OLD, 'docs/b.md': '`gpt-4-0613`' }, (root) => {
      const { stdout, stderr, status, summary } = runStep(root, { exclude: 'docs/\n*.txt', paths: '.\n' });
      expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
      expect(stdout).toMatch(
        /^::error file=src\/a b\.py,line=1,endLine=1,col=10,endColumn=20,title=gpt-4-0613 was shut down/,
      );
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(summary).toMatch(/^## Models\n\n1 error in 1 file; .*\n\n\| \| model \|/);
    });
  });

  test.each<[inputs: Record<string, string>, status: number]>([
    [{}, 1],
    [{ 'fail-on': 'never' }, 0],
    [{ allow: 'gpt-4*\nclaude-*' }, 0],
    [{ paths: 'empty\nnew name' }, 0],
    [{ within: 'nonsense' }, 2],
    [{ paths: '$(touch hacked)', allow: '"; touch hacked; "' }, 2],
  ])('with %j ends with %d', async (inputs, expected) => {
    await inTree({ 'a.py': OLD, 'empty/x': '', 'new name/x': '' }, (root) => {
      expect(runStep(root, inputs).status).toBe(expected);
      expect(execFileSync('ls', [root], { encoding: 'utf8' })).not.toContain('hacked');
    });
  });
});
