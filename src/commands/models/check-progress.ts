/** Lets signals in while files are read, and shows the progress on a terminal. */
import { CliError } from '../../errors/error.ts';
import { type Session, showsActivity } from '../../session/session.ts';

/** Milliseconds: how often other work gets a turn, when the line first appears, and how often it changes. */
const TURN_MS = 25;
const SHOW_DELAY_MS = 400;
const PAUSE_MS = 100;

export class ScanProgress {
  private readonly session: Session;
  private readonly shown: boolean;
  private readonly clock: () => number;
  private readonly began: number;
  private turned: number;
  private drawn = Number.NEGATIVE_INFINITY;

  /** @param clock in milliseconds */
  constructor(session: Session, clock: () => number = () => performance.now()) {
    this.clock = clock;
    this.began = clock();
    this.turned = this.began;
    this.session = session;
    this.shown = showsActivity(session);
  }

  /** @throws CliError if the run was interrupted */
  async turn(done: number, files: number): Promise<void> {
    const now = this.clock();
    if (now - this.turned < TURN_MS) return;
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.turned = this.clock();
    if (this.session.ctx.signal.aborted) throw new CliError('interrupted', {});
    if (!this.shown || now - this.began < SHOW_DELAY_MS || now - this.drawn < PAUSE_MS) return;
    this.drawn = now;
    const [read, all] = [done.toLocaleString('en-US'), files.toLocaleString('en-US')];
    await this.session.err.writeStatus([`Reading files: ${read} of ${all}`]);
  }

  /** Removes the line. */
  async end(): Promise<void> {
    if (this.shown) await this.session.err.writeStatus([]);
  }
}
