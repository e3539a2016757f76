/** The files that the product writes as a whole: the reference, the manual, the pictures, and which pages npm installs. */
import { readFileSync } from 'node:fs';
import { picture } from './picture.mjs';
import { linesOf } from './screen.mjs';

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

const READ = { shows: /^the sandbox {2}82 models$/m };
const REASONING = [
  { ...READ, keys: 'f' },
  { shows: /^> \[ \] reasoning /m, keys: ' ' },
  { shows: /^> \[x\] reasoning /m, keys: '\x1b' },
  // A cheap one, and the two that it could take the place of.
  { shows: /^> gpt-6-luna /m, keys: ` ${'j'.repeat(19)}` },
  { shows: /^> gpt-5-nano /m, keys: ' j' },
  { shows: /^> gpt-5-mini /m, keys: ' k' },
];
/** What docs/exploring.md shows of the explorer. */
const SCREENS = {
  'docs/explore-search.svg': {
    title: 'openai models explore: a search',
    size: { columns: 80, rows: 24 },
    steps: [{ ...READ, keys: '/' }, { shows: /^\/ *$/m, keys: 'mini gpt -ft' }, { shows: /^\/mini gpt -ft *$/m }],
  },
  'docs/explore-wide.svg': {
    title: 'openai models explore: the list and details',
    look: 'light',
    size: { columns: 120, rows: 34 },
    steps: [...REASONING, { shows: /^>\*gpt-5-mini /m }],
  },
  'docs/explore-compare.svg': {
    title: 'openai models explore: three models side by side',
    size: { columns: 80, rows: 20 },
    steps: [...REASONING, { shows: /^>\*gpt-5-mini /m, keys: 'c' }, { shows: /^INPUT \$\/M /m }],
  },
};

/**
 * Their content by path.
 * @param {import('./product.mjs').Product} product
 * @returns {Promise<Map<string, string>>}
 */
export async function wholeFiles(product) {
  const sessions = [];
  for (const args of QUESTIONS) {
    const { output, code } = await product.run(args, { columns: COLUMNS, color: true });
    if (code !== 0) throw new Error(`a command of the picture ended with ${code}\n${output}`);
    sessions.push({ words: ['openai', ...args.map(quoted)], output });
  }
  const text = sessions.map(({ words, output }) => typed(words) + output).join('\n');
  const title = sessions.map(({ words }) => words.join(' ')).join('; ');
  const pages = product.manualPages();
  return new Map([
    ['docs/reference.md', product.referencePage()],
    ['docs/models-list.svg', picture(await linesOf(text.trimEnd(), COLUMNS), { title, columns: COLUMNS })],
    ...(await screens(product)),
    ...pages.map(({ file, text }) => [`man/${file}`, text]),
    ['package.json', manifest(pages)],
  ]);
}

/** @param {import('./product.mjs').Product} product */
async function screens(product) {
  const files = [];
  for (const [file, { title, look, size, steps }] of Object.entries(SCREENS)) {
    const lines = await product.explore(['models', 'explore'], size, steps);
    files.push([file, picture(lines, { title, look, columns: size.columns })]);
  }
  return files;
}

/** A word as one types it. */
function quoted(word) {
  return /[<>*]/.test(word) ? `'${word}'` : word;
}

/** A command as one types it: where it is too long for a line, it goes on in the next one. */
function typed(words) {
  const lines = [];
  for (const word of words) {
    const line = lines.at(-1);
    // A blank and a backslash may have to follow.
    if (line === undefined || line.length + 1 + word.length + 2 > COLUMNS) lines.push(`${line ? '   ' : '$'} ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return `${lines.join(' \\\n')}\n`;
}

/** package.json with the names of the pages. */
function manifest(pages) {
  const values = JSON.parse(readFileSync('package.json', 'utf8'));
  return `${JSON.stringify({ ...values, man: pages.map(({ file }) => `man/${file}`) }, null, 2)}\n`;
}
