/**
 * Columns aligned by display width. A key (an id) is never cut: it is there to be copied, so what a long one runs over
 * goes on a line of its own below it, as `df` does. A blank cell always means that there is no value. On a narrow
 * terminal columns are given up from the least important one on: none is shown after one that matters more was not.
 */
import { isPlain, type Line, type Span, type Style, safeLine, span } from './terminal-text.ts';
import { shorten, widthOf } from './width.ts';

export interface TableColumn {
  title: string;
  align: 'left' | 'right';
  style: Style;
  /** 0 for the key; of the others, the lower, the longer a narrow terminal keeps it. */
  rank: number;
  /** A text a row. */
  texts: readonly string[];
  /** The most cells that it is worth on a terminal. */
  most?: number;
  /** Where single rows look different. */
  styles?: readonly (Style | undefined)[];
  /** Shorter words for the same, taken before a column is given up. */
  narrow?: { title: string; texts: readonly string[] };
}

export interface TableSpace {
  /** Terminal cells; `undefined` where there is no limit. */
  width: number | undefined;
  /** False leaves the header out. */
  headers?: boolean | undefined;
  /** Every column stays, though its rows may be wider than the screen. */
  keepAll?: boolean | undefined;
}

export interface RenderedTable {
  lines: Line[];
  /** Columns that found no room, by their titles. */
  noRoom: readonly string[];
}

const GAP = 2;
/** A text that can be shortened to this many cells need not be given up. */
const NARROWEST = 10;
/** Without a terminal's width, a text longer than this runs over: one must not make every row as long as itself. */
const WIDEST = 1000;
/** The share of keys that must fit on one line with the other columns, if those are only nice to have. */
const KEYS_THAT_FIT = 0.75;
/** Columns up to this rank are worth a second line for every row. */
const WORTH_A_LINE = 4;
/** The least room that a key's own column is left with. */
const LEAST_KEY = 12;

/** A column as it is shown: its texts made safe, the cells that each takes, and the cells that it gets. */
interface Placed {
  column: TableColumn;
  index: number;
  title: string;
  texts: readonly string[];
  widths: Int32Array;
  cells: number;
  /** What the widest text takes. */
  widest: number;
}

/** The table of as many rows as the first column has texts. */
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
  return columns.map((column, index) => capped(measure(column, index, headers), WIDEST));
}

/** As many columns as find room: with shorter words only where that lets more of them in. */
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

/** What fits a terminal: the key, then the others by importance, up to the first that finds no room. */
function arrange(columns: readonly TableColumn[], width: number, headers: boolean, keepAll: boolean): Placed[] {
  const ranked = columns.map((column, index) => ({ column, index })).sort((a, b) => a.column.rank - b.column.rank);
  const [first, ...others] = ranked;
  if (!first) return [];
  const key = measure(first.column, first.index, headers);
  const placed: Placed[] = [];
  let used = 0;
  for (const { column, index } of others) {
    const room = width - used - GAP;
    const wide = capped(measure(column, index, headers), keepAll ? WIDEST : (column.most ?? WIDEST));
    const cells = keepAll ? wide.cells : cellsFor(wide, key, room);
    if (cells === undefined) break;
    placed.push({ ...wide, cells });
    used += cells + GAP;
  }
  // What was held to its most may grow into room that nobody else wants.
  let spare = width - used - key.cells;
  for (const one of placed) {
    const more = Math.max(0, Math.min(spare, one.widest - one.cells));
    one.cells += more;
    used += more;
    spare -= more;
  }
  key.cells = Math.min(key.cells, Math.max(LEAST_KEY, width - used));
  return [key, ...placed].sort((a, b) => a.index - b.index);
}

/** The cells that a column gets of this room beside the key; `undefined` where it must be given up. */
function cellsFor({ column, cells }: Placed, key: Placed, room: number): number | undefined {
  const isText = column.align === 'left' && !column.narrow;
  const least = isText ? Math.min(NARROWEST, cells) : cells;
  for (let some = cells; some >= least; some--) if (mostFit(key, room - some)) return some;
  const rest = Math.min(cells, room - LEAST_KEY);
  return column.rank <= WORTH_A_LINE && rest >= least ? rest : undefined;
}

function mostFit({ widths, cells }: Placed, room: number): boolean {
  if (room >= cells) return true;
  if (room < LEAST_KEY) return false;
  let fitting = 0;
  for (const width of widths) if (width <= room) fitting++;
  return fitting >= widths.length * KEYS_THAT_FIT;
}

function measure(column: TableColumn, index: number, headers: boolean): Placed {
  const { title } = column;
  const widths = new Int32Array(column.texts.length);
  let texts = column.texts;
  let cells = headers ? widthOf(title) : 0;
  // Of nearly every column: one look at all of it takes less than one at each of its texts.
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

/** One row, or the header where `row` is -1. What a long key runs over stands on a second line. */
function appendRow(lines: Line[], shown: readonly Placed[], row: number): void {
  let line: (Span | string)[] = [];
  /** What is plain at the end of the line, of one cell or of several. */
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
