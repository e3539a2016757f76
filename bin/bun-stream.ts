/** Standard output and error under Bun: what a pipe takes without blocking is written without node:fs. */
import { OutputClosedError, type OutputStream } from '../src/context.ts';

interface Bun {
  write(to: unknown, bytes: Uint8Array | string): Promise<number>;
  stdout: unknown;
  stderr: unknown;
}

/** A pipe takes this much without waiting for its reader. A longer write would block Ctrl-C. */
const PIPE_HOLDS = 1 << 16;

const bun = () => (globalThis as unknown as { Bun: Bun }).Bun;

export function outputStream(fd: 1 | 2, isTTY: boolean): OutputStream {
  const terminal = () => (fd === 1 ? process.stdout : process.stderr);
  let written = 0;
  let isNonblocking: OutputStream | undefined;
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
      // Given nothing to write, Bun would empty the file that the stream is redirected to.
      if (bytes.length === 0) return;
      written += bytes.length;
      if (written > PIPE_HOLDS) {
        isNonblocking ??= (await import('./node-stream.ts')).outputStream(fd, isTTY, PIPE_HOLDS);
        return isNonblocking.write(bytes);
      }
      try {
        await bun().write(fd === 1 ? bun().stdout : bun().stderr, bytes);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // The reader may be a parent process with a socket.
        throw code === 'EPIPE' || code === 'ECONNRESET' ? new OutputClosedError() : error;
      }
    },
  };
}

/** Writes a line to stdout. Returns false if that fails. */
export async function writeLine(line: string): Promise<boolean> {
  try {
    await bun().write(bun().stdout, line);
    return true;
  } catch {
    return false;
  }
}
