/** The real world as Node has it. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isatty } from 'node:tty';
import { outputStream } from './node-stream.ts';
import { run } from './run.ts';

export function runOnNode(): Promise<void> {
  return run({ isTerminal: isatty, outputStream: (fd) => outputStream(fd, isatty(fd)), home, isMissing });
}

function home(): string | undefined {
  try {
    return homedir() || undefined;
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
