/**
 * The generated blocks of a page. Each stands between `<!-- DIRECTIVE -->` and `<!-- end -->` on lines of their own:
 *
 * - `example: ARGS` runs `openai ARGS` on a pipe; it must succeed
 * - `screen: ARGS` runs it on a terminal of 80 columns; it must succeed
 * - `failure: ARGS` runs it on a pipe; it must fail, and the exit code is shown
 * - `formats`, `exits`, `keys` (of the explorer), `presets` and `profile` (the keys of one) are tables of what the program declares; `servers` is the names of
 *   the presets
 * - `addresses: GROUP` and `answers: GROUP` are tables of the servers in scripts/servers/, joined with the presets
 * - `seen: NAME` is what scripts/servers.mjs saw, and stays; of a version that is no longer the pinned one it is refused
 */
import { checkSeen } from '../servers/seen.mjs';
import { addressTable, answerTable } from '../servers/table.mjs';

const BLOCK = /^(<!-- ([a-z]+)(?:: (.+?))? -->\n)((?:.*\n)*?)(<!-- end -->)$/gm;

const SCREEN = { columns: 80, color: false };

/** @typedef {import('./product.mjs').Product} Product */

/**
 * The page with every block as the product makes it now.
 * @param {string} page
 * @param {Product} product
 * @returns {Promise<string>}
 */
export async function renew(page, product) {
  let renewed = '';
  let at = 0;
  for (const block of page.matchAll(BLOCK)) {
    const [whole, opening, directive = '', argument = '', old = '', closing] = block;
    if (/^<!-- /m.test(old)) throw new Error(`no end: ${opening}`);
    renewed += page.slice(at, block.index);
    renewed += `${opening}${await content(directive, argument, product, old)}${closing}`;
    at = block.index + whole.length;
  }
  return renewed + page.slice(at);
}

/**
 * @param {string} directive
 * @param {string} argument
 * @param {Product} product
 * @param {string} old
 */
async function content(directive, argument, product, old) {
  switch (directive) {
    case 'example':
    case 'screen':
    case 'failure':
      return session(argument, directive, product);
    case 'formats':
      return table(['format', 'output'], Object.entries(product.formats));
    case 'exits':
      return table(['code', 'meaning'], Object.entries(product.exits));
    case 'keys':
      return table(
        ['key', 'what it does'],
        product.keys.flatMap(({ shown, hint }) => (shown && hint ? [[shown, hint]] : [])),
      );
    case 'presets':
      return table(['preset', 'server', 'base URL', 'auth', 'key in'], Object.entries(product.presets).map(presetRow));
    case 'servers':
      return `${Object.values(product.presets)
        .map(({ title }) => title)
        .join(', ')}.\n`;
    case 'profile':
      return table(
        ['key', 'meaning'],
        Object.entries(product.profileKeys).map(([key, { hint }]) => [key, hint]),
      );
    case 'addresses':
      return addressTable(argument, product.presets);
    case 'answers':
      return answerTable(argument, product.presets);
    case 'seen':
      return checkSeen(argument, old);
    default:
      throw new Error(`no such directive: ${directive}`);
  }
}

/** @param {[string, import('./product.mjs').Preset]} entry */
function presetRow([name, { title, baseUrl, auth, keyEnv }]) {
  return [name, title, `\`${baseUrl}\``, auth, keyEnv === undefined ? '-' : `\`${keyEnv}\``];
}

/**
 * A command line and what it prints, as a terminal session.
 * @param {string} line
 * @param {'example' | 'screen' | 'failure'} directive
 * @param {Product} product
 */
async function session(line, directive, product) {
  const { output, code } = await product.run(words(line), directive === 'screen' ? SCREEN : undefined);
  if ((code !== 0) !== (directive === 'failure')) throw new Error(`openai ${line} ended with ${code}\n${output}`);
  const status = code === 0 ? '' : `$ echo $?\n${code}\n`;
  return `\`\`\`console\n$ openai ${line}\n${output.replaceAll('\r\n', '\n')}${status}\`\`\`\n`;
}

/**
 * The words of a command line; single quotes keep one together.
 * @param {string} line
 */
function words(line) {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

/**
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
function table(header, rows) {
  const lines = [header, header.map(() => '---'), ...rows.map(([name, ...rest]) => [`\`${name}\``, ...rest])];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
