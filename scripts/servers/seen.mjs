/** The blocks of docs/servers.md that tell what the last run saw: `<!-- seen: NAME -->` to `<!-- end -->`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pinned } from './environment.mjs';
import { code, markdown } from './markdown.mjs';
import { PROGRAMS } from './programs.mjs';
import { STEPS } from './steps.mjs';

const PAGE = fileURLToPath(new URL('../../docs/servers.md', import.meta.url));
const END = '<!-- end -->';

/**
 * Replaces a program's block.
 * @param {import('./programs.mjs').Program} program
 * @param {Readonly<Record<string, import('./trial.mjs').Seen>>} seen by the name of the step
 * @param {Date} day
 */
export function writeSeen(program, seen, day) {
  const page = readFileSync(PAGE, 'utf8');
  const opening = `<!-- seen: ${program.name} -->\n`;
  const start = page.indexOf(opening) + opening.length;
  const stop = page.indexOf(END, start);
  if (start < opening.length || stop < start) throw new Error(`${PAGE} has no block for ${program.name}`);
  writeFileSync(PAGE, page.slice(0, start) + block(program, seen, day) + page.slice(stop));
}

/**
 * The block as it is, if it is of the version that is pinned now.
 * @param {string} name
 * @param {string} old
 */
export function checkSeen(name, old) {
  const program = PROGRAMS.find((one) => one.name === name);
  if (!program) throw new Error(`no such program: ${name}`);
  if (old.startsWith(`${heading(program)}, `)) return old;
  throw new Error(`${heading(program)} was not seen yet: npm run test:servers -- --only ${name}`);
}

/** @param {import('./programs.mjs').Program} program */
function heading({ title, environment, package: name }) {
  return `${title} ${pinned(environment, name)}`;
}

/**
 * @param {import('./programs.mjs').Program} program
 * @param {Readonly<Record<string, import('./trial.mjs').Seen>>} seen
 * @param {Date} day
 */
function block(program, seen, day) {
  const rows = Object.entries(STEPS).map(([step, { title: asked }]) => row(asked, seen[step]));
  const table = markdown(['what was asked', 'exit', 'ids shown', 'said on stderr'], rows);
  const date = day.toISOString().slice(0, 10);
  return `${heading(program)}, seen on ${date} with the package on Node and the standalone:\n\n${table}\n`;
}

/**
 * @param {string} asked
 * @param {import('./trial.mjs').Seen | undefined} seen
 */
function row(asked, seen) {
  if (!seen) throw new Error(`nothing was seen of ${asked}`);
  const { exit, ids, says } = seen;
  const lines = says.trimEnd().split('\n');
  const said = says === '' ? '-' : lines.map((line) => code(line.trim())).join('<br>');
  return [asked, `${exit}`, ids.length === 0 ? '-' : ids.map(code).join(', '), said];
}
