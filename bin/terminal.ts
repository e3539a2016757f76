/**
 * Questions to the person at the terminal that this process belongs to, whatever its streams are. A terminal gives its
 * input line by line, so one read is one answer.
 */
import { closeSync, constants, openSync, read, readSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import type { LineReader } from './lines.ts';
import { waiting } from './world.ts';

/** The terminal that a process belongs to, whatever its streams are. */
export const TERMINAL = '/dev/tty';
/** Bytes of the longest answer; a terminal gives no more at once. */
const LONGEST = 4096;
/** How long what was typed before may take to arrive on standard input, in milliseconds. */
const SETTLE_MS = 30;

const CTRL_C = '\x03';

const readAside = promisify(read);

export function isThere(): boolean {
  try {
    closeSync(openSync(TERMINAL, 'r+'));
    return true;
  } catch {
    return isatty(0);
  }
}

/**
 * Drops what was typed before. What comes back reads a line, once; `undefined` at the end of the input.
 * @param input the reader of standard input, for systems without such a file
 * @param signal ends the wait for the line, as the end of the input does
 */
export async function listen(
  input: () => Promise<LineReader>,
  signal: AbortSignal,
): Promise<() => Promise<string | undefined>> {
  try {
    drain();
    return () => answer(signal);
  } catch {
    const typed = await input();
    await typed.drop(SETTLE_MS);
    return () => typed.readLine();
  }
}

/**
 * Reads as long as there is something that need not be waited for. A terminal keeps a line that is not finished to
 * itself, so it is asked for single characters meanwhile. Nothing else runs in between, and nothing can interrupt it.
 * @throws where the process has no terminal
 */
export function drain(): void {
  const file = openSync(TERMINAL, constants.O_RDONLY | constants.O_NONBLOCK);
  const settings = new ReadStream(openSync(TERMINAL, constants.O_RDWR | constants.O_NONBLOCK));
  let typed = '';
  try {
    settings.setRawMode(true);
    const buffer = Buffer.alloc(LONGEST);
    for (let count = 1; count > 0; ) {
      count = readSync(file, buffer);
      typed += buffer.toString('latin1', 0, count);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  } finally {
    settings.setRawMode(false);
    settings.destroy();
    closeSync(file);
  }
  // A terminal that gives single characters gives Ctrl-C as one too.
  if (typed.includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
}

/** A read cannot be taken back, so at an interruption it is left alone. */
async function answer(signal: AbortSignal): Promise<string | undefined> {
  const interrupted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
  return Promise.race([readLine(), interrupted]);
}

async function readLine(): Promise<string | undefined> {
  const file = openSync(TERMINAL, 'r');
  // Until it has come, the end of the process would wait for the line too.
  waiting.now = true;
  const { bytesRead, buffer } = await readAside(file, Buffer.alloc(LONGEST), 0, LONGEST, null);
  waiting.now = false;
  closeSync(file);
  return bytesRead === 0 ? undefined : buffer.toString('utf8', 0, bytesRead).replace(/\r?\n$/, '');
}
