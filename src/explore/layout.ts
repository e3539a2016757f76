/** Where things stand on the screen, for what draws them and for what moves in them. */
import type { Size, State } from './state.ts';

export interface Rect {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

export interface Layout {
  /** The rows of models; the heads of their columns stand in the row above. */
  readonly list: Rect | undefined;
  /** The details or the JSON of the model under the cursor. */
  readonly pane: Rect | undefined;
  /** Whether the pane is right of the list, below it, or in its place. */
  readonly side: 'right' | 'below' | 'alone' | undefined;
}

/** From here on details stand beside the list. */
const WIDE = 96;
/** Rows of list and details together from which they share the screen. */
const TALL = 13;
/** The title, the heads of the columns, and the last line. */
const HEADS = 2;
const FRAME = HEADS + 1;

type Laid = Pick<State, 'size' | 'paneOn'>;

export function layoutOf({ size, paneOn }: Laid): Layout {
  const { columns } = size;
  const rows = Math.max(1, size.rows - FRAME);
  const whole = { column: 0, row: HEADS, columns, rows };
  const fits = columns >= WIDE || rows >= TALL;
  if (!(paneOn ?? fits)) return { list: whole, pane: undefined, side: undefined };
  if (columns >= WIDE) {
    const left = listColumns(size);
    return {
      list: { ...whole, columns: left },
      // A line and a blank stand between.
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
  // Too little room for both.
  return { list: undefined, pane: { column: 0, row: 1, columns, rows: rows + 1 }, side: 'alone' };
}

function listColumns({ columns }: Size): number {
  return Math.max(52, Math.floor(columns * 0.58));
}

/** The cells that the list has for its columns, beside the sign of the cursor and that of a mark. */
export function fieldRoom(state: Laid): number {
  const { list } = layoutOf(state);
  return Math.max(1, (list?.columns ?? state.size.columns) - SIGNS - 1);
}

/** The cells of the signs before an id. */
export const SIGNS = 2;

/** The rows that a screen has which lies over the list. */
export function overlayRows({ rows }: Size): number {
  return Math.max(1, rows - 2);
}
