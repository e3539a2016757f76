/**
 * Columns aligned by display width. The id is never shortened, because it is there to be copied: on a narrow terminal
 * the least important columns go first, and an id longer than its column covers the others of its own row.
 */
import { safeLine } from './safe.ts';
import { type Line, type Span, type Style, span } from './span.ts';
import { padEnd, padStart, shorten, widthOf } from './width.ts';

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
  style: Style;
  /** The higher, the sooner a narrow terminal drops it; 0 for the key, which stays. */
  drop: number;
}

const GAP = '  ';
/** A column that can be shortened to this many cells need not be dropped. */
const NARROWEST = 10;
/** The share of keys that must fit their column, if that lets another column stay. */
const KEYS_THAT_FIT = 0.75;
/** From here on a column is nice to have: it goes before any key runs over another. */
const NICE = 5;

/** The table as lines; `width` is the terminal's, `undefined` where there is no limit. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
  headers = true,
  noRoom?: (columns: readonly TableColumn[]) => void,
): Line[] {
  const cells = rows.map((row) => row.map(safeLine));
  const widths = columns.map((column, c) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[c] ?? '')), headers ? widthOf(column.title) : 0),
  );
  const shown = placesFor(columns, widths, cells, width);
  if (shown.length < columns.length) noRoom?.(columns.filter((_, c) => shown.every(({ index }) => index !== c)));
  const body = cells.map((row) => renderRow(columns, shown, row, undefined));
  if (!headers) return body;
  const titles = columns.map((column) => column.title);
  return [renderRow(columns, shown, titles, 'dim'), ...body];
}

/** One row: each cell at its column's place, unless the one before runs over it. */
function renderRow(
  columns: readonly TableColumn[],
  shown: readonly Place[],
  row: readonly string[],
  style?: Style,
): Line {
  const line: Span[] = [];
  let used = 0;
  let start = 0;
  for (const { index, cells } of shown) {
    const column = columns[index] as TableColumn;
    const text = column.drop === 0 ? (row[index] ?? '') : shorten(row[index] ?? '', cells);
    if (used === 0 || used + GAP.length <= start) {
      const aligned = column.align === 'right' ? padStart(text, cells) : text;
      line.push(span('plain', padEnd('', start - used)), span(style ?? column.style, aligned));
      used = start + widthOf(aligned);
    }
    start += cells + GAP.length;
  }
  return line;
}

/** A column that is shown, with the cells it gets. */
interface Place {
  index: number;
  cells: number;
}

/** The columns that fit, in their order. */
function placesFor(
  columns: readonly TableColumn[],
  widths: readonly number[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): Place[] {
  let places = columns.map((_, index): Place => ({ index, cells: widths[index] as number }));
  if (width === undefined) return places;
  const dropOf = (place: Place) => (columns[place.index] as TableColumn).drop;
  for (;;) {
    const excess = total(places) - width;
    const worst = places.reduce((a, b) => (dropOf(b) > dropOf(a) ? b : a));
    if (excess <= 0 || dropOf(worst) === 0 || places.length === 1) return places;
    if (worst.cells - excess >= NARROWEST) {
      worst.cells -= excess;
      return places;
    }
    const key = places.find((place) => dropOf(place) === 0);
    if (key && dropOf(worst) < NICE && mostFit(rows, key.index, key.cells - excess)) {
      key.cells -= excess;
      return places;
    }
    places = places.filter((place) => place !== worst);
  }
}

function mostFit(rows: readonly (readonly string[])[], index: number, cells: number): boolean {
  const fitting = rows.filter((row) => widthOf(row[index] ?? '') <= cells).length;
  return cells >= NARROWEST && fitting >= rows.length * KEYS_THAT_FIT;
}

function total(places: readonly Place[]): number {
  return places.reduce((sum, place) => sum + place.cells, GAP.length * (places.length - 1));
}
