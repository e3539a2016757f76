/** Runs the product as a process that is watched: its output, its end, its memory and the files it leaves. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../support/child.ts';
import type { Entry } from '../../support/entries.ts';
import { inHome, plainEnvironment, run } from '../../support/run.ts';
import type { ScriptedServer } from '../../support/server.ts';
import { CREDENTIALS, leakingFiles } from './canary.ts';

export interface WatchedRun {
  stdout: Buffer;
  stderr: Buffer;
  /** The exit code, minus the number of the signal that ended it, or `timeout` when it hung and had to be killed. */
  exit: number | 'timeout';
  seconds: number;
  /** Most resident memory in MiB; `undefined` where the system does not tell. */
  memory: number | undefined;
  /** Files that hold a secret, of all that the run left in its home. */
  leaks: string[];
}

export interface WatchOptions {
  env?: Readonly<Record<string, string>>;
  /** Seconds after which it counts as hung. */
  patience?: number;
  readerLeaves?: boolean;
}

/** Runs the product with the credentials of the suite, in a home of its own that is searched and then gone. */
export function watchProduct(entry: Entry, args: readonly string[], options: WatchOptions = {}): Promise<WatchedRun> {
  return inHome(async (home) => {
    const temp = join(home, 'tmp');
    mkdirSync(temp);
    const env = { ...plainEnvironment(home), TMPDIR: temp, ...CREDENTIALS, ...options.env };
    const ran = await watch([...entry.command, ...args], home, env, options);
    return { ...ran, leaks: leakingFiles(home) };
  });
}

/** The same in this process, which is not measured. Nobody waits between two tries. */
export function runHere(
  server: ScriptedServer,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<WatchedRun> {
  return inHome(async (home) => {
    const started = performance.now();
    const options = { server, home, env: { NO_COLOR: undefined, ...CREDENTIALS, ...env }, now: Date.now() };
    const { stdoutBytes, stderrBytes, code } = await run(args, options);
    return {
      stdout: stdoutBytes,
      stderr: stderrBytes,
      exit: code,
      seconds: (performance.now() - started) / 1000,
      memory: undefined,
      leaks: leakingFiles(home),
    };
  });
}

async function watch(
  command: readonly string[],
  home: string,
  env: Record<string, string>,
  { patience = 30, readerLeaves = false }: WatchOptions,
): Promise<Omit<WatchedRun, 'leaks'>> {
  const { process: child, ended } = startChild(command, { cwd: home, env, timeout: patience * 1000 });
  if (readerLeaves) child.stdout?.once('data', () => child.stdout?.destroy());
  let memory: number | undefined;
  const meter = setInterval(() => {
    memory = peakMemory(child.pid) ?? memory;
  }, 20);
  try {
    return { ...(await ended), memory };
  } finally {
    clearInterval(meter);
  }
}

/** Linux tells the high-water mark of a process. */
function peakMemory(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
