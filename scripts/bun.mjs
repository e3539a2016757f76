import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The `bun` package ships a small text in the executable's place until its install script has run. */
const SMALLEST = 1 << 20;

/**
 * Bun's executable: where the platform package has it, or where the `bun` package's own install script moves it. That
 * script may be off, so both places count.
 */
export function bunPath() {
  const platforms = join('node_modules', '@oven');
  const name = process.platform === 'win32' ? 'bun.exe' : 'bun';
  const paths = existsSync(platforms) ? readdirSync(platforms).map((entry) => join(platforms, entry, 'bin', name)) : [];
  const path = [...paths, join('node_modules', 'bun', 'bin', 'bun.exe')].find(
    (file) => existsSync(file) && statSync(file).size > SMALLEST,
  );
  if (!path) throw new Error('Bun is not installed for this platform: run npm ci');
  return resolve(path);
}
