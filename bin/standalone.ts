/** The standalone executable. */
import { VERSION_LINE } from '../src/version.ts';
import { showQuickly } from './bun-stream.ts';
import { start } from './start.ts';

const [, , only, ...others] = process.argv;
const asked = others.length === 0 && (only === '--version' || only === '-v');
// The whole program would take twice as long to say so.
if (!(asked && (await showQuickly(VERSION_LINE)))) await start(async () => (await import('./bun.ts')).runOnBun());
