/** Builds the Node package into dist/. With `--if-stale`, only when a source changed. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForNode } from './bundle.mjs';
import { compileGjson } from './gjson/compile.mjs';
import { collectLicenses } from './licenses.mjs';
import { isFresh, markFresh } from './stale.mjs';

const STAMP = 'dist/.package-stamp';
const TYPES = 'dist/gjson';

if (!process.argv.includes('--if-stale') || !isFresh(STAMP)) {
  for (const made of ['dist/openai.cjs', 'dist/gjson.js', 'dist/gjson', 'dist/chunks', STAMP])
    rmSync(made, { recursive: true, force: true });
  mkdirSync('dist', { recursive: true });
  const modules = await bundleForNode(
    { command: { openai: 'bin/openai.ts' }, library: { gjson: 'packages/gjson/src/index.ts' } },
    'dist',
  );
  declareGjson();
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', collectLicenses(modules));
  chmodSync('dist/openai.cjs', 0o755);
  markFresh(STAMP);
}

/** The types of the `./gjson` subpath: what its own module leads to, and no other. */
function declareGjson() {
  compileGjson(TYPES, '--emitDeclarationOnly');
  const wanted = reachable('index.d.ts');
  for (const name of readdirSync(TYPES)) if (!wanted.has(name)) rmSync(join(TYPES, name));
}

/** The files that a declaration names, and those that they name. @param {string} name @param {Set<string>} found */
function reachable(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, other] of readFileSync(join(TYPES, name), 'utf8').matchAll(/['"]\.\/([\w-]+)\.[jt]s['"]/g))
    reachable(`${other}.d.ts`, found);
  return found;
}
