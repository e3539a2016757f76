/** The parts of a format. It turns models into text, bytes or styled lines, and never writes. */

import type { Range } from '../json/members.ts';
import type { ListDocument, ListPart } from '../models/batch.ts';
import type { Column } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import type { Chunk } from './terminal-text.ts';

/**
 * Turns a list into output, part by part. A formatter never writes and emits no escape codes. The bytes of `part` stay
 * valid while the next part is laid out, unless they are the part's own. Other chunks are valid until the next call.
 */
export interface ListFormatter {
  /** Called before the first part, when `document.before` is complete. */
  begin(document: ListDocument): Chunk;
  part(part: ListPart): Chunk;
  /** Called after the last part, when `document.after` is complete. */
  end(document: ListDocument): Chunk;
}

export interface CardRow {
  label: string;
  text: string;
  /** Less important, such as what the text applies to. */
  note: string;
  /** A line of a small table that stands alone and is not wrapped in columns. */
  isFullWidth?: true;
}

/** What a card shows of a model besides its own fields. */
export interface CardSection {
  /** Empty if the rows continue the fields. */
  title: string;
  rows: readonly CardRow[];
}

/** Notes below a table of models. */
export interface TableNotes {
  /** Titles of the columns that did not fit. */
  droppedColumns: readonly string[];
  /** Columns left out because they have the same value for every model. */
  sharedValues: readonly { column: string; text: string }[];
  /** Rows beyond the most that a table shows. */
  omittedRows: number;
  /** Whether data from the dataset is on the screen: a shutdown date, or anything else. */
  hints: { shutdown: boolean; details: boolean };
  /** Whether a shutdown date is that of the model's base. */
  hasBaseDates: boolean;
  /** Whether prices are on the screen. */
  hasPrices: boolean;
}

/** What a page shows of a list besides its rows. */
export interface PageInfo {
  /** Where the models are from, in a few words. */
  from: string;
  /** All columns that a page has: its charts and filters need some that the table does not show. */
  columns: readonly Column[];
  /** Names of the columns that are visible when the page opens. */
  visible: readonly string[];
  /** The notes below the table. */
  notes(notes: TableNotes): readonly string[];
}

/** What a format knows about where it is shown. */
export interface View {
  /** Terminal cells; `undefined` for no limit. */
  width: number | undefined;
  /** Unix seconds, for ages. */
  now: number;
  /** The columns of the column formats. Each format has a default if this is missing. */
  columns?: readonly Column[];
  /** Whether the columns were requested by name, so that even empty ones are shown. */
  isRequested?: boolean;
  /** Receives what the table does not show in its cells, to be noted below it. */
  onNotes?(notes: TableNotes): void;
  /** The most rows that a table shows; `undefined` for all. */
  maxRows?: number;
  /** Extra sections for the card of a model. */
  sections?(model: Model): readonly CardSection[];
  /** For the page format. */
  page?: PageInfo;
  /** How many models there were to select from, once they were read. */
  countListed?(): number;
  /** `false` leaves out the header. */
  headers?: boolean;
}

/** Shows a series of values: outcomes of a deletion, results of a transform. */
export interface ValuesFormatter {
  /** `body` is the text that contains the value at `range`. */
  add(body: Uint8Array, range: Range): Chunk;
  end(): Chunk;
}

/** What a format can show. */
export interface Renderer {
  list(view: View): ListFormatter;
  /** One model; `body` is the whole response it was found in. */
  model(body: Uint8Array, range: Range, view: View): Chunk;
  values(view: View): ValuesFormatter;
}

export type RenderValue = (body: Uint8Array, range: Range, view: View) => Chunk;

/** A format that shows each value by itself. */
export function singleValueRenderer(list: (view: View) => ListFormatter, show: RenderValue): Renderer {
  return { list, model: show, values: (view) => ({ add: (body, range) => show(body, range, view), end: () => '' }) };
}
