/** The list's columns on the screen: which ones fit, how wide each is, and the text of a cell. */
import type { Column } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import { DAY, isoDate } from '../models/time.ts';
import { formatCell } from '../output/amounts.ts';
import { type ColumnStyle, columnStyle, columnTitle, dayMarks, urgency } from '../output/model-table.ts';
import { type Style, safeLine } from '../output/terminal-text.ts';
import { widthOf } from '../output/width.ts';

/** A column and its width in cells. */
export interface FittedColumn {
  readonly column: Column;
  readonly look: ColumnStyle;
  readonly title: string;
  readonly width: number;
  readonly numeric: boolean;
}

export interface FieldText {
  readonly text: string;
  readonly style: Style;
}

/** How many models are looked at to decide a column's width. */
const SAMPLE = 200;
const MAX_WIDTH = 24;
const MAX_ID_WIDTH = 48;
const MIN_ID_WIDTH = 14;
export const GAP = 2;
/** Room for the sort indicator. */
const SIGN = 1;

/** Models spread over a list of `count`, for measuring columns. */
export function sampleOf(count: number, at: (position: number) => Model): Model[] {
  const step = Math.max(1, Math.floor(count / SAMPLE));
  const models: Model[] = [];
  for (let i = 0; i < count && models.length < SAMPLE; i += step) models.push(at(i));
  return models;
}

/** The columns that fit into `width` cells, in their order; the least important ones are dropped first. */
export function fitColumns(
  columns: readonly Column[],
  sample: readonly Model[],
  width: number,
  now: number,
): FittedColumn[] {
  const measured = columns
    // Age says the same as the date, in fewer cells.
    .filter(({ declaredName }) => declaredName !== 'created' || !columns.some((other) => other.declaredName === 'age'))
    .flatMap((column) => measure(column, sample, now));
  const id = measured.find(({ column }) => column.declaredName === 'id');
  const idRoom = Math.min(Math.max(id?.width ?? 0, MIN_ID_WIDTH), MAX_ID_WIDTH, Math.max(MIN_ID_WIDTH, width >> 1));
  let room = width - idRoom;
  const kept = new Set<FittedColumn>();
  const others = measured.filter((fitted) => fitted !== id);
  for (const fitted of [...others].sort((a, b) => rankOf(a) - rankOf(b))) {
    if (fitted.width + GAP > room) break;
    room -= fitted.width + GAP;
    kept.add(fitted);
  }
  return measured.flatMap((fitted) => {
    // The id gets what the others leave.
    if (fitted === id) return [{ ...fitted, width: Math.max(1, Math.min(width, idRoom + room)) }];
    return kept.has(fitted) ? [fitted] : [];
  });
}

function rankOf({ look, column }: FittedColumn): number {
  return look.rank ?? column.rank ?? 100;
}

/** Empty for a column that has no value for any sampled model. */
function measure(column: Column, sample: readonly Model[], now: number): FittedColumn[] {
  const look = columnStyle(column);
  const title = columnTitle({ column, look });
  let widest = 0;
  let numeric = false;
  for (const model of sample) {
    const cell = column.cell(model);
    numeric ||= cell?.type === 'number' || cell?.type === 'age';
    widest = Math.max(widest, widthOf(fieldText({ column, look }, model, now).text));
  }
  if (widest === 0 && column.declaredName !== 'id') return [];
  const most = column.declaredName === 'id' ? MAX_ID_WIDTH * 2 : MAX_WIDTH;
  return [{ column, look, title, width: Math.min(most, Math.max(widest, title.length + SIGN)), numeric }];
}

/** A model's text in a column, made safe for a terminal. */
export function fieldText(
  { column, look }: Pick<FittedColumn, 'column' | 'look'>,
  model: Model,
  now: number,
): FieldText {
  const cell = column.cell(model);
  if (cell?.type === 'day') {
    return { text: isoDate(cell.seconds) + dayMarks(cell), style: urgency((cell.seconds - now) / DAY) };
  }
  return { text: safeLine(formatCell(cell, look.amount)), style: look.style ?? 'plain' };
}
