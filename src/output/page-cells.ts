/** Models as the rows of a page: a table's texts, made safe, along with their values. */
import { type Cell, cellValue } from '../models/cell.ts';
import type { Column } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import { daysLeft } from '../models/shutdown.ts';
import { DAY } from '../models/time.ts';
import type { ReportCell, ReportColumn, ReportRow, ReportTable, Tone } from '../report/report.ts';
import type { ColumnName } from '../spec/columns.ts';
import { formatCell } from './amounts.ts';
import { columnStyle, dayMarks, urgency } from './model-table.ts';
import type { PageInfo, TableNotes } from './renderer.ts';
import { type Style, safeLine } from './terminal-text.ts';

/** Titles that differ from the column's name. */
const TITLES: { readonly [Name in ColumnName]?: string } = {
  id: 'Model',
  owned_by: 'Owner',
  input_price: 'Input $/M',
  cached_input_price: 'Cached $/M',
  output_price: 'Output $/M',
  shutdown: 'Shutdown',
  cost: 'Cost $',
  input_modalities: 'Input',
  output_modalities: 'Output',
  knowledge: 'Knowledge cutoff',
};

/** Columns worth their space on a phone. */
const PHONE_COLUMNS: readonly (ColumnName | undefined)[] = ['id', 'context', 'input_price', 'output_price', 'cost'];

const DATES: readonly (ColumnName | undefined)[] = ['created', 'shutdown'];

/**
 * A column of a page.
 * @param shown whether it is visible when the page opens
 * @param cells its content; a field of the server's is numeric if all its cells are
 */
function pageColumn(
  { name, declaredName }: Column,
  shown: boolean,
  cells: readonly (ReportCell | undefined)[],
): ReportColumn {
  const title =
    (declaredName && TITLES[declaredName]) ?? (declaredName ? capitalizeName(declaredName) : safeLine(name));
  const type = DATES.includes(declaredName) ? 'date' : isNumeric(declaredName, cells) ? 'number' : 'text';
  return { name, title, type, shown, wide: !PHONE_COLUMNS.includes(declaredName) };
}

function isNumeric(declaredName: ColumnName | undefined, cells: readonly (ReportCell | undefined)[]): boolean {
  if (declaredName !== undefined) return declaredName === 'age' || columnStyle({ declaredName }).amount !== undefined;
  const known = cells.filter((cell) => cell !== undefined);
  return known.length > 0 && known.every(({ json }) => /^[-\d]/.test(json));
}

function capitalizeName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

/**
 * A cell of a page, or `undefined` if there is no value.
 * @param now Unix seconds
 */
function pageCell(column: Column, cell: Cell | undefined, now: number): ReportCell | undefined {
  if (!cell || (cell.type === 'text' && cell.text === '')) return undefined;
  const json = cellJson(cell);
  if (cell.type === 'day') {
    const left = daysLeft(cell.seconds, now);
    const days = (cell.seconds - now) / DAY;
    const note = `${/^\d/.test(left) ? `in ${left}` : left}${dayMarks(cell)}`;
    return { text: cellValue(cell), json, note, ...toTone(left, urgency(days)) };
  }
  return { text: safeLine(formatCell(cell, columnStyle(column).amount)), json };
}

function toTone(left: string, style: Style): { tone?: Tone } {
  if (left === 'passed') return { tone: 'ended' };
  return style === 'red' ? { tone: 'urgent' } : style === 'yellow' ? { tone: 'soon' } : {};
}

/** A number in JSON syntax: its digits go into the page as received. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function cellJson(cell: Cell): string {
  if (cell.type === 'list') return JSON.stringify(cell.items);
  if (cell.type === 'age') return cellValue(cell);
  return cell.type === 'number' && JSON_NUMBER.test(cell.text) ? cell.text : JSON.stringify(cellValue(cell));
}

/** The most rows of a page. A browser holds more, but nobody waits for them. */
export const MAX_PAGE_ROWS = 20_000;

/** A table of a page while its models are added. */
export class PageTable {
  private readonly columns: readonly Column[];
  private readonly visibleNames: readonly string[];
  private readonly required: ReadonlySet<string>;
  private readonly now: number;
  private readonly rows: (ReportCell | undefined)[][] = [];
  private readonly hints = { shutdown: false, details: false };
  private hasBaseDates = false;
  /** Models beyond what a page shows. */
  omittedRows = 0;

  /**
   * @param requested columns that come first, as requested, and stay even if empty
   * @param now Unix seconds
   */
  constructor({ columns, visible }: Pick<PageInfo, 'columns' | 'visible'>, requested: readonly Column[], now: number) {
    this.required = new Set(requested.map(({ name }) => name));
    this.visibleNames = visible;
    this.now = now;
    const ordered = [...requested, ...columns.filter(({ name }) => !this.required.has(name))];
    // Ids are the row headings.
    const id = ordered.find(({ declaredName }) => declaredName === 'id');
    this.columns = id ? [id, ...ordered.filter((column) => column !== id)] : ordered;
  }

  /** @param replaced better values for some cells, by column name */
  add(model: Model, replaced: Readonly<Record<string, ReportCell | undefined>> = {}): void {
    if (this.rows.length >= MAX_PAGE_ROWS) {
      this.omittedRows++;
      return;
    }
    const row = this.columns.map((column) => {
      if (Object.hasOwn(replaced, column.name)) return replaced[column.name];
      const cell = column.cell(model);
      if (cell?.hint) this.hints[column.declaredName === 'shutdown' ? 'shutdown' : 'details'] = true;
      if (cell?.type === 'day') this.hasBaseDates ||= cell.ofBase;
      return pageCell(column, cell, this.now);
    });
    this.rows.push(row);
  }

  /** The finished table and the notes below it. Empty columns are left out. */
  finish(name: string, caption: string): { table: ReportTable; notes: TableNotes } {
    const used = this.columns.flatMap((column, c) => (this.isUsed(column, c) ? [c] : []));
    const columns = used.map((c) => this.columns[c] as Column);
    const rows = this.rows.map((row): ReportRow => used.map((c) => row[c]));
    const hasPrices = columns.some((column) => columnStyle(column).amount === 'price');
    const heads = columns.map((column, c) =>
      pageColumn(
        column,
        this.visibleNames.includes(column.name),
        rows.map((row) => row[c]),
      ),
    );
    return {
      table: { name, caption, columns: heads, rows },
      notes: { ...NO_NOTES, hints: this.hints, hasBaseDates: this.hasBaseDates, hasPrices },
    };
  }

  private isUsed({ declaredName, name }: Column, place: number): boolean {
    return declaredName === 'id' || this.required.has(name) || this.rows.some((row) => row[place] !== undefined);
  }
}

/** A page has room for everything, so it needs none of these notes. */
export const NO_NOTES: TableNotes = {
  droppedColumns: [],
  sharedValues: [],
  omittedRows: 0,
  hints: { shutdown: false, details: false },
  hasBaseDates: false,
  hasPrices: false,
};
