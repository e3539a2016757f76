/** The columns of the list on the screen: which ones find room, how wide each is, and the text of a cell. */
import type { Column } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import { DAY, isoDate } from '../models/time.ts';
import { readableText } from '../output/amounts.ts';
import { dayMarks, type Look, lookOf, titleOf, urgency } from '../output/model-table.ts';
import { type Style, safeLine } from '../output/terminal-text.ts';
import { widthOf } from '../output/width.ts';

/** A column with the cells that it takes. */
export interface Fitted {
  readonly column: Column;
  readonly look: Look;
  readonly title: string;
  readonly width: number;
  readonly numeric: boolean;
}

export interface FieldText {
  readonly text: string;
  readonly style: Style;
}

/** Models that are looked at to tell how wide a column is to be. */
const SAMPLE = 200;
const WIDEST = 24;
const WIDEST_ID = 48;
const NARROWEST_ID = 14;
export const GAP = 2;
/** Room for the sign of the sorted column. */
const SIGN = 1;

/** Models spread over a list of `count`, to measure columns by. */
export function sampleOf(count: number, at: (position: number) => Model): Model[] {
  const step = Math.max(1, Math.floor(count / SAMPLE));
  const models: Model[] = [];
  for (let i = 0; i < count && models.length < SAMPLE; i += step) models.push(at(i));
  return models;
}

/** The columns that fit into `width` cells, in their order; those that matter least are left out first. */
export function fitColumns(columns: readonly Column[], sample: readonly Model[], width: number, now: number): Fitted[] {
  const measured = columns
    // Age says the same as the date, in fewer cells.
    .filter(({ named }) => named !== 'created' || !columns.some((other) => other.named === 'age'))
    .flatMap((column) => measure(column, sample, now));
  const id = measured.find(({ column }) => column.named === 'id');
  const idRoom = Math.min(Math.max(id?.width ?? 0, NARROWEST_ID), WIDEST_ID, Math.max(NARROWEST_ID, width >> 1));
  let room = width - idRoom;
  const kept = new Set<Fitted>();
  const others = measured.filter((fitted) => fitted !== id);
  for (const fitted of [...others].sort((a, b) => rankOf(a) - rankOf(b))) {
    if (fitted.width + GAP > room) break;
    room -= fitted.width + GAP;
    kept.add(fitted);
  }
  return measured.flatMap((fitted) => {
    // What the others leave is the id's.
    if (fitted === id) return [{ ...fitted, width: Math.max(1, Math.min(width, idRoom + room)) }];
    return kept.has(fitted) ? [fitted] : [];
  });
}

function rankOf({ look, column }: Fitted): number {
  return look.rank ?? column.rank ?? 100;
}

/** None for a column that says nothing of any of them. */
function measure(column: Column, sample: readonly Model[], now: number): Fitted[] {
  const look = lookOf(column);
  const title = titleOf({ column, look });
  let widest = 0;
  let numeric = false;
  for (const model of sample) {
    const cell = column.cell(model);
    numeric ||= cell?.type === 'number' || cell?.type === 'age';
    widest = Math.max(widest, widthOf(fieldText({ column, look }, model, now).text));
  }
  if (widest === 0 && column.named !== 'id') return [];
  const most = column.named === 'id' ? WIDEST_ID * 2 : WIDEST;
  return [{ column, look, title, width: Math.min(most, Math.max(widest, title.length + SIGN)), numeric }];
}

/** What a column says of a model, made safe for a terminal. */
export function fieldText({ column, look }: Pick<Fitted, 'column' | 'look'>, model: Model, now: number): FieldText {
  const cell = column.cell(model);
  if (cell?.type === 'day') {
    return { text: isoDate(cell.seconds) + dayMarks(cell), style: urgency((cell.seconds - now) / DAY) };
  }
  return { text: safeLine(readableText(cell, look.amount)), style: look.style ?? 'plain' };
}
