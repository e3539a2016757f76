/** Fetches the newest releases of the sources into a folder, with the clients that are set up on this machine. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROVIDERS } from './providers.mjs';

const TABLE = 'litellm/model_prices_and_context_window_backup.json';
/** Megabytes that a source may print: the table of LiteLLM is 3. */
const ROOM = 64 << 20;

/**
 * When a release of a Python package came out. A wheel does not say it, so the index is asked that pip itself uses.
 */
const RELEASE_DATE = `
import json, os, sys
from urllib.request import Request, urlopen
from pip._internal.models.index import PyPI
index = os.environ.get("PIP_INDEX_URL") or PyPI.simple_url
request = Request(f"{index.rstrip('/')}/{sys.argv[1]}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
files = json.load(urlopen(request, timeout=60))["files"]
print(next(file["upload-time"] for file in files if file["filename"] == sys.argv[2]))
`;

/** @typedef {{ version: string, date: string, license: string, data: any }} Fetched */

/** @param {string} folder an empty one @returns {Promise<Record<'litellm' | 'gpt-tokenizer' | 'genai-prices', Fetched>>} */
export async function fetchSources(folder) {
  return {
    litellm: fetchLitellm(folder),
    'gpt-tokenizer': await fetchTokenizer(folder),
    'genai-prices': fetchGenai(folder),
  };
}

/** @param {string} folder @returns {Fetched} */
function fetchLitellm(folder) {
  run('python3', [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--only-binary',
    ':all:',
    '--dest',
    folder,
    'litellm',
  ]);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  const unzip = (name) => run('python3', ['-c', UNZIP, join(folder, wheel), name]);
  const version = wheel.split('-')[1];
  return {
    version,
    date: run('python3', ['-c', RELEASE_DATE, 'litellm', wheel]).slice(0, 10),
    license: unzip(`litellm-${version}.dist-info/licenses/LICENSE`),
    data: JSON.parse(unzip(TABLE)),
  };
}

const UNZIP = 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))';

/** @param {string} folder @returns {Promise<Fetched>} */
async function fetchTokenizer(folder) {
  const { path, ...release } = fetchPackage(folder, 'gpt-tokenizer');
  return { ...release, data: { ...(await import(pathToFileURL(join(path, 'esm/models.js')).href)) } };
}

/** @param {string} folder @returns {Fetched} */
function fetchGenai(folder) {
  const { path, ...release } = fetchPackage(folder, '@pydantic/genai-prices');
  const { findProvider } = createRequire(join(path, 'package.json'))(join(path, 'dist/index.cjs'));
  const ids = Object.values(PROVIDERS).flatMap(({ genai }) => genai ?? []);
  return { ...release, data: Object.fromEntries(ids.map((id) => [id, findProvider({ providerId: id }).models])) };
}

function fetchPackage(folder, name) {
  run('npm', ['install', '--silent', '--ignore-scripts', '--no-package-lock', '--prefix', folder, name]);
  const path = join(folder, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const times = JSON.parse(run('npm', ['view', name, 'time', '--json']));
  return { path, version, date: times[version].slice(0, 10), license: readFileSync(join(path, 'LICENSE'), 'utf8') };
}

function run(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: ROOM, stdio: ['ignore', 'pipe', 'inherit'] });
}
