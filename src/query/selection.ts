/** Which models, and in which order: what the selection flags ask for, and the resulting query. */

import { CliError } from '../errors/error.ts';
import type { ListPart } from '../models/batch.ts';
import type { Cell } from '../models/cell.ts';
import type { SortOrder } from '../models/collection.ts';
import type { Column, ColumnContext } from '../models/columns.ts';
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
  /** `undefined` if every model is wanted. */
  criteria: Criteria | undefined;
  sort: readonly SortSpec[];
  /** `--sort none`: keeps the server's order, in tables too. */
  isServerOrder: boolean;
  /** Infinity for all. */
  limit: number;
}

/** A selection with everything needed to run it. */
export interface Query {
  selection: Selection;
  orders: readonly (SortOrder & { column: Column })[];
  /** Filled while the list is read, if dates that come from other models are needed. */
  dates: ShutdownDates | undefined;
  /** The dates that `--retiring` uses. */
  shutdownOf: ShutdownOf;
  /** The cell of a column that `--where` compares. */
  cell(model: Model, column: string): Cell | undefined;
  /** Those columns. One that is not declared must be a field of some model. */
  conditionColumns: readonly Column[];
  /** Shows the chosen models newest first, if every model says when it was created. */
  newestFirst: boolean;
  /** Whether nothing can be shown before the whole list is there. */
  needsWholeList: boolean;
  /** The flag that chose or placed this model by the dataset's data instead of the server's. */
  datasetFlag(model: Model): string | undefined;
}

/** A query, and how its models are shown. */
export interface ListQuery extends Query {
  view: Pick<View, 'columns' | 'isRequested' | 'headers' | 'onNotes' | 'sections' | 'page'>;
  /** What its columns know; `undefined` if it has none. */
  columnContext: ColumnContext | undefined;
  /** Processes the models between selection and format. */
  process(parts: AsyncIterable<ListPart>): AsyncIterable<ListPart>;
  /** Notes for people below the list. */
  footer: readonly string[];
  /** Whether the server itself gave a shutdown date for one of the models shown. */
  hasServerDates(): boolean;
}

/** The value of `--sort` for the server's own order. */
const SERVER_ORDER = 'none';

/**
 * Reads the flags that select and sort. The tests are loaded only if some flag narrows.
 * @param now Unix seconds
 * @throws CliError `bad-value`, `conflict` (exit 2)
 */
export async function readSelection(input: SelectionInput, now: number): Promise<Selection> {
  let hasCriteria = false;
  for (const name of CRITERIA_NAMES) if (isOn(input, name)) hasCriteria = true;
  const criteria = hasCriteria ? (await import('./criteria.ts')).readCriteria(input, now) : undefined;
  const most = input['max-items'] ?? -1;
  const [first, ...others] = input.sort ?? [];
  const isServerOrder = others.length === 0 && first?.trim().toLowerCase() === SERVER_ORDER;
  const sort = isServerOrder ? [] : parseSortSpecs(input.sort);
  return { criteria, sort, isServerOrder, limit: most < 0 ? Number.POSITIVE_INFINITY : most };
}

export function headerOptions(flags: FlagValues): Pick<View, 'headers'> {
  return flags['no-headers'] ? { headers: false } : {};
}

/** The first flag that selects. `--max-items -1` does not count. */
export function selectingFlag(flags: FlagValues): SelectionFlag | undefined {
  return SELECTION_FLAGS.find((name) => isOn(flags, name));
}

export function isOn(flags: FlagValues, name: FlagName): boolean {
  const value = flags[name];
  return name === 'max-items' ? Number(value ?? -1) >= 0 : value !== undefined && value !== false;
}

export function parseSortSpecs(texts: readonly string[] = []): SortSpec[] {
  const specs: SortSpec[] = [];
  for (const text of texts) specs.push(parseSortSpec(text));
  return specs;
}

/** `created`, `created:desc` or `-created`. */
export function parseSortSpec(text: string): SortSpec {
  const direction = /:(asc|desc)$/i.exec(text)?.[1]?.toLowerCase();
  const field = (direction ? text.slice(0, -direction.length - 1) : text).trim();
  const hasMinus = direction === undefined && field.startsWith('-');
  const name = hasMinus ? field.slice(1).trim() : field;
  if (name === '')
    throw new CliError('bad-value', { what: '--sort', value: text, want: 'a column such as created or -created' });
  return { name, descending: hasMinus || direction === 'desc' };
}
