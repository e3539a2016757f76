/** A program on a pseudo-terminal with a screen: what a person would see, and what they type. */
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { plainEnvironment } from './run.ts';

export interface DriveOptions {
  home: string;
  columns?: number;
  rows?: number;
  env?: Readonly<Record<string, string>>;
}

/** How long a picture may take on a busy machine, in milliseconds. */
const PATIENCE_MS = 25_000;

export class Driven {
  private readonly pty: IPty;
  private readonly terminal: InstanceType<typeof headless.Terminal>;
  private readonly watchers = new Set<() => void>();
  /** What of the output is on the screen by now. */
  private shown = '';
  /** Every byte that reached the terminal, as text. */
  output = '';
  readonly exit: Promise<number>;

  constructor(command: readonly [string, ...string[]], { home, columns = 100, rows = 30, env = {} }: DriveOptions) {
    this.terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
    const [program, ...args] = command;
    this.pty = spawn(program, args, {
      cols: columns,
      rows,
      name: env.TERM ?? 'xterm-256color',
      cwd: home,
      env: { ...plainEnvironment(home), ...env },
    });
    this.pty.onData((text) => {
      this.output += text;
      this.terminal.write(text, () => {
        this.shown += text;
        for (const watch of this.watchers) watch();
      });
    });
    this.exit = new Promise((resolve) => {
      this.pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode));
    });
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** The rows of the screen, without the blanks at their ends. */
  get lines(): string[] {
    const { active } = this.terminal.buffer;
    const lines: string[] = [];
    for (let row = 0; row < this.terminal.rows; row++)
      lines.push((active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd());
    return lines;
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Whether the screen is one of its own, beside what was printed. */
  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === 'alternate';
  }

  /** True between the beginning and the end of a picture (synchronized output, mode 2026). */
  private get isDrawing(): boolean {
    return this.shown.lastIndexOf('\x1b[?2026h') > this.shown.lastIndexOf('\x1b[?2026l');
  }

  /** Modes that a program may leave behind. */
  get modes(): { mouse: string; paste: boolean; wraps: boolean } {
    const { mouseTrackingMode, bracketedPasteMode, wraparoundMode } = this.terminal.modes;
    return { mouse: mouseTrackingMode, paste: bracketedPasteMode, wraps: wraparoundMode };
  }

  type(keys: string): this {
    this.pty.write(keys);
    return this;
  }

  resize(columns: number, rows: number): this {
    this.terminal.resize(columns, rows);
    this.pty.resize(columns, rows);
    return this;
  }

  signal(name: 'SIGTERM' | 'SIGHUP' | 'SIGKILL'): void {
    this.pty.kill(name);
  }

  /** Resolves with the screen once it shows this. */
  until(shows: string | RegExp | ((text: string) => boolean)): Promise<string> {
    const fits = (text: string) =>
      typeof shows === 'string' ? text.includes(shows) : shows instanceof RegExp ? shows.test(text) : shows(text);
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.watchers.delete(watch);
      };
      const watch = () => {
        if (this.isDrawing || !fits(this.text)) return;
        end();
        resolve(this.text);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`the screen does not show ${shows}:\n${this.text}`));
      }, PATIENCE_MS);
      this.watchers.add(watch);
      watch();
    });
  }

  /** Ends it, whatever it is doing. */
  stop(): void {
    try {
      this.pty.kill('SIGKILL');
    } catch {
      // It has ended.
    }
    this.terminal.dispose();
  }
}
