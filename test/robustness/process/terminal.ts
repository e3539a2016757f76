import type { Entry } from '../../support/entries.ts';
import { screenOf } from '../attacks/screen.ts';

export interface Screen {
  /** Everything that was written, escape sequences included; stdout and stderr are one on a terminal. */
  raw: string;
  /** The lines without escape sequences. */
  lines: string[];
  exit: number;
}

/** Runs the product on a pseudo-terminal of so many columns, tall enough that nothing needs a pager. */
export async function runOnTerminal(
  entry: Entry,
  args: readonly string[],
  columns: number,
  env: Record<string, string> = {},
): Promise<Screen> {
  const { text, exit } = await screenOf(entry, args, { columns, env });
  return { raw: text, lines: text.replace(ESCAPES, '').split(/\r*\n/), exit };
}

/** Control sequences (CSI) and operating system commands (OSC). */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g;
