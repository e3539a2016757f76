/** `npm run bench:gjson`: GJSON paths on a list of 10,000 models, in one process, warm; median and fastest of 25 runs. */
import { get } from '../dist/gjson.js';
import { listBody } from './models.mjs';

const PATHS = ['data.#.id', 'data.#(owned_by=="openai")#.id', 'data.@reverse.0.id', 'data.#.{id,created}'];
const RUNS = 25;
const WARM_UP = 5;

const text = listBody(10_000).toString();
process.stdout.write(`10,000 models, ${(text.length / 1e6).toFixed(2)} MB, Node ${process.version}\n\n`);
process.stdout.write('| path | median | fastest |\n| --- | ---: | ---: |\n');
for (const path of PATHS) {
  const times = [];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const began = performance.now();
    if (!get(text, path).exists) throw new Error(`${path} matches nothing`);
    if (run >= WARM_UP) times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  process.stdout.write(`| \`${path}\` | ${times[RUNS >> 1].toFixed(1)} ms | ${times[0].toFixed(1)} ms |\n`);
}
