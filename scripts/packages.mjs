/**
 * Writes the npm packages that hold executables into dist/packages: one for each platform that was built
 * (`npm run build:standalone -- --target NAME`), and openai-models-standalone, which chooses among them.
 * With `--all` a missing platform is an error; `--out FOLDER` writes elsewhere.
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { collectLicenses } from './licenses.mjs';
import { checkBuild } from './packages/built.mjs';
import { executableOf, TARGETS } from './packages/targets.mjs';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean' },
    out: { type: 'string', default: 'dist/packages' },
  },
});
const out = values.out;
const product = JSON.parse(readFileSync('package.json', 'utf8'));
/** What all packages say alike. */
const shared = {
  version: product.version,
  keywords: product.keywords,
  license: product.license,
  type: 'commonjs',
  ...(product.repository && { repository: product.repository }),
};
/** Bun and the keychain module stand in the executable; of the rest the Node package has the list. */
const LICENSES = [
  readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8'),
  collectLicenses(['node_modules/@napi-rs/keyring/index.js', 'node_modules/bun/index.js']),
  'Bun contains JavaScriptCore and WebKit (LGPL 2.1 and BSD), whose sources Bun names: https://bun.com/docs/project/license\n',
].join('\n\n');

try {
  rmSync(out, { recursive: true, force: true });
  const built = Object.keys(TARGETS).filter((name) => values.all || existsSync(executableOf(name)));
  if (built.length === 0) throw new Error('nothing is built: npm run build:standalone');
  for (const name of built) writePlatform(name);
  writeChooser();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** @param {string} name the target */
function writePlatform(name) {
  const file = executableOf(name);
  checkBuild(file, name, product.version);
  const { title, os, cpu, libc } = TARGETS[name];
  const command = basename(file);
  const folder = writePackage(
    {
      name: packageOf(name),
      ...shared,
      description: `The openai-models command as one executable for ${title}`,
      os: [os],
      cpu: [cpu],
      ...(libc && { libc: [libc] }),
      bin: { openai: `bin/${command}` },
      files: ['bin', 'THIRD-PARTY-LICENSES.txt'],
      preferUnplugged: true,
    },
    readFileSync('packages/platform/README.md', 'utf8')
      .replaceAll('{name}', packageOf(name))
      .replaceAll('{title}', title),
  );
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), LICENSES);
  mkdirSync(join(folder, 'bin'));
  // An archive of a build may have lost the permission to run.
  chmodSync(file, 0o755);
  linkOrCopy(file, join(folder, 'bin', command));
}

/** Windows has no way to replace a process: there its package would only be a download. */
function writeChooser() {
  const choices = Object.keys(TARGETS).filter((name) => TARGETS[name].os !== 'win32');
  const folder = writePackage(
    {
      name: 'openai-models-standalone',
      ...shared,
      description: 'The openai-models command as a standalone executable, or on Node where there is none',
      engines: product.engines,
      bin: { openai: 'openai.cjs' },
      files: ['openai.cjs'],
      dependencies: { [product.name]: product.version },
      optionalDependencies: Object.fromEntries(choices.map((name) => [packageOf(name), product.version])),
    },
    readFileSync('packages/standalone/README.md', 'utf8'),
  );
  cpSync('packages/standalone/openai.cjs', join(folder, 'openai.cjs'));
}

/** @param {string} name the target */
function packageOf(name) {
  return `${product.name}-${name}`;
}

/** With the manual pages of the command. @param {{ name: string, files: string[] }} manifest @param {string} readme @returns {string} the folder */
function writePackage(manifest, readme) {
  const folder = join(out, manifest.name);
  mkdirSync(folder, { recursive: true });
  const pages = product.man ?? [];
  const whole = pages.length === 0 ? manifest : { ...manifest, man: pages, files: [...manifest.files, 'man'] };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(whole, null, 2)}\n`);
  for (const page of pages) cpSync(page, join(folder, page));
  writeFileSync(join(folder, 'README.md'), readme);
  cpSync('LICENSE', join(folder, 'LICENSE'));
  return folder;
}

/** @param {string} from @param {string} to */
function linkOrCopy(from, to) {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
