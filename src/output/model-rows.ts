import { cellValue } from '../models/cell.ts';
import { namedColumn, plainKnowledge, ROW_COLUMNS } from '../models/columns.ts';
import type { ListFormatter, View } from './formatter.ts';
import type { RowFormat } from './rows.ts';

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
