/** The package holds what its commands and its library load, the pages that go with it, and nothing else. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nodeEntry, requireBuilt } from '../../support/entries.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

interface Packed {
  size: number;
  unpackedSize: number;
  files: { path: string; mode: number }[];
}

/** What `npm pack` would write: an array in the npm of Node 20, by package name in later ones. */
function dryPack(): Packed {
  const { stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (!stdout) throw new Error(stderr);
  return Object.values(JSON.parse(stdout))[0] as Packed;
}

/** What a file names by a relative path: imported, required, or loaded later. */
const NAMED = /(\(\)=>\s*)?(?:\bfrom|\bimport\(?|\brequire\()\s*["'`](\.[^"'`]+)["'`]/g;

/** A file and all that it leads to through relative paths, static or dynamic. */
function loaded(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, , name = ''] of text.matchAll(NAMED)) {
    const path = posix.join(posix.dirname(file), name);
    loaded(file.endsWith('.d.ts') ? path.replace(/\.[jt]s$/, '.d.ts') : path, found);
  }
  return found;
}

describe('npm pack', () => {
  requireBuilt(nodeEntry);
  const packed = dryPack();
  const paths = packed.files.map(({ path }) => path).sort();

  test('holds exactly the expected files', () => {
    const expected = new Set([
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/THIRD-PARTY-LICENSES.txt',
      ...(manifest.man ?? []),
      ...loaded('dist/openai.cjs'),
      ...loaded('dist/gjson.js'),
      ...loaded('dist/gjson/index.d.ts'),
    ]);
    expect(paths).toEqual([...expected].sort());
    expect(paths.filter((path) => path.startsWith('dist/chunks/')).length).toBeGreaterThan(20);
  });

  test('names only files that it holds', () => {
    const { types, default: code } = manifest.exports['./gjson'];
    const named = [manifest.bin.openai, types, code, ...(manifest.man ?? [])];
    expect(paths).toEqual(expect.arrayContaining(named.map((path: string) => path.replace(/^\.\//, ''))));
  });

  test('the command may be run, and starts with Node', () => {
    expect(packed.files.find(({ path }) => path === manifest.bin.openai)?.mode).toBe(0o755);
    expect(readFileSync(join(root, manifest.bin.openai), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  // As modules they could; as CommonJS one of them would see the other half made.
  test('no two files of the command wait for each other', () => {
    const waitsFor = (file: string): string[] =>
      [...readFileSync(join(root, file), 'utf8').matchAll(NAMED)]
        .filter(([, later]) => later === undefined)
        .map(([, , name = '']) => posix.join(posix.dirname(file), name));
    const reached = (file: string, found = new Set<string>()): Set<string> => {
      for (const next of waitsFor(file)) if (!found.has(next)) reached(next, found.add(next));
      return found;
    };
    const files = [...loaded(manifest.bin.openai)];
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => reached(file).has(file))).toEqual([]);
  });

  test('is small', () => {
    expect(packed.size).toBeLessThan(400_000);
    expect(packed.unpackedSize).toBeLessThan(1_500_000);
  });

  test('installs without running anything', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];
    expect(Object.keys(manifest.scripts).filter((name) => hooks.includes(name))).toEqual([]);
    expect(existsSync(join(root, 'binding.gyp'))).toBe(false);
    expect(manifest.dependencies).toBeUndefined();
  });

  test('README.md says its size', () => {
    const said = /(\d+) kB packed, ([\d.]+) MB unpacked/.exec(readFileSync(join(root, 'README.md'), 'utf8'));
    expect(said).not.toBeNull();
    const [, size, unpacked] = (said ?? []).map(Number);
    expect(Math.abs(packed.size / 1000 / Number(size) - 1)).toBeLessThan(0.2);
    expect(Math.abs(packed.unpackedSize / 1e6 / Number(unpacked) - 1)).toBeLessThan(0.2);
  });
});
