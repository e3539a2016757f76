/**
 * A table in Markdown. Cells may hold anything that a server said on one line.
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
export function markdown(header, rows) {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/** Text as it stands, in as many backticks as it takes. @param {string} text */
export function code(text) {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}
