/** The table of models: what a person looks for first, in the columns that fit. */
import { CliError } from '../errors/error.ts';
import type { Cell } from '../models/cell.ts';
import { type Column, namedColumn, plainKnowledge, TABLE_COLUMNS } from '../models/columns.ts';
import type { ColumnName } from '../spec/columns.ts';
import { cellText } from './columns.ts';
import type { ListFormatter, View } from './formats.ts';
import { renderTable, type TableColumn } from './table.ts';

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
