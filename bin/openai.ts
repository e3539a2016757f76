#!/usr/bin/env node
/** The package on Node. It is bundled as CommonJS, which Node loads sooner, so nothing is awaited out here. */
import { writeSync } from 'node:fs';
import { start } from './start.ts';

/** The exit code of a run that ends before it has said one, as of a module that still waits for something. */
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
