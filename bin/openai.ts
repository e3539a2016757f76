#!/usr/bin/env node
/** The package on Node. */
import { start } from './start.ts';

await start(async () => (await import('./node.ts')).runOnNode());
