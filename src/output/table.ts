/**
 * Lays out columns by display width. A key (an id) is never cut, because it is there to be copied: if a long one
 * overflows, the rest of its row goes on the next line, as in `df`. A blank cell always means that there is no value.
 * On a narrow terminal, columns are dropped from the least important up: none is shown if a more important one is not.
 */
import { isPlain, type Line, type Span, type Style, safeLine, span } from './terminal-text.ts';
import { shorten, widthOf } from './width.ts';

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
  style: Style;
  /** 0 for the key. Of the others, a narrow terminal keeps the lowest ranks longest. */
  rank: number;
  /** One text per row. */
  texts: readonly string[];
  /** The most cells to use on a terminal. */
  most?: number;
  /** Styles of single rows that differ. */
  styles?: readonly (Style | undefined)[];
  /** A shorter form, tried before a column is dropped. */
  narrow?: { title: string; texts: readonly string[] };
}

export interface TableSpace {
  /** Terminal cells; `undefined` for no limit. */
  width: number | undefined;
  /** `false` leaves out the header. */
  headers?: boolean | undefined;
  /** Keeps every column, even if rows get wider than the screen. */
  keepAll?: boolean | undefined;
}

export interface RenderedTable {
  lines: Line[];
  /** Titles of the columns that did not fit. */
  noRoom: readonly string[];
}

const GAP = 2;
/** A text column that can be shortened to this many cells is kept. */
const MIN_WIDTH = 10;
/** Without a terminal width, a longer text overflows, so that one text cannot make every row as long as itself. */
const MAX_WIDTH = 1000;
/** The share of keys that must fit on one line with the other columns, if those are merely nice to have. */
const KEYS_THAT_FIT = 0.75;
/** Columns up to this rank are worth a second line for every row. */
const WORTH_A_LINE = 4;
/** The least width left for the key column. */
const MIN_KEY_WIDTH = 12;

/** A column as shown: its texts made safe, the cells of each, and the cells assigned to it. */
interface Placed {
  column: TableColumn;
  index: number;
  title: string;
  texts: readonly string[];
  widths: Int32Array;
  cells: number;
  /** The cells of the widest text. */
  widest: number;
}

/** Renders the table. It has as many rows as the first column has texts. */
export function renderTable(columns: readonly TableColumn[], space: TableSpace): RenderedTable {
  const { width, headers = true } = space;
  const shown = width === undefined ? unlimited(columns, headers) : fitted(columns, width, headers, space.keepAll);
  const lines: Line[] = [];
  const rows = columns[0]?.texts.length ?? 0;
  if (headers) appendRow(lines, shown, -1);
  for (let row = 0; row < rows; row++) appendRow(lines, shown, row);
  const noRoom = columns.filter((_, c) => !shown.some(({ index }) => index === c));
  return { lines, noRoom: noRoom.map(({ title }) => title) };
}

function unlimited(columns: readonly TableColumn[], headers: boolean): Placed[] {
  return columns.map((column, index) => capped(measure(column, index, headers), MAX_WIDTH));
}

/** Fits as many columns as possible. Uses the shorter forms only if that lets more of them fit. */
function fitted(columns: readonly TableColumn[], width: number, headers: boolean, keepAll = false): Placed[] {
  const wide = arrange(columns, width, headers, keepAll);
  if (keepAll || wide.length === columns.length || !columns.some(({ narrow }) => narrow)) return wide;
  const short = arrange(
    columns.map((column) => ({ ...column, ...column.narrow })),
    width,
    headers,
    keepAll,
  );
  return short.length > wide.length ? short : wide;
}

/** What fits on a terminal: the key, then the others by importance, up to the first that does not fit. */
function arrange(columns: readonly TableColumn[], width: number, headers: boolean, keepAll: boolean): Placed[] {
  const ranked = columns.map((column, index) => ({ column, index })).sort((a, b) => a.column.rank - b.column.rank);
  const [first, ...others] = ranked;
  if (!first) return [];
  const key = measure(first.column, first.index, headers);
  const placed: Placed[] = [];
  let used = 0;
  for (const { column, index } of others) {
    const room = width - used - GAP;
    const wide = capped(measure(column, index, headers), keepAll ? MAX_WIDTH : (column.most ?? MAX_WIDTH));
    const cells = keepAll ? wide.cells : cellsFor(wide, key, room);
    if (cells === undefined) break;
    placed.push({ ...wide, cells });
    used += cells + GAP;
  }
  // Columns limited to their `most` may grow into space that is left over.
  let spare = width - used - key.cells;
  for (const one of placed) {
    const more = Math.max(0, Math.min(spare, one.widest - one.cells));
    one.cells += more;
    used += more;
    spare -= more;
  }
  key.cells = Math.min(key.cells, Math.max(MIN_KEY_WIDTH, width - used));
  return [key, ...placed].sort((a, b) => a.index - b.index);
}

/** The cells that a column gets in this space next to the key, or `undefined` if it must be dropped. */
function cellsFor({ column, cells }: Placed, key: Placed, room: number): number | undefined {
  const isText = column.align === 'left' && !column.narrow;
  const least = isText ? Math.min(MIN_WIDTH, cells) : cells;
  for (let some = cells; some >= least; some--) if (mostFit(key, room - some)) return some;
  const rest = Math.min(cells, room - MIN_KEY_WIDTH);
  return column.rank <= WORTH_A_LINE && rest >= least ? rest : undefined;
}

function mostFit({ widths, cells }: Placed, room: number): boolean {
  if (room >= cells) return true;
  if (room < MIN_KEY_WIDTH) return false;
  let fitting = 0;
  for (const width of widths) if (width <= room) fitting++;
  return fitting >= widths.length * KEYS_THAT_FIT;
}

function measure(column: TableColumn, index: number, headers: boolean): Placed {
  const { title } = column;
  const widths = new Int32Array(column.texts.length);
  let texts = column.texts;
  let cells = headers ? widthOf(title) : 0;
  // True of nearly every column: one check of all the text takes less than one per text.
  const plain = isPlain(column.texts.join(''));
  for (let row = 0; row < widths.length; row++) {
    const text = column.texts[row] as string;
    if (plain || isPlain(text)) widths[row] = text.length;
    else {
      if (texts === column.texts) texts = texts.map(safeLine);
      widths[row] = widthOf(texts[row] as string);
    }
    if ((widths[row] as number) > cells) cells = widths[row] as number;
  }
  return { column, index, title, texts, widths, cells, widest: cells };
}

function capped(placed: Placed, cells: number): Placed {
  return placed.cells > cells ? { ...placed, cells } : placed;
}

/** Appends one row, or the header if `row` is -1. After an overlong key, the rest goes on a second line. */
function appendRow(lines: Line[], shown: readonly Placed[], row: number): void {
  let line: (Span | string)[] = [];
  /** Unstyled text pending at the end of the line, from one cell or more. */
  let plain = '';
  let used = 0;
  let start = 0;
  for (const { column, title, texts, widths, cells } of shown) {
    let text = row < 0 ? title : (texts[row] as string);
    let width = row < 0 ? widthOf(title) : (widths[row] as number);
    if (width > cells && column.rank !== 0) {
      text = shorten(text, cells);
      width = widthOf(text);
    }
    if (text !== '') {
      if (used > 0 && start < used + GAP) {
        if (plain !== '') line.push(plain);
        lines.push(line);
        line = [];
        plain = '';
        used = 0;
      }
      const before = start - used + (column.align === 'right' ? Math.max(0, cells - width) : 0);
      const style = row < 0 ? 'dim' : (column.styles?.[row] ?? column.style);
      if (before > 0) plain += ' '.repeat(before);
      if (style === 'plain') plain += text;
      else {
        if (plain !== '') line.push(plain);
        plain = '';
        line.push(span(style, text));
      }
      used += before + width;
    }
    start += cells + GAP;
  }
  if (plain !== '') line.push(plain);
  lines.push(line);
}
