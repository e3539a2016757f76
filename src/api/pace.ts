import type { Context } from '../context.ts';

/**
 * What all requests of a run share: the pauses that the server asks for, and the end. A pause that one request was
 * told of holds for every other one, and a wait ends as soon as nothing is to be sent any more.
 */
export class Pace {
  /** Told of every pause, in milliseconds. */
  onPause: ((ms: number) => void) | undefined;
  /** Told whenever the server says that it still loads its model. */
  onLoading: (() => void) | undefined;
  private readonly ctx: Pick<Context, 'sleep' | 'now'>;
  private readonly ending = new AbortController();
  /** When the last pause ends, and the end of the last one that was waited for: milliseconds since 1970. */
  private until = 0;
  private waited = 0;
  /** The wait that is on. */
  private waiting: { until: number; end: Promise<void> } | undefined;

  /** Halts by itself when `ctx.signal` is aborted. */
  constructor(ctx: Pick<Context, 'sleep' | 'signal' | 'now'>) {
    this.ctx = ctx;
    if (ctx.signal.aborted) this.halt();
    else ctx.signal.addEventListener('abort', () => this.halt(), { once: true });
  }

  get halted(): boolean {
    return this.ending.signal.aborted;
  }

  /** No request and no further try of one is begun from now on; what is on its way may land. */
  halt(): void {
    this.ending.abort();
  }

  /**
   * Lets nobody pass for `ms` milliseconds; longer where another pause ends later. Where nobody wants to, nothing is
   * waited for: a pause does not keep the program.
   */
  pause(ms: number): void {
    if (ms <= 0) return;
    this.until = Math.max(this.until, this.ctx.now() + ms);
    this.onPause?.(ms);
  }

  /** One caller's own wait; the others go on. */
  wait(ms: number): Promise<void> {
    return this.ctx.sleep(ms, this.ending.signal);
  }

  /** Resolves once no pause is on, or at the halt. */
  async pass(): Promise<void> {
    while (this.until > this.waited && !this.halted) {
      const { until } = this;
      if (this.waiting?.until !== until) this.waiting = { until, end: this.wait(Math.max(0, until - this.ctx.now())) };
      await this.waiting.end;
      this.waited = Math.max(this.waited, until);
    }
  }
}
