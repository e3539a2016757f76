/** A tree of code with ids of models in it, the same on every run, and the ids to look for. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORDS = ['const', 'return', 'await', 'client', 'response', 'model', 'value', 'import', 'function', 'options'];
const ENDINGS = ['ts', 'py', 'go', 'md', 'json', 'yaml'];
const LINES = 200;
const A_FOLDER = 50;

/** Every id that the table of lifecycles knows. */
function knownIds() {
  const file = fileURLToPath(new URL('../src/details/lifecycle.json', import.meta.url));
  const { models } = JSON.parse(readFileSync(file, 'utf8'));
  return [...new Set(Object.values(models).flatMap((rows) => Object.keys(rows)))].sort();
}

/**
 * Writes `count` files of about 10 kB below `folder/tree`, one id in every fourth, and the ids into `folder/ids`.
 * @param {string} folder @param {number} count
 */
export function writeTree(folder, count) {
  const ids = knownIds();
  writeFileSync(join(folder, 'ids'), `${ids.join('\n')}\n`);
  for (let index = 0; index < count; index++) {
    const below = join(folder, 'tree', `part-${Math.floor(index / A_FOLDER)}`);
    if (index % A_FOLDER === 0) mkdirSync(below, { recursive: true });
    writeFileSync(join(below, `file-${index}.${ENDINGS[index % ENDINGS.length]}`), textOf(index, ids));
  }
}

/** @param {number} index @param {readonly string[]} ids */
function textOf(index, ids) {
  const lines = [];
  for (let line = 0; line < LINES; line++) {
    const words = [];
    for (let word = 0; word < 7; word++) words.push(WORDS[(index * 31 + line * 7 + word * word) % WORDS.length]);
    lines.push(`  ${words.join(' ')} = ${index * line};`);
  }
  if (index % 4 === 0) lines[(index * 13) % LINES] = `  const model = "${ids[index % ids.length]}";`;
  return `${lines.join('\n')}\n`;
}
