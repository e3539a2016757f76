import { COLUMNS } from '../models/columns.ts';
import type { ListFormatter } from './formatter.ts';
import type { RowFormat } from './rows.ts';

/** A list in a column format, row by row: always the same columns, so that a script can rely on them. */
export function modelRows(format: RowFormat): ListFormatter {
  return {
    begin: () => format.header(COLUMNS.map((column) => column.name)),
    part({ batch }) {
      let rows = '';
      for (const model of batch) rows += format.row(COLUMNS.map((column) => column.value(model)));
      return rows;
    },
    end: () => '',
  };
}
