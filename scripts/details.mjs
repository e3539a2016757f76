/**
 * Writes src/details/table.json anew from the newest releases of its sources: `npm run details:update`. It needs Python
 * with pip, npm and a network; the build and the tests use the file as it stands.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fetchSources } from './details/fetch.mjs';
import { writeRow } from './details/row.mjs';
import { buildTable } from './details/table.mjs';

const TABLE = 'src/details/table.json';
const LICENSES = 'src/details/LICENSES.txt';

const folder = mkdtempSync(join(tmpdir(), 'details-'));
try {
  const sources = await fetchSources(folder);
  const models = Object.fromEntries(
    Object.entries(buildTable(sources)).map(([provider, rows]) => [
      provider,
      Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, writeRow(row)])),
    ]),
  );
  const named = Object.fromEntries(
    Object.entries(sources).map(([name, { version, date }]) => [name, { version, date }]),
  );
  const text = `${JSON.stringify({ sources: named, models }, null, 2)}\n`;
  const before = existsSync(TABLE) ? JSON.parse(readFileSync(TABLE, 'utf8')).models : {};
  writeFileSync(TABLE, text);
  writeFileSync(LICENSES, licenseTexts(sources));
  report(before, models, text, named);
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

function report(before, after, text, named) {
  const old = rowsOf(before);
  const now = rowsOf(after);
  const count = (rows, fits) => [...rows].filter(fits).length;
  const added = count(now, ([key]) => !old.has(key));
  const gone = count(old, ([key]) => !now.has(key));
  const changed = count(now, ([key, row]) => old.has(key) && old.get(key) !== row);
  for (const [name, { version, date }] of Object.entries(named)) console.log(`${name} ${version} of ${date}`);
  for (const [provider, rows] of Object.entries(after)) console.log(`${provider}: ${Object.keys(rows).length}`);
  console.log(`${now.size} models: ${added} added, ${gone} removed, ${changed} changed`);
  console.log(`${TABLE}: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzipped`);
}

function rowsOf(models) {
  return new Map(
    Object.entries(models).flatMap(([provider, rows]) =>
      Object.entries(rows).map(([id, row]) => [`${provider}/${id}`, row]),
    ),
  );
}
