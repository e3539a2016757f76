/**
 * Compares models: one row per fact, one column per model. Rows that are equal for all models are dim. The better
 * number is marked where that is clear: the lower price, the larger limit, the later knowledge cutoff.
 */
import type { Cell } from '../models/cell.ts';
import { type Column, type ColumnContext, namedColumn } from '../models/columns.ts';
import { compareDecimals, parseDecimal } from '../models/decimal.ts';
import type { Model } from '../models/model.ts';
import { daysLeft } from '../models/shutdown.ts';
import { isoDate } from '../models/time.ts';
import { type Amount, alignDecimals, formatCell, groupDigits } from '../output/amounts.ts';
import { type Line, type Span, span } from '../output/terminal-text.ts';
import { padEnd, padStart, widthOf, wrapWords } from '../output/width.ts';
import type { ColumnName } from '../spec/columns.ts';

export interface ComparedRow {
  /** The name of the column in a list. */
  name: string;
  /** One text per model, empty if unknown. */
  texts: readonly string[];
  numeric: boolean;
  /** The models whose number is better than another's. */
  best: ReadonlySet<number>;
  /** Whether all models have the same text. */
  isSame: boolean;
}

interface Fact {
  amount?: Amount;
  /** Which of two values is better, if that is clear. */
  better?: 'lower' | 'higher';
}

/** The rows, in the order people choose by: price, context and shutdown first. */
const FACTS: { readonly [Name in ColumnName]?: Fact } = {
  input_price: { amount: 'price', better: 'lower' },
  cached_input_price: { amount: 'price', better: 'lower' },
  output_price: { amount: 'price', better: 'lower' },
  cost: { amount: 'price', better: 'lower' },
  context: { amount: 'tokens', better: 'higher' },
  max_input: { amount: 'tokens', better: 'higher' },
  max_output: { amount: 'tokens', better: 'higher' },
  shutdown: {},
  status: {},
  replacement: {},
  kind: {},
  input_modalities: {},
  output_modalities: {},
  knowledge: { better: 'higher' },
  owned_by: {},
  name: {},
  created: {},
};

/** Marks the better number, because not everyone sees color. */
const BEST = '*';

export function compareModels(
  models: readonly Model[],
  knowledge: ColumnContext,
  { differences }: { differences: boolean },
): ComparedRow[] {
  const rows: ComparedRow[] = [];
  for (const [name, fact] of Object.entries(FACTS) as [ColumnName, Fact][]) {
    const column: Column = namedColumn(name, knowledge);
    const cells = models.map((model) => column.cell(model));
    if (cells.every((cell) => cell === undefined)) continue;
    const texts = cells.map((cell) => textOf(cell, fact, knowledge.now));
    const isSame = texts.every((text) => text === texts[0]);
    if (differences && isSame) continue;
    const numeric = cells.some((cell) => cell?.type === 'number');
    rows.push({ name, texts, numeric, best: findBest(cells, fact), isSame });
    if (name === 'cost') rows.push(...ratioRow(cells));
  }
  return rows;
}

/** Each model's cost as a multiple of the first one's. */
function ratioRow(cells: readonly (Cell | undefined)[]): ComparedRow[] {
  const [first, ...others] = cells.map((cell) => (cell?.type === 'number' ? cell.value : undefined));
  if (!first || others.every((cost) => cost === undefined)) return [];
  const texts = [first, ...others].map((cost) => (cost === undefined ? '' : `${(cost / first).toFixed(2)} x`));
  return [
    { name: 'cost_ratio', texts, numeric: true, best: new Set(), isSame: texts.every((text) => text === texts[0]) },
  ];
}

function textOf(cell: Cell | undefined, { amount }: Fact, now: number): string {
  if (cell?.type === 'day') return `${isoDate(cell.seconds)} (${daysLeft(cell.seconds, now)})`;
  if (cell?.type === 'list') return cell.items.join(', ');
  if (cell?.type === 'number' && amount === undefined) return groupDigits(cell.text);
  return formatCell(cell, amount);
}

/** The models with the best value, if at least two values differ. */
function findBest(cells: readonly (Cell | undefined)[], { better }: Fact): ReadonlySet<number> {
  const none = new Set<number>();
  if (!better) return none;
  const values = cells.flatMap((cell, place) => (cell && 'text' in cell ? [{ place, text: cell.text }] : []));
  const [first] = values;
  if (!first) return none;
  const order = (a: string, b: string): number => {
    const [left, right] = [parseDecimal(a), parseDecimal(b)];
    const size = left && right ? compareDecimals(left, right) : a < b ? -1 : a > b ? 1 : 0;
    return better === 'higher' ? -size : size;
  };
  const best = values.reduce((found, one) => (order(one.text, found.text) < 0 ? one : found), first);
  const winners = values.filter(({ text }) => order(text, best.text) === 0);
  return winners.length === values.length ? none : new Set(winners.map(({ place }) => place));
}

const GAP = '  ';
/** The width that words of one model are wrapped to. */
const MAX_WIDTH = 24;

/**
 * The rows as lines, below the ids. `undefined` if they are wider than `width`, because then one model below the other
 * is easier to read.
 */
export function comparisonLines(
  ids: readonly string[],
  rows: readonly ComparedRow[],
  width: number | undefined,
): Line[] | undefined {
  const labels = rows.map(({ name }) => labelOf(name));
  const labelRoom = Math.max(0, ...labels.map(({ length }) => length));
  const columns = ids.map((id, c) => columnOf(id, c, rows));
  const whole = columns.reduce((sum, { room }) => sum + GAP.length + room, labelRoom);
  if (width !== undefined && whole > width) return undefined;
  const lines: Line[] = [
    [' '.repeat(labelRoom), ...columns.map(({ room }, c) => span('bold', GAP + padEnd(ids[c] as string, room)))],
  ];
  for (const [r, row] of rows.entries()) {
    const height = Math.max(...columns.map(({ cells }) => cells[r]?.length ?? 0));
    for (let part = 0; part < height; part++) {
      const spans = columns.map(({ cells, room }, c): Span => {
        const style = row.isSame ? 'dim' : row.best.has(c) ? 'green' : 'plain';
        return span(style, GAP + padEnd(cells[r]?.[part] ?? '', room));
      });
      lines.push([span('dim', padEnd(part === 0 ? (labels[r] as string) : '', labelRoom)), ...spans]);
    }
  }
  if (rows.some(({ best }) => best.size > 0))
    lines.push([], [span('dim', `${BEST} the ${ids.length > 2 ? 'best' : 'better'} one`)]);
  return lines;
}

/** One model's column: the lines of each row's cell, and the width of the widest line. */
function columnOf(
  id: string,
  c: number,
  rows: readonly ComparedRow[],
): { cells: readonly (readonly string[])[]; room: number } {
  const isNumber = ({ numeric, texts }: ComparedRow) => numeric && texts[c] !== '';
  const isMoney = (row: ComparedRow) => isNumber(row) && /^\d+\.\d+$/.test(row.texts[c] as string);
  // Aligns prices at the decimal point.
  const money = alignDecimals(rows.filter(isMoney).map(({ texts }) => texts[c] as string));
  const numbers = rows.map((row) => (isMoney(row) ? (money.shift() as string) : (row.texts[c] as string)));
  const numberRoom = Math.max(0, ...rows.flatMap((row, r) => (isNumber(row) ? widthOf(numbers[r] as string) : [])));
  const cells = rows.map((row, r) => {
    if (!isNumber(row)) return wrapWords((row.texts[c] || '-') + (row.best.has(c) ? BEST : ''), MAX_WIDTH, MAX_WIDTH);
    const number = padStart(numbers[r] as string, numberRoom);
    return [row.best.has(c) ? marked(number) : number];
  });
  return { cells, room: Math.max(widthOf(id), ...cells.flat().map(widthOf)) };
}

/** Puts the mark right after the number, before the blanks that align the points. */
function marked(number: string): string {
  const text = number.trimEnd();
  return text + BEST + number.slice(text.length);
}

/** The label of a fact for people: `input_price` is the price per million tokens. */
function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').toUpperCase();
  return name.endsWith('_price') ? words.replace('PRICE', '$/M') : name === 'cost' ? 'COST $' : words;
}
