/** The real world as Node has it. */
import { statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { isatty } from 'node:tty';
import { outputStream } from './node-stream.ts';
import { run } from './run.ts';

export function runOnNode(): Promise<void> {
  return run({ isTerminal: isatty, outputStream: (fd) => outputStream(fd, isatty(fd)), home, isMissing });
}

function home(): string | undefined {
  try {
    // An empty HOME is as good as none; then the system's own record says it.
    return homedir() || userInfo().homedir || undefined;
  } catch {
    return undefined;
  }
}

function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
