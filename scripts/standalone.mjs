/**
 * Builds the standalone executable, one file without any need, with Bun's compiler from its npm package:
 * `npm run build:standalone`, for this machine into dist/standalone/openai; with `-- --target NAME`, for another
 * platform into dist/standalone/NAME/.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bunPath } from './bun.mjs';
import { bundleForBun } from './bundle.mjs';
import { recordBuild } from './packages/built.mjs';
import { fetchLocked } from './packages/locked.mjs';
import { executableOf, hostTarget, TARGETS, targetOf } from './packages/targets.mjs';
import { isFresh, markFresh } from './stale.mjs';

const STAMP = 'dist/.standalone-stamp';
/** The sources in few files, which Bun compiles. */
const BUNDLE = 'dist/.standalone';

// With `--splitting` what a command line does not use is not even loaded, which halves the start-up.
// Without `--no-deprecation` Bun looks for the working folder at its start, and fails in one that was deleted.
// Without the two `no-compile-autoload` switches the executable would read .env and bunfig.toml of any folder.
const FLAGS = [
  '--compile',
  '--bytecode',
  '--format=esm',
  '--minify',
  '--splitting',
  '--compile-exec-argv=--no-deprecation',
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
];

const { values } = parseArgs({
  options: { 'if-stale': { type: 'boolean' }, target: { type: 'string', multiple: true } },
});
const host = hostTarget();
if (!host && !values.target) throw new Error(`no executable can be built for ${process.platform} ${process.arch}`);

const wanted = (values.target ?? [host]).filter((name) => !(name === host && values['if-stale'] && isFresh(STAMP)));
if (wanted.length > 0) {
  rmSync(BUNDLE, { recursive: true, force: true });
  await bundleForBun({ standalone: 'bin/standalone.ts' }, BUNDLE);
}
for (const name of wanted) {
  build(name);
  if (name === host) markFresh(STAMP);
}

/** @param {string} name */
function build(name) {
  const { os, compile } = targetOf(name);
  const file = executableOf(name);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const { flags, env } = name === host ? { flags: [], env: process.env } : foreign(name);
  const args = ['build', ...FLAGS, `--target=${compile}`, ...flags, join(BUNDLE, 'standalone.js'), '--outfile', file];
  run(bunPath(), args, env);
  // The compiler writes behind the runtime's signature, and macOS starts nothing whose signature is broken.
  if (os === 'darwin' && process.platform === 'darwin') run('codesign', ['--force', '--sign', '-', file], process.env);
  recordBuild(file, name, JSON.parse(readFileSync('package.json', 'utf8')).version);
}

/** The runtime and the keychain module of another platform; of the same system, this machine's must stay out. */
function foreign(name) {
  const { os, runtime, keyring } = targetOf(name);
  const others = Object.values(TARGETS).filter((other) => other.keyring !== keyring);
  return {
    flags: [
      `--compile-executable-path=${join(fetchLocked(runtime), 'bin', os === 'win32' ? 'bun.exe' : 'bun')}`,
      ...others.map((other) => `--external=${other.keyring}`),
    ],
    env: { ...process.env, NODE_PATH: fetchLocked(keyring).slice(0, -keyring.length) },
  };
}

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env */
function run(command, args, env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}${error ?? ''}\n`);
  process.exit(1);
}
