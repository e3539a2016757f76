/** The files that the product writes as a whole: the reference, the manual, the picture, and which pages npm installs. */
import { readFileSync } from 'node:fs';
import { picture } from './picture.mjs';

/** What the picture of README.md shows, on a terminal of so many columns. */
const TABLE = { args: ['models', 'list', '--search', 'gpt-4', '--details', '--max-items', '12'], columns: 112 };

/**
 * Their content by path.
 * @param {import('./product.mjs').Product} product
 * @returns {Promise<Map<string, string>>}
 */
export async function wholeFiles(product) {
  const { output, code } = await product.run(TABLE.args, { columns: TABLE.columns, color: true });
  if (code !== 0) throw new Error(`the picture's command ended with ${code}\n${output}`);
  const pages = product.manualPages();
  return new Map([
    ['docs/reference.md', product.referencePage()],
    ['docs/models-list.svg', picture(`openai ${TABLE.args.join(' ')}`, output, TABLE.columns)],
    ...pages.map(({ file, text }) => [`man/${file}`, text]),
    ['package.json', manifest(pages)],
  ]);
}

/** package.json with the names of the pages. */
function manifest(pages) {
  const values = JSON.parse(readFileSync('package.json', 'utf8'));
  return `${JSON.stringify({ ...values, man: pages.map(({ file }) => `man/${file}`) }, null, 2)}\n`;
}
