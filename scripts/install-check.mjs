/**
 * Installs what would be published and runs it: `npm run check:install [-- --node PATH ...]`. Packs the Node package
 * and all of dist/packages, serves them from a registry on this machine, installs each that fits with `npm i -g` into an
 * empty prefix, and runs it from an empty folder without HOME, as another user where this one is root. `--node` names
 * further Node executables to do the same with.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { npm, pack } from './packages/pack.mjs';
import { openRegistry } from './packages/registry.mjs';
import { hostTarget } from './packages/targets.mjs';

const PACKAGES = 'dist/packages';
/** The user that owns nothing. */
const NOBODY = 65534;
const COMMANDS = [['--version'], ['--sandbox', 'models', 'list', '--max-items', '1', '--format', 'jsonl']];

const { values } = parseArgs({ options: { node: { type: 'string', multiple: true, default: [] } } });
const product = JSON.parse(readFileSync('package.json', 'utf8'));
const EXPECTED = [`openai version ${product.version}\n`, '{"id":"gpt-4","object":"model",'];
const windows = process.platform === 'win32';
const another = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const work = mkdtempSync(join(tmpdir(), 'openai-install-'));
chmodSync(work, 0o755);
try {
  const folders = existsSync(PACKAGES) ? readdirSync(PACKAGES).map((name) => join(PACKAGES, name)) : [];
  const packages = [];
  for (const folder of ['.', ...folders]) {
    const packed = await pack(folder, join(work, 'packed'));
    packages.push(packed);
    say(`${packed.manifest.name}: ${size(statSync(packed.file).size)} packed`);
  }
  const registry = await openRegistry(packages);
  try {
    const native = `${product.name}-${hostTarget()}`;
    const names = [product.name, native, `${product.name}-standalone`];
    const wanted = names.filter((name) => packages.some(({ manifest }) => manifest.name === name));
    for (const node of [process.execPath, ...values.node.map((path) => resolve(path))])
      for (const name of wanted) await check(name, node, registry.url);
  } finally {
    registry.close();
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** @param {string} name @param {string} node @param {string} registry */
async function check(name, node, registry) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const place = mkdtempSync(join(work, 'prefix-'));
  chmodSync(place, 0o755);
  const prefix = join(place, 'prefix');
  const path = [dirname(node), process.env.PATH].join(delimiter);
  await npm(
    ['i', '-g', '--prefix', prefix, '--cache', join(place, 'cache'), '--registry', registry, '--ignore-scripts', name],
    { ...process.env, PATH: path },
  );
  const installed = bytesIn(join(prefix, windows ? 'node_modules' : 'lib/node_modules'));
  const empty = join(place, 'empty');
  mkdirSync(empty);
  if (another.uid) chownSync(empty, NOBODY, NOBODY);
  const command = join(prefix, windows ? 'openai.cmd' : 'bin/openai');
  for (const [at, args] of COMMANDS.entries()) {
    const options = { cwd: empty, env: windows ? process.env : { PATH: path }, shell: windows };
    const ran = spawnSync(command, args, { ...options, ...another, encoding: 'utf8' });
    if (ran.status !== 0 || ran.stderr !== '' || !ran.stdout.startsWith(EXPECTED[at]))
      throw new Error(
        `${name} on ${version}: openai ${args.join(' ')} ended with ${ran.status}\n${ran.stdout}${ran.stderr}${ran.error ?? ''}`,
      );
  }
  if (readdirSync(empty).length > 0) throw new Error(`${name} left files behind: ${readdirSync(empty)}`);
  say(
    `${name} on ${version}: ${size(installed)} installed; ran${another.uid ? ` as user ${NOBODY}` : ''} in an empty folder`,
  );
  rmSync(place, { recursive: true, force: true });
}

/** @param {string} folder @returns {number} */
function bytesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** @param {number} bytes */
function size(bytes) {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}
