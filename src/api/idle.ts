/**
 * The limit on silence: connecting or waiting for the next bytes may take `ms`, a slow answer that keeps coming may
 * take for ever. One timer, pushed back by every sign of life.
 */
export class IdleTimer {
  private readonly timer: NodeJS.Timeout | undefined;

  /** Calls `onIdle` once nothing was touched for `ms` milliseconds; 0 means never. */
  constructor(ms: number, onIdle: () => void) {
    this.timer = ms > 0 ? setTimeout(onIdle, Math.min(ms, 0x7fffffff)) : undefined;
  }

  touch(): void {
    this.timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
