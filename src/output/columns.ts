/** Formats in columns: models have columns of their own, other values bring theirs. */

import { CliError } from '../errors/error.ts';
import { ByteBuffer, decode } from '../json/bytes.ts';
import { compact } from '../json/layout.ts';
import { jsonKindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { ModelBatch, PLAIN_DOCUMENT } from '../models/batch.ts';
import { type Cell, cellValue } from '../models/cell.ts';
import { type Column, namedColumn, plainKnowledge, ROW_COLUMNS, TABLE_COLUMNS } from '../models/columns.ts';
import { elapsed, isoDate } from '../models/time.ts';
import type { ColumnName } from '../spec/columns.ts';
import type { ListFormatter, Renderer, View } from './renderer.ts';
import { csvRows, markdownRows, type RowFormat, tsvRows } from './rows.ts';
import { renderTable, type TableColumn } from './table.ts';
import { type Chunk, type Line, safeLine } from './terminal-text.ts';

export const tableRenderer = columns(modelTable, ({ names, rows }, { width, headers }) => {
  const titled = names.map((name, c) => {
    return { title: safeLine(name), align: 'left', style: 'plain', drop: name === 'id' ? 0 : c + 1 } as const;
  });
  return renderTable(titled, rows, width, headers);
});

export const csvRenderer = rowRenderer(csvRows);
export const tsvRenderer = rowRenderer(tsvRows);
export const markdownRenderer = rowRenderer(markdownRows);

function rowRenderer(format: RowFormat): Renderer {
  return columns(
    (view) => modelRows(format, view),
    ({ names, rows }, { headers = true }) =>
      (headers ? format.header(names) : '') + rows.map((row) => format.row(row)).join(''),
  );
}

function columns(list: (view: View) => ListFormatter, showRows: (values: ValueColumns, view: View) => Chunk): Renderer {
  return {
    list,
    model(body, range, view) {
      const formatter = list(view);
      const batch = ModelBatch.of(body, range.start, range.end);
      const part = { batch, bytes: body, document: PLAIN_DOCUMENT, members: [], last: true, pageEnd: true };
      return joined([formatter.begin(PLAIN_DOCUMENT), formatter.part(part), formatter.end(PLAIN_DOCUMENT)]);
    },
    values(view) {
      const values = new ValueColumns();
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

/** Column formats return either text or lines: the parts that are not empty are of one kind. */
function joined(chunks: readonly Chunk[]): Chunk {
  const lines = chunks.filter((chunk): chunk is readonly Line[] => Array.isArray(chunk));
  return lines.length > 0 ? lines.flat() : chunks.join('');
}

/** A list in a column format, row by row. */
export function modelRows(format: RowFormat, { columns: wanted, headers = true, now }: View): ListFormatter {
  const columns = wanted ?? ROW_COLUMNS.map((name) => namedColumn(name, plainKnowledge(now)));
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

// Any JSON values as a table of text: an object's keys are its columns, an array's places, a single value stands in
// the column `value`. The columns are known only at the end, so rows are kept until then.

export class ValueColumns {
  private readonly columns = new Set<string>();
  private readonly found: Map<string, string>[] = [];

  add(bytes: Uint8Array, range: Range): void {
    const cells = new Map<string, string>();
    for (const [name, value] of fieldsOf(bytes, range)) {
      this.columns.add(name);
      cells.set(name, columnText(bytes, value));
    }
    this.found.push(cells);
  }

  get names(): string[] {
    return [...this.columns];
  }

  get rows(): string[][] {
    const { names } = this;
    return this.found.map((cells) => names.map((name) => cells.get(name) ?? ''));
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

/** A string decoded, null as nothing, containers as compact JSON, the rest as written. */
function columnText(bytes: Uint8Array, range: Range): string {
  const kind = jsonKindOf(bytes, range);
  if (kind === 'string') return readString(bytes, range);
  if (kind === 'null') return '';
  if (kind !== 'object' && kind !== 'array') return decode(bytes, range.start, range.end);
  const out = new ByteBuffer(range.end - range.start);
  compact(bytes, range.start, range.end, out);
  return decode(out.take());
}

/** A cell for a person: times as dates, ages in one unit; empty where unknown. */
export function cellText(cell: Cell | undefined): string {
  switch (cell?.type) {
    case 'time':
      return isoDate(cell.seconds);
    case 'age':
      return elapsed(cell.seconds);
    case 'day':
      return `${isoDate(cell.seconds)} (${cell.mark})`;
    default:
      return cellValue(cell);
  }
}

// The table of models: what a person looks for first, in the columns that fit.

/** A table is held until its columns are known, and nobody reads so long a one. */
const MOST_ROWS = 150_000;
/** Shown where the server gave nothing. */
const UNKNOWN = '-';

/** How a column looks where it is one of the table's own; the first to go on a narrow terminal has the highest `drop`. */
const LOOKS: { readonly [Name in ColumnName]?: Partial<TableColumn> & { optional?: true } } = {
  id: { style: 'bold', drop: 0 },
  owned_by: { title: 'OWNER', drop: 3 },
  kind: { drop: 5 },
  created: { drop: 2 },
  age: { style: 'dim', drop: 4 },
  shutdown: { style: 'yellow', drop: 1, optional: true },
  context: { drop: 1, optional: true },
  max_output: { drop: 6, optional: true },
  input_price: { drop: 1, title: '$/M IN', optional: true },
  output_price: { drop: 1, title: '$/M OUT', optional: true },
  modalities: { drop: 7, optional: true },
  knowledge: { drop: 8, optional: true },
};

export function modelTable(view: View): ListFormatter {
  const columns = view.columns ?? TABLE_COLUMNS.map((name) => namedColumn(name, plainKnowledge(view.now)));
  const rows: string[][] = [];
  const numeric = columns.map(() => false);
  const filled = columns.map(() => false);
  // A model without a shutdown date is the rule, and needs no sign.
  const empty = columns.map(({ named }) => (named === 'shutdown' ? '' : UNKNOWN));
  return {
    begin: () => '',
    part({ batch }) {
      for (const model of batch) {
        const row: string[] = [];
        for (let c = 0; c < columns.length; c++) {
          const cell = (columns[c] as Column).cell(model);
          const text = cellText(cell);
          if (text !== '') filled[c] = true;
          if (isNumeric(cell)) numeric[c] = true;
          row.push(text === '' ? (empty[c] as string) : text);
        }
        rows.push(row);
        if (rows.length > MOST_ROWS) throw new CliError('too-many-models', {});
      }
      return '';
    },
    end() {
      if (rows.length === 0) return '';
      const used = columns.map((column, c) => view.asked || !isOptional(column) || filled[c]);
      const all = used.every(Boolean);
      const pick = <T>(values: readonly T[]) => values.filter((_, c) => used[c]);
      const looks = columns.map((column, c) => lookOf(column, c, numeric[c] ?? false, view.asked ?? false));
      const noRoom = view.asked
        ? (left: readonly TableColumn[]) => view.noRoom?.(left.map(({ title }) => title))
        : undefined;
      return renderTable(pick(looks), all ? rows : rows.map(pick), view.width, view.headers, noRoom);
    },
  };
}

function isNumeric(cell: Cell | undefined): boolean {
  return cell?.type === 'number' || cell?.type === 'age';
}

function lookOf({ name, named }: Column, place: number, numeric: boolean, asked: boolean): TableColumn {
  const look = named && LOOKS[named];
  const align = numeric ? 'right' : 'left';
  const title = named ? (look?.title ?? named.replaceAll('_', ' ').toUpperCase()) : name;
  // Of columns that somebody listed the last go first.
  const drop = asked && named !== 'id' ? place + 1 : (look?.drop ?? place + 1);
  return { title, align, style: look?.style ?? 'plain', drop };
}

function isOptional({ named }: Column): boolean {
  return (named && LOOKS[named]?.optional) ?? false;
}
