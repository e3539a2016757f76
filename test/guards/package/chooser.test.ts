/** The command of openai-models-standalone: becomes the executable where it can, else runs the package on Node. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { runChild } from '../../support/child.ts';
import { nodeEntry, requireBuilt } from '../../support/entries.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'openai chooser '));
const modules = join(work, 'node_modules');
const command = join(modules, 'openai-models-standalone', 'openai.cjs');

/** Loaded first, it stands for a Node that has `execve`, which shows what it would become, or for one that has none. */
const WITH = join(work, 'with.cjs');
const WITHOUT = join(work, 'without.cjs');

/** The platform is said as well, so that the test holds wherever it runs. */
const platform = (name: string, arch: string) =>
  `Object.defineProperty(process, 'platform', { value: '${name}' });
   Object.defineProperty(process, 'arch', { value: '${arch}' });`;

/** The system's files are there when their names say so. */
const files = (present: string) => `
  const fs = require('node:fs');
  const real = fs.accessSync;
  fs.accessSync = (path, mode) => {
    if (!/^[/](lib|usr)/.test(path)) return real(path, mode);
    if (!/${present}/.test(path)) throw new Error('ENOENT');
  };`;

const execve = `process.execve = (file, args, env) => {
  require('node:fs').writeSync(1, JSON.stringify({ file, args, word: env.WORD }));
  process.exit(0);
};`;

function installExecutable(name: string, mode = 0o755) {
  const folder = join(modules, name, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(modules, name, 'package.json'), JSON.stringify({ name, version: '0.1.0' }));
  writeFileSync(join(folder, 'openai'), '#!/bin/sh\necho "executable: $*, $WORD"\ncat\nexit 6\n');
  chmodSync(join(folder, 'openai'), mode);
  return join(folder, 'openai');
}

async function run(preload: string | undefined, args: string[], stdin = '') {
  const require = preload ? ['--require', preload] : [];
  const env = { PATH: process.env.PATH ?? '', WORD: 'a word' };
  const ran = await runChild([process.execPath, ...require, command, ...args], { cwd: work, env, stdin });
  return { stdout: ran.stdout.toString(), stderr: ran.stderr.toString(), exit: ran.exit };
}

const ON_NODE = { stdout: `openai version ${manifest.version}\n`, stderr: '', exit: 0 };

beforeEach(() => {
  requireBuilt(nodeEntry);
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(join(modules, 'openai-models-standalone'), { recursive: true });
  cpSync(join(root, 'packages', 'standalone', 'openai.cjs'), command);
  symlinkSync(root, join(modules, 'openai-models'), 'junction');
  writeFileSync(WITHOUT, 'process.execve = undefined;');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('openai of openai-models-standalone', () => {
  test.each([
    ['linux', 'x64', 'ld-linux-x86-64', 'openai-models-linux-x64'],
    ['linux', 'arm64', 'ld-linux-aarch64', 'openai-models-linux-arm64'],
    ['linux', 'x64', 'ld-musl-x86_64|libstdc', 'openai-models-linux-x64-musl'],
    ['linux', 'arm64', 'ld-musl-aarch64|libstdc', 'openai-models-linux-arm64-musl'],
    ['darwin', 'x64', 'nothing', 'openai-models-darwin-x64'],
    ['darwin', 'arm64', 'nothing', 'openai-models-darwin-arm64'],
  ])('becomes the executable on %s %s with %s: %s', async (os, arch, present, name) => {
    const file = installExecutable(name);
    writeFileSync(WITH, platform(os, arch) + files(present) + execve);
    const { stdout, exit } = await run(WITH, ['models', 'list', '--search', 'two words']);
    expect(exit).toBe(0);
    const args = [file, 'models', 'list', '--search', 'two words'];
    expect(JSON.parse(stdout)).toEqual({ file, args, word: 'a word' });
  });

  test.each([
    ['a musl system without libstdc++', 'linux', 'ld-musl-x86_64', 'openai-models-linux-x64-musl'],
    ['a system without the loader', 'linux', 'ld-musl-x86_64|libstdc', 'openai-models-linux-x64'],
    ['Windows', 'win32', '.', 'openai-models-windows-x64'],
    ['a platform without an executable', 'freebsd', '.', 'openai-models-linux-x64'],
  ])('runs on Node on %s', async (_name, os, present, name) => {
    installExecutable(name);
    writeFileSync(WITH, platform(os, 'x64') + files(present) + execve);
    expect(await run(WITH, ['--version'])).toEqual(ON_NODE);
  });

  test('runs on Node where nothing is installed', async () => {
    expect(await run(undefined, ['--version'])).toEqual(ON_NODE);
  });

  test('runs on Node where the executable may not be run', async () => {
    installExecutable('openai-models-linux-x64', 0o644);
    writeFileSync(WITH, platform('linux', 'x64') + files('ld-linux-x86-64') + execve);
    expect(await run(WITH, ['--version'])).toEqual(ON_NODE);
  });

  test('runs on Node before 22.15, with its exit code', async () => {
    installExecutable('openai-models-linux-x64');
    expect(await run(WITHOUT, ['--version'])).toEqual(ON_NODE);
    const { stderr, exit } = await run(WITHOUT, ['models', 'lst']);
    expect(exit).toBe(2);
    expect(stderr).toContain('list');
  });

  const real = 'execve' in process && process.platform === 'linux' && process.arch === 'x64';
  test(real ? 'is really replaced by it' : 'this Node cannot be replaced', async () => {
    installExecutable('openai-models-linux-x64');
    const replaced = { stdout: 'executable: models list, a word\nfrom stdin', stderr: '', exit: 6 };
    const ran = await run(undefined, real ? ['models', 'list'] : ['--version'], 'from stdin');
    expect(ran).toEqual(real ? replaced : ON_NODE);
  });
});
