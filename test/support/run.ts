/** Runs a command line in process against a scripted server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../src/context.ts';
import { main } from '../../src/main.ts';
import { type Routes, type SeenRequest, startServer } from './server.ts';
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
  routes?: Routes;
  /**
   * Added to the environment of a run: the key, the server's base URL, NO_COLOR. `undefined` takes one away; `{origin}`
   * stands for the server's address, here and in the arguments.
   */
  env?: Readonly<Record<string, string | undefined>>;
  /** The lines that somebody types or pipes in; then the input ends. */
  stdin?: readonly string[];
  /** A width makes all three streams terminals. */
  terminal?: number | Terminals;
  /** Milliseconds since 1970. */
  now?: number;
  /** A home folder to keep; without one each run has a fresh one. */
  home?: string;
  signal?: AbortSignal;
  /** What else of the outside world is there: a keychain, a prompt. */
  context?: Partial<Context>;
  /** What a write to stdout throws, and after how many good writes. */
  stdoutFails?: Error;
  stdoutFailsAfter?: number;
}

export interface Outcome {
  stdout: string;
  stderr: string;
  /** The exit code. */
  code: number;
  stdoutBytes: Buffer;
  stderrBytes: Buffer;
  /** Stdout as one JSON document; throws where it is none. */
  json: unknown;
  requests: readonly SeenRequest[];
}

/**
 * Runs `openai` with these arguments. Rejects when the run asked the server for anything that no route is for, so that
 * every request is one the test knows of.
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const server = await startServer(options.routes ?? {});
  try {
    const outcome = await inHome(options.home, (home) => runMain(argv, options, server.origin, home));
    if (server.unexpected.length > 0)
      throw new Error(`unexpected requests: ${server.unexpected.join(', ')}\n${outcome.stderr}`);
    return Object.assign(outcome, { requests: server.requests });
  } finally {
    await server.stop();
  }
}

/** Gives `work` an empty home folder, which is gone afterwards. */
export async function inHome<T>(home: string | undefined, work: (home: string) => Promise<T>): Promise<T> {
  if (home !== undefined) return work(home);
  const fresh = mkdtempSync(join(tmpdir(), 'openai-run-'));
  try {
    return await work(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function runMain(argv: readonly string[], options: RunOptions, origin: string, home: string) {
  const { terminal } = options;
  const terminals = typeof terminal === 'number' ? { stdin: true, stdout: terminal, stderr: terminal } : terminal;
  const stdout = new Sink({
    columns: terminals?.stdout,
    fails: options.stdoutFails,
    failsAfter: options.stdoutFailsAfter,
  });
  const stderr = new Sink({ columns: terminals?.stderr });
  const lines = [...(options.stdin ?? [])];
  const env: RunOptions['env'] = {
    TERM: 'xterm-256color',
    NO_COLOR: '1',
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: '{origin}/v1',
    ...options.env,
  };
  const context: Context = {
    stdin: { isTTY: terminals?.stdin ?? false, readLine: async () => lines.shift() },
    terminal: { isThere: async () => terminals?.stdin ?? false, listen: async () => async () => lines.shift() },
    stdout,
    stderr,
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value?.replaceAll('{origin}', origin)])),
    home,
    platform: 'linux',
    now: () => options.now ?? NOW,
    sleep: async () => {},
    signal: options.signal ?? new AbortController().signal,
    ...options.context,
  };
  const code = await main(
    argv.map((argument) => argument.replaceAll('{origin}', origin)),
    context,
  );
  return {
    code,
    stdoutBytes: stdout.bytes,
    stderrBytes: stderr.bytes,
    stdout: stdout.bytes.toString(),
    stderr: stderr.bytes.toString(),
    get json(): unknown {
      return JSON.parse(stdout.bytes.toString());
    },
  };
}
