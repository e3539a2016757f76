/** Reads the journal, combining its lines into one entry per request. */
import { readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { hasCode } from '../fs/lock.ts';
import { stateFolder } from '../fs/paths.ts';
import { decode, encode } from '../json/bytes.ts';
import { Scanner } from '../json/scanner.ts';
import { Model } from '../models/model.ts';
import type { JournalOutcome } from './outcome.ts';

/** A request and its outcome. */
export interface JournalEntry {
  /** When it was sent, and when the response arrived; ISO 8601. */
  time: string;
  answered: string | null;
  /** Identifies the deleting process: one id per run. */
  run: string;
  endpoint: string;
  organization: string | null;
  project: string | null;
  /** Tells apart the keys used on one machine, without revealing them. Null if that is not possible. */
  key_fingerprint: string | null;
  id: string;
  try: number;
  /** `unanswered`: it was sent, and nothing is known after that. The run was killed, or is still going. */
  outcome: JournalOutcome | 'unanswered';
  /** Whether the model is gone; null if unknown. */
  deleted: boolean | null;
  /** The HTTP status of the response, if there was one. */
  status: number | null;
  reason: string | null;
  /** The model's JSON text. */
  model: string;
}

export interface History {
  /** In the order of the requests. */
  entries: JournalEntry[];
  /** Lines that cannot be read: a killed process leaves its last line incomplete. */
  unreadable: number;
}

/** Reads all files of the journal. A missing file has no entries. */
export function readHistory(path: string): History {
  const entries = new Map<string, JournalEntry>();
  let unreadable = 0;
  for (const file of journalFiles(path)) {
    for (const line of linesOf(file)) {
      const read = readLine(line);
      if (!read) unreadable++;
      else addLine(entries, read);
    }
  }
  return { entries: [...entries.values()], unreadable };
}

/**
 * The newest request for each of these ids that satisfies `counts` and did not end in `not-found`, which is what a
 * repeated deletion leads to and so says nothing new. Reads the journal backward, one file at a time, and only as far
 * as needed.
 */
export function lastRequests(
  path: string,
  ids: Iterable<string>,
  counts: (entry: JournalEntry) => boolean,
): Map<string, JournalEntry> {
  const remaining = new Set(ids);
  const found = new Map<string, JournalEntry>();
  const passed = new Set<string>();
  for (const file of journalFiles(path).reverse()) {
    if (remaining.size === 0) break;
    for (const text of [...linesOf(file)].reverse()) {
      const id = extractId(text);
      const line = id !== undefined && remaining.has(id) ? readLine(text) : undefined;
      if (!line || !counts(line)) continue;
      const key = keyOf(line);
      if (passed.has(key)) continue;
      // Going backward, the next line with this key is the request of the response just seen.
      passed.add(key);
      if (line.outcome === 'not-found') continue;
      found.set(line.id, line);
      remaining.delete(line.id);
    }
  }
  return found;
}

/** Finds the id in a line written by this program without parsing the rest; `undefined` if that fails. */
function extractId(text: string): string | undefined {
  // Quotes inside strings are escaped, so this must be the member; the model's own JSON comes last.
  const at = text.indexOf(',"id":"');
  if (at < 0) return undefined;
  const end = text.indexOf('","try":', at);
  try {
    return end < 0 ? undefined : (JSON.parse(text.slice(at + 6, end + 1)) as string);
  } catch {
    return undefined;
  }
}

/** The raw content of the files, the oldest first. */
export function readFiles(path: string): Uint8Array[] {
  return journalFiles(path).map(bytesOf);
}

/** The entry as JSON text. */
export function entryText({ model, ...entry }: JournalEntry): string {
  return `${JSON.stringify(entry).slice(0, -1)},"model":${model}}`;
}

interface Line extends JournalEntry {
  event: string;
}

function addLine(entries: Map<string, JournalEntry>, { event, ...line }: Line): void {
  const key = keyOf(line);
  const sent = entries.get(key);
  if (event === 'request' && !sent) entries.set(key, line);
  // The response may be all there is, if the file with the request was removed long ago.
  else if (event === 'answer') entries.set(key, { ...line, time: sent?.time ?? line.time, answered: line.time });
}

/** What a request and its response have in common. */
function keyOf({ run, id, try: tries }: JournalEntry): string {
  return JSON.stringify([run, id, tries]);
}

function readLine(text: string): Line | undefined {
  const bytes = encode(text);
  const scanner = new Scanner();
  if (!scanner.value(bytes, 0, bytes.length) || scanner.position !== bytes.length) return undefined;
  const line = new Model(bytes, 0, bytes.length);
  const [time, event, run, id] = ['time', 'event', 'run', 'id'].map((name) => line.string(name));
  const tries = Number(line.raw('try'));
  if (time === undefined || event === undefined || run === undefined || id === undefined || !(tries >= 1))
    return undefined;
  const status = Number(line.raw('status') ?? 'none');
  const deleted = line.raw('deleted');
  return {
    time,
    answered: null,
    event,
    run,
    endpoint: line.string('endpoint') ?? '',
    organization: line.string('organization') ?? null,
    project: line.string('project') ?? null,
    key_fingerprint: line.string('key_fingerprint') ?? null,
    id,
    try: tries,
    outcome: (line.string('outcome') as JournalOutcome | undefined) ?? 'unanswered',
    deleted: deleted === 'true' ? true : deleted === 'false' ? false : null,
    status: status > 0 ? status : null,
    reason: line.string('reason') ?? null,
    model: line.raw('model') ?? 'null',
  };
}

function* linesOf(file: string): Generator<string> {
  for (const line of decode(bytesOf(file)).split('\n')) if (line.trim() !== '') yield line;
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return new Uint8Array();
    throw error;
  }
}

// The journal's files: one that grows, and older ones next to it.

/** A file does not grow beyond this many bytes. */
export const MAX_JOURNAL_BYTES = 10_000_000;
/** How many older files are kept. */
const KEPT = 9;

/** The path of the deletion journal, or `undefined` without a home folder. */
export function journalPath(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = stateFolder(ctx);
  return folder === undefined ? undefined : join(folder, 'deletions.jsonl');
}

/** Every file that the journal may have, the oldest first. */
export function journalFiles(path: string): string[] {
  return [...Array.from({ length: KEPT }, (_, i) => olderFile(path, KEPT - i)), path];
}

/** Renames every file to the next older name, dropping the oldest. */
export function rotate(path: string): void {
  const files = journalFiles(path);
  for (let i = 1; i < files.length; i++) {
    const file = files[i] as string;
    if (statSync(file, { throwIfNoEntry: false })) renameSync(file, files[i - 1] as string);
  }
}

/** `deletions.1.jsonl` is the one before the current file. */
function olderFile(path: string, age: number): string {
  return join(dirname(path), `deletions.${age}.jsonl`);
}
