/** Column formats: models have fixed columns, other values bring their own. */

import { decode } from '../json/bytes.ts';
import { compactText } from '../json/layout.ts';
import { jsonKindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { ModelBatch, PLAIN_DOCUMENT } from '../models/batch.ts';
import { cellValue } from '../models/cell.ts';
import { namedColumn, plainContext, ROW_COLUMNS } from '../models/columns.ts';
import { modelTable } from './model-table.ts';
import type { ListFormatter, Renderer, View } from './renderer.ts';
import { csvRows, markdownRows, type RowFormat, tsvRows } from './rows.ts';
import { renderTable } from './table.ts';
import { type Chunk, type Line, safeLine } from './terminal-text.ts';

export const tableRenderer = columnRenderer(modelTable, ({ names, rows }, { width, headers }) => {
  const columns = names.map((name, c) => {
    const texts = rows.map((row) => row[c] as string);
    return { title: safeLine(name), align: 'left', style: 'plain', rank: name === 'id' ? 0 : c + 1, texts } as const;
  });
  return renderTable(columns, { width, headers, keepAll: true }).lines;
});

export const csvRenderer = rowRenderer(csvRows);
export const tsvRenderer = rowRenderer(tsvRows);
export const markdownRenderer = rowRenderer(markdownRows);

function rowRenderer(format: RowFormat): Renderer {
  return columnRenderer(
    (view) => rowList(format, view),
    ({ names, rows }, { headers = true }) =>
      (headers ? format.header(names) : '') + rows.map((row) => format.row(row)).join(''),
  );
}

/** A column format: models as a list, other values as the rows of a table of their own. */
export function columnRenderer(
  list: (view: View) => ListFormatter,
  showRows: (values: ValueTable, view: View) => Chunk,
): Renderer {
  return {
    list,
    model(body, range, view) {
      const formatter = list(view);
      const batch = ModelBatch.of(body, range.start, range.end);
      const part = { batch, bytes: body, document: PLAIN_DOCUMENT, members: [], isLast: true, isPageEnd: true };
      return concatChunks([formatter.begin(PLAIN_DOCUMENT), formatter.part(part), formatter.end(PLAIN_DOCUMENT)]);
    },
    values(view) {
      const values = new ValueTable();
      return {
        add(body, range) {
          values.add(body, range);
          return '';
        },
        end: () => (values.names.length === 0 ? '' : showRows(values, view)),
      };
    },
  };
}

/** Column formats return either text or lines. Chunks that are not empty are all of one kind. */
function concatChunks(chunks: readonly Chunk[]): Chunk {
  const lines = chunks.filter((chunk): chunk is readonly Line[] => Array.isArray(chunk));
  return lines.length > 0 ? lines.flat() : chunks.join('');
}

/** A list in a column format, row by row. */
export function rowList(format: RowFormat, { columns: requested, headers = true, now }: View): ListFormatter {
  const columns = requested ?? ROW_COLUMNS.map((name) => namedColumn(name, plainContext(now)));
  return {
    begin: () => (headers ? format.header(columns.map((column) => column.name)) : ''),
    part({ batch }) {
      let rows = '';
      for (const model of batch) rows += format.row(columns.map((column) => cellValue(column.cell(model))));
      return rows;
    },
    end: () => '',
  };
}

// Any JSON values as a table of text: the columns are an object's keys or an array's positions, and a single value is
// in the column `value`. The columns are known only at the end, so rows are kept until then.

export class ValueTable {
  private readonly columns = new Set<string>();
  private readonly cells: Map<string, string>[] = [];

  add(bytes: Uint8Array, range: Range): void {
    const cells = new Map<string, string>();
    for (const [name, value] of fieldsOf(bytes, range)) {
      this.columns.add(name);
      cells.set(name, columnText(bytes, value));
    }
    this.cells.push(cells);
  }

  get names(): string[] {
    return [...this.columns];
  }

  get rows(): string[][] {
    const { names } = this;
    return this.cells.map((cells) => names.map((name) => cells.get(name) ?? ''));
  }
}

function fieldsOf(bytes: Uint8Array, range: Range): [string, Range][] {
  switch (jsonKindOf(bytes, range)) {
    case 'object':
      return readMembers(bytes, range).map((member) => [member.key, member]);
    case 'array':
      return readElements(bytes, range).map((element, i) => [String(i + 1), element]);
    default:
      return [['value', range]];
  }
}

/** Strings decoded, null as an empty text, containers as compact JSON, the rest as written. */
function columnText(bytes: Uint8Array, range: Range): string {
  const kind = jsonKindOf(bytes, range);
  if (kind === 'string') return readString(bytes, range);
  if (kind === 'null') return '';
  if (kind !== 'object' && kind !== 'array') return decode(bytes, range.start, range.end);
  return compactText(bytes, range.start, range.end);
}
