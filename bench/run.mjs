/**
 * `npm run bench -- [--quick] [--only REGEX]`: runs whole commands in turn (A B C A B C ...) against one loopback
 * server and prints a Markdown table, and one of the explorer. PEER=path adds the official CLI, NODES=path:path more
 * Nodes for the package. A run that fails ends the bench.
 */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bunPath } from '../scripts/bun.mjs';
import { explorerLines, TITLE } from './explorer.mjs';
import { HEAD, rowLines } from './report.mjs';
import { ROWS } from './rows.mjs';
import { findSubjects, kindOf } from './subjects.mjs';

/**
 * @typedef {import('./rows.mjs').Row} Row
 * @typedef {import('./report.mjs').Sample & { exit: number, bytes: number, hash?: string, stderr: string }} Run
 * @typedef {ReturnType<typeof findSubjects> & { port: number, home: string }} Bench
 */

const bun = bunPath();
const measure = fileURLToPath(new URL('measure.mjs', import.meta.url));

/**
 * One run of one subject.
 * @param {Bench} bench @param {Row} row @param {string} name @param {boolean} hash @param {string[]} given
 * @returns {Run}
 */
function runOnce(bench, row, name, hash, given = row.args[kindOf(name)] ?? []) {
  const base = `${serverOf(bench)}/${row.models}/v1`;
  const args = given.map((arg) => arg.replaceAll('{base}', base));
  const own = { PATH: process.env.PATH, HOME: bench.home, OPENAI_API_KEY: 'sk-bench', OPENAI_BASE_URL: base };
  const other = Object.entries(row.env ?? {}).map(([key, text]) => [key, text.replaceAll('{home}', bench.home)]);
  const env = { ...own, ...Object.fromEntries(other) };
  const command = [...(bench.subjects[name]?.command ?? []), ...args];
  const cwd = join(bench.home, row.folder ?? '');
  const order = JSON.stringify({ command, env, cwd, input: row.input, hash });
  const { stdout, stderr, status } = spawnSync(bun, [measure], { input: order, cwd: bench.home, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the measuring process failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** @param {Bench} bench */
const serverOf = ({ port }) => `http://127.0.0.1:${port}`;

/** Runs everyone once, unmeasured: warms the caches, compares what they print. @param {Bench} bench @param {Row} row */
function rehearse(bench, row) {
  /** @type {Map<string, Run>} */
  const first = new Map();
  row.prepare?.(bench.home, serverOf(bench));
  const product = bench.subjects.standalone ? 'standalone' : 'node';
  if (row.before && bench.subjects[product]) {
    const { exit, stderr } = runOnce(bench, row, product, false, row.before);
    if (exit !== 0) throw new Error(`${row.title}: what comes before ended with ${exit}: ${stderr}`);
  }
  for (const name of Object.keys(bench.subjects)) {
    if (!row.args[kindOf(name)] || (name.includes('@') && !row.nodes)) continue;
    const run = runOnce(bench, row, name, true);
    succeeded(row, name, run);
    first.set(name, run);
  }
  for (const group of row.same) {
    const [one, ...others] = [...first.keys()].filter((name) => group.includes(kindOf(name)));
    for (const other of others) {
      if (first.get(one)?.hash === first.get(other)?.hash) continue;
      const sizes = `${first.get(one)?.bytes} and ${first.get(other)?.bytes} bytes`;
      throw new Error(`${row.title}: ${one} and ${other} print different bytes (${sizes})`);
    }
  }
  return first;
}

/** A command that fails is an error, not a fast row. @param {Row} row @param {string} name @param {Run} run */
function succeeded(row, name, run) {
  if (run.exit !== (row.finds?.[kindOf(name)] ?? 0))
    throw new Error(`${row.title}: ${name} ended with ${run.exit}: ${run.stderr}`);
  if (run.bytes === 0 && kindOf(name) !== 'empty') throw new Error(`${row.title}: ${name} printed nothing`);
}

/** @param {Bench} bench @param {Row} row @param {number} rounds */
function measureRow(bench, row, rounds) {
  const first = rehearse(bench, row);
  /** @type {import('./report.mjs').Samples} */
  const samples = Object.fromEntries([...first.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // In another order each round: who runs after a large process finds colder caches.
    for (const [name, { bytes }] of shuffled([...first])) {
      progress(`${row.title}: round ${round + 1} of ${rounds}, ${name}`);
      const run = runOnce(bench, row, name, false);
      succeeded(row, name, run);
      if (run.bytes !== bytes && !row.finds)
        throw new Error(`${row.title}: ${name} printed ${run.bytes} bytes, before ${bytes}`);
      samples[name]?.push(run);
    }
  }
  progress('');
  return samples;
}

/** @template T @param {T[]} list @returns {T[]} */
function shuffled(list) {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [list[last], list[other]] = [/** @type {T} */ (list[other]), /** @type {T} */ (list[last])];
  }
  return list;
}

/** One line on a terminal, written over again; nothing in a log. @param {string} text */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function main() {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string', default: '' } } });
  const wanted = new RegExp(values.only, 'i');
  const rows = ROWS.filter((row) => wanted.test(row.title));
  if (rows.length === 0 && !wanted.test(TITLE)) {
    const titles = [...ROWS.map((row) => row.title), TITLE];
    throw new Error(`no row matches ${values.only}; there are: ${titles.join(', ')}`);
  }

  const home = mkdtempSync(join(tmpdir(), 'openai-bench-'));
  const server = fork(fileURLToPath(new URL('server.mjs', import.meta.url)));
  try {
    const [{ port }] = await once(server, 'message');
    const bench = { ...findSubjects(join(home, 'bin')), port, home };
    const lines = rows.flatMap((row) => {
      const samples = measureRow(bench, row, row.runs[values.quick ? 1 : 0]);
      return rowLines(row, samples, (name) => row.titles?.[kindOf(name)] ?? bench.subjects[name]?.title ?? name);
    });
    if (lines.length > 0) console.log([...HEAD, ...lines, ''].join('\n'));
    if (wanted.test(TITLE))
      console.log(
        [...(await explorerLines(bench.subjects, serverOf(bench), home, values.quick === true)), ''].join('\n'),
      );
    console.log(
      `${machine()} Medians of ${values.quick ? 'a few' : 'alternating'} runs; memory is the highest peak of any run.`,
    );
    if (bench.notes.length > 0) console.log(['', ...bench.notes.map((note) => `- ${note}`)].join('\n'));
  } finally {
    server.disconnect();
    rmSync(home, { recursive: true, force: true });
  }
}

function machine() {
  const version = spawnSync(bun, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const cores = `${availableParallelism()} cores`;
  return `${process.platform} ${process.arch}, ${cores}, Node ${process.versions.node}, Bun ${version}.`;
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
