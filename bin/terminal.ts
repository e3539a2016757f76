/**
 * Asks questions on the terminal that controls this process, whatever its streams are. A terminal delivers its input
 * line by line, so one read is one answer.
 */
import { closeSync, constants, openSync, read, readSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import type { LineReader } from './lines.ts';
import { pendingIO } from './runtime.ts';

/** The controlling terminal of a process, whatever its streams are. */
export const TERMINAL = '/dev/tty';
/** Bytes of the longest answer. A terminal delivers no more at once. */
const MAX_LENGTH = 4096;
/** How long earlier typing may take to arrive on standard input, in milliseconds. */
const SETTLE_MS = 30;

const CTRL_C = '\x03';

const readAsync = promisify(read);

export function hasTerminal(): boolean {
  try {
    closeSync(openSync(TERMINAL, 'r+'));
    return true;
  } catch {
    return isatty(0);
  }
}

/**
 * Discards what was typed before. The returned function reads one line, once; `undefined` at the end of the input.
 * @param input the reader of standard input, for systems without a terminal file
 * @param signal ends the wait for the line, as the end of the input does
 */
export async function listenForLine(
  input: () => Promise<LineReader>,
  signal: AbortSignal,
): Promise<() => Promise<string | undefined>> {
  try {
    drain();
    return () => readAnswer(signal);
  } catch {
    const typed = await input();
    await typed.drop(SETTLE_MS);
    return () => typed.readLine();
  }
}

/**
 * Reads for as long as input is available without waiting. A terminal keeps an unfinished line to itself, so it is set
 * to single characters for the moment. Nothing else runs in between, and nothing can interrupt it.
 * @throws if the process has no terminal
 */
export function drain(): void {
  const file = openSync(TERMINAL, constants.O_RDONLY | constants.O_NONBLOCK);
  const settings = new ReadStream(openSync(TERMINAL, constants.O_RDWR | constants.O_NONBLOCK));
  let typed = '';
  try {
    settings.setRawMode(true);
    const buffer = Buffer.alloc(MAX_LENGTH);
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
  // A terminal in single-character mode delivers Ctrl-C as a character too.
  if (typed.includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
}

/** A read cannot be canceled, so an interruption abandons it. */
async function readAnswer(signal: AbortSignal): Promise<string | undefined> {
  const interrupted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
  return Promise.race([readLine(), interrupted]);
}

async function readLine(): Promise<string | undefined> {
  const file = openSync(TERMINAL, 'r');
  // Until the line arrives, exiting the process would wait for it too.
  pendingIO.isBlocked = true;
  const { bytesRead, buffer } = await readAsync(file, Buffer.alloc(MAX_LENGTH), 0, MAX_LENGTH, null);
  pendingIO.isBlocked = false;
  closeSync(file);
  return bytesRead === 0 ? undefined : buffer.toString('utf8', 0, bytesRead).replace(/\r?\n$/, '');
}
