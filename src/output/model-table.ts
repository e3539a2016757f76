/** The table of models: what a person chooses by, in the columns that are informative and fit. */
import { CliError } from '../errors/error.ts';
import type { Cell } from '../models/cell.ts';
import { type Column, namedColumn, plainContext, TABLE_COLUMNS } from '../models/columns.ts';
import { daysLeft } from '../models/shutdown.ts';
import { DAY, isoDate } from '../models/time.ts';
import type { ColumnName } from '../spec/columns.ts';
import { type Amount, alignPoints, readableText } from './amounts.ts';
import type { ListFormatter, TableNotes, View } from './renderer.ts';
import { renderTable, type TableColumn } from './table.ts';
import type { Line, Style } from './terminal-text.ts';

/** A table is held until its columns are known, and nobody reads one this long. */
const MAX_ROWS = 150_000;
/** Shown if the server gave no value. */
const UNKNOWN = '-';
/** From this width up, a table shows when a model was created; below it, how long ago. */
const ROOM_FOR_DATES = 120;
/** The most cells for an owner or a list of words. */
const MAX_TEXT_WIDTH = 32;
/** Days before a shutdown from which it is urgent, and from which it should be planned for. */
const URGENT = 30;
const SOON = 90;
/** Marks after a date, explained once below the table. */
export const HINT_MARK = '*';
export const BASE_MARK = '+';

/** How a column is titled and styled, and how important it is. */
export interface Look {
  title?: string;
  style?: Style;
  /** Importance, starting at 1 for the highest. */
  rank?: number;
  amount?: Amount;
  /** The column's name in a sentence. */
  word?: string;
}

/** The looks of the declared columns. */
const LOOKS: { readonly [Name in ColumnName]?: Look } = {
  id: { style: 'bold', rank: 0 },
  shutdown: { rank: 1 },
  context: { rank: 2, amount: 'tokens' },
  input_price: { rank: 3, title: '$/M IN', amount: 'price' },
  output_price: { rank: 4, title: '$/M OUT', amount: 'price' },
  kind: { rank: 5 },
  created: { rank: 6, word: 'creation date' },
  age: { rank: 6, style: 'dim' },
  owned_by: { rank: 7, title: 'OWNER', word: 'owner' },
  max_output: { rank: 8, amount: 'tokens' },
  modalities: { rank: 9 },
  knowledge: { rank: 10 },
  max_input: { amount: 'tokens' },
  cost: { rank: 2, title: 'COST $', amount: 'price' },
  replacement: { rank: 2 },
  source: { rank: 1 },
  cached_input_price: { title: '$/M CACHED', amount: 'price' },
};

/** A column's look. One that is not declared has none. */
export function lookOf({ declaredName }: Pick<Column, 'declaredName'>): Look {
  return (declaredName && LOOKS[declaredName]) ?? {};
}

/** The marks after a date: whether it is from the dataset, and whether it is that of the base model. */
export function dayMarks({ hint, ofBase }: Extract<Cell, { type: 'day' }>): string {
  return (hint ? HINT_MARK : '') + (ofBase ? BASE_MARK : '');
}

/** A column while its rows are added. */
interface Filling {
  column: Column;
  look: Look;
  /** Texts of the known values; empty where there is none. */
  texts: string[];
  /** Texts of amounts and days made so far: a long table repeats a few. */
  amounts: Map<string, string>;
  days: Map<number, { text: string; left: string; style: Style }>;
  narrow: string[];
  styles: (Style | undefined)[];
  filled: boolean;
  numeric: boolean;
  hinted: boolean;
  ofBase: boolean;
}

export function modelTable(view: View): ListFormatter {
  const columns = columnsOf(view).map(
    (column): Filling => ({
      column,
      look: lookOf(column),
      texts: [],
      amounts: new Map(),
      days: new Map(),
      narrow: [],
      styles: [],
      filled: false,
      numeric: false,
      hinted: false,
      ofBase: false,
    }),
  );
  const most = view.mostRows ?? Number.POSITIVE_INFINITY;
  let rows = 0;
  let rowsLeftOut = 0;
  return {
    begin: () => '',
    part({ batch }) {
      for (const model of batch) {
        if (rows >= most) {
          rowsLeftOut++;
          continue;
        }
        for (const filling of columns) add(filling, filling.column.cell(model), view.now);
        if (++rows > MAX_ROWS) throw new CliError('too-many-models', {});
      }
      return '';
    },
    end: () => (rows === 0 ? '' : finished(columns, view, rowsLeftOut)),
  };
}

/** Created and age are the same fact, so unless asked for, only the one that suits the width is shown. */
function columnsOf({ columns, asked, width, now }: View): readonly Column[] {
  const wanted = columns ?? TABLE_COLUMNS.map((name) => namedColumn(name, plainContext(now)));
  if (asked || !wanted.some(({ declaredName }) => declaredName === 'age')) return wanted;
  const spare: ColumnName = width === undefined || width >= ROOM_FOR_DATES ? 'age' : 'created';
  return wanted.filter(({ declaredName }) => declaredName !== spare);
}

function add(filling: Filling, cell: Cell | undefined, now: number): void {
  const { look, texts, narrow, styles } = filling;
  if (cell) {
    filling.filled ||= cell.type !== 'text' || cell.text !== '';
    filling.hinted ||= cell.hint === true;
    filling.numeric ||= cell.type === 'number' || cell.type === 'age';
  }
  if (cell?.type !== 'day') {
    texts.push(look.amount && cell?.type === 'number' ? amountText(cell, filling) : readableText(cell, look.amount));
    return;
  }
  const marks = dayMarks(cell);
  const day = dayOf(cell.seconds, filling, now);
  filling.ofBase ||= cell.ofBase;
  const row = texts.length;
  styles[row] = day.style;
  narrow[row] = day.left + marks;
  texts.push(day.text + marks);
}

function amountText(cell: Extract<Cell, { type: 'number' }>, { look, amounts }: Filling): string {
  const known = amounts.get(cell.text);
  if (known !== undefined) return known;
  const text = readableText(cell, look.amount);
  amounts.set(cell.text, text);
  return text;
}

function dayOf(seconds: number, { days }: Filling, now: number): { text: string; left: string; style: Style } {
  const known = days.get(seconds);
  if (known) return known;
  const left = daysLeft(seconds, now);
  const day = { text: `${isoDate(seconds)} (${left})`, left, style: urgency((seconds - now) / DAY) };
  days.set(seconds, day);
  return day;
}

/** The style of a shutdown date. */
export function urgency(days: number): Style {
  return days <= URGENT ? 'red' : days <= SOON ? 'yellow' : 'plain';
}

function finished(columns: readonly Filling[], view: View, rowsLeftOut: number): readonly Line[] {
  const { asked, below } = view;
  const used = asked ? columns : columns.filter(({ filled, look }) => filled || look.rank === 0);
  // If space is limited, a column with the same text throughout becomes a note, but only if notes can be shown.
  const same = asked || !below || view.width === undefined ? [] : used.filter(saysOneThing);
  const shown = used.filter((filling) => !same.includes(filling));
  const { lines, noRoom } = renderTable(
    shown.map((filling, c) => tableColumn(filling, c, asked ?? false)),
    { width: view.width, headers: view.headers, keepAll: asked },
  );
  const seen = shown.filter((filling) => !noRoom.includes(titleOf(filling)));
  below?.(notesOn(seen, same, noRoom, rowsLeftOut));
  return lines;
}

function notesOn(
  seen: readonly Filling[],
  same: readonly Filling[],
  noRoom: readonly string[],
  rowsLeftOut: number,
): TableNotes {
  const told = [...seen, ...same];
  const isDate = ({ column }: Filling) => column.declaredName === 'shutdown';
  return {
    noRoom,
    same: same.map((filling) => ({ column: wordOf(filling), text: filling.texts[0] as string })),
    rowsLeftOut,
    hints: {
      shutdown: told.some((filling) => isDate(filling) && filling.hinted),
      details: told.some((filling) => !isDate(filling) && filling.hinted),
    },
    ofBase: told.some(({ ofBase }) => ofBase),
    prices: told.some(({ look }) => look.amount === 'price'),
  };
}

/** Whether there are at least two rows, all with the same text. */
function saysOneThing({ texts, look, column: { rank } }: Filling): boolean {
  const [first] = texts;
  // A table that ranks its columns itself, such as a plan, is read column by column.
  if (look.rank === 0 || rank !== undefined || texts.length < 2 || first === '') return false;
  for (const text of texts) if (text !== first) return false;
  return true;
}

function tableColumn(filling: Filling, place: number, asked: boolean): TableColumn {
  const { column, look, numeric, narrow, styles } = filling;
  const { declaredName } = column;
  // Most models have no shutdown date, so that needs no mark.
  const empty = declaredName === 'shutdown' ? '' : UNKNOWN;
  const filled: string[] = [];
  for (const text of filling.texts) filled.push(text === '' ? empty : text);
  const isDate = narrow.length > 0;
  return {
    title: titleOf(filling),
    align: numeric ? 'right' : 'left',
    style: look.style ?? 'plain',
    // Columns that were listed by the user matter in the order given.
    rank: declaredName === 'id' ? 0 : asked ? place + 1 : (column.rank ?? look.rank ?? place + 100),
    texts: look.amount === 'price' ? alignPoints(filled) : filled,
    ...(declaredName && { most: MAX_TEXT_WIDTH }),
    ...(isDate && { styles, narrow: { title: titleOf(filling), texts: filled.map((_, row) => narrow[row] ?? empty) } }),
  };
}

/** The heading of a column. */
export function titleOf({ column: { declaredName, name }, look }: Pick<Filling, 'column' | 'look'>): string {
  return declaredName ? (look.title ?? declaredName.replaceAll('_', ' ').toUpperCase()) : name;
}

function wordOf({ column: { declaredName, name }, look }: Filling): string {
  return look.word ?? (declaredName ?? name).replaceAll('_', ' ');
}
