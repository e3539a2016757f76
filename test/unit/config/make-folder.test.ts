import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../../src/fs/replace.ts';

const folder = mkdtempSync(join(tmpdir(), 'openai-folders-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('makes what is missing, for its owner alone, and leaves what is there', () => {
  const path = join(folder, 'a', 'b', 'c');
  mkdirSync(join(folder, 'a'), 0o755);
  makeFolder(path);
  makeFolder(path);
  expect([join(folder, 'a'), join(folder, 'a', 'b'), path].map((one) => statSync(one).mode & 0o777)).toEqual([
    0o755, 0o700, 0o700,
  ]);
});

test('takes a link to a folder for one', () => {
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  makeFolder(join(folder, 'link', 'inside'));
  expect(statSync(join(folder, 'real', 'inside')).isDirectory()).toBe(true);
});

test('says what is in the way', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(folder, 'file', 'inside'))).toThrow('ENOTDIR');
});

test.runIf(process.platform === 'linux')('ends where a folder is there and takes no entries', () => {
  expect(() => makeFolder(`/proc/${process.pid}/task/state/deep`)).toThrow('ENOENT');
});
