import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { computeFingerprint } from '../../../src/config/fingerprint.ts';
import { saltPath } from '../../../src/config/salt.ts';
import { makeFolder } from '../../../src/fs/replace.ts';

const folder = mkdtempSync(join(tmpdir(), 'openai-fingerprint-'));
afterAll(() => rmSync(folder, { recursive: true }));
const newHome = () => mkdtempSync(join(folder, 'home-'));

const ctxOf = (home: string) => ({ env: {}, home, platform: 'linux' });

test('is the same for the same key, and another for another', () => {
  const ctx = ctxOf(newHome());
  const one = computeFingerprint(ctx, 'sk-one');
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(computeFingerprint(ctx, 'sk-one')).toBe(one);
  const all = [one, computeFingerprint(ctx, 'sk-two'), computeFingerprint(ctx, undefined)];
  expect(new Set(all).size).toBe(3);
});

test('says nothing to who does not know the salt', () => {
  expect(computeFingerprint(ctxOf(newHome()), 'sk-one')).not.toBe(computeFingerprint(ctxOf(newHome()), 'sk-one'));
});

test('keeps a salt that only its owner can read, and nothing of the key', () => {
  const ctx = ctxOf(newHome());
  computeFingerprint(ctx, 'sk-one');
  const path = saltPath(ctx) as string;
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, '..'))).toEqual(['salt']);
  expect(readFileSync(path, 'utf8')).not.toContain('one');
});

test('makes a salt anew that is not whole', () => {
  const ctx = ctxOf(newHome());
  const path = saltPath(ctx) as string;
  makeFolder(join(path, '..'));
  writeFileSync(path, 'torn');
  const made = computeFingerprint(ctx, 'sk-one');
  expect(made).toMatch(/^[0-9a-f]{32}$/);
  expect(computeFingerprint(ctx, 'sk-one')).toBe(made);
});

test('is unknown where no salt can be kept', () => {
  const home = newHome();
  writeFileSync(join(home, '.local'), '');
  expect(computeFingerprint(ctxOf(home), 'sk-one')).toBeUndefined();
  expect(computeFingerprint({ env: {}, home: undefined, platform: 'linux' }, 'sk-one')).toBeUndefined();
  rmSync(join(home, '.local'));
  expect(computeFingerprint(ctxOf(home), 'sk-one')).toBeDefined();
});
