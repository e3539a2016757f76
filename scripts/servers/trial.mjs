/** Runs the steps against one server, and compares what was seen with what was expected. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.mjs';
import { KEY, STEPS } from './steps.mjs';

const STEP_SECONDS = 60;
const FIRST_COLUMN = /^(\S+)(?: .*)?$/;

/**
 * @typedef {object} Entry A way to start the product.
 * @property {string} name
 * @property {readonly string[]} command
 *
 * @typedef {object} Seen
 * @property {number} exit
 * @property {string[]} ids those that were shown
 * @property {string} says stderr
 */

const SCRIPT = fileURLToPath(new URL('../../dist/openai.cjs', import.meta.url));
const EXECUTABLE = fileURLToPath(new URL('../../dist/standalone/openai', import.meta.url));

/** @returns {Entry[]} */
export function builtEntries() {
  for (const file of [SCRIPT, EXECUTABLE])
    if (!existsSync(file)) throw new Error(`${file} is not built: npm run build, npm run build:standalone`);
  return [
    { name: 'the package on Node', command: [process.execPath, SCRIPT] },
    { name: 'the standalone', command: [EXECUTABLE] },
  ];
}

/**
 * @param {Entry} entry
 * @param {import('./steps.mjs').Step} step
 * @param {import('./steps.mjs').Ids} ids
 * @param {string} baseUrl
 * @param {AbortSignal} signal
 * @returns {Promise<Seen>}
 */
async function runStep(entry, step, ids, baseUrl, signal) {
  const home = mkdtempSync(join(tmpdir(), 'openai-home-'));
  try {
    const { key = KEY } = step;
    const env = { PATH: process.env.PATH, HOME: home, TZ: 'UTC', LANG: 'C.UTF-8', OPENAI_BASE_URL: baseUrl };
    const args = step.args(ids);
    const ran = await runCommand([...entry.command, 'models', ...args], {
      cwd: home,
      env: key ? { ...env, OPENAI_API_KEY: key } : env,
      seconds: STEP_SECONDS,
      signal,
    });
    return { exit: ran.exit, ids: idsIn(ran.stdout, args), says: ran.stderr };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * The ids that the output shows, read as its format wants; the output itself where it cannot be read so.
 * @param {string} output
 * @param {readonly string[]} args
 * @returns {string[]}
 */
function idsIn(output, args) {
  if (output === '') return [];
  const lines = output.trimEnd().split('\n');
  if (args.includes('--ids')) return lines;
  if (args.includes('table')) return lines.slice(1).map((line) => line.replace(FIRST_COLUMN, '$1'));
  try {
    const document = JSON.parse(output);
    return (Array.isArray(document.data) ? document.data : [document]).map(idOf);
  } catch {
    return [`not JSON: ${output.slice(0, 200)}`];
  }
}

/** @param {{ id?: string, identifier?: string }} model */
function idOf({ id, identifier }) {
  return id ?? identifier ?? '';
}

/**
 * All steps, in their order.
 * @param {Entry} entry
 * @param {import('./programs.mjs').Program} program
 * @param {string} baseUrl
 * @param {AbortSignal} signal
 * @returns {Promise<{ seen: Record<string, Seen>, wrong: string[] }>}
 */
export async function tryServer(entry, program, baseUrl, signal) {
  /** @type {Record<string, Seen>} */
  const seen = {};
  const wrong = [];
  for (const [name, step] of Object.entries(STEPS)) {
    const expected = program.expected[/** @type {import('./steps.mjs').StepName} */ (name)];
    seen[name] = await runStep(entry, step, program.ids, baseUrl, signal);
    const problem = compare(seen[name], expected);
    if (problem) wrong.push(`${program.title}, ${entry.name}, ${step.title}: ${problem}`);
  }
  return { seen, wrong };
}

/**
 * @param {Seen} seen
 * @param {import('./steps.mjs').Expected} expected
 * @returns {string | undefined}
 */
function compare(seen, { exit, ids = [], says }) {
  const shown = JSON.stringify(seen);
  if (seen.exit !== exit) return `exit ${exit} was expected: ${shown}`;
  if (JSON.stringify(seen.ids) !== JSON.stringify(ids)) return `the ids ${ids.join(', ')} were expected: ${shown}`;
  if (says === undefined ? seen.says !== '' : !seen.says.includes(says))
    return `stderr with ${says ?? 'nothing'} was expected: ${shown}`;
  return /SECRET/.test(seen.says) ? `the key is shown: ${shown}` : undefined;
}

/**
 * Where the entries do not say the same, the address apart.
 * @param {import('./programs.mjs').Program} program
 * @param {readonly Readonly<Record<string, Seen>>[]} seen
 */
export function differences(program, [first, ...others]) {
  return Object.entries(first ?? {}).flatMap(([name, one]) => {
    const { title } = STEPS[/** @type {import('./steps.mjs').StepName} */ (name)];
    return others
      .map((other) => other[name])
      .filter((other) => JSON.stringify(other) !== JSON.stringify(one))
      .map(
        (other) =>
          `${program.title}, ${title}: the entries differ: ${JSON.stringify(one)} and ${JSON.stringify(other)}`,
      );
  });
}
