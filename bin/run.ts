/** The real environment for `main`: streams, variables, signals; returns an exit code. */
import type { Context, Keychain } from '../src/context.ts';
import { main } from '../src/main.ts';
import type { LineReader } from './lines.ts';
import { pendingIO, type Runtime } from './runtime.ts';

/** How long a run may take to end by itself after Ctrl-C: a busy machine needs time to print what happened. */
const GRACE_PERIOD_MS = 500;
/** The same for a run with something to report at its end: it waits for a disk, not for the network. */
const FLUSH_TIMEOUT_MS = 3000;
/** How long to wait for pending requests when the system asks to terminate: soon it will insist. */
const TERM_MS = 5000;

/** Signals this close together count as one: GNU timeout sends two, and so do wrappers that pass on Ctrl-C. */
const REPEAT_WINDOW_MS = 500;

type EndingSignal = 'SIGINT' | 'SIGTERM';
const EXITS = { SIGINT: 130, SIGTERM: 143 } as const satisfies Record<EndingSignal, number>;

const interruption = new AbortController();
/** While a pager shows the output, Ctrl-C is meant for it. */
let paging = false;
/** Called by the first interruption instead of ending the run. */
let stop: (() => void) | undefined;
/** The exit code of the first interruption, if it was held. */
let stopped: number | undefined;
/** Forces an end if the run does not end by itself, and the exit code. */
let ending: { code: number; timer: NodeJS.Timeout } | undefined;
/** Whether the terminal was read key by key. */
let drawing = false;
/** When the last interruption that counted occurred. */
let interrupted = Number.NEGATIVE_INFINITY;

function interrupt(signal: EndingSignal): void {
  if (paging && signal === 'SIGINT') return;
  const now = performance.now();
  if (now - interrupted < REPEAT_WINDOW_MS) return;
  interrupted = now;
  forceExit(signal);
}

function forceExit(signal: EndingSignal): void {
  const code = EXITS[signal];
  if (stop) {
    const held = stop;
    stop = undefined;
    stopped = code;
    held();
    if (signal === 'SIGTERM') setTimeout(() => forceExit(signal), TERM_MS).unref();
    return;
  }
  if (ending) exitWith(signal, code);
  interruption.abort();
  const timer = setTimeout(() => exitWith(signal, code), stopped === undefined ? GRACE_PERIOD_MS : FLUSH_TIMEOUT_MS);
  ending = { code, timer };
}

function exitWith(signal: EndingSignal, code: number): void {
  // Node's exit would wait for a write without a reader; the signal's default action does not.
  if (pendingIO.isBlocked) process.removeAllListeners(signal).kill(process.pid, signal);
  else process.exit(code);
}

/**
 * Ends the run like SIGTERM if its terminal goes away. A run without any terminal was detached (nohup, a system job),
 * so it continues: by now, Node has lost whether the signal was to be ignored.
 */
function listenForSignals({ isTerminal }: Runtime): void {
  const hasTerminal = isTerminal(0) || isTerminal(1) || isTerminal(2);
  process.on('SIGINT', () => interrupt('SIGINT'));
  process.on('SIGTERM', () => interrupt('SIGTERM'));
  process.on('SIGHUP', () => hasTerminal && interrupt('SIGTERM'));
}

/** Resolves early if `signal` is aborted, and leaves no timer that would keep the process alive. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'];

/** The environment at startup. Bun's fetch applies proxy variables by its own rules, so they are hidden from it. */
function captureEnvironment(): Context['env'] {
  const env = { ...process.env };
  if ('Bun' in globalThis)
    for (const name of Object.keys(env)) if (PROXY_VARIABLES.includes(name.toLowerCase())) delete process.env[name];
  return env;
}

const createContext = ({ isTerminal, outputStream, home, isMissing }: Runtime): Context => ({
  stdin: { isTTY: isTerminal(0), readLine: async () => (await input()).readLine() },
  stdout: outputStream(1),
  stderr: outputStream(2),
  env: captureEnvironment(),
  home: home(),
  ...(isMissing && { isMissing }),
  platform: process.platform,
  uid: process.geteuid?.(),
  program: process.argv[1] ?? process.execPath,
  now: Date.now,
  sleep,
  signal: interruption.signal,
  holdInterruption(held) {
    stop = held;
    return () => {
      if (stop === held) stop = undefined;
    };
  },
  async openPager(command, sideways) {
    const { openPager } = await import('./pager.ts');
    const pager = openPager(
      command,
      interruption.signal,
      () => {
        paging = false;
      },
      sideways,
    );
    paging = pager !== undefined;
    return pager;
  },
  terminal: {
    isThere: async () => (await import('./terminal.ts')).hasTerminal(),
    listen: async () => (await import('./terminal.ts')).listenForLine(input, interruption.signal),
  },
  async openScreen() {
    const { openScreen } = await import('./screen.ts');
    drawing = true;
    return openScreen();
  },
  async askSecret(question) {
    const { askSecret } = await import('./secret.ts');
    return askSecret(question, interruption.signal);
  },
  keychain: lazyKeychain(async () => (await import('./keychain.ts')).openKeychain(isTerminal(0) && isTerminal(2))),
});

function lazyKeychain(open: () => Promise<Keychain>): Keychain {
  return {
    read: async (account) => (await open()).read(account),
    write: async (account, key) => (await open()).write(account, key),
    remove: async (account) => (await open()).remove(account),
  };
}

let lines: LineReader | undefined;

async function input(): Promise<LineReader> {
  const { standardInput } = await import('./lines.ts');
  lines ??= standardInput();
  return lines;
}

/** Runs the command line of this process. */
export async function run(runtime: Runtime): Promise<void> {
  listenForSignals(runtime);
  const code = await main(process.argv.slice(2), createContext(runtime));
  process.exitCode = code === 130 ? (stopped ?? code) : code;
  if (ending) {
    process.exitCode = ending.code;
    ending.timer.unref();
  }
  // Bun keeps a process alive long after closing a terminal that it read. All output has been written by now.
  if (drawing) process.exit();
}
