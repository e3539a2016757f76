/**
 * The journal of deletions: a file that only grows, line by line. What was appended is on the disk before anybody goes
 * on. Lines that wait together are written together, because a disk takes as long for one as for twenty.
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
import { whyNotWritten, withLock } from '../fs/lock.ts';
import { makeFolder } from '../fs/replace.ts';
import { type Entry, MOST_JOURNAL_BYTES, rotate } from './history.ts';
import type { JournalOutcome } from './outcome.ts';

const NEWLINE = 0x0a;
/** Characters after which a write takes no more lines: a fraction of what a file may hold. */
const MOST_AT_ONCE = 1_000_000;

const writeAside = promisify(write);
const syncAside = promisify(fdatasync);
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
  /** Our own last write took only a part, so that the next one begins on a line of its own. */
  private torn = false;
  private waiting: Waiting[] = [];
  private writing = false;
  /** The first line that could not be written. */
  private lost: CliError | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens the file, and makes it (mode 0600) and its folder (0700) where they are missing.
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
   * Resolves once the line is on the disk.
   * @throws CliError `no-journal`
   */
  append(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line, resolve, reject });
      if (!this.writing) void this.write();
    });
  }

  /**
   * Resolves once every line so far is on the disk, those too that nobody waited for. Where one is not: why. It is no
   * exception, because what the lines are about has happened, and comes first.
   */
  async settle(): Promise<CliError | undefined> {
    if (this.writing) await this.append('').catch(() => {});
    return this.lost;
  }

  /** To be called once nothing is waiting any more. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private async write(): Promise<void> {
    this.writing = true;
    // Whoever appends in this turn is taken along: after an answer that is the next request.
    await endOfTurn();
    while (this.waiting.length > 0) {
      const batch = this.takeBatch();
      try {
        await this.put(batch.map(({ line }) => line).join(''));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const failure = this.failure(error);
        this.lost ??= failure;
        for (const { reject } of batch) reject(failure);
      }
    }
    this.writing = false;
  }

  /** What waits, or as much of it as one write should hold. */
  private takeBatch(): Waiting[] {
    let count = 0;
    for (let size = 0; count < this.waiting.length && size < MOST_AT_ONCE; count++)
      size += (this.waiting[count] as Waiting).line.length;
    return this.waiting.splice(0, count);
  }

  /** One write, so that the lines of two processes never mix. */
  private async put(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const now = statSync(this.path, { throwIfNoEntry: false });
    if (!now || now.ino !== this.inode) this.reopen();
    else if (now.size > 0 && now.size + bytes.length > MOST_JOURNAL_BYTES) this.turn(now);
    const file = this.file as number;
    // Another process may have been killed in the middle of its line since.
    this.torn ||= await endsTorn(file);
    const all = this.torn ? Buffer.concat([Buffer.of(NEWLINE), bytes]) : bytes;
    for (let at = 0; at < all.length; ) {
      const { bytesWritten } = await writeAside(file, all, at);
      // A disk that is full may have taken a part.
      this.torn = true;
      at += bytesWritten;
    }
    this.torn = false;
    await syncAside(file);
  }

  /** Begins a new file, unless another process has done so meanwhile. */
  private turn({ ino }: Stats): void {
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
    this.torn = false;
    // The name of a new file must last too.
    if (size === 0) syncFolder(dirname(this.path));
  }

  private failure(error: unknown): CliError {
    if (error instanceof CliError) return error;
    return new CliError('no-journal', { path: this.path, problem: whyNotWritten(error) });
  }
}

/**
 * The file ends in the middle of a line. While another process writes, its line may be there in part: only an end that
 * does not move is torn.
 */
async function endsTorn(file: number): Promise<boolean> {
  const byte = Buffer.alloc(1);
  for (let before = -1; ; ) {
    const { size } = fstatSync(file);
    if (size === 0 || (readSync(file, byte, 0, 1, size - 1) === 1 && byte[0] === NEWLINE)) return false;
    if (size === before) return true;
    before = size;
    await pause(2);
  }
}

/** Some systems cannot do this to a folder; they need it no more than the others. */
function syncFolder(path: string): void {
  let folder: number | undefined;
  try {
    folder = openSync(path, 'r');
    fsyncSync(folder);
  } catch {
    // Not to be had here.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}

// One line of the journal, as JSON: a `request` stands there before it is sent, an `answer` once it is known what
// became of it. Each line tells everything, so that one alone is of use.

/** The deletion that lines belong to. */
export interface Subject
  extends Pick<Entry, 'run' | 'endpoint' | 'organization' | 'project' | 'key_fingerprint' | 'id'> {
  /** The model's JSON text as the server listed it, on one line; `undefined` where it did not. */
  model: string | undefined;
}

/** What is known after a try. */
export interface Result extends Pick<Entry, 'deleted' | 'status' | 'reason'> {
  outcome: JournalOutcome;
}

/** @param time ISO 8601 @param tries from 1 */
export function requestLine(time: string, subject: Subject, tries: number): string {
  return lineOf('request', time, subject, tries);
}

export function answerLine(time: string, subject: Subject, tries: number, result: Result): string {
  return lineOf('answer', time, subject, tries, result);
}

function lineOf(event: string, time: string, subject: Subject, tries: number, result?: Result): string {
  const { model = 'null', ...about } = subject;
  const text = JSON.stringify({ time, event, ...about, try: tries, ...result });
  return `${text.slice(0, -1)},"model":${model}}\n`;
}

/** The lines of one deletion. */
export class Trail {
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
   * Before try number `tries` is sent, from 1: it may go out once this resolves.
   * @throws CliError `no-journal`
   */
  request(tries: number): Promise<void> {
    return this.journal.append(requestLine(this.time(), this.subject, tries));
  }

  /**
   * After it. The line goes to the disk at once, and before any request that comes later; nobody needs to wait. One that
   * cannot be written shows when the journal is settled.
   */
  answer(tries: number, result: Result): void {
    this.journal.append(answerLine(this.time(), this.subject, tries, result)).catch(() => {});
  }

  private time(): string {
    return new Date(this.now()).toISOString();
  }
}
