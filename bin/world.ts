/** What the two runtimes have ways of their own for. */
import type { Context, OutputStream } from '../src/context.ts';

export interface CompletionContext extends Pick<Context, 'isMissing'> {
  isTerminal(fd: 0 | 1 | 2): boolean;
  outputStream(fd: 1 | 2): OutputStream;
  home(): string | undefined;
}

/** True while a write may be waiting for a reader that does not read. */
export const waiting = { now: false };
