/** The table of models: what a person chooses by, in the columns that are informative and fit. */
import { CliError } from '../errors/error.ts';
import type { Cell } from '../models/cell.ts';
import { type Column, namedColumn, plainContext, TABLE_COLUMNS } from '../models/columns.ts';
import { daysLeft } from '../models/shutdown.ts';
import { DAY, isoDate } from '../models/time.ts';
import type { ColumnName } from '../spec/columns.ts';
import { type Amount, alignDecimals, formatCell } from './amounts.ts';
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
export interface ColumnStyle {
  title?: string;
  style?: Style;
  /** Importance, starting at 1 for the highest. */
  rank?: number;
  amount?: Amount;
  /** The column's name in a sentence. */
  noun?: string;
}

/** The looks of the declared columns. */
const COLUMN_STYLES: { readonly [Name in ColumnName]?: ColumnStyle } = {
  id: { style: 'bold', rank: 0 },
  shutdown: { rank: 1 },
  context: { rank: 2, amount: 'tokens' },
  input_price: { rank: 3, title: '$/M IN', amount: 'price' },
  output_price: { rank: 4, title: '$/M OUT', amount: 'price' },
  kind: { rank: 5 },
  created: { rank: 6, noun: 'creation date' },
  age: { rank: 6, style: 'dim' },
  owned_by: { rank: 7, title: 'OWNER', noun: 'owner' },
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
export function columnStyle({ declaredName }: Pick<Column, 'declaredName'>): ColumnStyle {
  return (declaredName && COLUMN_STYLES[declaredName]) ?? {};
}

/** The marks after a date: whether it is from the dataset, and whether it is that of the base model. */
export function dayMarks({ hint, ofBase }: Extract<Cell, { type: 'day' }>): string {
  return (hint ? HINT_MARK : '') + (ofBase ? BASE_MARK : '');
}

/** A column while its rows are added. */
interface ColumnBuilder {
  column: Column;
  look: ColumnStyle;
  /** Texts of the known values; empty where there is none. */
  texts: string[];
  /** Texts of amounts and days made so far: a long table repeats a few. */
  amounts: Map<string, string>;
  days: Map<number, { text: string; left: string; style: Style }>;
  narrow: string[];
  styles: (Style | undefined)[];
  hasValues: boolean;
  isNumeric: boolean;
  hasHints: boolean;
  hasBaseDates: boolean;
}

export function modelTable(view: View): ListFormatter {
  const columns = defaultColumnsFor(view).map(
    (column): ColumnBuilder => ({
      column,
      look: columnStyle(column),
      texts: [],
      amounts: new Map(),
      days: new Map(),
      narrow: [],
      styles: [],
      hasValues: false,
      isNumeric: false,
      hasHints: false,
      hasBaseDates: false,
    }),
  );
  const most = view.maxRows ?? Number.POSITIVE_INFINITY;
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
        for (const filling of columns) addCell(filling, filling.column.cell(model), view.now);
        if (++rows > MAX_ROWS) throw new CliError('too-many-models', {});
      }
      return '';
    },
    end: () => (rows === 0 ? '' : renderColumns(columns, view, rowsLeftOut)),
  };
}

/** Created and age are the same fact, so unless asked for, only the one that suits the width is shown. */
function defaultColumnsFor({ columns, isRequested, width, now }: View): readonly Column[] {
  const candidates = columns ?? TABLE_COLUMNS.map((name) => namedColumn(name, plainContext(now)));
  if (isRequested || !candidates.some(({ declaredName }) => declaredName === 'age')) return candidates;
  const omitted: ColumnName = width === undefined || width >= ROOM_FOR_DATES ? 'age' : 'created';
  return candidates.filter(({ declaredName }) => declaredName !== omitted);
}

function addCell(filling: ColumnBuilder, cell: Cell | undefined, now: number): void {
  const { look, texts, narrow, styles } = filling;
  if (cell) {
    filling.hasValues ||= cell.type !== 'text' || cell.text !== '';
    filling.hasHints ||= cell.hint === true;
    filling.isNumeric ||= cell.type === 'number' || cell.type === 'age';
  }
  if (cell?.type !== 'day') {
    texts.push(look.amount && cell?.type === 'number' ? amountText(cell, filling) : formatCell(cell, look.amount));
    return;
  }
  const marks = dayMarks(cell);
  const day = formatDay(cell.seconds, filling, now);
  filling.hasBaseDates ||= cell.ofBase;
  const row = texts.length;
  styles[row] = day.style;
  narrow[row] = day.left + marks;
  texts.push(day.text + marks);
}

function amountText(cell: Extract<Cell, { type: 'number' }>, { look, amounts }: ColumnBuilder): string {
  const cached = amounts.get(cell.text);
  if (cached !== undefined) return cached;
  const text = formatCell(cell, look.amount);
  amounts.set(cell.text, text);
  return text;
}

function formatDay(
  seconds: number,
  { days }: ColumnBuilder,
  now: number,
): { text: string; left: string; style: Style } {
  const cached = days.get(seconds);
  if (cached) return cached;
  const left = daysLeft(seconds, now);
  const day = { text: `${isoDate(seconds)} (${left})`, left, style: urgency((seconds - now) / DAY) };
  days.set(seconds, day);
  return day;
}

/** The style of a shutdown date. */
export function urgency(days: number): Style {
  return days <= URGENT ? 'red' : days <= SOON ? 'yellow' : 'plain';
}

function renderColumns(columns: readonly ColumnBuilder[], view: View, rowsLeftOut: number): readonly Line[] {
  const { isRequested, onNotes } = view;
  const used = isRequested ? columns : columns.filter(({ hasValues, look }) => hasValues || look.rank === 0);
  // If space is limited, a column with the same text throughout becomes a note, but only if notes can be shown.
  const same = isRequested || !onNotes || view.width === undefined ? [] : used.filter(hasSingleValue);
  const shown = used.filter((filling) => !same.includes(filling));
  const { lines, droppedColumns } = renderTable(
    shown.map((filling, c) => tableColumn(filling, c, isRequested ?? false)),
    { width: view.width, headers: view.headers, keepAll: isRequested },
  );
  const visible = shown.filter((filling) => !droppedColumns.includes(columnTitle(filling)));
  onNotes?.(collectNotes(visible, same, droppedColumns, rowsLeftOut));
  return lines;
}

function collectNotes(
  visible: readonly ColumnBuilder[],
  same: readonly ColumnBuilder[],
  droppedColumns: readonly string[],
  omittedRows: number,
): TableNotes {
  const mentioned = [...visible, ...same];
  const isDate = ({ column }: ColumnBuilder) => column.declaredName === 'shutdown';
  return {
    droppedColumns,
    sharedValues: same.map((filling) => ({ column: columnNoun(filling), text: filling.texts[0] as string })),
    omittedRows,
    hints: {
      shutdown: mentioned.some((filling) => isDate(filling) && filling.hasHints),
      details: mentioned.some((filling) => !isDate(filling) && filling.hasHints),
    },
    hasBaseDates: mentioned.some(({ hasBaseDates }) => hasBaseDates),
    hasPrices: mentioned.some(({ look }) => look.amount === 'price'),
  };
}

/** Whether there are at least two rows, all with the same text. */
function hasSingleValue({ texts, look, column: { rank } }: ColumnBuilder): boolean {
  const [first] = texts;
  // A table that ranks its columns itself, such as a plan, is read column by column.
  if (look.rank === 0 || rank !== undefined || texts.length < 2 || first === '') return false;
  for (const text of texts) if (text !== first) return false;
  return true;
}

function tableColumn(filling: ColumnBuilder, index: number, isRequested: boolean): TableColumn {
  const { column, look, isNumeric, narrow, styles } = filling;
  const { declaredName } = column;
  // Most models have no shutdown date, so that needs no mark.
  const empty = declaredName === 'shutdown' ? '' : UNKNOWN;
  const filled: string[] = [];
  for (const text of filling.texts) filled.push(text === '' ? empty : text);
  const isDate = narrow.length > 0;
  return {
    title: columnTitle(filling),
    align: isNumeric ? 'right' : 'left',
    style: look.style ?? 'plain',
    // Columns that were listed by the user matter in the order given.
    rank: declaredName === 'id' ? 0 : isRequested ? index + 1 : (column.rank ?? look.rank ?? index + 100),
    texts: look.amount === 'price' ? alignDecimals(filled) : filled,
    ...(declaredName && { maxWidth: MAX_TEXT_WIDTH }),
    ...(isDate && {
      styles,
      narrow: { title: columnTitle(filling), texts: filled.map((_, row) => narrow[row] ?? empty) },
    }),
  };
}

/** The heading of a column. */
export function columnTitle({ column: { declaredName, name }, look }: Pick<ColumnBuilder, 'column' | 'look'>): string {
  return declaredName ? (look.title ?? declaredName.replaceAll('_', ' ').toUpperCase()) : name;
}

function columnNoun({ column: { declaredName, name }, look }: ColumnBuilder): string {
  return look.noun ?? (declaredName ?? name).replaceAll('_', ' ');
}
