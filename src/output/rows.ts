/** Column formats that are plain text: a header and one row per line, whatever the values contain. */

export interface RowFormat {
  header(names: readonly string[]): string;
  row(cells: readonly string[]): string;
}

/** RFC 4180: CRLF between rows, quotes where needed. Line breaks and tabs within a value are written as escapes. */
export const csvRows: RowFormat = { header: csvRow, row: csvRow };

function csvRow(cells: readonly string[]): string {
  const row = cells.map((cell) => quoted(oneLine(cell))).join(',');
  // A row with a single empty value would be a blank line, which readers skip.
  return `${row === '' ? '""' : row}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Tabs between values. Tabs, line breaks and backslashes within them are escaped. */
export const tsvRows: RowFormat = { header: tsvRow, row: tsvRow };

function tsvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => oneLine(cell.replaceAll('\\', '\\\\'))).join('\t')}\n`;
}

/** A table of GitHub Flavored Markdown. */
export const markdownRows: RowFormat = {
  header: (names) => `${markdownRow(names)}| ${names.map(() => '---').join(' | ')} |\n`,
  row: markdownRow,
};

/** Characters with a meaning in Markdown. An underscore within a word has none. */
const MARKDOWN = /[\\|`*<>[\]~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => oneLine(cell).replace(MARKDOWN, '\\$&')).join(' | ')} |\n`;
}

function oneLine(cell: string): string {
  return cell.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
