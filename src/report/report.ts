/** What a page is made of: columns and rows, as they are shown and as the page's script reads them. */

/** How a column is aligned and sorted: numbers by size, dates and text by their text. */
export type ReportType = 'text' | 'number' | 'date';

/** How soon something ends. */
export type Tone = 'ended' | 'urgent' | 'soon';

export interface ReportColumn {
  /** The declaration's name where it has one: `input_price`. */
  name: string;
  /** As people read it: `Input $/M`. */
  title: string;
  type: ReportType;
  /** False: there, but out of sight until somebody asks for it. */
  shown: boolean;
  /** Of those that are shown, one that a phone has no room for. */
  wide: boolean;
}

/** What a cell shows, and its value for the script. */
export interface ReportCell {
  /** May be shown: nothing invisible or controlling is in it. */
  text: string;
  /** The value as JSON text, lossless. */
  json: string;
  /** Said behind it, smaller: `in 10 d`. */
  note?: string;
  tone?: Tone;
}

/** A cell for each column, in their order; `undefined` where the model has no such value. */
export type ReportRow = readonly (ReportCell | undefined)[];

/** A table of a page. */
export interface ReportTable {
  /** The name of its element. */
  name: string;
  /** What it is, for who cannot see it. */
  caption: string;
  columns: readonly ReportColumn[];
  rows: readonly ReportRow[];
}

/** Where the column of a name stands, or -1. */
export function placeOf({ columns }: Pick<ReportTable, 'columns'>, name: string): number {
  return columns.findIndex((column) => column.name === name);
}

/** The cells of the column of a name, one a row; empty where there is no such column. */
export function cellsOf(table: Pick<ReportTable, 'columns' | 'rows'>, name: string): (ReportCell | undefined)[] {
  const place = placeOf(table, name);
  return place < 0 ? [] : table.rows.map((row) => row[place]);
}
