/** Runs a command line: in this process, or by one of the entries as a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../src/context.ts';
import { main } from '../../src/main.ts';
import { runChild } from './child.ts';
import type { Entry } from './entries.ts';
import { type Routes, type ScriptedServer, type SeenRequest, startServer } from './server.ts';
import { Sink } from './sink.ts';

/** The key that every run has unless it says otherwise. */
export const KEY = 'sk-test-SECRETSECRET';

/** What the clock shows unless a run says otherwise: 2026-01-15T12:00:00Z, in milliseconds. */
export const NOW = Date.UTC(2026, 0, 15, 12);

/** Which streams are terminals; stdout and stderr with their width. */
export interface Terminals {
  stdin?: boolean;
  stdout?: number;
  stderr?: number;
}

export interface RunOptions {
  /** Runs as a process of its own; in this one unless said. */
  entry?: Entry | undefined;
  routes?: Routes;
  /** A server that goes on, in place of `routes`; who started it looks at its requests. */
  server?: ScriptedServer;
  /**
   * Added to the environment of a run: the key, the server's base URL, NO_COLOR. `undefined` takes one away; `{origin}`
   * stands for the server's address, here and in the arguments.
   */
  env?: Readonly<Record<string, string | undefined>>;
  /** The lines that somebody types or pipes in, or the text of a pipe; then the input ends. */
  stdin?: readonly string[] | string;
  /** A home folder to keep; without one each run has a fresh one. */
  home?: string | undefined;
  /** Milliseconds after which a process is killed; 30,000 unless said. */
  timeout?: number;
  /** A file descriptor for the standard output of a process. */
  stdout?: number;

  // The rest is for runs in this process.

  /** A width makes all three streams terminals. */
  terminal?: number | Terminals;
  /** Milliseconds since 1970. */
  now?: number;
  signal?: AbortSignal;
  /** What else of the outside world is there: a keychain, a prompt. */
  context?: Partial<Context>;
  /** What a write to stdout throws, and after how many good writes. */
  stdoutFails?: Error;
  stdoutFailsAfter?: number;
}

interface Ran {
  stdout: string;
  stderr: string;
  /** The exit code; of a process, minus the number of the signal that ended it, which is 9 where `timeout` was over. */
  code: number;
  stdoutBytes: Buffer;
  stderrBytes: Buffer;
  /** Stdout as one JSON document; throws where it is none. */
  json: unknown;
}

export interface Outcome extends Ran {
  requests: readonly SeenRequest[];
}

/**
 * Runs `openai` with these arguments. Rejects when the run asked the server for anything that no route is for, so that
 * every request is one the test knows of.
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { entry, server = await startServer(options.routes ?? {}) } = options;
  const filled = argv.map(server.fill);
  const filledEnv = (env: NonNullable<RunOptions['env']>) =>
    Object.fromEntries(
      Object.entries({ ...env, ...DEFAULTS, ...options.env }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, server.fill(value)]],
      ),
    );
  try {
    const ran = await inHome(
      (home) =>
        entry
          ? runEntry(entry, filled, { ...options, home, env: filledEnv(plainEnvironment(home)) })
          : runMain(filled, { ...options, home, env: filledEnv({}) }),
      options.home,
    );
    if (server !== options.server && server.unexpected.length > 0)
      throw new Error(`unexpected requests: ${server.unexpected.join(', ')}\n${ran.stderr}`);
    return Object.assign(ran, { requests: server.requests });
  } finally {
    // What was unexpected is said above, with what the run made of it.
    if (server !== options.server) await server.stop().catch(() => {});
  }
}

const DEFAULTS: RunOptions['env'] = {
  TERM: 'xterm-256color',
  NO_COLOR: '1',
  OPENAI_API_KEY: KEY,
  OPENAI_BASE_URL: '{origin}/v1',
};

/** Gives `work` an empty home folder, which is gone afterwards, or one to keep. */
export async function inHome<T>(work: (home: string) => Promise<T>, home?: string): Promise<T> {
  if (home !== undefined) return work(home);
  const fresh = mkdtempSync(join(tmpdir(), 'openai-run-'));
  try {
    return await work(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** What a process has in its environment before anything is said. */
export function plainEnvironment(home: string): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', TERM: 'xterm-256color' };
}

type Made = RunOptions & { home: string; env: Record<string, string> };

async function runEntry({ command }: Entry, argv: readonly string[], { home, env, stdin = '', ...more }: Made) {
  const { stdout, stderr, exit } = await runChild([...command, ...argv], {
    cwd: home,
    env,
    stdin: typeof stdin === 'string' ? stdin : stdin.map((line) => `${line}\n`).join(''),
    stdout: more.stdout,
    ...(more.timeout !== undefined && { timeout: more.timeout }),
  });
  return ranWith(exit === 'timeout' ? -constants.signals.SIGKILL : exit, stdout, stderr);
}

async function runMain(argv: readonly string[], options: Made): Promise<Ran> {
  const { terminal, stdin = [], home, env } = options;
  const terminals = typeof terminal === 'number' ? { stdin: true, stdout: terminal, stderr: terminal } : terminal;
  const stdout = new Sink({
    columns: terminals?.stdout,
    fails: options.stdoutFails,
    failsAfter: options.stdoutFailsAfter,
  });
  const stderr = new Sink({ columns: terminals?.stderr });
  const lines = typeof stdin === 'string' ? linesOf(stdin) : [...stdin];
  const code = await main(argv, {
    stdin: { isTTY: terminals?.stdin ?? false, readLine: async () => lines.shift() },
    terminal: { isThere: async () => terminals?.stdin ?? false, listen: async () => async () => lines.shift() },
    stdout,
    stderr,
    env,
    home,
    platform: 'linux',
    now: () => options.now ?? NOW,
    sleep: async () => {},
    signal: options.signal ?? new AbortController().signal,
    ...options.context,
  });
  return ranWith(code, stdout.bytes, stderr.bytes);
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}

function ranWith(code: Ran['code'], stdoutBytes: Buffer, stderrBytes: Buffer): Ran {
  return {
    code,
    stdoutBytes,
    stderrBytes,
    stdout: stdoutBytes.toString(),
    stderr: stderrBytes.toString(),
    get json(): unknown {
      return JSON.parse(stdoutBytes.toString());
    },
  };
}
