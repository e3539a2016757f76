/** Programs that some tests drive and that a machine may lack: those tests are left out there, and it is said aloud. */
import { spawnSync } from 'node:child_process';

/** What is not tested where a program is missing. */
export const PROGRAMS = {
  bash: 'completion in bash',
  zsh: 'completion in zsh',
  fish: 'completion in fish',
  mandoc: 'the manual pages by mandoc -T lint',
  jq: 'what jq makes of json and jsonl',
  groff: 'the manual pages by groff -ww',
  chromium: 'html pages in a browser',
} as const satisfies Record<string, string>;

export type Program = keyof typeof PROGRAMS;

export function isThere(program: Program): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 10_000 }).error === undefined;
}
