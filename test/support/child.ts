/** Commands as processes of their own. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ChildOptions, type ChildResult, startChild } from './spawn.mjs';

export type { ChildOptions, ChildResult, RunningChild } from './spawn.mjs';
export { startChild } from './spawn.mjs';

/** Runs a command to its end. */
export function runChild(command: readonly string[], options: ChildOptions): Promise<ChildResult> {
  // A file descriptor is this process's own.
  if (options.stdout !== undefined || options.stderr !== undefined) return startChild(command, options).ended;
  spawner ??= new Spawner();
  return spawner.run(command, options);
}

let spawner: Spawner | undefined;

interface Reply {
  id: number;
  result?: ChildResult;
  error?: Error;
}

/** The small process that starts others, and what it was asked for. */
class Spawner {
  private readonly process: ChildProcess;
  private readonly waiting = new Map<number, { resolve(result: ChildResult): void; reject(error: Error): void }>();
  private asked = 0;

  constructor() {
    const file = fileURLToPath(new URL('spawner.mjs', import.meta.url));
    // Without what the runner of the tests gave this process.
    this.process = fork(file, { serialization: 'advanced', execArgv: [], env: {} });
    this.process.on('message', (reply) => this.settle(reply as Reply));
    this.process.on('exit', (code) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`spawner.mjs ended with ${code}`));
    });
    this.process.unref();
    this.process.channel?.unref();
  }

  run(command: readonly string[], options: ChildOptions): Promise<ChildResult> {
    const id = this.asked++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.process.send({ id, command, options });
    });
  }

  private settle({ id, result, error }: Reply): void {
    const request = this.waiting.get(id);
    this.waiting.delete(id);
    if (result) request?.resolve({ ...result, stdout: Buffer.from(result.stdout), stderr: Buffer.from(result.stderr) });
    else request?.reject(error ?? new Error('no result'));
  }
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
