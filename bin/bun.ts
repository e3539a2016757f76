/**
 * The real environment under Bun. Bun takes 1 to 5 milliseconds to load each of its copies of Node's modules, in a run
 * of 10: a plain list uses none of them.
 */
import { outputStream } from './bun-stream.ts';
import { run } from './run.ts';

interface Bun {
  mmap(path: string): Uint8Array;
}

export async function runOnBun(): Promise<void> {
  const { HOME, USERPROFILE } = process.env;
  const given = process.platform === 'win32' ? USERPROFILE : HOME;
  const home = given || (await accountHome());
  const isTerminal = await terminalTest();
  await run({ isTerminal, outputStream: (fd) => outputStream(fd, isTerminal(fd)), home: () => home, isMissing });
}

/** Uses the system's account record if the environment has no home folder. */
async function accountHome(): Promise<string | undefined> {
  try {
    return (await import('node:os')).userInfo().homedir || undefined;
  } catch {
    return undefined;
  }
}

type Binding = (name: 'tty_wrap') => { isTTY?: (fd: number) => boolean };

/** What node:tty itself calls. That module takes as long to load as Bun takes to start. */
async function terminalTest(): Promise<(fd: number) => boolean> {
  try {
    const { isTTY } = (process as unknown as { binding: Binding }).binding('tty_wrap');
    if (isTTY) return isTTY;
  } catch {
    // It is not a public function, and may go away.
  }
  return (await import('node:tty')).isatty;
}

/**
 * Checks without loading node:fs, and without the threads that Bun.file starts. An unreadable file counts as present.
 */
function isMissing(path: string): boolean {
  try {
    (globalThis as unknown as { Bun: Bun }).Bun.mmap(path);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT';
  }
}
