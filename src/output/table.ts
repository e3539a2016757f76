/**
 * Columns aligned by display width. The id is never shortened, because it is there to be copied: on a narrow terminal
 * the least important columns go first, and an id longer than its column covers the others of its own row.
 */
import { safeLine } from './safe.ts';
import { type Line, type Span, type Style, span } from './span.ts';
import { shorten, widthOf } from './width.ts';

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
  style: Style;
  /** The higher, the sooner a narrow terminal drops it; 0 for the key, which stays whole. */
  drop: number;
}

const GAP = '  ';
/** A column that can be shortened to this many cells need not be dropped. */
const NARROWEST = 10;
/** The share of keys that must fit their column, if that lets another column stay. */
const KEYS_THAT_FIT = 0.75;
/** From here on a column is nice to have: it goes before any key runs over another. */
const NICE = 5;

/** A cell that is safe to show, with the cells of the terminal it takes. */
interface Cell {
  text: string;
  width: number;
}

/** The table as lines; `width` is the terminal's, `undefined` where there is no limit. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
  headers = true,
  noRoom?: (columns: readonly TableColumn[]) => void,
): Line[] {
  const cells = rows.map((row) => row.map(measured));
  const titles = columns.map(({ title }) => measured(title));
  const widths = titles.map((title) => (headers ? title.width : 0));
  for (const row of cells)
    for (let c = 0; c < widths.length; c++) widths[c] = Math.max(widths[c] as number, row[c]?.width ?? 0);
  const shown = placesFor(columns, widths, cells, width);
  if (shown.length < columns.length) noRoom?.(columns.filter((_, c) => shown.every(({ index }) => index !== c)));
  const body = cells.map((row) => renderRow(columns, shown, row, undefined));
  return headers ? [renderRow(columns, shown, titles, 'dim'), ...body] : body;
}

function measured(text: string): Cell {
  const safe = safeLine(text);
  return { text: safe, width: widthOf(safe) };
}

/** One row: each cell at its column's place, unless the one before runs over it. */
function renderRow(
  columns: readonly TableColumn[],
  shown: readonly Place[],
  row: readonly Cell[],
  style?: Style,
): Line {
  const line: Span[] = [];
  let used = 0;
  let start = 0;
  for (const { index, cells } of shown) {
    const column = columns[index] as TableColumn;
    const cell = row[index] ?? EMPTY;
    if (used === 0 || used + GAP.length <= start) {
      const { text, width } = column.drop === 0 || cell.width <= cells ? cell : measured(shorten(cell.text, cells));
      const before = start - used + (column.align === 'right' ? Math.max(0, cells - width) : 0);
      line.push(span(style ?? column.style, before > 0 ? ' '.repeat(before) + text : text));
      used += before + width;
    }
    start += cells + GAP.length;
  }
  return line;
}

const EMPTY: Cell = { text: '', width: 0 };

/** A column that is shown, with the cells it gets. */
interface Place {
  index: number;
  cells: number;
}

/**
 * The columns that fit, in their order: the key, then the others by importance. One that does not fit is shortened, or
 * left out for the next.
 */
function placesFor(
  columns: readonly TableColumn[],
  widths: readonly number[],
  rows: readonly (readonly Cell[])[],
  width: number | undefined,
): Place[] {
  const all = columns.map(({ drop }, index) => ({ index, cells: widths[index] as number, drop }));
  if (width === undefined) return all;
  const places: Place[] = [];
  let key: Place | undefined;
  for (const place of all.toSorted((a, b) => a.drop - b.drop)) {
    const excess = total([...places, place]) - width;
    if (place.drop === 0) key ??= place;
    else if (excess > 0) {
      const narrowed = place.cells - excess;
      if (key && place.drop < NICE && mostFit(rows, key.index, key.cells - excess)) key.cells -= excess;
      else if (narrowed >= NARROWEST || places.length === 0) place.cells = Math.max(1, narrowed);
      else continue;
    }
    places.push(place);
  }
  return places.sort((a, b) => a.index - b.index);
}

function mostFit(rows: readonly (readonly Cell[])[], index: number, cells: number): boolean {
  const fitting = rows.filter((row) => (row[index]?.width ?? 0) <= cells).length;
  return cells >= NARROWEST && fitting >= rows.length * KEYS_THAT_FIT;
}

function total(places: readonly Place[]): number {
  return places.reduce((sum, place) => sum + place.cells, GAP.length * (places.length - 1));
}
