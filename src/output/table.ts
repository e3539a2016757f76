/**
 * Columns aligned by display width. The id is never shortened, because it is there to be copied: on a narrow terminal
 * the least important columns go first, and an id longer than its column covers the others of its own row.
 */
import { isPlain, type Line, type Span, type Style, safeLine, span } from './terminal-text.ts';
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
/** Without a terminal's width, a text longer than this runs over: one must not make every row as long as itself. */
const WIDEST = 1000;
/** The share of keys that must fit their column, if that lets another column stay. */
const KEYS_THAT_FIT = 0.75;
/** From here on a column is nice to have: it goes before any key runs over another. */
const NICE = 5;

/** Rows of text that is safe to show, with the terminal's cells that each takes. */
interface Grid {
  texts: readonly (readonly string[])[];
  /** Of row `r` and column `c` at `r * columns + c`. */
  widths: Int32Array;
}

/** The table as lines; `width` is the terminal's, `undefined` where there is no limit. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
  headers = true,
  noRoom?: (columns: readonly TableColumn[]) => void,
): Line[] {
  const grid = measured([columns.map(({ title }) => title), ...rows], columns.length);
  const shown = placesFor(columns, grid, headers ? 0 : 1, width);
  if (shown.length < columns.length) noRoom?.(columns.filter((_, c) => shown.every(({ index }) => index !== c)));
  const lines: Line[] = [];
  for (let r = headers ? 0 : 1; r < grid.texts.length; r++)
    lines.push(renderRow(columns, shown, grid, r, width !== undefined, r === 0 ? 'dim' : undefined));
  return lines;
}

function measured(rows: readonly (readonly string[])[], columns: number): Grid {
  const widths = new Int32Array(rows.length * columns);
  const texts = new Array<readonly string[]>(rows.length);
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r] as readonly string[];
    let safe = row;
    for (let c = 0; c < row.length; c++) {
      const text = row[c] as string;
      if (isPlain(text)) widths[r * columns + c] = text.length;
      else {
        if (safe === row) safe = row.map(safeLine);
        widths[r * columns + c] = widthOf(safe[c] as string);
      }
    }
    texts[r] = safe;
  }
  return { texts, widths };
}

/** One row: each cell at its column's place, unless the one before runs over it. */
function renderRow(
  columns: readonly TableColumn[],
  shown: readonly Place[],
  { texts, widths }: Grid,
  row: number,
  limited: boolean,
  style?: Style,
): Line {
  const line: Span[] = [];
  let used = 0;
  let start = 0;
  for (const { index, cells } of shown) {
    const column = columns[index] as TableColumn;
    if (!limited) start = Math.max(start, used === 0 ? 0 : used + GAP.length);
    if (used === 0 || used + GAP.length <= start) {
      let text = texts[row]?.[index] ?? '';
      let width = widths[row * columns.length + index] as number;
      if (limited && column.drop !== 0 && width > cells) {
        text = shorten(text, cells);
        width = widthOf(text);
      }
      const before = start - used + (column.align === 'right' ? Math.max(0, cells - width) : 0);
      line.push(span(style ?? column.style, before > 0 ? ' '.repeat(before) + text : text));
      used += before + width;
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

/**
 * The columns that fit, in their order: the key, then the others by importance. One that does not fit is shortened, or
 * left out for the next.
 */
function placesFor(columns: readonly TableColumn[], grid: Grid, from: number, width: number | undefined): Place[] {
  const all = columns.map(({ drop }, index) => ({ index, cells: widest(grid, columns.length, index, from), drop }));
  if (width === undefined) return all.map((place) => ({ ...place, cells: Math.min(place.cells, WIDEST) }));
  const places: Place[] = [];
  let key: Place | undefined;
  for (const place of all.toSorted((a, b) => a.drop - b.drop)) {
    const excess = total([...places, place]) - width;
    if (place.drop === 0) key ??= place;
    else if (excess > 0) {
      const narrowed = place.cells - excess;
      if (key && place.drop < NICE && mostFit(grid, columns.length, key.index, key.cells - excess)) key.cells -= excess;
      else if (narrowed >= NARROWEST || places.length === 0) place.cells = Math.max(1, narrowed);
      else continue;
    }
    places.push(place);
  }
  return places.sort((a, b) => a.index - b.index);
}

/** The cells of the widest text of a column, from a row on. */
function widest({ texts, widths }: Grid, columns: number, index: number, from: number): number {
  let most = 0;
  for (let r = from; r < texts.length; r++) most = Math.max(most, widths[r * columns + index] as number);
  return most;
}

/** True where nearly all keys fit; the title is not among them. */
function mostFit({ texts, widths }: Grid, columns: number, index: number, cells: number): boolean {
  let fitting = 0;
  for (let r = 1; r < texts.length; r++) if ((widths[r * columns + index] as number) <= cells) fitting++;
  return cells >= NARROWEST && fitting >= (texts.length - 1) * KEYS_THAT_FIT;
}

function total(places: readonly Place[]): number {
  return places.reduce((sum, place) => sum + place.cells, GAP.length * (places.length - 1));
}
