/**
 * Writes src/details/table.json and src/details/lifecycle.json anew from the newest releases of their sources:
 * `npm run details:update`. It needs Python with pip, npm and a network; the build and the tests use the files as they
 * stand.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { fetchLifecycles, fetchSources } from './details/fetch.mjs';
import { otherSources } from './details/others.mjs';

const TABLE = 'src/details/table.json';
const LIFECYCLE = 'src/details/lifecycle.json';
const LICENSES = 'src/details/LICENSES.txt';

const folder = mkdtempSync(join(tmpdir(), 'details-'));
try {
  const { buildTable, buildLifecycle } = await loadBuilders(folder);
  const sources = await fetchSources(folder);
  const { litellm } = sources;
  const readers = fetchLifecycles(folder);
  writeTable(TABLE, { sources: releasesOf(sources), models: buildTable(litellm.data, otherSources(sources)) });
  const { file, skipped } = buildLifecycle(JSON.parse(readFileSync(LIFECYCLE, 'utf8')), { ...readers, litellm });
  if (skipped.length > 0) throw new Error(skipped.join('\n'));
  writeTable(LIFECYCLE, file);
  writeFileSync(LICENSES, licenseTexts({ ...sources, ...readers }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The sources' licenses, as they ask for. */
function licenseTexts(sources) {
  const line = '='.repeat(72);
  return Object.entries(sources)
    .map(
      ([name, { version, license }]) =>
        `${line}\n${name} ${version}: data in the table of details\n${line}\n${license.trim()}\n`,
    )
    .join('\n\n');
}

function releasesOf(sources) {
  return Object.fromEntries(Object.entries(sources).map(([name, { version, date }]) => [name, { version, date }]));
}

/** What the command builds its tables with too. It is TypeScript, which not every Node reads. */
async function loadBuilders(folder) {
  const outfile = join(folder, 'build.mjs');
  const contents = `export { buildTable } from './table.ts';\nexport { buildLifecycle } from './lifecycle.ts';\n`;
  await build({
    stdin: { contents, resolveDir: 'src/details/build' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** The rows of a table as it stands. */
function rowsIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).models : {};
}

function writeTable(file, table) {
  const text = `${JSON.stringify(table, null, 2)}\n`;
  const before = rowsIn(file);
  writeFileSync(file, text);
  report(before, table.models, table.sources);
  console.log(`${file}: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzipped`);
}

function report(before, after, named) {
  const old = rowsOf(before);
  const now = rowsOf(after);
  const count = (rows, fits) => [...rows].filter(fits).length;
  const added = count(now, ([key]) => !old.has(key));
  const gone = count(old, ([key]) => !now.has(key));
  const changed = count(now, ([key, row]) => old.has(key) && old.get(key) !== row);
  for (const [name, { version, date }] of Object.entries(named)) console.log(`${name} ${version} of ${date}`);
  for (const [provider, rows] of Object.entries(after)) console.log(`${provider}: ${Object.keys(rows).length}`);
  console.log(`${now.size} models: ${added} added, ${gone} removed, ${changed} changed`);
}

function rowsOf(models) {
  return new Map(
    Object.entries(models).flatMap(([provider, rows]) =>
      Object.entries(rows).map(([id, row]) => [`${provider}/${id}`, row]),
    ),
  );
}
