import { spawn } from '@lydell/node-pty';
import type { Entry } from './entries.ts';
import { inHome, plainEnvironment } from './product.ts';

export interface Screen {
  /** Everything that was written, escape sequences included; stdout and stderr are one on a terminal. */
  raw: string;
  /** The lines without escape sequences. */
  lines: string[];
  exit: number;
}

/** Runs the product on a pseudo-terminal of so many columns, tall enough that nothing needs a pager. */
export function runOnTerminal(
  entry: Entry,
  args: readonly string[],
  columns: number,
  env: Record<string, string> = {},
): Promise<Screen> {
  const [file, ...before] = entry.command;
  return inHome((home) => {
    const size = { cols: columns, rows: 1000, name: 'xterm-256color' };
    const child = spawn(file, [...before, ...args], { ...size, cwd: home, env: { ...plainEnvironment(home), ...env } });
    let raw = '';
    child.onData((text) => {
      raw += text;
    });
    return new Promise((resolve) => {
      child.onExit(({ exitCode }) => {
        const lines = raw.replace(ESCAPES, '').split(/\r*\n/);
        resolve({ raw, lines, exit: exitCode });
      });
    });
  });
}

/** Control sequences (CSI) and operating system commands (OSC). */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g;
