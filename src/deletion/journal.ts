/**
 * The deletion journal: an append-only file of lines. An append resolves only once it is on disk. Waiting lines are
 * written together, because one line takes the disk as long as twenty.
 */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  write,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../errors/error.ts';
import { describeWriteError, withLock } from '../fs/lock.ts';
import { makeFolder } from '../fs/replace.ts';
import { type JournalEntry, MAX_JOURNAL_BYTES, rotate } from './history.ts';
import type { JournalOutcome } from './outcome.ts';

const NEWLINE = 0x0a;
/** Characters after which a write takes no more lines. A small part of what a file may hold. */
const MAX_AT_ONCE = 1_000_000;

const writeAsync = promisify(write);
const syncAsync = promisify(fdatasync);
const endOfTurn = promisify(setImmediate);
const pause = promisify(setTimeout);

interface Waiting {
  line: string;
  resolve(): void;
  reject(error: unknown): void;
}

export class Journal {
  /** Tells the lines of this process from those of others. */
  readonly run = randomBytes(6).toString('hex');
  readonly path: string;
  private file: number | undefined;
  private inode = 0;
  /** Whether our own last write was incomplete, so that the next one must start on a new line. */
  private endsMidLine = false;
  private waiting: Waiting[] = [];
  private writing = false;
  /** The error of the first line that could not be written. */
  private lost: CliError | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens the file, creating it (mode 0600) and its folder (0700) if they are missing.
   * @throws CliError `no-journal`
   */
  static open(path: string): Journal {
    const journal = new Journal(path);
    try {
      makeFolder(dirname(path));
      journal.reopen();
    } catch (error) {
      throw journal.failure(error);
    }
    return journal;
  }

  /**
   * Resolves once the line is on disk.
   * @throws CliError `no-journal`
   */
  append(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line, resolve, reject });
      if (!this.writing) void this.write();
    });
  }

  /**
   * Resolves once every line so far is on disk, including those that nobody awaited. Returns the error if one is not.
   * It does not throw, because what the lines record has happened and matters more.
   */
  async drain(): Promise<CliError | undefined> {
    if (this.writing) await this.append('').catch(() => {});
    return this.lost;
  }

  /** Call this once no append is pending. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private async write(): Promise<void> {
    this.writing = true;
    // Also takes the lines appended in this turn: after a response, that is the next request.
    await endOfTurn();
    while (this.waiting.length > 0) {
      const batch = this.takeBatch();
      try {
        await this.writeText(batch.map(({ line }) => line).join(''));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const failure = this.failure(error);
        this.lost ??= failure;
        for (const { reject } of batch) reject(failure);
      }
    }
    this.writing = false;
  }

  /** The waiting lines, or as many of them as one write should hold. */
  private takeBatch(): Waiting[] {
    let count = 0;
    for (let size = 0; count < this.waiting.length && size < MAX_AT_ONCE; count++)
      size += (this.waiting[count] as Waiting).line.length;
    return this.waiting.splice(0, count);
  }

  /** Uses a single write, so that the lines of two processes never mix. */
  private async writeText(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const now = statSync(this.path, { throwIfNoEntry: false });
    if (!now || now.ino !== this.inode) this.reopen();
    else if (now.size > 0 && now.size + bytes.length > MAX_JOURNAL_BYTES) this.checkReplaced(now);
    const file = this.file as number;
    // Another process may have been killed in the middle of its line since then.
    this.endsMidLine ||= await endsMidLine(file);
    const all = this.endsMidLine ? Buffer.concat([Buffer.of(NEWLINE), bytes]) : bytes;
    for (let at = 0; at < all.length; ) {
      const { bytesWritten } = await writeAsync(file, all, at);
      // A full disk may have taken only part of it.
      this.endsMidLine = true;
      at += bytesWritten;
    }
    this.endsMidLine = false;
    await syncAsync(file);
  }

  /** Starts a new file, unless another process has already done so. */
  private checkReplaced({ ino }: Stats): void {
    withLock(`${this.path}.lock`, () => {
      const now = statSync(this.path, { throwIfNoEntry: false });
      if (now?.ino === ino) rotate(this.path);
    });
    this.reopen();
  }

  private reopen(): void {
    this.close();
    const file = openSync(this.path, 'a+', 0o600);
    this.file = file;
    const { mode, ino, size } = fstatSync(file);
    if ((mode & 0o077) !== 0) fchmodSync(file, 0o600);
    this.inode = ino;
    this.endsMidLine = false;
    // The directory entry of a new file must reach the disk too.
    if (size === 0) syncFolder(dirname(this.path));
  }

  private failure(error: unknown): CliError {
    if (error instanceof CliError) return error;
    return new CliError('no-journal', { path: this.path, problem: describeWriteError(error) });
  }
}

/**
 * Whether the file ends in the middle of a line. While another process writes, part of its line may be there already,
 * so only an end that stops moving counts.
 */
async function endsMidLine(file: number): Promise<boolean> {
  const byte = Buffer.alloc(1);
  for (let before = -1; ; ) {
    const { size } = fstatSync(file);
    if (size === 0 || (readSync(file, byte, 0, 1, size - 1) === 1 && byte[0] === NEWLINE)) return false;
    if (size === before) return true;
    before = size;
    await pause(2);
  }
}

/** Syncs the folder where the system allows it. Failing to is not an error. */
function syncFolder(path: string): void {
  let folder: number | undefined;
  try {
    folder = openSync(path, 'r');
    fsyncSync(folder);
  } catch {
    // Not supported here.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}

// One line of the journal, as JSON: a `request` is written before it is sent, an `answer` once the outcome is known.
// Each line is complete, so it is useful without the other.

/** The deletion that lines belong to. */
export interface Subject
  extends Pick<JournalEntry, 'run' | 'endpoint' | 'organization' | 'project' | 'key_fingerprint' | 'id'> {
  /** The model's JSON text as the server listed it, on one line; `undefined` if it was not listed. */
  model: string | undefined;
}

/** What is known after an attempt. */
export interface AttemptOutcome extends Pick<JournalEntry, 'deleted' | 'status' | 'reason'> {
  outcome: JournalOutcome;
}

/**
 * @param time ISO 8601
 * @param tries counted from 1
 */
export function requestLine(time: string, subject: Subject, tries: number): string {
  return lineOf('request', time, subject, tries);
}

export function responseLine(time: string, subject: Subject, tries: number, result: AttemptOutcome): string {
  return lineOf('answer', time, subject, tries, result);
}

function lineOf(event: string, time: string, subject: Subject, tries: number, result?: AttemptOutcome): string {
  const { model = 'null', ...about } = subject;
  const text = JSON.stringify({ time, event, ...about, try: tries, ...result });
  return `${text.slice(0, -1)},"model":${model}}\n`;
}

/** Writes the lines of one deletion. */
export class DeletionLog {
  private readonly journal: Journal;
  private readonly subject: Subject;
  private readonly now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(journal: Journal, subject: Omit<Subject, 'run'>, now: () => number) {
    this.journal = journal;
    this.subject = { run: journal.run, ...subject };
    this.now = now;
  }

  /**
   * Call this before sending attempt number `tries`, counted from 1. It may be sent once this resolves.
   * @throws CliError `no-journal`
   */
  recordRequest(tries: number): Promise<void> {
    return this.journal.append(requestLine(this.time(), this.subject, tries));
  }

  /**
   * Call this after the attempt. The line is written at once, before that of any later request, so there is no need to
   * wait. A failed write is reported when the journal is settled.
   */
  recordResponse(tries: number, result: AttemptOutcome): void {
    this.journal.append(responseLine(this.time(), this.subject, tries, result)).catch(() => {});
  }

  private time(): string {
    return new Date(this.now()).toISOString();
  }
}
