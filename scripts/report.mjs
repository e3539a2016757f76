/**
 * Makes src/report/assets.json, the script and the style of the html pages with their hashes, out of
 * src/report/client/: in one file of JSON every runtime and every bundler loads them the same way. With `--check`
 * nothing is written, and the exit code is 1 when something would change.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const FILE = 'src/report/assets.json';

/** @param {string} entry @returns {Promise<string>} */
async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    // The first engines that know light-dark().
    target: ['chrome123', 'firefox120', 'safari17.5'],
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`${entry} gave nothing`);
  const text = file.text.trim();
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${entry} would end the element that it stands in`);
  return text;
}

/** As a policy names a script or style: https://www.w3.org/TR/CSP3/#grammardef-hash-source @param {string} text */
function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const script = await bundled('src/report/client/page.ts');
const style = await bundled('src/report/client/page.css');
const assets = { script, scriptHash: hashOf(script), style, styleHash: hashOf(style) };
const after = `${JSON.stringify(assets, null, 2)}\n`;
const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : undefined;
if (after !== before) {
  const check = process.argv.includes('--check');
  process.stderr.write(`${check ? 'Out of date' : 'Wrote'}: ${FILE}\n`);
  if (check) {
    process.stderr.write('Run: node scripts/report.mjs\n');
    process.exitCode = 1;
  } else writeFileSync(FILE, after);
}
