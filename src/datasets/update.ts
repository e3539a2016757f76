/** Fetches newer tables, checks them, and only then replaces those in use. */
import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildLifecycle, litellmData, type Reader, type Release } from '../details/build/lifecycle.ts';
import { buildTable, otherSourcesIn } from '../details/build/table.ts';
import {
  countRows,
  DATASET_NAMES,
  type DatasetFiles,
  type DatasetName,
  identifyDataset,
  isNewer,
  isValidFile,
} from '../details/datasets.ts';
import { shippedTable } from '../details/index.ts';
import { CliError } from '../errors/error.ts';
import { hasCode } from '../fs/lock.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';
import { isoDate } from '../models/time.ts';
import { note, type Session, warn } from '../session/session.ts';
import { parsed } from './kept.ts';
import { DOWNLOAD_LIMIT, fetchFile, INDEX, newestReleases, releaseIn, unusable } from './releases.ts';
import { clearCache, datasetInUse, datasetPath } from './updated.ts';
import { isZip } from './wheel.ts';

/** A replaced file. */
export interface ReplacedFile {
  name: DatasetName;
  path: string;
  file: DatasetFiles[DatasetName];
}

/**
 * Puts newer tables into the cache folder: from the newest releases, or from a file or URL. A URL that ends in a slash
 * is an index, such as that of PyPI's JSON API.
 * @returns what was replaced; empty if nothing is newer
 * @throws CliError `unusable-details`, `state-failed` (exit 1), `network` (exit 7), `bad-value` (exit 2): everything
 * stays as it was then
 */
export async function updateDetails(session: Session, from: string = INDEX): Promise<ReplacedFile[]> {
  // Make sure there is a place for the files before anything is fetched.
  for (const name of DATASET_NAMES) pathOf(session, name);
  const found = await findNewer(session, from);
  const replaced: ReplacedFile[] = [];
  for (const name of DATASET_NAMES) {
    const file = found[name];
    if (!file) continue;
    const { file: before } = await datasetInUse(session, name);
    check(session, name, file, before, from);
    if (isNewer(file.sources, before.sources)) replaced.push({ name, path: pathOf(session, name), file });
  }
  writeAll(replaced);
  clearCache(session);
  return replaced;
}

/**
 * Goes back to the shipped tables.
 * @returns the paths of the removed files
 * @throws CliError `state-failed`
 */
export function resetDetails(session: Session): string[] {
  const paths = DATASET_NAMES.map((name) => datasetPath(session.ctx, name)).filter((path) => path !== undefined);
  const gone: string[] = [];
  for (const path of paths)
    try {
      rmSync(path);
      gone.push(path);
    } catch (error) {
      if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw failed(path, error);
    }
  clearCache(session);
  return gone;
}

async function findNewer(session: Session, from: string): Promise<Partial<DatasetFiles>> {
  const url = addressOf(from);
  if (url && !isLoopbackOrSafe(url))
    await warn(session, `${url.host} uses plain http: the data may be changed in transit.`);
  if (url?.pathname.endsWith('/')) return fromIndex(session, url);
  const { bytes, modified, place } = url ? { ...(await fetchFile(session, url)), place: url } : readLocal(from);
  const made = isoDate((modified ?? session.ctx.now()) / 1000);
  if (!isZip(bytes)) return ownFile(bytes, place);
  const { reader, release } = releaseIn(bytes, place, made);
  return built(session, { [reader]: release }, place);
}

/** @throws CliError `bad-value` for a URL with another scheme */
function addressOf(from: string): URL | undefined {
  if (!/^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(from)) return undefined;
  const url = URL.canParse(from) ? new URL(from) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new CliError('bad-value', {
    what: '--from',
    value: from,
    want: 'a file, or a URL that begins with https://',
  });
}

function isLoopbackOrSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

async function fromIndex(session: Session, index: URL): Promise<Partial<DatasetFiles>> {
  const { sources } = (await datasetInUse(session, 'lifecycle')).file;
  const { sources: tableSources } = (await datasetInUse(session, 'table')).file;
  const isKnown = (reader: Reader, version: string) =>
    sources[reader]?.version === version && (reader !== 'litellm' || tableSources.litellm?.version === version);
  const releases = await newestReleases(session, index, isKnown);
  return releases ? built(session, releases, index) : {};
}

function readLocal(path: string): { bytes: Uint8Array; modified: number; place: string } {
  try {
    const { size, mtimeMs } = statSync(path);
    if (size > DOWNLOAD_LIMIT) throw new Error('it is larger than 64 MiB');
    return { bytes: readFileSync(path), modified: mtimeMs, place: path };
  } catch (error) {
    throw unusable(path, (error as Error).message);
  }
}

function ownFile(bytes: Uint8Array, place: URL | string): Partial<DatasetFiles> {
  const file = identifyDataset(parsed(Buffer.from(bytes).toString()));
  if (!file) throw unusable(place, 'it is neither a wheel nor a table of details or lifecycles');
  return file;
}

/** Builds the tables from releases. Values from gpt-tokenizer and genai-prices come from the shipped table. */
async function built(
  session: Session,
  releases: Partial<Record<Reader, Release>>,
  place: URL | string,
): Promise<Partial<DatasetFiles>> {
  const { litellm } = releases;
  const [shipped, current] = [await shippedTable(), (await datasetInUse(session, 'lifecycle')).file];
  try {
    const { file: lifecycle, skipped } = buildLifecycle(current, releases);
    for (const line of skipped) await note(session, [`Skipped: ${line}`]);
    if (!litellm) return { lifecycle };
    const { version, date } = litellm;
    const sources = { ...shipped.sources, litellm: { version, date } };
    return { table: { sources, models: buildTable(litellmData(litellm.data), otherSourcesIn(shipped)) }, lifecycle };
  } catch (error) {
    throw unusable(place, (error as Error).message);
  }
}

const DAY = 86_400_000;

/** @throws CliError `unusable-details` for a file that would be a loss: it may be what an error left of a dataset */
function check<Name extends DatasetName>(
  { ctx }: Session,
  name: Name,
  file: DatasetFiles[Name],
  before: DatasetFiles[Name],
  from: string,
): void {
  const place = addressOf(from) ?? from;
  if (!isValidFile(name, file)) throw unusable(place, 'it has unusable values');
  const tomorrow = isoDate((ctx.now() + DAY) / 1000);
  const future = Object.entries(file.sources).find(([, { date }]) => date > tomorrow);
  if (future) throw unusable(place, `its ${future[0]} data is dated ${future[1].date}, which is in the future`);
  const [rows, usual] = [countRows(file), countRows(before)];
  if (rows * 2 < usual)
    throw unusable(
      place,
      `it has ${rows.toLocaleString('en-US')} models, but the one in use has ${usual.toLocaleString('en-US')}`,
    );
}

/** @throws CliError `state-failed` */
function pathOf({ ctx }: Session, name: DatasetName): string {
  const path = datasetPath(ctx, name);
  if (path !== undefined) return path;
  const next = 'Set XDG_CACHE_HOME to one.';
  throw new CliError('state-failed', { path: 'the cache folder', problem: 'there is no home folder', next });
}

/** All files are on disk before the first one replaces its predecessor: a full disk leaves the old ones in place. */
function writeAll(files: readonly ReplacedFile[]): void {
  const beside = (path: string) => `${path}.new`;
  let at = '';
  try {
    for (const { path, file } of files) {
      at = path;
      makeFolder(dirname(path));
      replaceFile(beside(path), `${JSON.stringify(file, null, 2)}\n`);
    }
    for (const { path } of files) {
      at = path;
      renameSync(beside(path), path);
    }
  } catch (error) {
    for (const { path } of files) discard(beside(path));
    throw failed(at, error);
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Something else is there, or nothing can be removed: that has been reported.
  }
}

function failed(path: string, error: unknown): CliError {
  return new CliError('state-failed', { path, problem: (error as Error).message, next: undefined });
}
