/** Tells whether what was built still fits its sources, by content and not by time: a clone has no useful times. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['bin', 'src', 'packages/gjson/src', 'scripts', 'package.json', 'package-lock.json'];

/** @param {string} path @returns {string[]} */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

/** A digest of everything that the build reads. */
export function sourceDigest() {
  const hash = createHash('sha256').update(process.version);
  for (const file of SOURCES.flatMap(filesIn)) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** @param {string} stamp the file that holds the digest of the last build */
export function isFresh(stamp) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceDigest();
}

/** @param {string} stamp */
export function markFresh(stamp) {
  writeFileSync(stamp, sourceDigest());
}
