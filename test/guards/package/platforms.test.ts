/** The packages that hold executables: each says what it is for, and holds that and no other. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { checkBuild, platformOf, recordBuild } from '../../../scripts/packages/built.mjs';
import { hostTarget, TARGETS } from '../../../scripts/packages/targets.mjs';
import { requireBuilt, standaloneEntry } from '../../support/entries.ts';
import { elf, HEADERS } from './headers.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'openai-platforms-'));
const file = join(work, 'openai');
afterAll(() => rmSync(work, { recursive: true, force: true }));

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('an executable', () => {
  test.each(Object.keys(TARGETS))('for %s is known by its header', (name) => {
    writeFileSync(file, HEADERS[name] ?? '');
    const { os, cpu, libc } = TARGETS[name]!;
    expect(platformOf(file)).toEqual(libc ? { os, cpu, libc } : { os, cpu });
  });

  test.each([
    ['a script', Buffer.from('#!/bin/sh\n')],
    ['an empty file', Buffer.alloc(0)],
    ['a header that points behind the file', Buffer.from(`MZ${'\xff'.repeat(100)}`, 'latin1')],
  ])('is not %s', (_name, bytes) => {
    writeFileSync(file, bytes);
    expect(platformOf(file)).toEqual({});
  });

  test('is taken where it is what its record says', () => {
    writeFileSync(file, HEADERS['linux-arm64']!);
    recordBuild(file, 'linux-arm64', '1.2.3');
    expect(() => checkBuild(file, 'linux-arm64', '1.2.3')).not.toThrow();
    expect(() => checkBuild(file, 'linux-arm64', '1.2.4')).toThrow('1.2.3');
    expect(() => checkBuild(file, 'linux-x64', '1.2.3')).toThrow('no executable for linux-x64');
    expect(() => checkBuild(file, 'linux-arm64-musl', '1.2.3')).toThrow('no executable for linux-arm64-musl');
    writeFileSync(file, elf(183, '/lib/ld-linux-aarch64.so.1, and a byte more'));
    expect(() => checkBuild(file, 'linux-arm64', '1.2.3')).toThrow('changed');
    rmSync(`${file}.json`);
    expect(() => checkBuild(file, 'linux-arm64', '1.2.3')).toThrow('missing');
  });
});

describe('npm run build:packages', () => {
  requireBuilt(standaloneEntry);
  const out = join(work, 'packages');
  const host = hostTarget()!;
  const { status, stderr } = spawnSync(process.execPath, ['scripts/packages.mjs', '--out', out], {
    cwd: root,
    encoding: 'utf8',
  });
  const native = `openai-models-${host}`;
  const command = process.platform === 'win32' ? 'openai.exe' : 'openai';

  test('writes the package of this platform, whose command is the executable', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { os, cpu, libc } = TARGETS[host]!;
    expect(JSON.parse(read(out, native, 'package.json'))).toMatchObject({
      name: native,
      version: manifest.version,
      os: [os],
      cpu: [cpu],
      ...(libc && { libc: [libc] }),
      bin: { openai: `bin/${command}` },
    });
    const installed = join(out, native, 'bin', command);
    expect(statSync(installed).size).toBe(statSync(standaloneEntry.command[0]).size);
    const ran = spawnSync(installed, ['--version'], { cwd: work, env: {}, encoding: 'utf8' });
    expect(ran.stdout).toBe(`openai version ${manifest.version}\n`);
    expect(read(out, native, 'THIRD-PARTY-LICENSES.txt')).toMatch(/\nbun [\d.]+ \(MIT\)\n[\s\S]*JavaScriptCore/);
  });

  test('writes the package that chooses, which names all others of its own version', () => {
    const chooser = JSON.parse(read(out, 'openai-models-standalone', 'package.json'));
    expect(chooser.dependencies).toEqual({ [manifest.name]: manifest.version });
    const launcher = read(out, 'openai-models-standalone', 'openai.cjs');
    const choices = [...launcher.matchAll(/name: '([^']+)'/g)].map(([, name]) => [name, manifest.version]);
    expect(chooser.optionalDependencies).toEqual(Object.fromEntries(choices));
    expect(
      choices
        .map(([name]) => name?.replace('openai-models-', ''))
        .concat('windows-x64')
        .sort(),
    ).toEqual(Object.keys(TARGETS).sort());
  });

  test('runs nothing at an install', () => {
    for (const name of readdirSync(out))
      expect(JSON.parse(read(out, name, 'package.json'))).not.toHaveProperty('scripts');
  });
});
