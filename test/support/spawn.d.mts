/** Commands as processes of their own. */
import type { ChildProcess } from 'node:child_process';

export interface ChildOptions {
  env: Record<string, string>;
  cwd?: string;
  /** Sent through a pipe that then ends. */
  stdin?: string;
  /** A file descriptor instead of a pipe. */
  stdout?: number | undefined;
  stderr?: number | undefined;
  /** Milliseconds; 30,000 by default. */
  timeout?: number;
  /** Another user, which only root may name. */
  uid?: number;
  gid?: number;
}

export interface ChildResult {
  stdout: Buffer;
  stderr: Buffer;
  /** The exit code, or minus the number of the signal that ended it, or `timeout` if it ran too long and was killed. */
  exit: number | 'timeout';
  seconds: number;
}

export interface RunningChild {
  process: ChildProcess;
  /** What it has written so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves once it has ended and everything it wrote was read. Rejects only if it cannot be started. */
  ended: Promise<ChildResult>;
}

export function startChild(command: readonly string[], options: ChildOptions): RunningChild;
