/** What the journal tells: its lines put together, one entry a request. */
import { readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { hasCode } from '../fs/lock.ts';
import { stateFolder } from '../fs/paths.ts';
import { decode, encode } from '../json/bytes.ts';
import { Scanner } from '../json/scanner.ts';
import { Model } from '../models/model.ts';
import type { JournalOutcome } from './outcome.ts';

/** A request and what became of it. */
export interface Entry {
  /** When it was sent, and when the answer was there; ISO 8601. */
  time: string;
  answered: string | null;
  /** Of the process that deletes: one run, one id. */
  run: string;
  endpoint: string;
  organization: string | null;
  project: string | null;
  /** Tells the keys of one machine apart; null where that cannot be done. It does not lead back to the key. */
  key_fingerprint: string | null;
  /** The model's id. */
  id: string;
  try: number;
  /** `unanswered`: it was sent, and nothing is known after that. The run was killed, or is still at it. */
  outcome: JournalOutcome | 'unanswered';
  /** Whether the model is gone; null where nobody knows. */
  deleted: boolean | null;
  /** The HTTP status of the answer, if one came. */
  status: number | null;
  reason: string | null;
  /** The model's JSON text. */
  model: string;
}

export interface History {
  /** In the order of the requests. */
  entries: Entry[];
  /** Lines that are none: a killed process leaves its last one torn. */
  unreadable: number;
}

/** Reads all files of the journal; what does not exist has no entries. */
export function readHistory(path: string): History {
  const entries = new Map<string, Entry>();
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
 * The newest request for each of these ids that `counts` and whose answer was not that there is no such model: that a
 * model is missing is what its deletion leads to, and no news. The journal is read from its end, a file at a time, and
 * no further than it takes.
 */
export function lastRequests(
  path: string,
  ids: Iterable<string>,
  counts: (entry: Entry) => boolean,
): Map<string, Entry> {
  const wanted = new Set(ids);
  const found = new Map<string, Entry>();
  const passed = new Set<string>();
  for (const file of journalFiles(path).reverse()) {
    if (wanted.size === 0) break;
    for (const text of [...linesOf(file)].reverse()) {
      const id = quickId(text);
      const line = id !== undefined && wanted.has(id) ? readLine(text) : undefined;
      if (!line || !counts(line)) continue;
      const key = keyOf(line);
      if (passed.has(key)) continue;
      // What stands before the answer is the request that it answers.
      passed.add(key);
      if (line.outcome === 'not-found') continue;
      found.set(line.id, line);
      wanted.delete(line.id);
    }
  }
  return found;
}

/** The id in a line as this program writes it, without reading the rest; `undefined` where it is not plain to see. */
function quickId(text: string): string | undefined {
  // Within a string a quote is escaped, so this is the member, and the model's own text comes last.
  const at = text.indexOf(',"id":"');
  if (at < 0) return undefined;
  const end = text.indexOf('","try":', at);
  try {
    return end < 0 ? undefined : (JSON.parse(text.slice(at + 6, end + 1)) as string);
  } catch {
    return undefined;
  }
}

/** The files byte for byte, the oldest first. */
export function readFiles(path: string): Uint8Array[] {
  return journalFiles(path).map(bytesOf);
}

/** The entry as JSON text. */
export function entryText({ model, ...entry }: Entry): string {
  return `${JSON.stringify(entry).slice(0, -1)},"model":${model}}`;
}

interface Line extends Entry {
  event: string;
}

function addLine(entries: Map<string, Entry>, { event, ...line }: Line): void {
  const key = keyOf(line);
  const sent = entries.get(key);
  if (event === 'request' && !sent) entries.set(key, line);
  // An answer may be all there is, where the file with the request is long gone.
  else if (event === 'answer') entries.set(key, { ...line, time: sent?.time ?? line.time, answered: line.time });
}

/** What a request and its answer share. */
function keyOf({ run, id, try: tries }: Entry): string {
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

// The journal's files: one that grows, and older ones beside it.

/** A file does not grow beyond this many bytes. */
export const MOST_JOURNAL_BYTES = 10_000_000;
/** Older files that are kept. */
const KEPT = 9;

/** Where the journal of deletions is; `undefined` without a home. */
export function journalPath(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = stateFolder(ctx);
  return folder === undefined ? undefined : join(folder, 'deletions.jsonl');
}

/** Every file that the journal may have, the oldest first. */
export function journalFiles(path: string): string[] {
  return [...Array.from({ length: KEPT }, (_, i) => olderFile(path, KEPT - i)), path];
}

/** Moves every file one place on; the oldest is gone. */
export function rotate(path: string): void {
  const files = journalFiles(path);
  for (let i = 1; i < files.length; i++) {
    const file = files[i] as string;
    if (statSync(file, { throwIfNoEntry: false })) renameSync(file, files[i - 1] as string);
  }
}

/** `deletions.1.jsonl` is the one before the one that grows. */
function olderFile(path: string, age: number): string {
  return join(dirname(path), `deletions.${age}.jsonl`);
}
