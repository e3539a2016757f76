/** What a format is made of: it turns models into text, bytes or styled lines, and never writes. */

import type { Range } from '../json/members.ts';
import type { ListDocument, ListPart } from '../models/batch.ts';
import type { Column } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import type { Chunk } from './terminal-text.ts';

/**
 * Turns a list into output, part by part. A chunk of bytes is valid until the next call: write it first. A formatter
 * never writes and holds no escape codes.
 */
export interface ListFormatter {
  /** Before the first part; `document.before` is complete. */
  begin(document: ListDocument): Chunk;
  part(part: ListPart): Chunk;
  /** After the last part; `document.after` is complete. */
  end(document: ListDocument): Chunk;
}

export interface CardRow {
  label: string;
  text: string;
  /** Less important, such as whom it is said of. */
  note: string;
  /** A line of a small table, which stands by itself and is not wrapped. */
  whole?: true;
}

/** What a card says of a model besides its own fields. */
export interface CardSection {
  /** Empty where the rows go on from the fields. */
  title: string;
  rows: readonly CardRow[];
}

/** What is to be said below a table of models. */
export interface TableNotes {
  /** Columns that found no room, by their titles. */
  noRoom: readonly string[];
  /** Columns that say the same of every model, and so are left out. */
  same: readonly { column: string; text: string }[];
  /** Rows beyond the most that a table shows. */
  rowsLeftOut: number;
  /** What the dataset says is on the screen: a date of shutdown, or anything else. */
  hints: { shutdown: boolean; details: boolean };
  /** A date of shutdown is that of the model's base. */
  ofBase: boolean;
  /** Prices are on the screen. */
  prices: boolean;
}

/** What a page says of a list besides its rows. */
export interface PageFacts {
  /** Where the models are from, in a few words. */
  from: string;
  /** All that a page knows of a model: its charts and filters need columns that the table need not show. */
  columns: readonly Column[];
  /** Names of those that are there when the page is opened. */
  shown: readonly string[];
  /** What is to be said below the table. */
  notes(notes: TableNotes): readonly string[];
}

/** What formats may know of the place they are shown in. */
export interface View {
  /** Terminal cells; `undefined` where there is no limit. */
  width: number | undefined;
  /** Unix seconds, for ages. */
  now: number;
  /** What the column formats show; each has a choice of its own where this is missing. */
  columns?: readonly Column[];
  /** The columns were asked for by name, so even those without a value are shown. */
  asked?: boolean;
  /** Told what the table does not show in its cells, to be said below it. */
  below?(notes: TableNotes): void;
  /** The most rows that a table shows; `undefined` where it shows all. */
  mostRows?: number;
  /** More of a model, for its card. */
  sections?(model: Model): readonly CardSection[];
  /** For a page. */
  page?: PageFacts;
  /** How many models there were to select from, once they were read. */
  listed?(): number;
  /** False leaves the header out. */
  headers?: boolean;
}

/** Prints values one after the other: outcomes of a deletion, results of a transform. */
export interface ValuesFormatter {
  /** `body` is the text that the value at `range` stands in. */
  add(body: Uint8Array, range: Range): Chunk;
  end(): Chunk;
}

/** What a format can show. */
export interface Renderer {
  list(view: View): ListFormatter;
  /** One model; `body` is the whole answer it was found in. */
  model(body: Uint8Array, range: Range, view: View): Chunk;
  values(view: View): ValuesFormatter;
}

export type ShowOne = (body: Uint8Array, range: Range, view: View) => Chunk;

/** A format that shows each value by itself. */
export function oneByOne(list: (view: View) => ListFormatter, show: ShowOne): Renderer {
  return { list, model: show, values: (view) => ({ add: (body, range) => show(body, range, view), end: () => '' }) };
}
