/** Runs a command line on a pseudo-terminal. */
import { randomUUID } from 'node:crypto';
import { spawn } from '@lydell/node-pty';
import type { Entry } from './entries.ts';
import { inHome, plainEnvironment } from './run.ts';

export interface ScreenOptions {
  /** 400 unless said: wide enough that hardly a line has to be cut. */
  columns?: number;
  /** 20,000 unless said: tall enough that nothing needs a pager. */
  rows?: number;
  env?: Readonly<Record<string, string>>;
  /** A home folder to keep; without one each run has a fresh one. */
  home?: string;
  /** What somebody types once a text is on the screen; of several, one after the other. */
  reply?: Reply | readonly Reply[];
}

export interface Reply {
  after: string | RegExp;
  /** A function is called when the text is there, and may wait for more. */
  keys: string | (() => string | Promise<string>);
  /** Milliseconds before they are typed. */
  pause?: number;
}

/** What reached the terminal of a run. Stdout and stderr are one there. */
export interface Screen {
  /** Every byte, exactly: text would hide those that are not UTF-8. */
  bytes: Buffer;
  text: string;
  /** The lines without escape sequences. */
  lines: string[];
  exit: number;
}

/**
 * Keeps the terminal open after the run, says the exit code there, and waits to be ended: when the last program on a
 * pseudo-terminal ends, what is still on its way may be lost. Ctrl-C is for the run alone.
 */
const KEEP_OPEN = 'trap : INT; mark=$1; shift; "$@"; printf "%s%s." "$mark" $?; read -r end';

/** Runs the product on a pseudo-terminal. */
export function screenOf(entry: Entry, args: readonly string[], options: ScreenOptions = {}): Promise<Screen> {
  const { columns = 400, rows = 20_000, env = {}, home: kept, reply } = options;
  const mark = randomUUID();
  return inHome((home) => {
    const child = spawn('/bin/sh', ['-c', KEEP_OPEN, 'sh', mark, ...entry.command, ...args], {
      cols: columns,
      rows,
      name: env.TERM ?? 'xterm-256color',
      cwd: home,
      env: { ...plainEnvironment(home), ...env },
      encoding: null,
    });
    let all = Buffer.alloc(0);
    const waiting = [reply ?? []].flat();
    let read = 0;
    let screen: Screen | undefined;
    return new Promise((resolve, reject) => {
      // Without an encoding the pieces are bytes, whatever the declaration says.
      child.onData((piece: unknown) => {
        all = Buffer.concat([all, piece as Buffer]);
        const [next] = waiting;
        if (next && hasAfter(all.subarray(read), next.after)) {
          read = all.length;
          waiting.shift();
          const type = async () => child.write(typeof next.keys === 'string' ? next.keys : await next.keys());
          if (next.pause === undefined) void type();
          else setTimeout(type, next.pause);
        }
        const end = all.indexOf(mark);
        const exit = end < 0 ? null : /^(\d+)\./.exec(all.toString('latin1', end + mark.length));
        if (!exit || screen) return;
        const bytes = all.subarray(0, end);
        const text = bytes.toString();
        screen = { bytes, text, lines: text.replace(ESCAPES, '').split(/\r*\n/), exit: Number(exit[1]) };
        child.kill();
      });
      // Only now: a pseudo-terminal that outlives its test takes the whole run down with it.
      child.onExit(() => {
        if (screen) resolve(screen);
        else reject(new Error(`the terminal closed before the run ended\n${all}`));
      });
    });
  }, kept);
}

/** Control sequences (CSI) and operating system commands (OSC). */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g;

function hasAfter(bytes: Buffer, after: Reply['after']): boolean {
  return typeof after === 'string' ? bytes.includes(after) : after.test(bytes.toString());
}
