/**
 * Lays out columns by display width. A key (an id) is never cut, because it is there to be copied: if a long one
 * overflows, the rest of its row goes on the next line, as in `df`. A blank cell always means that there is no value.
 * On a narrow terminal, columns are dropped from the least important up: none is shown if a more important one is not.
 */
import { isPlain, type Line, type Span, type Style, safeLine, span } from './terminal-text.ts';
import { truncateText, widthOf } from './width.ts';

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
  style: Style;
  /** 0 for the key. Of the others, a narrow terminal keeps the lowest ranks longest. */
  rank: number;
  /** One text per row. */
  texts: readonly string[];
  /** The most cells to use on a terminal. */
  maxWidth?: number;
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
  droppedColumns: readonly string[];
}

const GAP = 2;
/** A text column that can be shortened to this many cells is kept. */
const MIN_WIDTH = 10;
/** Without a terminal width, a longer text overflows, so that one text cannot make every row as long as itself. */
const MAX_WIDTH = 1000;
/** The share of keys that must fit on one line with the other columns, if those are merely nice to have. */
const KEYS_THAT_FIT = 0.75;
/** Columns up to this rank are worth a second line for every row. */
const MAX_WRAPPED_RANK = 4;
/** The least width left for the key column. */
const MIN_KEY_WIDTH = 12;

/** A column as shown: its texts made safe, the cells of each, and the cells assigned to it. */
interface PlacedColumn {
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
  const shown =
    width === undefined ? placeAll(columns, headers) : fitColumnsToWidth(columns, width, headers, space.keepAll);
  const lines: Line[] = [];
  const rows = columns[0]?.texts.length ?? 0;
  if (headers) appendRow(lines, shown, -1);
  for (let row = 0; row < rows; row++) appendRow(lines, shown, row);
  const noRoom = columns.filter((_, c) => !shown.some(({ index }) => index === c));
  return { lines, droppedColumns: noRoom.map(({ title }) => title) };
}

function placeAll(columns: readonly TableColumn[], headers: boolean): PlacedColumn[] {
  return columns.map((column, index) => capWidth(measure(column, index, headers), MAX_WIDTH));
}

/** Fits as many columns as possible. Uses the shorter forms only if that lets more of them fit. */
function fitColumnsToWidth(
  columns: readonly TableColumn[],
  width: number,
  headers: boolean,
  keepAll = false,
): PlacedColumn[] {
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
function arrange(columns: readonly TableColumn[], width: number, headers: boolean, keepAll: boolean): PlacedColumn[] {
  const ranked = columns.map((column, index) => ({ column, index })).sort((a, b) => a.column.rank - b.column.rank);
  const [keyColumn, ...others] = ranked;
  if (!keyColumn) return [];
  const key = measure(keyColumn.column, keyColumn.index, headers);
  const placed: PlacedColumn[] = [];
  let used = 0;
  for (const { column, index } of others) {
    const room = width - used - GAP;
    const wide = capWidth(measure(column, index, headers), keepAll ? MAX_WIDTH : (column.maxWidth ?? MAX_WIDTH));
    const cells = keepAll ? wide.cells : allocateCells(wide, key, room);
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
function allocateCells({ column, cells }: PlacedColumn, key: PlacedColumn, room: number): number | undefined {
  const isText = column.align === 'left' && !column.narrow;
  const least = isText ? Math.min(MIN_WIDTH, cells) : cells;
  for (let some = cells; some >= least; some--) if (keyFits(key, room - some)) return some;
  const rest = Math.min(cells, room - MIN_KEY_WIDTH);
  return column.rank <= MAX_WRAPPED_RANK && rest >= least ? rest : undefined;
}

function keyFits({ widths, cells }: PlacedColumn, room: number): boolean {
  if (room >= cells) return true;
  if (room < MIN_KEY_WIDTH) return false;
  let fitting = 0;
  for (const width of widths) if (width <= room) fitting++;
  return fitting >= widths.length * KEYS_THAT_FIT;
}

function measure(column: TableColumn, index: number, headers: boolean): PlacedColumn {
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

function capWidth(placed: PlacedColumn, cells: number): PlacedColumn {
  return placed.cells > cells ? { ...placed, cells } : placed;
}

/** Appends one row, or the header if `row` is -1. After an overlong key, the rest goes on a second line. */
function appendRow(lines: Line[], shown: readonly PlacedColumn[], row: number): void {
  let line: (Span | string)[] = [];
  /** Unstyled text pending at the end of the line, from one cell or more. */
  let plain = '';
  let used = 0;
  let start = 0;
  for (const { column, title, texts, widths, cells } of shown) {
    let text = row < 0 ? title : (texts[row] as string);
    let width = row < 0 ? widthOf(title) : (widths[row] as number);
    if (width > cells && column.rank !== 0) {
      text = truncateText(text, cells);
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
