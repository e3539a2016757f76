/**
 * Writes src/details/table.json and src/details/lifecycle.json anew from the newest releases of their sources:
 * `npm run details:update`. It needs Python with pip, npm and a network; the build and the tests use the files as they
 * stand.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fetchLifecycles, fetchSources } from './details/fetch.mjs';
import { buildLifecycle, keepEnded, OWN, writeLifecycle } from './details/lifecycle.mjs';
import { writeRow } from './details/row.mjs';
import { buildTable } from './details/table.mjs';

const TABLE = 'src/details/table.json';
const LIFECYCLE = 'src/details/lifecycle.json';
const LICENSES = 'src/details/LICENSES.txt';

const folder = mkdtempSync(join(tmpdir(), 'details-'));
try {
  const sources = await fetchSources(folder);
  const readers = fetchLifecycles(folder);
  writeTable(TABLE, { sources: releasesOf(sources), models: written(buildTable(sources), writeRow) });
  const { pages, models } = buildLifecycle({ ...readers, litellm: sources.litellm });
  const { litellm } = sources;
  writeTable(LIFECYCLE, {
    sources: { ...releasesOf({ ...readers, litellm }), [OWN.name]: { version: OWN.version, date: OWN.date } },
    pages,
    models: keepEnded(rowsIn(LIFECYCLE), written(models, writeLifecycle), litellm.date),
  });
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

/** Rows by provider and id, as text. */
function written(models, write) {
  return Object.fromEntries(
    Object.entries(models).map(([provider, rows]) => [
      provider,
      Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, write(row)])),
    ]),
  );
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
