/**
 * A table of a page, complete without a script, with its values beside it as JSON for the script that sorts, searches
 * and filters. Both have the rows in the same order.
 */
import { clippedText, embeddedJson, escapeHtml } from './markup.ts';
import type { ReportCell, ReportColumn, ReportRow, ReportTable } from './report.ts';

/** The table with its values. Optional HTML end tags are left out: they would be a fifth of a long page. */
export function gridMarkup(table: ReportTable): string {
  const { name, caption, columns, rows } = table;
  return [
    `<div class="scroll" role="region" aria-label="${escapeHtml(caption)}" tabindex="0">`,
    `<table class="grid" id="${name}"><caption class="unseen">${escapeHtml(caption)}</caption><thead><tr>`,
    ...columns.map((column) => `<th scope="col"${attributesOf(column)}>${escapeHtml(column.title)}</th>`),
    '</tr></thead><tbody>\n',
    ...rows.map((row) => rowMarkup(row, columns)),
    '</tbody></table></div>\n',
    `<script type="application/json" id="${name}-values">`,
    valuesOf(table),
    '</script>\n',
  ].join('');
}

/** The first cell is the row's heading. */
function rowMarkup(row: ReportRow, columns: readonly ReportColumn[]): string {
  let cells = '';
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c] as ReportColumn;
    const tag = c === 0 ? '<th scope="row"' : '<td';
    cells += `${tag}${attributesOf(column)}>${cellMarkup(row[c], column)}`;
  }
  return `<tr>${cells}\n`;
}

function attributesOf({ name, type, shown, wide }: ReportColumn): string {
  const classes = [type === 'number' ? 'n' : type === 'date' ? 'd' : '', name === 'id' ? 'id' : '', wide ? 'w' : '']
    .filter(Boolean)
    .join(' ');
  return (
    (classes === '' ? '' : classes.includes(' ') ? ` class="${classes}"` : ` class=${classes}`) +
    (shown ? '' : ' hidden')
  );
}

function cellMarkup(cell: ReportCell | undefined, { type }: ReportColumn): string {
  if (!cell) return '';
  const { text, note, tone } = cell;
  const shown = type === 'text' ? clippedText(text) : escapeHtml(text);
  return note === undefined ? shown : `${shown} <small${toneClass(tone)}>${escapeHtml(note)}</small>`;
}

export function toneClass(tone: ReportCell['tone']): string {
  return tone === undefined ? '' : ` class="${tone}"`;
}

/** `{"columns":[{"name":"id","type":"text"}],"rows":[["gpt-4"]]}`; missing values are null. */
function valuesOf({ columns, rows }: ReportTable): string {
  const heads = columns.map(({ name, title, type }) => JSON.stringify({ name, title, type }));
  const values = rows.map((row) => `[${columns.map((_, c) => row[c]?.json ?? 'null').join(',')}]`);
  return embeddedJson(`{"columns":[${heads.join(',')}],"rows":[${values.join(',\n')}]}`);
}
