/** The files that the product writes as a whole: the reference, the manual, the picture, and which pages npm installs. */
import { readFileSync } from 'node:fs';
import { picture } from './picture.mjs';

/** What the picture of README.md shows: the question of everybody who chooses, which of two, and what would go. */
const QUESTIONS = [
  [
    'models',
    'list',
    '-w',
    'context>=200k',
    '-w',
    'input_modalities=image',
    '-w',
    'input_price<0.5',
    '--sort',
    '-created',
    '-n',
    '6',
  ],
  ['models', 'compare', 'gpt-5-mini', 'gpt-5.6-luna', '--tokens', '10M:2M', '--differences'],
  ['models', 'delete', '--base', 'gpt-4o-mini', '--dry-run'],
];
const COLUMNS = 92;

/**
 * Their content by path.
 * @param {import('./product.mjs').Product} product
 * @returns {Promise<Map<string, string>>}
 */
export async function wholeFiles(product) {
  const steps = [];
  for (const args of QUESTIONS) {
    const { output, code } = await product.run(args, { columns: COLUMNS, color: true });
    if (code !== 0) throw new Error(`a command of the picture ended with ${code}\n${output}`);
    steps.push({ command: `openai ${args.map(quoted).join(' ')}`, output });
  }
  const pages = product.manualPages();
  return new Map([
    ['docs/reference.md', product.referencePage()],
    ['docs/models-list.svg', picture(steps, COLUMNS)],
    ...pages.map(({ file, text }) => [`man/${file}`, text]),
    ['package.json', manifest(pages)],
  ]);
}

/** A word as one types it. */
function quoted(word) {
  return /[<>=*]/.test(word) ? `'${word}'` : word;
}

/** package.json with the names of the pages. */
function manifest(pages) {
  const values = JSON.parse(readFileSync('package.json', 'utf8'));
  return `${JSON.stringify({ ...values, man: pages.map(({ file }) => `man/${file}`) }, null, 2)}\n`;
}
