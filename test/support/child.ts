/** Starts a command as a process of its own and keeps what it writes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface ChildOptions {
  env: Record<string, string>;
  cwd?: string;
  /** What it is given through a pipe that then ends. */
  stdin?: string;
  /** A file descriptor instead of a pipe. */
  stdout?: number | undefined;
  stderr?: number | undefined;
  /** Milliseconds; 30,000 unless said. */
  timeout?: number;
  /** Another user; only root may say so. */
  uid?: number;
  gid?: number;
}

export interface ChildResult {
  stdout: Buffer;
  stderr: Buffer;
  /** The exit code, minus the number of the signal that ended it, or `timeout` when it was killed for its silence. */
  exit: number | 'timeout';
  seconds: number;
}

export interface RunningChild {
  process: ChildProcess;
  /** What it wrote so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves once it has ended and all it wrote was read. Rejects only when it cannot be started. */
  ended: Promise<ChildResult>;
}

export function startChild(command: readonly string[], options: ChildOptions): RunningChild {
  const [file = '', ...args] = command;
  const started = performance.now();
  const child = spawn(file, args, {
    env: options.env,
    cwd: options.cwd,
    uid: options.uid,
    gid: options.gid,
    stdio: ['pipe', options.stdout ?? 'pipe', options.stderr ?? 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin?.on('error', () => {}); // A command that does not read its input may close it.
  child.stdin?.end(options.stdin ?? '');

  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, options.timeout ?? 30_000);
  const ended = new Promise<ChildResult>((resolve, reject) => {
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr),
        exit: timedOut ? 'timeout' : (code ?? -constants.signals[signal as NodeJS.Signals]),
        seconds: (performance.now() - started) / 1000,
      });
    });
  });
  return {
    process: child,
    stdout: () => Buffer.concat(stdout).toString(),
    stderr: () => Buffer.concat(stderr).toString(),
    ended,
  };
}

/** Runs a command to its end. */
export function runChild(command: readonly string[], options: ChildOptions): Promise<ChildResult> {
  return startChild(command, options).ended;
}

/** Whether there is a process of this number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
