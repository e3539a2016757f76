/** The column formats that are text of their own: a header and one row a line, whatever the values hold. */
import { stringify } from 'csv-stringify/sync';

export interface RowFormat {
  header(names: readonly string[]): string;
  row(cells: readonly string[]): string;
}

/** RFC 4180: CRLF between rows, quotes where needed. A line break within a value is written as an escape. */
export const csvRows: RowFormat = { header: csvRow, row: csvRow };

function csvRow(cells: readonly string[]): string {
  return stringify([cells.map(oneLine)], { record_delimiter: '\r\n' });
}

/** Tabs between values; tabs, line breaks and backslashes within them as escapes. */
export const tsvRows: RowFormat = { header: tsvRow, row: tsvRow };

function tsvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => oneLine(cell.replaceAll('\\', '\\\\')).replaceAll('\t', '\\t')).join('\t')}\n`;
}

/** A table of GitHub Flavored Markdown. */
export const markdownRows: RowFormat = {
  header: (names) => `${markdownRow(names)}| ${names.map(() => '---').join(' | ')} |\n`,
  row: markdownRow,
};

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => oneLine(cell).replace(/[\\|`*<>[\]]/g, '\\$&')).join(' | ')} |\n`;
}

function oneLine(cell: string): string {
  return /[\r\n]/.test(cell) ? cell.replaceAll('\r', '\\r').replaceAll('\n', '\\n') : cell;
}
