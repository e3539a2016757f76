#!/usr/bin/env node
/** The package on Node. It is bundled as CommonJS, which Node loads faster, so there is no top-level await. */
import { writeSync } from 'node:fs';
import { start } from './start.ts';

/** The exit code of a run that ends before setting one, such as a module that is still waiting for something. */
const UNSETTLED = 13;

process.exitCode = UNSETTLED;
start(async () => (await import('./node.ts')).runOnNode(), show).then(() => {
  if (process.exitCode === UNSETTLED) process.exitCode = 0;
});

function show(line: string): boolean {
  try {
    return writeSync(1, line) > 0;
  } catch {
    return false;
  }
}
