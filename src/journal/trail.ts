import type { Journal } from './journal.ts';
import { answerLine, type Result, requestLine, type Subject } from './line.ts';

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
