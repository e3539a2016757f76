/** The license texts of the packages whose code stands in a bundle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Data of others that stands in a file of the project, by that file: the licenses are in the file that it names. */
const DATA = {
  'src/details/lifecycle.json': 'src/details/LICENSES.txt',
  'src/details/table.json': 'src/details/LICENSES.txt',
};

/** @param {string[]} inputs file paths that went into the bundle @returns {string} */
export function collectLicenses(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  const data = new Set(Object.keys(DATA).flatMap((file) => (inputs.includes(file) ? DATA[file] : [])));
  return [...[...packages].sort().map(licenseOf), ...[...data].map((file) => readFileSync(file, 'utf8'))].join('\n\n');
}

/** @param {string | { name: string } | undefined} author */
function nameOf(author) {
  return (typeof author === 'object' ? author.name : author) ?? 'its authors';
}

/** @param {string} name */
function licenseOf(name) {
  const folder = join('node_modules', name);
  const { version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (!file && !license) throw new Error(`${name} names no license`);
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : `Licensed under ${license} by ${nameOf(author)}.`;
  const line = '='.repeat(72);
  return `${line}\n${name} ${version} (${license})\n${line}\n${text}\n`;
}
