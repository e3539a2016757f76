/**
 * The terminal as a full screen. It is opened by its own name, so standard input and output may be files or pipes. On
 * systems without that name, they must be the terminal.
 */
import { closeSync, constants, openSync, read, writeSync } from 'node:fs';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import { promisify } from 'node:util';
import type { FullScreen, ScreenListener } from '../src/context.ts';
import { TERMINAL } from './terminal.ts';

/** Alternate screen, hidden cursor, no line wrapping, mouse (SGR), and bracketed paste (xterm's private modes). */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[2J';
/** Restores all that, in reverse order. */
const LEAVE = '\x1b[?2026l\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?7h\x1b[?25h\x1b[0m\x1b[?1049l';

/** Bun's stream keeps reading after it is destroyed, and swallows the next thing typed. */
const KEEPS_READING = 'Bun' in globalThis;
/** Bytes of input at a time. */
const MAX_READ = 1 << 14;

const readAsync = promisify(read);

interface Files {
  input: number;
  output: number;
}

export function openScreen(): FullScreen | undefined {
  const files = terminalFiles();
  return files && new TerminalScreen(files);
}

function terminalFiles(): Files | undefined {
  try {
    closeSync(openSync(TERMINAL, 'r+'));
    return { input: -1, output: openSync(TERMINAL, constants.O_WRONLY | constants.O_NOCTTY) };
  } catch {
    return isatty(0) && isatty(1) ? { input: 0, output: 1 } : undefined;
  }
}

class TerminalScreen implements FullScreen {
  private readonly files: Files;
  private stream: ReadStream | undefined;
  private listener: ScreenListener | undefined;
  private isShown = false;
  private resumed: (() => void) | undefined;

  constructor(files: Files) {
    this.files = files;
    process.on('exit', this.leave);
    // Bun would neither exit nor restore the terminal.
    process.on('uncaughtException', this.fail);
    process.on('unhandledRejection', this.fail);
    process.on('SIGWINCH', this.redraw);
    process.on('SIGTSTP', this.stop);
    process.on('SIGCONT', this.resumeAfterStop);
    this.enter();
  }

  size(): { columns: number; rows: number } {
    const { output } = this.files;
    // A stream reads the size when it is created, and only standard output is notified of changes.
    const stream = new WriteStream(output === 1 ? 1 : openSync(TERMINAL, constants.O_WRONLY | constants.O_NOCTTY));
    const [columns, rows] = stream.getWindowSize();
    if (output !== 1) stream.destroy();
    // A terminal without a known size reports 0.
    return { columns: columns || 80, rows: rows || 24 };
  }

  listen(listener: ScreenListener): void {
    this.listener = listener;
    if (!KEEPS_READING) return;
    const file = this.files.input === 0 ? 0 : openSync(TERMINAL, constants.O_RDONLY | constants.O_NOCTTY);
    void this.readLoop(file, listener);
  }

  write(text: string): void {
    if (this.isShown) this.send(text);
  }

  async suspend(): Promise<void> {
    const resumed = new Promise<void>((resolve) => {
      this.resumed = resolve;
    });
    // With nothing to wait for, the process would exit as soon as it continues.
    const waiting = setInterval(() => {}, 1 << 30);
    this.stop();
    await resumed;
    clearInterval(waiting);
  }

  readonly enter = (): void => {
    if (this.isShown) return;
    this.isShown = true;
    this.send(ENTER);
    this.read();
    this.listener?.redraw();
  };

  /** Also runs at the end of the process, whatever the cause. */
  readonly leave = (): void => {
    if (!this.isShown) return;
    this.isShown = false;
    const { stream } = this;
    this.stream = undefined;
    try {
      stream?.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
    stream?.destroy();
    this.send(LEAVE);
  };

  close(): void {
    this.leave();
    process.off('exit', this.leave);
    process.off('uncaughtException', this.fail);
    process.off('unhandledRejection', this.fail);
    process.off('SIGWINCH', this.redraw);
    process.off('SIGTSTP', this.stop);
    process.off('SIGCONT', this.resumeAfterStop);
    if (this.files.output !== 1) closeSync(this.files.output);
  }

  private readonly redraw = (): void => this.listener?.redraw();

  private readonly fail = (error: unknown): void => {
    if (!this.listener) throw error;
    this.listener.fail(error);
  };

  /** Hands control to the shell, after restoring the terminal. The signal goes to the whole process group. */
  private readonly stop = (): void => {
    this.leave();
    process.off('SIGTSTP', this.stop);
    process.kill(0, 'SIGTSTP');
  };

  private readonly resumeAfterStop = (): void => {
    process.off('SIGTSTP', this.stop);
    process.on('SIGTSTP', this.stop);
    // After a stop that the process is not told about, the screen was never left.
    if (this.isShown) this.redraw();
    else this.enter();
    this.resumed?.();
  };

  private read(): void {
    const { input } = this.files;
    const file = input === 0 ? 0 : openSync(TERMINAL, constants.O_RDWR | constants.O_NOCTTY);
    const stream = new ReadStream(file);
    this.stream = stream;
    stream.setRawMode(true);
    if (!KEEPS_READING) stream.on('data', (bytes: Uint8Array) => void this.listener?.input(bytes));
    // The terminal went away. The signal that comes with it ends the run.
    stream.on('error', () => {});
  }

  /** Reads only while idle, because the answer to a question is not input for this screen. */
  private async readLoop(file: number, listener: ScreenListener): Promise<void> {
    const buffer = new Uint8Array(MAX_READ);
    try {
      for (;;) {
        const { bytesRead } = await readAsync(file, buffer, 0, MAX_READ, null);
        if (bytesRead === 0) return;
        await listener.input(buffer.slice(0, bytesRead));
      }
    } catch {
      // The terminal went away. The signal that comes with it ends the run.
    }
  }

  private send(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(this.files.output, bytes, at);
      } catch (error) {
        // A slow line takes time; one that is gone takes nothing.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      }
    }
  }
}
