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

run('scripts/build.mjs', '--if-stale');
const asked = process.argv.slice(2);
if (asked.length > 0) run('dist/openai.js', '--sandbox', ...asked);
else {
  run('dist/openai.js', '--sandbox', 'models', 'list', ...(process.stdout.isTTY ? [] : ['--format', 'text']));
  process.stdout.write(`
That was the practice API, built in: no key, no network. Try next:
  npm start -- models list --search mini --details
  npm start -- models retrieve gpt-4o-mini
  OPENAI_API_KEY=... node dist/openai.js models list
  node dist/openai.js --help
`);
}
