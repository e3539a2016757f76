/** The standalone executable. */
import { writeLine } from './bun-stream.ts';
import { start } from './start.ts';

await start(async () => (await import('./bun.ts')).runOnBun(), writeLine);
