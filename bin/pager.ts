/** The pager as a child process: loaded only when the output is longer than the screen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type OutputStream, SinkClosed } from '../src/context.ts';

/** Starts a pager; less gets the options that git and gh give it, unless LESS says otherwise. */
export function openPager(command: string, onEnd: () => void): OutputStream & { close(): Promise<void> } {
  const pager = spawn(command, {
    shell: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', LV: '-c', ...process.env },
  });
  let left = false;
  const ended = new Promise<void>((resolve) => {
    pager.once('close', () => {
      onEnd();
      resolve();
    });
    pager.once('error', () => resolve());
  });
  pager.stdin.on('error', () => {
    left = true;
  });
  return {
    isTTY: true,
    columns: process.stdout.columns,
    rows: process.stdout.rows,
    async write(bytes) {
      if (left) throw new SinkClosed();
      if (!pager.stdin.write(bytes)) await Promise.race([once(pager.stdin, 'drain'), ended]);
    },
    async close() {
      pager.stdin.end();
      await ended;
    },
  };
}
