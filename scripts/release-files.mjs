/**
 * Gathers what a release consists of in dist/release: the npm packages, an archive for each platform, SHA256SUMS; and
 * the version's section of CHANGELOG.md as dist/release-notes.md. `npm run build:packages` comes first.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pack } from './packages/pack.mjs';

const PACKAGES = 'dist/packages';
const OUT = 'dist/release';
const WORK = 'dist/.release';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

for (const folder of [OUT, WORK]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
for (const folder of ['.', ...readdirSync(PACKAGES).map((name) => join(PACKAGES, name))]) {
  const { file } = await pack(folder, WORK);
  cpSync(file, join(OUT, basename(file)));
  if (readdirSync(folder).includes('bin') && folder !== '.') archive(folder);
}
const names = readdirSync(OUT).sort();
const lines = names.map(
  (name) =>
    `${createHash('sha256')
      .update(readFileSync(join(OUT, name)))
      .digest('hex')}  ${name}\n`,
);
writeFileSync(join(OUT, 'SHA256SUMS'), lines.join(''));
writeFileSync('dist/release-notes.md', notes());
rmSync(WORK, { recursive: true, force: true });

/** The executable with its licenses: a zip where nobody has tar at hand. @param {string} folder a platform's package */
function archive(folder) {
  const name = `${basename(folder).replace('openai-models', 'openai')}-${version}`;
  const home = join(WORK, name);
  mkdirSync(home);
  for (const file of readdirSync(join(folder, 'bin'))) cpSync(join(folder, 'bin', file), join(home, file));
  for (const file of ['LICENSE', 'THIRD-PARTY-LICENSES.txt']) cpSync(join(folder, file), join(home, file));
  if (existsSync(join(folder, 'man'))) cpSync(join(folder, 'man'), join(home, 'man'), { recursive: true });
  const command = name.includes('windows')
    ? ['zip', '-qr', resolve(OUT, `${name}.zip`), name]
    : ['tar', '-czf', resolve(OUT, `${name}.tar.gz`), name];
  const { status, stderr, error } = spawnSync(command[0], command.slice(1), { cwd: WORK, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}${error ?? ''}`);
}

/** What CHANGELOG.md says of this version. */
function notes() {
  const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
  const own = sections.find((section) => section.startsWith(`${version} `) || section.startsWith(`${version}\n`));
  if (!own) throw new Error(`CHANGELOG.md has no section ${version}`);
  return own.slice(own.indexOf('\n')).trimStart();
}
