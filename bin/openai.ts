#!/usr/bin/env node
import { homedir } from 'node:os';
// The tty module first: in the standalone executable this order makes the built-ins' compiled code load.
import { isatty } from 'node:tty';
import type { Context, Keychain } from '../src/context.ts';
import { main } from '../src/main.ts';
import { outputStream, waiting } from './stream.ts';

/** How long a run may take to end by itself after Ctrl-C. */
const GRACE_MS = 100;

const interruption = new AbortController();
/** While a pager shows the output, Ctrl-C is for it. */
let paging = false;

function interrupt(signal: 'SIGINT' | 'SIGTERM', code: number): void {
  if (paging) return;
  interruption.abort();
  setTimeout(() => {
    // Node's exit would wait for a write that nobody reads; the signal's own effect does not.
    if (waiting.now) process.removeAllListeners(signal).kill(process.pid, signal);
    else process.exit(code);
  }, GRACE_MS);
}

process.on('SIGINT', () => interrupt('SIGINT', 130));
process.on('SIGTERM', () => interrupt('SIGTERM', 143));

async function readLine(): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, terminal: false });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(undefined));
  });
}

function homeFolder(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

/** The environment as it was at the start. Bun's fetch obeys proxy variables by rules of its own, so it sees none. */
function takeEnvironment(): Context['env'] {
  const env = { ...process.env };
  if ('Bun' in globalThis)
    for (const name of Object.keys(env)) if (/^(https?|all|no)_proxy$/i.test(name)) delete process.env[name];
  return env;
}

const context: Context = {
  stdin: { isTTY: isatty(0), readLine },
  stdout: outputStream(1),
  stderr: outputStream(2),
  env: takeEnvironment(),
  home: homeFolder(),
  platform: process.platform,
  program: process.argv[1] ?? process.execPath,
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  signal: interruption.signal,
  async openPager(command) {
    const { openPager } = await import('./pager.ts');
    const pager = openPager(command, () => {
      paging = false;
    });
    paging = pager !== undefined;
    return pager;
  },
  async askSecret(question) {
    const { askSecret } = await import('./secret.ts');
    return askSecret(question, interruption.signal);
  },
  keychain: {
    read: async (account) => (await keychain()).read(account),
    write: async (account, key) => (await keychain()).write(account, key),
    remove: async (account) => (await keychain()).remove(account),
  },
};

async function keychain(): Promise<Keychain> {
  const { openKeychain } = await import('./keychain.ts');
  return openKeychain(isatty(0) && isatty(2));
}

const [first, ...rest] = process.argv.slice(2);
if (first === '__keychain') {
  const { serveKeychain } = await import('./keychain.ts');
  await serveKeychain(rest);
} else process.exitCode = await main(process.argv.slice(2), context);
