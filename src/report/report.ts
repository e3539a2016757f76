/** The content of a page: columns and rows, as displayed and as read by the page's script. */

/** How a column is aligned and sorted: numbers by size, dates and text by their text. */
export type ReportType = 'text' | 'number' | 'date';

/** How soon something ends. */
export type Tone = 'ended' | 'urgent' | 'soon';

export interface ReportColumn {
  /** The declared name, if it has one: `input_price`. */
  name: string;
  /** The heading: `Input $/M`. */
  title: string;
  type: ReportType;
  /** False for a column that is hidden until the reader turns it on. */
  shown: boolean;
  /** Whether the column, if shown, is dropped on a phone. */
  wide: boolean;
}

/** A cell's display text, and its value for the script. */
export interface ReportCell {
  /** Safe to display: it has no invisible or control characters. */
  text: string;
  /** The value as JSON text, lossless. */
  json: string;
  /** Shown after the text, smaller: `in 10 d`. */
  note?: string;
  tone?: Tone;
}

/** One cell per column, in order; `undefined` if the model has no such value. */
export type ReportRow = readonly (ReportCell | undefined)[];

/** A table of a page. */
export interface ReportTable {
  /** The id of its element. */
  name: string;
  /** A description for readers who cannot see the table. */
  caption: string;
  columns: readonly ReportColumn[];
  rows: readonly ReportRow[];
}

/** The index of the column with this name, or -1. */
export function columnIndex({ columns }: Pick<ReportTable, 'columns'>, name: string): number {
  return columns.findIndex((column) => column.name === name);
}

/** The cells of the column with this name, one per row; empty if there is no such column. */
export function cellsOf(table: Pick<ReportTable, 'columns' | 'rows'>, name: string): (ReportCell | undefined)[] {
  const place = columnIndex(table, name);
  return place < 0 ? [] : table.rows.map((row) => row[place]);
}
