/**
 * Columns aligned by display width. A narrow terminal first drops the least important columns; the id is never
 * shortened, because it is there to be copied.
 */
import { safeLine } from './safe.ts';
import { type Line, type Style, span } from './span.ts';
import { padEnd, padStart, shorten, widthOf } from './width.ts';

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
  style: Style;
  /** The higher, the sooner a narrow terminal drops it; 0 is never dropped or shortened. */
  drop: number;
}

const GAP = '  ';
/** A column that can be shortened to this many cells need not be dropped. */
const NARROWEST = 10;

/** The table as lines; `width` is the terminal's, `undefined` where there is no limit. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
  headers = true,
): Line[] {
  const cells = rows.map((row) => row.map(safeLine));
  const widths = columns.map((column, c) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[c] ?? '')), headers ? widthOf(column.title) : 0),
  );
  const shown = placesFor(columns, widths, width);
  const line = (row: readonly string[], style: (c: number) => Style): Line =>
    shown.map(({ index, cells: room }, place) => {
      const text = shorten(row[index] ?? '', room);
      const column = columns[index] as TableColumn;
      const last = place === shown.length - 1;
      const padded = column.align === 'right' ? padStart(text, room) : last ? text : padEnd(text, room);
      return span(style(index), padded + (last ? '' : GAP));
    });
  const body = cells.map((row) => line(row, (c) => (columns[c] as TableColumn).style));
  if (!headers) return body;
  const titles = columns.map((column) => column.title);
  return [line(titles, () => 'dim'), ...body];
}

interface Place {
  index: number;
  cells: number;
}

/** The columns that fit, in their order, with the cells each gets. */
function placesFor(columns: readonly TableColumn[], widths: readonly number[], width: number | undefined): Place[] {
  let places = columns.map((_, index) => ({ index, cells: widths[index] as number }));
  if (width === undefined) return places;
  for (;;) {
    const excess = total(places) - width;
    if (excess <= 0) return places;
    const worst = places.reduce((a, b) => (importance(columns, b) > importance(columns, a) ? b : a));
    if (importance(columns, worst) === 0) return places;
    if (worst.cells - excess >= NARROWEST) {
      worst.cells -= excess;
      return places;
    }
    places = places.filter((place) => place !== worst);
  }
}

function importance(columns: readonly TableColumn[], place: Place): number {
  return (columns[place.index] as TableColumn).drop;
}

function total(places: readonly Place[]): number {
  return places.reduce((sum, place) => sum + place.cells, GAP.length * (places.length - 1));
}
