/**
 * Writes the generated blocks of docs/*.md anew: `node scripts/docs.mjs [--check] [FOLDER]`. With `--check` nothing is
 * written, and the exit code is 1 when something would change.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renew } from './docs/page.mjs';
import { openProduct } from './docs/product.mjs';

const args = process.argv.slice(2);
const check = args.includes('--check');
const folder = args.find((arg) => arg !== '--check') ?? 'docs';

const product = await openProduct();
const stale = [];
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.md')) continue;
  const file = join(folder, name);
  const before = readFileSync(file, 'utf8');
  const after = await renew(before, product);
  if (after === before) continue;
  stale.push(file);
  if (!check) writeFileSync(file, after);
}
if (stale.length > 0) process.stderr.write(`${check ? 'Out of date' : 'Wrote'}: ${stale.join(', ')}\n`);
if (check && stale.length > 0) {
  process.stderr.write('Run: node scripts/docs.mjs\n');
  process.exitCode = 1;
}
