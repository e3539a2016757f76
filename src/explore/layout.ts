/** Where things are on the screen, for drawing and for moving around. */
import type { Size, State } from './state.ts';

export interface Rect {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

export interface Layout {
  /** The rows of models; the column heads are in the row above. */
  readonly list: Rect | undefined;
  /** The details or the JSON of the model under the cursor. */
  readonly pane: Rect | undefined;
  /** Whether the pane is right of the list, below it, or replaces it. */
  readonly side: 'right' | 'below' | 'alone' | undefined;
}

/** Screen columns from which the details are shown beside the list. */
const WIDE = 96;
/** Rows for list and details together from which they share the screen. */
const TALL = 13;
/** The rows of the title and the column heads; FRAME adds the last line. */
const HEADS = 2;
const FRAME = HEADS + 1;

type LayoutState = Pick<State, 'size' | 'paneOn'>;

export function layoutOf({ size, paneOn }: LayoutState): Layout {
  const { columns } = size;
  const rows = Math.max(1, size.rows - FRAME);
  const whole = { column: 0, row: HEADS, columns, rows };
  const fits = columns >= WIDE || rows >= TALL;
  if (!(paneOn ?? fits)) return { list: whole, pane: undefined, side: undefined };
  if (columns >= WIDE) {
    const left = listColumns(size);
    return {
      list: { ...whole, columns: left },
      // A line and a blank separate them.
      pane: { column: left + 2, row: 1, columns: columns - left - 2, rows: rows + 1 },
      side: 'right',
    };
  }
  if (rows >= TALL) {
    const above = Math.ceil(rows * 0.55);
    return {
      list: { ...whole, rows: above },
      pane: { column: 0, row: HEADS + above + 1, columns, rows: rows - above - 1 },
      side: 'below',
    };
  }
  // Not enough room for both.
  return { list: undefined, pane: { column: 0, row: 1, columns, rows: rows + 1 }, side: 'alone' };
}

function listColumns({ columns }: Size): number {
  return Math.max(52, Math.floor(columns * 0.58));
}

/** The cells left for the list's columns beside the cursor and mark signs. */
export function fieldRoom(state: LayoutState): number {
  const { list } = layoutOf(state);
  return Math.max(1, (list?.columns ?? state.size.columns) - SIGNS - 1);
}

/** The cells of the signs before an id. */
export const SIGNS = 2;

/** The rows of a screen that covers the list. */
export function overlayRows({ rows }: Size): number {
  return Math.max(1, rows - 2);
}
