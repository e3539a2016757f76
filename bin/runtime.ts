/** What the two runtimes do in different ways. */
import type { Context, OutputStream } from '../src/context.ts';

export interface Runtime extends Pick<Context, 'isMissing'> {
  isTerminal(fd: 0 | 1 | 2): boolean;
  outputStream(fd: 1 | 2): OutputStream;
  home(): string | undefined;
}

/** True while a pending read or write could keep the process from exiting. */
export const pendingIO = { isBlocked: false };
