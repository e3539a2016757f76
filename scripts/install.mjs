/** Installs the locked dependencies where they are missing or others. Uses nothing that is not in Node. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const LOCK = 'package-lock.json';
const STAMP = 'node_modules/.installed';
/** What npm itself writes down of what it installed. */
const INSTALLED = 'node_modules/.package-lock.json';

const wanted = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
const isStamped = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
if (!isStamped) {
  if (!isInstalled()) await install();
  writeFileSync(STAMP, wanted);
}

/** Whether somebody installed the same before, with `npm ci`. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const { packages: locked } = JSON.parse(readFileSync(LOCK, 'utf8'));
  const { packages: found } = JSON.parse(readFileSync(INSTALLED, 'utf8'));
  return Object.entries(locked).every(([path, { version, integrity, optional, link }]) => {
    if (path === '' || !path.startsWith('node_modules/') || link) return true;
    // What is for another platform is not installed here.
    if (!found[path]) return optional === true;
    return found[path].version === version && found[path].integrity === integrity;
  });
}

/** @returns {Promise<void>} */
function install() {
  const began = Date.now();
  process.stderr.write('Installing dependencies ...\n');
  const ticking = setInterval(() => {
    process.stderr.write(`  ${Math.round((Date.now() - began) / 1000)} s\n`);
  }, 5000);
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return new Promise((resolve) => {
    npm.once('error', (error) => {
      process.stderr.write(`npm cannot be started: ${error.message}\n`);
      process.exit(1);
    });
    npm.once('close', (status) => {
      clearInterval(ticking);
      if (status !== 0) process.exit(status ?? 1);
      resolve();
    });
  });
}
