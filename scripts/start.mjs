/**
 * `npm start`: builds, shows the sandbox's models as a person sees them, and says what to try next. With arguments
 * (`npm start -- models list --search mini`) it runs them on the sandbox instead.
 */
import { spawnSync } from 'node:child_process';

/** @param {string[]} args */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

process.stderr.write('Building ...\n');
run('scripts/build.mjs', '--if-stale');
const asked = process.argv.slice(2);
if (asked.length > 0) run('dist/openai.cjs', '--sandbox', ...asked);
else {
  // Not through a pager: what to try next stands on the screen at the end.
  const shown = ['models', 'list', '--no-pager', ...(process.stdout.isTTY ? [] : ['--format', 'text'])];
  run('dist/openai.cjs', '--sandbox', ...shown);
  process.stdout.write(`
That was the practice API, built in: no key, no network. Try next:
  npm start -- models list mini --details
  npm start -- models retrieve gpt-4o-mini
  npm start -- models list --retiring
  OPENAI_API_KEY=... node dist/openai.cjs models list
  node dist/openai.cjs --help
`);
}
