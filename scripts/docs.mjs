/**
 * Writes what is generated anew: the blocks in docs/*.md and README.md, the reference, the manual and the pictures of
 * screens. With `--check` nothing is written, and the exit code is 1 when something would change. With a folder, only
 * the blocks of the pages in it: `node scripts/docs.mjs [--check] [FOLDER]`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { wholeFiles } from './docs/files.mjs';
import { renew } from './docs/page.mjs';
import { openProduct } from './docs/product.mjs';

const args = process.argv.slice(2);
const check = args.includes('--check');
const folder = args.find((arg) => arg !== '--check');

const product = await openProduct();
const stale = [];

/** @param {string} file @param {string | undefined} after `undefined`: it should not be there */
function renewFile(file, after) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (after === before) return;
  stale.push(file);
  if (check) return;
  mkdirSync(dirname(file), { recursive: true });
  if (after === undefined) rmSync(file);
  else writeFileSync(file, after);
}

const whole = folder === undefined ? await wholeFiles(product) : new Map();
for (const [file, text] of whole) renewFile(file, text);
if (folder === undefined && existsSync('man'))
  for (const name of readdirSync('man').sort()) if (!whole.has(`man/${name}`)) renewFile(`man/${name}`, undefined);

const pages = readdirSync(folder ?? 'docs')
  .sort()
  .map((name) => join(folder ?? 'docs', name));
for (const file of folder === undefined ? ['README.md', ...pages] : pages) {
  if (!file.endsWith('.md') || whole.has(file)) continue;
  renewFile(file, await renew(readFileSync(file, 'utf8'), product));
}
if (stale.length > 0) process.stderr.write(`${check ? 'Out of date' : 'Wrote'}: ${stale.join(', ')}\n`);
if (check && stale.length > 0) {
  process.stderr.write('Run: node scripts/docs.mjs\n');
  process.exitCode = 1;
}
