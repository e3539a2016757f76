/** The table of models: what a person looks for first, in the columns that fit. */
import type { Model } from '../models/model.ts';
import type { ListFormatter, View } from './formatter.ts';
import { renderTable, type TableColumn } from './table.ts';
import { age, isoDate } from './when.ts';

/** Shown where the server gave nothing. */
const UNKNOWN = '-';

interface ModelColumn extends TableColumn {
  cell(model: Model, now: number): string;
  /** Left out when no model has a value. */
  optional?: true;
}

const COLUMNS: readonly ModelColumn[] = [
  { title: 'ID', align: 'left', style: 'bold', drop: 0, cell: (model) => model.id ?? UNKNOWN },
  { title: 'OWNER', align: 'left', style: 'plain', drop: 2, cell: (model) => model.owner ?? UNKNOWN },
  { title: 'CREATED', align: 'left', style: 'plain', drop: 1, cell: (model) => isoDate(model.created) || UNKNOWN },
  { title: 'AGE', align: 'right', style: 'dim', drop: 3, cell: (model, now) => age(model.created, now) || UNKNOWN },
  {
    title: 'SHUTDOWN',
    align: 'left',
    style: 'yellow',
    drop: 1,
    optional: true,
    cell: (model) => model.string('shutdown_date') ?? '',
  },
];

export function modelTable(view: View): ListFormatter {
  const rows: string[][] = [];
  return {
    begin: () => '',
    part({ batch }) {
      for (const model of batch) rows.push(COLUMNS.map((column) => column.cell(model, view.now)));
      return '';
    },
    end() {
      if (rows.length === 0) return '';
      const used = COLUMNS.map((column, c) => !column.optional || rows.some((row) => row[c] !== ''));
      const pick = <T>(values: readonly T[]) => values.filter((_, c) => used[c]);
      return renderTable(pick(COLUMNS), rows.map(pick), view.width);
    },
  };
}
