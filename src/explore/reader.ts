/** Reads the explorer's list: models appear as they arrive, and in their order once all have arrived. */
import { ModelCollection } from '../models/collection.ts';
import type { Column } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import { ColumnCheck } from '../query/columns.ts';
import { newCounts, runQuery } from '../query/run.ts';
import type { ListQuery } from '../query/selection.ts';
import type { ModelSource } from '../query/source.ts';
import type { FacetTable } from './facets.ts';
import { SearchIndex } from './search.ts';
import type { LoadedList } from './state.ts';

/** Milliseconds between updates while a list is being read. */
const PAUSE_MS = 60;
/** How many models are looked at before keys are handled. */
const TURN = 2_000;

/** Lets keys and responses in. */
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/**
 * Reads the list.
 * @param arrived called now and then with the models so far
 * @param now milliseconds, for how often that happens
 * @returns the whole list, with the positions in the query's order
 * @throws CliError those of the source, and `unknown-column` for an order by a column that no model has
 */
export async function readListed(
  source: ModelSource,
  query: ListQuery,
  arrived: (listed: LoadedList) => void,
  now: () => number,
): Promise<{ listed: LoadedList; order: Uint32Array }> {
  const listed = { models: new ModelCollection(), index: new SearchIndex() };
  const { models, index } = listed;
  const { selection, orders } = query;
  // Which models a limit keeps depends on their order; without a limit, they can be shown before sorting.
  const isLimited = selection.limit !== Number.POSITIVE_INFINITY && orders.length > 0;
  const running = isLimited
    ? query
    : { ...query, orders: [], newestFirst: false, needsWholeList: selection.criteria?.needsDates ?? false };
  let lastReport = now();
  for await (const { batch } of runQuery(recordDates(source, query), running, newCounts())) {
    models.add(batch);
    for (const model of batch) index.add(model.id ?? '');
    if (now() - lastReport < PAUSE_MS) continue;
    arrived(listed);
    await turn();
    lastReport = now();
  }
  if (isLimited) return { listed, order: models.positions() };
  if (orders.length > 0) {
    const unproven = new ColumnCheck(orders.map(({ column }) => column));
    unproven.observe(models);
    unproven.assertSeen();
  }
  return { listed, order: queryOrder(listed, query) };
}

/** The positions in the query's order: sorted, otherwise newest first, as in a table. */
export function queryOrder({ models }: LoadedList, { selection, orders }: ListQuery): Uint32Array {
  const all = models.positions();
  if (orders.length > 0) return models.sort(all, orders);
  return selection.isServerOrder ? all : models.newestFirst(all);
}

/** The source, recording the dates of all its models: a fine-tuned model ends with a base that may not be selected. */
function recordDates(source: ModelSource, { dates }: ListQuery): ModelSource {
  const { baseUrl, preset } = source;
  return {
    baseUrl,
    preset,
    async *parts() {
      for await (const part of source.parts()) {
        if (dates) for (const model of part.batch) dates.add(model);
        yield part;
      }
    },
  };
}

/**
 * The positions sorted by a column that is read step by step; `undefined` if no longer wanted.
 * @param isWanted false once another order has been requested
 */
export async function sortListed(
  { models }: LoadedList,
  { column, descending }: { column: Column; descending: boolean },
  isWanted: () => boolean,
): Promise<Uint32Array | undefined> {
  const cells: ReturnType<Column['cell']>[] = [];
  const done = await forEachInSlices(models, (model) => cells.push(column.cell(model)), isWanted);
  if (!done) return undefined;
  let next = 0;
  // The cells are requested in this order, once each.
  return models.sort(models.positions(), [{ column: { cell: () => cells[next++] }, descending }]);
}

/** Fills the facet table step by step; false if no longer wanted. */
export function countFacets({ models }: LoadedList, table: FacetTable, isWanted: () => boolean): Promise<boolean> {
  return forEachInSlices(models, (model) => table.add(model), isWanted);
}

/** Looks at each model, letting keys in now and then. */
async function forEachInSlices(
  models: ModelCollection,
  look: (model: Model) => void,
  isWanted: () => boolean,
): Promise<boolean> {
  for (let position = 0; position < models.length; position++) {
    look(models.at(position));
    if (position % TURN !== TURN - 1) continue;
    await turn();
    if (!isWanted()) return false;
  }
  return true;
}
