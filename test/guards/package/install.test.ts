/** `npm i -g` of the package, without a network and without install scripts, and what it installs. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { npm, pack } from '../../../scripts/packages/pack.mjs';
import { runChild } from '../../support/child.ts';
import { nodeEntry, requireBuilt } from '../../support/entries.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const NOBODY = 65534;

describe('the installed package', () => {
  const work = mkdtempSync(join(tmpdir(), 'openai package '));
  const prefix = join(work, 'a prefix');
  const empty = join(work, 'empty');
  const modules = join(prefix, 'lib', 'node_modules', 'openai-models');

  beforeAll(async () => {
    requireBuilt(nodeEntry);
    chmodSync(work, 0o755);
    mkdirSync(empty);
    if (process.getuid?.() === 0) chownSync(empty, NOBODY, NOBODY);
    const { file } = await pack(root, work);
    // The cache is empty, so the keychain module, which is optional, cannot be had.
    const offline = ['--offline', '--cache', join(work, 'cache'), '--ignore-scripts'];
    await npm(['i', '-g', '--prefix', prefix, ...offline, file]);
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  /** In an empty folder that is HOME too, and as a user who owns nothing else where this one may become another. */
  function run(...args: string[]) {
    const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: empty };
    const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    return runChild([join(prefix, 'bin', 'openai'), ...args], { cwd: empty, env, ...user });
  }

  test('prints its version', async () => {
    const { stdout, stderr, exit } = await run('--version');
    expect([stdout.toString(), stderr.toString(), exit]).toEqual([`openai version ${manifest.version}\n`, '', 0]);
  });

  test("lists the sandbox's models, and leaves nothing behind", async () => {
    const { stdout, stderr, exit } = await run('--sandbox', 'models', 'list');
    expect([stderr.toString(), exit]).toEqual(['', 0]);
    const list = JSON.parse(stdout.toString());
    expect([list.object, list.data[0].id]).toEqual(['list', 'gpt-4']);
    expect(readdirSync(empty)).toEqual([]);
  });

  test('says so where it lacks the keychain module', async () => {
    expect(readdirSync(modules)).not.toContain('node_modules');
    const { stdout, exit } = await run('__keychain', 'read', 'nobody');
    expect(JSON.parse(stdout.toString())).toEqual({ problem: expect.stringContaining('@napi-rs/keyring') });
    expect(exit).toBe(0);
  });

  test('is a library of GJSON paths', async () => {
    const code = "import { get } from 'openai-models/gjson'; process.stdout.write(get('{\"a\":[1,2]}', 'a.#').raw)";
    const command = [process.execPath, '--input-type=module', '-e', code];
    const ran = await runChild(command, { cwd: dirname(modules), env: {} });
    expect([ran.stdout.toString(), ran.stderr.toString(), ran.exit]).toEqual(['2', '', 0]);
  });
});
