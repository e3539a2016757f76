/** The progress of deletions, on the last line of a terminal. */

import { type Line, span } from '../output/terminal-text.ts';
import { truncateText, widthOf } from '../output/width.ts';
import { type Session, showsActivity } from '../session/session.ts';
import { isFailed, type Outcome } from './outcome.ts';

/** Milliseconds between two redraws. Nobody would see more. */
const REDRAW_INTERVAL_MS = 80;

export class ProgressMeter {
  private readonly session: Session;
  private readonly shown: boolean;
  private readonly progress: Omit<Progress, 'waiting'>;
  private drawn = Number.NEGATIVE_INFINITY;
  private due = false;
  /** Milliseconds since 1970. */
  private waitsUntil = Number.NEGATIVE_INFINITY;
  private isStopping = false;
  private readonly ended = new AbortController();
  /** Chains the redraws, so that they never overlap. */
  private drawing: Promise<unknown> = Promise.resolve();

  constructor(session: Session, total: number) {
    this.session = session;
    this.progress = { done: 0, total, failed: 0 };
    this.shown = showsActivity(session) && !session.flags.verbose;
    this.draw();
  }

  add(outcome: Outcome): void {
    const { progress } = this;
    if (outcome.outcome === 'not-attempted') return;
    progress.done++;
    if (isFailed(outcome)) progress.failed++;
    this.draw();
  }

  /** @param ms how long nothing is sent */
  wait(ms: number): void {
    this.waitsUntil = Math.max(this.waitsUntil, this.session.ctx.now() + ms);
    this.draw();
  }

  stopping(): void {
    this.isStopping = true;
    this.draw();
  }

  /** Removes the line. */
  async end(): Promise<void> {
    this.ended.abort();
    await this.drawing;
    if (this.shown) await this.session.err.writeStatus([]);
  }

  /** Redraws now, or a little later along with whatever happens until then. */
  private draw(): void {
    if (!this.shown || this.due) return;
    const { ctx } = this.session;
    const early = this.drawn + REDRAW_INTERVAL_MS - ctx.now();
    this.due = true;
    // A closed terminal must not stop the deletions.
    this.drawing = this.drawing
      .then(() => (early > 0 ? ctx.sleep(early, this.ended.signal) : undefined))
      .then(() => this.paint())
      .catch(() => {});
  }

  private async paint(): Promise<void> {
    const { ctx, err } = this.session;
    this.due = false;
    this.drawn = ctx.now();
    const waiting = this.isStopping ? 'stopping; press Ctrl-C again to exit now' : this.waitText();
    await err.writeStatus(progressLine('Deleting', { ...this.progress, waiting }, ctx.stderr.columns ?? 80));
  }

  /** Shorter waits are not worth mentioning. */
  private waitText(): string | undefined {
    const seconds = Math.ceil((this.waitsUntil - this.session.ctx.now()) / 1000);
    return seconds > 1 ? `waiting ${seconds} s at the server's request` : undefined;
  }
}

// The progress of a long task, as one line.

export interface Progress {
  done: number;
  total: number;
  /** How many of those done went wrong. */
  failed: number;
  /** What it is waiting for, if anything. */
  waiting?: string | undefined;
}

const MAX_BAR_WIDTH = 40;
const MIN_BAR_WIDTH = 8;

/** The line, shorter than `columns`: `Deleting ██████░░░░ 412 of 1,000, 3 failed`. */
export function progressLine(what: string, { done, total, failed, waiting }: Progress, columns: number): Line {
  const counts = ` ${number(done)} of ${number(total)}`;
  const failures = failed > 0 ? `, ${number(failed)} failed` : '';
  const wait = waiting ? ` (${waiting})` : '';
  const room = columns - 1 - widthOf(`${what} ${counts}${failures}${wait}`);
  if (room < MIN_BAR_WIDTH) return [truncateText(`${what}${counts}${failures}${wait}`, columns - 1)];
  const cells = Math.min(room, MAX_BAR_WIDTH);
  const full = total === 0 ? cells : Math.floor((done / total) * cells);
  return [
    `${what} `,
    span('cyan', '█'.repeat(full)),
    span('dim', '░'.repeat(cells - full)),
    counts,
    ...(failures ? [span('red', failures)] : []),
    ...(wait ? [span('yellow', wait)] : []),
  ];
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
