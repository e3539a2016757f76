/** Builds the Node package into dist/. With `--if-stale`, only when a source changed. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { collectLicenses } from './licenses.mjs';
import { isFresh, markFresh } from './stale.mjs';

const STAMP = 'dist/.package-stamp';
const TYPES = 'dist/gjson';

if (!process.argv.includes('--if-stale') || !isFresh(STAMP)) {
  for (const made of ['dist/openai.js', 'dist/gjson.js', 'dist/gjson', 'dist/chunks', STAMP])
    rmSync(made, { recursive: true, force: true });
  mkdirSync('dist', { recursive: true });
  const modules = await bundle();
  declareGjson();
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', collectLicenses(modules));
  chmodSync('dist/openai.js', 0o755);
  markFresh(STAMP);
}

/**
 * Bundles the two entries; returns the files that went in. What a plain list loads is one file: Node takes half a
 * millisecond for each, and commands share their modules in so many ways that there would be fifty.
 */
async function bundle() {
  const { modules } = JSON.parse(readFileSync('scripts/list-modules.json', 'utf8')).node;
  // The two that decide what else is loaded stay by themselves.
  const list = new Set(modules.filter((file) => !['bin/openai.ts', 'bin/start.ts'].includes(file)));
  const inputs = await rolldown({
    input: { openai: 'bin/openai.ts', gjson: 'src/gjson/index.ts' },
    platform: 'node',
    // A native module cannot be bundled: it is an optional dependency of the package.
    external: ['@napi-rs/keyring'],
    // For Node the package offers only CommonJS, which would need a require that modules do not have.
    resolve: { alias: { yaml: join(process.cwd(), 'node_modules/yaml/browser/index.js') } },
    transform: { target: 'node20' },
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await inputs.write({
    dir: 'dist',
    chunkFileNames: 'chunks/[name]-[hash].js',
    format: 'esm',
    minify: true,
    comments: false,
    codeSplitting: { groups: [{ name: 'list', test: (id) => list.has(relative('.', id)) }] },
  });
  await inputs.close();
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds.map((id) => relative('.', id)) : []));
}

/** The types of the `./gjson` subpath: what its own module leads to, and no other. */
function declareGjson() {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'scripts/gjson.tsconfig.json'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`tsc: ${stdout}`);
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
