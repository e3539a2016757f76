/** Builds dist/standalone/openai, one executable without any need, with Bun's compiler from its npm package. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { bunPath } from './bun.mjs';
import { isFresh, markFresh } from './stale.mjs';

const TARGET = 'dist/standalone/openai';
const STAMP = 'dist/.standalone-stamp';

if (!process.argv.includes('--if-stale') || !isFresh(STAMP)) {
  rmSync('dist/standalone', { recursive: true, force: true });
  mkdirSync('dist/standalone', { recursive: true });
  // With `--splitting` what a command line does not use is not even loaded, which halves the start-up.
  // Without the two `no-compile-autoload` switches the executable would read .env and bunfig.toml of any folder.
  const flags = [
    '--compile',
    '--bytecode',
    '--format=esm',
    '--minify',
    '--splitting',
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
  ];
  const { status, stdout, stderr, error } = spawnSync(
    bunPath(),
    ['build', ...flags, 'bin/openai.ts', '--outfile', TARGET],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}${error ?? ''}\n`);
    process.exit(1);
  }
  markFresh(STAMP);
}
