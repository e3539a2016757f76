/**
 * The snapshot folder: one JSON file per snapshot, with metadata before the responses, which are stored byte for byte
 * as received. A file is written under another name and then renamed, so it is either complete or absent.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { describeWriteError, hasCode, permissionProblem, withLock } from '../fs/lock.ts';
import { stateFolder } from '../fs/paths.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';
import { decode, encode, skipByteOrderMark } from '../json/bytes.ts';

/** The endpoint of a list. Two profiles may use one URL with two accounts, so both count. */
export interface ListEndpoint {
  endpoint: string;
  profile: string | null;
}

export interface SnapshotHeader extends ListEndpoint {
  name: string | null;
  /** When the list was current, RFC 3339 in UTC. */
  at: string;
  /** The selection flags, as one would type them; null if it has all models. */
  selection: string | null;
  models: number;
  /** The size of its responses. */
  bytes: number;
}

export interface Snapshot extends SnapshotHeader {
  path: string;
}

const PAGES = ',"pages":[\n';
const END = '\n]}\n';
const HOUR = 3_600_000;
/** A real head is far shorter. */
const MAX_HEADER_LENGTH = 1 << 16;

export interface Folder {
  /** Oldest first. */
  snapshots: Snapshot[];
  /** Files that are not complete snapshots, with the reason. */
  problems: string[];
}

/** @throws CliError `state-failed` if there is no home folder */
export function snapshotFolder(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string {
  const folder = stateFolder(ctx);
  if (folder === undefined)
    throw new CliError('state-failed', {
      path: 'the folder of snapshots',
      problem: 'there is no home folder to store it in',
      next: 'Set XDG_STATE_HOME to a folder.',
    });
  return join(folder, 'snapshots');
}

/** The contents of the folder; empty if it does not exist. */
export function readFolder(folder: string): Folder {
  const snapshots: Snapshot[] = [];
  const problems: string[] = [];
  for (const file of namesIn(folder)) {
    if (file.endsWith('.tmp') || file.endsWith('.lock')) continue;
    const path = join(folder, file);
    const found = readSnapshotHeader(path);
    if (typeof found === 'string') problems.push(`${path}: ${found}`);
    else if (found) snapshots.push({ ...found, path });
  }
  return { snapshots: snapshots.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), problems };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw failed(folder, error);
  }
}

/** The metadata of a complete snapshot, or what is wrong with the file; `undefined` if it has just disappeared. */
function readSnapshotHeader(path: string): SnapshotHeader | string | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return 'it is not a file';
    const file = openSync(path, 'r');
    try {
      const start = new Uint8Array(Math.min(MAX_HEADER_LENGTH, stat.size));
      const length = readSync(file, start, 0, start.length, 0);
      const text = decode(start, 0, length);
      const at = text.indexOf(PAGES);
      const head = at < 0 ? undefined : parseHead(`${text.slice(0, at)}}`);
      if (!head) return 'it is not a snapshot';
      const whole = encode(text.slice(0, at)).length + PAGES.length + head.bytes + END.length;
      const end = new Uint8Array(END.length);
      readSync(file, end, 0, end.length, Math.max(0, stat.size - END.length));
      return stat.size === whole && decode(end) === END ? head : 'it is damaged: part of it is missing';
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return hasCode(error, 'ENOENT') ? undefined : (permissionProblem(error) ?? (error as Error).message);
  }
}

function parseHead(text: string): SnapshotHeader | undefined {
  let value: Partial<Record<string, unknown>>;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { object, version, name, at, endpoint, profile, selection, models, bytes } = value;
  const isText = (one: unknown): one is string | null => one === null || typeof one === 'string';
  if (object !== 'snapshot' || version !== 1 || typeof at !== 'string' || Number.isNaN(Date.parse(at)))
    return undefined;
  if (typeof endpoint !== 'string' || !isText(name) || !isText(profile) || !isText(selection)) return undefined;
  if (!Number.isSafeInteger(models) || !Number.isSafeInteger(bytes)) return undefined;
  return { name, at, endpoint, profile, selection, models: Number(models), bytes: Number(bytes) };
}

/**
 * The bytes of a snapshot's file.
 * @throws CliError `state-failed`
 */
export function readSnapshot({ path }: Pick<Snapshot, 'path'>): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw failed(path, error);
  }
}

/** Saves a list. The folder is created if it is missing, accessible only to its owner. */
export function writeSnapshot(
  folder: string,
  about: Omit<SnapshotHeader, 'bytes'>,
  pages: readonly Uint8Array[],
): Snapshot {
  const body = joined(pages);
  const { name, at, endpoint, profile, selection, models } = about;
  const head: SnapshotHeader = { name, at, endpoint, profile, selection, models, bytes: body.length };
  const start = encode(JSON.stringify({ object: 'snapshot', version: 1, ...head }).slice(0, -1) + PAGES);
  const content = Buffer.concat([start, body, encode(END)]);
  const time = at.replace(/[:.]/g, '');
  const path = join(folder, `${name ?? `${time}-${randomBytes(3).toString('hex')}`}.json`);
  try {
    replaceFile(path, content);
  } catch (error) {
    throw failed(path, error);
  }
  return { ...head, path };
}

function joined(pages: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [i, page] of pages.entries()) {
    if (i > 0) parts.push(encode(',\n'));
    // A byte order mark is not part of the JSON, and must not appear inside it.
    parts.push(page.subarray(skipByteOrderMark(page)));
  }
  return Buffer.concat(parts);
}

/**
 * Runs `work` while no other process writes or removes snapshots.
 * @throws CliError `state-failed`
 */
export function withFolderLock<T>(folder: string, work: () => T): T {
  try {
    makeFolder(folder);
    return withLock(join(folder, '.lock'), work);
  } catch (error) {
    throw failed(folder, error);
  }
}

/** Removes an endpoint's oldest unnamed snapshots beyond `most`, and abandoned temporary files. */
export function pruneSnapshots(folder: string, of: ListEndpoint, most: number): Snapshot[] {
  const own = readFolder(folder).snapshots.filter((one) => one.name === null && isSnapshotOf(one, of));
  const gone = own.slice(0, Math.max(0, own.length - most));
  for (const { path } of gone) rmSync(path, { force: true });
  for (const file of namesIn(folder)) if (isAbandoned(folder, file)) rmSync(join(folder, file), { force: true });
  return gone;
}

/** A temporary file whose run was killed: no write takes an hour. */
function isAbandoned(folder: string, file: string): boolean {
  const stat = file.endsWith('.tmp') ? statSync(join(folder, file), { throwIfNoEntry: false }) : undefined;
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) > HOUR;
}

export function removeSnapshot({ path }: Snapshot): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw failed(path, error);
  }
}

export function isSnapshotOf(snapshot: ListEndpoint, { endpoint, profile }: ListEndpoint): boolean {
  return snapshot.endpoint === endpoint && snapshot.profile === profile;
}

function failed(path: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  const problem = describeWriteError(error);
  const free = hasCode(error, 'ENOSPC') ? 'Remove old ones with openai models snapshot --remove, or choose' : 'Choose';
  return new CliError('state-failed', { path, problem, next: `${free} another folder with XDG_STATE_HOME.` });
}
