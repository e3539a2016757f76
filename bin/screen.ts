/**
 * The terminal as one screen. It is opened by its own name, so standard input and output may be a file or a pipe; on
 * systems without that name they have to be the terminal.
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import type { FullScreen } from '../src/context.ts';

const TERMINAL = '/dev/tty';

/** Another screen, no cursor, no wrapping at the edge, the mouse (SGR), and pastes in brackets (xterm's private modes). */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[2J';
/** The same back, in the other order. */
const LEAVE = '\x1b[?2026l\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?7h\x1b[?25h\x1b[0m\x1b[?1049l';

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
  private listener: { input(bytes: Uint8Array): void; redraw(): void } | undefined;
  private isShown = false;
  private resumed: (() => void) | undefined;

  constructor(files: Files) {
    this.files = files;
    process.on('exit', this.leave);
    process.on('SIGWINCH', this.redraw);
    process.on('SIGTSTP', this.stop);
    process.on('SIGCONT', this.goOn);
    this.enter();
  }

  size(): { columns: number; rows: number } {
    const { output } = this.files;
    // A stream asks for the size when it is made, and of a change only standard output is told.
    const stream = new WriteStream(output === 1 ? 1 : openSync(TERMINAL, constants.O_WRONLY | constants.O_NOCTTY));
    const [columns, rows] = stream.getWindowSize();
    if (output !== 1) stream.destroy();
    // A terminal that was told no size says 0.
    return { columns: columns || 80, rows: rows || 24 };
  }

  listen(listener: { input(bytes: Uint8Array): void; redraw(): void }): void {
    this.listener = listener;
  }

  write(text: string): void {
    if (this.isShown) this.send(text);
  }

  async suspend(): Promise<void> {
    const resumed = new Promise<void>((resolve) => {
      this.resumed = resolve;
    });
    this.stop();
    await resumed;
  }

  readonly enter = (): void => {
    if (this.isShown) return;
    this.isShown = true;
    this.send(ENTER);
    this.read();
    this.listener?.redraw();
  };

  /** Also at the end of the process, whatever ends it. */
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
    process.off('SIGWINCH', this.redraw);
    process.off('SIGTSTP', this.stop);
    process.off('SIGCONT', this.goOn);
    if (this.files.output !== 1) closeSync(this.files.output);
  }

  private readonly redraw = (): void => this.listener?.redraw();

  /** The shell takes over: first with its terminal as it was. The signal is for all that were started together. */
  private readonly stop = (): void => {
    this.leave();
    process.off('SIGTSTP', this.stop);
    process.kill(0, 'SIGTSTP');
  };

  private readonly goOn = (): void => {
    process.off('SIGTSTP', this.stop);
    process.on('SIGTSTP', this.stop);
    this.enter();
    this.listener?.redraw();
    this.resumed?.();
  };

  private read(): void {
    const { input } = this.files;
    const file = input === 0 ? 0 : openSync(TERMINAL, constants.O_RDWR | constants.O_NOCTTY);
    const stream = new ReadStream(file);
    this.stream = stream;
    stream.setRawMode(true);
    stream.on('data', (bytes: Uint8Array) => this.listener?.input(bytes));
    // The terminal went away: the signal that comes with it ends the run.
    stream.on('error', () => {});
  }

  private send(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(this.files.output, bytes, at);
      } catch (error) {
        // A slow line takes its time; one that is gone takes nothing.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      }
    }
  }
}
