/** Which models, and which of them first: what the selection flags ask for, and the query that it becomes. */

import { CliError } from '../errors/error.ts';
import type { ListPart } from '../models/batch.ts';
import type { Cell } from '../models/cell.ts';
import type { SortOrder } from '../models/collection.ts';
import type { Column, Knowledge } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import type { ShutdownDates, ShutdownOf } from '../models/shutdown.ts';
import type { View } from '../output/renderer.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import type { SelectionFlag } from '../spec/selection-flags.ts';
import { CRITERIA_NAMES, SELECTION_FLAGS } from '../spec/selection-flags.ts';
import type { Criteria } from './criteria.ts';

export interface SortSpec {
  /** A column, a field or a GJSON path. */
  name: string;
  descending: boolean;
}

/** The flags that say which models and in which order. */
export type SelectionInput = Pick<FlagValues, SelectionFlag>;

export interface Selection {
  /** `undefined` where every model is wanted. */
  criteria: Criteria | undefined;
  sort: readonly SortSpec[];
  /** `--sort none`: the order is the server's, in tables too. */
  unsorted: boolean;
  /** Infinity for all. */
  limit: number;
}

/** A selection with all that it takes to run it. */
export interface Query {
  selection: Selection;
  orders: readonly (SortOrder & { column: Column })[];
  /** Filled while the list is read, where somebody wants dates that come from another model. */
  dates: ShutdownDates | undefined;
  /** The dates that `--retiring` goes by. */
  shutdownOf: ShutdownOf;
  /** What a column that `--where` compares holds. */
  cell(model: Model, column: string): Cell | undefined;
  /** Those columns: one that is not declared must be a field of some model. */
  compared: readonly Column[];
  /** What was chosen is shown newest first, where every model tells when it was made. */
  newestFirst: boolean;
  /** Nothing can be shown before all of the list is there. */
  whole: boolean;
  /** The flag that chose this model, or its place, by the dataset's word and not by the server's. */
  datasetFlag(model: Model): string | undefined;
}

/** A query with how its models are shown. */
export interface ListQuery extends Query {
  view: Pick<View, 'columns' | 'asked' | 'headers' | 'below' | 'sections' | 'page'>;
  /** What its columns know; `undefined` where it has none. */
  knowledge: Knowledge | undefined;
  /** What happens to the models between selection and format. */
  steps(parts: AsyncIterable<ListPart>): AsyncIterable<ListPart>;
  /** Notes for people below the list. */
  footer: readonly string[];
  /** The server itself has dated one of the models that were shown. */
  dated(): boolean;
}

/** What `--sort` takes for the order in which the server lists. */
const SERVER_ORDER = 'none';

/**
 * Reads what selects and sorts. The tests are loaded only where something narrows.
 * @param now Unix seconds
 * @throws CliError `bad-value`, `conflict` (exit 2)
 */
export async function readSelection(input: SelectionInput, now: number): Promise<Selection> {
  let narrows = false;
  for (const name of CRITERIA_NAMES) if (isOn(input, name)) narrows = true;
  const criteria = narrows ? (await import('./criteria.ts')).readCriteria(input, now) : undefined;
  const most = input['max-items'] ?? -1;
  const [first, ...others] = input.sort ?? [];
  const unsorted = others.length === 0 && first?.trim().toLowerCase() === SERVER_ORDER;
  const sort = unsorted ? [] : sortSpecs(input.sort);
  return { criteria, sort, unsorted, limit: most < 0 ? Number.POSITIVE_INFINITY : most };
}

export function headersOf(flags: FlagValues): Pick<View, 'headers'> {
  return flags['no-headers'] ? { headers: false } : {};
}

/** The first flag that selects; `--max-items -1` asks for nothing. */
export function selectingFlag(flags: FlagValues): SelectionFlag | undefined {
  return SELECTION_FLAGS.find((name) => isOn(flags, name));
}

export function isOn(flags: FlagValues, name: FlagName): boolean {
  const value = flags[name];
  return name === 'max-items' ? Number(value ?? -1) >= 0 : value !== undefined && value !== false;
}

export function sortSpecs(texts: readonly string[] = []): SortSpec[] {
  const specs: SortSpec[] = [];
  for (const text of texts) specs.push(sortSpec(text));
  return specs;
}

/** `created`, `created:desc` or `-created`. */
export function sortSpec(text: string): SortSpec {
  const direction = /:(asc|desc)$/i.exec(text)?.[1]?.toLowerCase();
  const field = (direction ? text.slice(0, -direction.length - 1) : text).trim();
  const backward = direction === undefined && field.startsWith('-');
  const name = backward ? field.slice(1).trim() : field;
  if (name === '')
    throw new CliError('bad-value', { what: '--sort', value: text, want: 'a column such as created or -created' });
  return { name, descending: backward || direction === 'desc' };
}
