#!/usr/bin/env node
import { writeSync } from 'node:fs';
import { homedir } from 'node:os';
// The tty module first: in the standalone executable this order makes the built-ins' compiled code load.
import { isatty } from 'node:tty';
import { type Context, type OutputStream, SinkClosed } from '../src/context.ts';
import { main } from '../src/main.ts';

/** How long a run may take to end by itself after Ctrl-C. */
const GRACE_MS = 120;

const interruption = new AbortController();

function interrupt(code: number): void {
  interruption.abort();
  setTimeout(() => process.exit(code), GRACE_MS);
}

process.once('SIGINT', () => interrupt(130));
process.once('SIGTERM', () => interrupt(143));

/** Writes to a file descriptor itself: process.stdout costs start-up time and loses the end of a pipe at exit. */
function output(fd: 1 | 2): OutputStream {
  const isTTY = isatty(fd);
  const stream = () => (fd === 1 ? process.stdout : process.stderr);
  return {
    isTTY,
    get columns() {
      return isTTY ? stream().columns : undefined;
    },
    get rows() {
      return isTTY ? stream().rows : undefined;
    },
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        try {
          at += writeSync(fd, bytes, at);
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === 'EPIPE') throw new SinkClosed();
          if (code !== 'EAGAIN') throw error;
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
    },
  };
}

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

const context: Context = {
  stdin: { isTTY: isatty(0), readLine },
  stdout: output(1),
  stderr: output(2),
  env: process.env,
  home: homeFolder(),
  platform: process.platform,
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  signal: interruption.signal,
};

process.exitCode = await main(process.argv.slice(2), context);
