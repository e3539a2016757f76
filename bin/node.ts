/** The real environment under Node. */
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
    // An empty HOME counts as none; the system's account record is used then.
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
