/**
 * `npm run test:servers -- [--only NAME]`: starts servers of other projects on loopback, with models that do not exist,
 * runs the product against them by both entries, compares what is seen with what is expected, and writes it into
 * docs/servers.md. The first run installs them from PyPI into .servers/, which takes minutes. Exits 1 when anything
 * was not as expected; then the page stays as it is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installEnvironment, pinned } from './servers/environment.mjs';
import { watchOutside } from './servers/outside.mjs';
import { PROGRAMS } from './servers/programs.mjs';
import { writeSeen } from './servers/seen.mjs';
import { startServer } from './servers/server.mjs';
import { STEPS } from './servers/steps.mjs';
import { builtEntries, differences, tryServer } from './servers/trial.mjs';

/**
 * @typedef {import('./servers/programs.mjs').Program} Program
 * @typedef {import('./servers/trial.mjs').Seen} Seen
 */

const ENVIRONMENTS = fileURLToPath(new URL('../.servers', import.meta.url));

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * One program under all entries, each with a server that is fresh: a deletion must not be seen by the next.
 * @param {Program} program
 * @param {AbortSignal} signal
 * @returns {Promise<{ seen: Record<string, Seen>, wrong: string[] }>}
 */
async function tryProgram(program, signal) {
  const python = await installEnvironment(program.environment, ENVIRONMENTS, signal);
  const folder = mkdtempSync(join(tmpdir(), 'openai-servers-'));
  const outside = await watchOutside();
  const wrong = [];
  const seen = [];
  try {
    for (const [index, entry] of builtEntries().entries()) {
      const server = await startServer(program, python, join(folder, `${index}`), outside.env, signal);
      try {
        const tried = await tryServer(entry, program, server.baseUrl, signal);
        seen.push(tried.seen);
        wrong.push(...tried.wrong);
      } finally {
        await server.stop();
      }
    }
  } finally {
    await outside.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const address of outside.asked()) say(`  ${program.title} asked for ${address}, and got nothing`);
  wrong.push(...differences(program, seen));
  return { seen: seen[0] ?? {}, wrong };
}

/** @param {AbortSignal} signal @returns {Promise<number>} the exit code */
async function main(signal) {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const programs = PROGRAMS.filter(({ name }) => values.only === undefined || name === values.only);
  if (programs.length === 0)
    throw new Error(`there is no ${values.only}, only ${PROGRAMS.map(({ name }) => name).join(', ')}`);
  let deviations = 0;
  for (const program of programs) {
    const began = performance.now();
    say(`${program.title} ${pinned(program.environment, program.package)}`);
    const { seen, wrong } = await tryProgram(program, signal);
    for (const line of wrong) say(`  NOT AS EXPECTED: ${line}`);
    const seconds = Math.round((performance.now() - began) / 1000);
    const verdict = wrong.length === 0 ? 'as expected' : `${wrong.length} deviations`;
    say(`  ${Object.keys(STEPS).length} steps by each of 2 entries, ${verdict}, in ${seconds} s`);
    if (wrong.length === 0) writeSeen(program, seen, new Date());
    deviations += wrong.length;
  }
  return deviations === 0 ? 0 : 1;
}

const stop = new AbortController();
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, () => stop.abort());
try {
  process.exitCode = await main(stop.signal);
} catch (error) {
  if (!stop.signal.aborted) process.stderr.write(`servers: ${/** @type {Error} */ (error).message}\n`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
