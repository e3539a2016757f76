/**
 * Writes the table of faults in docs/reliability.md from the suite that tests them. With `--check`, exits 1 when that
 * would change anything.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const PAGE = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));
const SUITE = fileURLToPath(new URL('../test/robustness/faults/faults.ts', import.meta.url));
const BEGIN = '<!-- faults: written by scripts/reliability.mjs -->';
const END = '<!-- end of faults -->';

const page = readFileSync(PAGE, 'utf8');
const start = page.indexOf(BEGIN) + BEGIN.length;
const stop = page.indexOf(END);
if (start < BEGIN.length || stop < start) throw new Error(`${PAGE} has lost its marks`);
const written = `${page.slice(0, start)}\n\n${tables(await readGroups())}\n\n${page.slice(stop)}`;

if (!process.argv.includes('--check')) writeFileSync(PAGE, written);
else if (written !== page) {
  process.stderr.write('docs/reliability.md is not what the suite says: run node scripts/reliability.mjs\n');
  process.exitCode = 1;
}

/** The suite is TypeScript, which not every Node reads. */
async function readGroups() {
  const folder = mkdtempSync(join(tmpdir(), 'reliability-'));
  const outfile = join(folder, 'faults.mjs');
  try {
    await build({ entryPoints: [SUITE], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' });
    return (await import(pathToFileURL(outfile).href)).GROUPS;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {any[]} groups */
function tables(groups) {
  const count = groups.reduce((sum, { faults }) => sum + faults.length, 0);
  return [
    `${count} faults. A full run (\`TESTS=full\`, as in CI) tests each with the package on Node and with the standalone.`,
    ...groups.map(table),
  ].join('\n\n');
}

/** @param {any} group */
function table({ title, faults }) {
  const head = '| what the server does | what happens | exit code | requests |\n| --- | --- | --- | --- |';
  return `### ${title}\n\n${head}\n${faults.map(row).join('\n')}`;
}

/** @param {any} fault */
function row({ name, happens, exit, requests = '', standalone = {} }) {
  const other = standalone.happens ? ` (the standalone: ${standalone.happens})` : '';
  const code = standalone.exit === undefined ? exit : `${exit} (${standalone.exit})`;
  const cells = [name, happens + other, code, requests];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}
