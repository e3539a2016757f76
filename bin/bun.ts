/**
 * The real world as Bun has it. Bun loads its copies of Node's modules at 1 to 5 milliseconds each, in a run that takes
 * 10: a plain list gets along without any of them.
 */
import { outputStream } from './bun-stream.ts';
import { run } from './run.ts';

interface Bun {
  mmap(path: string): Uint8Array;
}

export async function runOnBun(): Promise<void> {
  const { HOME, USERPROFILE } = process.env;
  const given = process.platform === 'win32' ? USERPROFILE : HOME;
  const home = given || (await homeOfAccount());
  const isTerminal = await terminalTest();
  await run({ isTerminal, outputStream: (fd) => outputStream(fd, isTerminal(fd)), home: () => home, isMissing });
}

/** The system's own record, where the environment does not say. */
async function homeOfAccount(): Promise<string | undefined> {
  try {
    return (await import('node:os')).userInfo().homedir || undefined;
  } catch {
    return undefined;
  }
}

type Binding = (name: 'tty_wrap') => { isTTY?: (fd: number) => boolean };

/** What node:tty asks as well; that module takes as long to load as the whole of Bun to start. */
async function terminalTest(): Promise<(fd: number) => boolean> {
  try {
    const { isTTY } = (process as unknown as { binding: Binding }).binding('tty_wrap');
    if (isTTY) return isTTY;
  } catch {
    // It is no public function, and may go away.
  }
  return (await import('node:tty')).isatty;
}

/** Looks without loading node:fs, and without the threads that Bun.file starts. A file that may not be read is there. */
function isMissing(path: string): boolean {
  try {
    (globalThis as unknown as { Bun: Bun }).Bun.mmap(path);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT';
  }
}
