/** The pager as a child process. Loaded only if the output is longer than the screen. */
import { spawn, spawnSync } from 'node:child_process';
import { OutputClosedError, type OutputStream } from '../src/context.ts';

/**
 * Starts a pager. Unless LESS says otherwise, less gets the options that git and gh give it, and `d`, which makes it
 * show the text on an unknown terminal instead of complaining and waiting for a key. `undefined` if there is no such
 * program.
 * @param signal ends the pager, as quitting it does
 * @param sideways scrolls long lines instead of wrapping them
 */
export function openPager(
  command: string,
  signal: AbortSignal,
  onEnd: () => void,
  sideways = false,
): (OutputStream & { close(): Promise<void> }) | undefined {
  if (!isInstalled(command)) return undefined;
  const pager = spawn(command, {
    shell: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: sideways ? 'FRXdS' : 'FRXd', LV: '-c', ...process.env },
  });
  const { stdin } = pager;
  let hasExited = false;
  let onContinue = () => {};
  const leave = () => {
    hasExited = true;
    onContinue();
  };
  const quit = () => {
    pager.kill('SIGTERM');
    leave();
  };
  signal.addEventListener('abort', quit);
  stdin.on('error', leave);
  stdin.on('drain', () => onContinue());
  const ended = new Promise<void>((resolve) => {
    pager.once('close', () => {
      signal.removeEventListener('abort', quit);
      onEnd();
      leave();
      resolve();
    });
  });
  return {
    isTTY: true,
    columns: process.stdout.columns,
    rows: process.stdout.rows,
    async write(bytes) {
      if (!hasExited && !stdin.write(bytes)) {
        await new Promise<void>((resolve) => {
          onContinue = resolve;
        });
      }
      if (hasExited) throw new OutputClosedError();
    },
    async close() {
      stdin.end();
      await ended;
    },
  };
}

/** A command that starts with an assignment or a quote is left to the shell. */
function isInstalled(command: string): boolean {
  const [program] = command.split(/\s+/, 1) as [string];
  if (process.platform === 'win32' || /[='"]/.test(program)) return true;
  return spawnSync('/bin/sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' }).status === 0;
}
