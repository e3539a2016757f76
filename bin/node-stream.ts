/**
 * Standard output and error by file descriptor: process.stdout adds startup time, and data that a pipe has not taken
 * yet is lost when the process ends.
 */
import { fstatSync, write, writeSync } from 'node:fs';
import { OutputClosedError, type OutputStream } from '../src/context.ts';
import { pendingIO } from './runtime.ts';

/** A pipe takes this much without waiting for its reader. */
const PIPE_HOLDS = 1 << 16;

/** @param before bytes that were already written to it */
export function outputStream(fd: 1 | 2, isTTY: boolean, before = 0): OutputStream {
  const terminal = () => (fd === 1 ? process.stdout : process.stderr);
  let written = before;
  let direct: boolean | undefined;
  return {
    isTTY,
    // A terminal without a known size reports 0.
    get columns() {
      return isTTY ? terminal().columns || undefined : undefined;
    },
    get rows() {
      return isTTY ? terminal().rows || undefined : undefined;
    },
    async write(bytes) {
      written += bytes.length;
      // A blocking write to a full pipe would also block Ctrl-C, so beyond a pipe's capacity another thread waits.
      if (written > PIPE_HOLDS) direct ??= isTTY || fstatSync(fd).isFile();
      for (let at = 0; at < bytes.length; ) {
        try {
          at += (direct ?? written <= PIPE_HOLDS) ? writeSync(fd, bytes, at) : await writeAsync(fd, bytes, at);
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          // The reader may be a parent process with a socket.
          if (code === 'EPIPE' || code === 'ECONNRESET') throw new OutputClosedError();
          if (code !== 'EAGAIN') throw error;
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
    },
  };
}

function writeAsync(fd: number, bytes: Uint8Array, at: number): Promise<number> {
  pendingIO.isBlocked = true;
  return new Promise((resolve, reject) => {
    write(fd, bytes, at, bytes.length - at, null, (error, count) => {
      pendingIO.isBlocked = false;
      if (error) reject(error);
      else resolve(count);
    });
  });
}
