/** Packages of other platforms, which `npm ci` leaves out: fetched by npm, held against the lock file. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const KEPT = 'dist/.fetched';

/**
 * Unpacks the locked version of a package, once.
 * @param {string} name
 * @returns {string} the folder's absolute path, which ends in node_modules/NAME
 */
export function fetchLocked(name) {
  const { version, integrity } = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages[`node_modules/${name}`];
  const home = join(KEPT, `${name.replace('/', '+')}@${version}`);
  const folder = join(home, 'node_modules', name);
  if (!existsSync(folder)) {
    mkdirSync(KEPT, { recursive: true });
    const work = mkdtempSync(join(KEPT, 'fetching-'));
    try {
      run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work]);
      const file = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
      if (!file) throw new Error(`npm pack ${name}@${version} wrote nothing`);
      const digest = createHash('sha512')
        .update(readFileSync(join(work, file)))
        .digest('base64');
      if (`sha512-${digest}` !== integrity)
        throw new Error(`${name}@${version} is not the package that the lock file names`);
      run('tar', ['-xzf', file], work);
      rmSync(home, { recursive: true, force: true });
      mkdirSync(join(folder, '..'), { recursive: true });
      renameSync(join(work, 'package'), folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return resolve(folder);
}

/** @param {string} command @param {string[]} args @param {string} [cwd] */
function run(command, args, cwd) {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}${error ?? ''}`);
}
