/** Runs a query against a source: the models as they stream in, or once all are there. */
import { CliError } from '../errors/error.ts';
import type { ListPart } from '../models/batch.ts';
import type { Model } from '../models/model.ts';
import type { Query } from './selection.ts';
import type { ModelSource } from './source.ts';

/** How much was read, and how much of it was wanted. */
export interface ListCounts {
  /** Models that the server listed, as far as it was read. */
  listed: number;
  /** Listed models that passed the tests. */
  selected: number;
  /** Selected models within the limit. */
  shown: number;
  /** Whether the list was read to its end. */
  complete: boolean;
  /** The server's own total, if it is more than it listed. */
  total?: number;
  /** Ids and owners of the list, collected until a model passes, to suggest similar ones. */
  ids: string[];
  owners: Set<string>;
}

/** A sorted list or a table is held in memory. A streamed list has no limit. */
const MAX_KEPT = 2_000_000;
const MAX_KEPT_BYTES = 512 << 20;
/** More ids do not improve the suggestions. */
const MAX_IDS = 20_000;

export function newCounts(): ListCounts {
  return { listed: 0, selected: 0, shown: 0, complete: false, ids: [], owners: new Set() };
}

/** The selected models, piece by piece; `last` is set on the last piece. The tally fills up as they come. */
export function runQuery(source: ModelSource, query: Query, tally: ListCounts): AsyncGenerator<ListPart> {
  return query.needsWholeList ? collectQuery(source, query, tally) : streamQuery(source, query, tally);
}

/** The test of a query, or `undefined` if every model passes. */
function modelTest({ selection: { criteria }, shutdownOf, cell }: Query): ((model: Model) => boolean) | undefined {
  return criteria && ((model) => criteria.test(model, { shutdownOf, cell }));
}

/** The parts of a source, held back until each compared column was seen, so that a mistyped name prints nothing. */
async function* verifiedParts(source: ModelSource, { conditionColumns }: Query): AsyncGenerator<ListPart> {
  if (conditionColumns.length === 0) yield* source.parts();
  else {
    const { verifyColumns } = await import('./columns.ts');
    yield* verifyColumns(source.parts(), conditionColumns);
  }
}

async function* streamQuery(source: ModelSource, query: Query, tally: ListCounts): AsyncGenerator<ListPart> {
  const test = modelTest(query);
  const { limit } = query.selection;
  for await (const part of verifiedParts(source, query)) {
    const passed = test ? part.batch.filter(test) : part.batch;
    updateCounts(part, passed.length, tally);
    const batch = passed.head(limit - tally.shown);
    tally.shown += batch.length;
    // Further pages are no longer needed.
    const isLast = part.isLast || (part.isPageEnd && tally.shown >= limit);
    tally.complete = part.isLast;
    if (part.total !== undefined) tally.total = part.total;
    yield { ...part, batch, isLast };
    if (isLast) return;
  }
}

async function* collectQuery(source: ModelSource, query: Query, tally: ListCounts): AsyncGenerator<ListPart> {
  const { ModelCollection } = await import('../models/collection.ts');
  const { selection, orders, dates } = query;
  const test = modelTest(query);
  const { limit } = selection;
  // A date may come from a model that has not been read yet, so that test waits for the end.
  const testsLast = selection.criteria?.needsDates ?? false;
  const collection = new ModelCollection();
  let lastPart: ListPart | undefined;
  for await (const part of verifiedParts(source, query)) {
    const passed = part.batch.filter((model) => {
      dates?.add(model);
      return testsLast || !test || test(model);
    });
    updateCounts(part, testsLast ? 0 : passed.length, tally);
    collection.add(passed);
    if (collection.length > MAX_KEPT || collection.size > MAX_KEPT_BYTES) throw new CliError('too-many-models', {});
    lastPart = part;
    if (part.isPageEnd && !testsLast && orders.length === 0 && collection.length >= limit) break;
  }
  if (!lastPart) return;
  tally.complete = lastPart.isLast;
  if (lastPart.total !== undefined) tally.total = lastPart.total;
  const positions = collection.positions(testsLast ? test : undefined);
  if (orders.length > 0) {
    const { ColumnCheck } = await import('./columns.ts');
    const check = new ColumnCheck(orders.map(({ column }) => column));
    check.observe(collection);
    check.assertSeen();
  }
  tally.selected = positions.length;
  const sorted = orders.length > 0 ? collection.sort(positions, orders) : positions;
  const chosen = sorted.subarray(0, Math.min(limit, sorted.length));
  // Affects only the order shown: the choice of models is the same in every format, and for a deletion.
  const shown = query.newestFirst ? collection.newestFirst(chosen) : chosen;
  tally.shown = shown.length;
  for (const batch of collection.batchesAt(shown)) yield { ...lastPart, batch, isLast: false, isPageEnd: false };
  yield { ...lastPart, batch: lastPart.batch.head(0), isLast: true, isPageEnd: true };
}

function updateCounts({ batch }: ListPart, passed: number, tally: ListCounts): void {
  tally.listed += batch.length;
  tally.selected += passed;
  if (tally.selected > 0 || tally.ids.length > MAX_IDS || tally.owners.size > MAX_IDS) return;
  for (const { id, owner } of batch) {
    if (id !== undefined) tally.ids.push(id);
    if (owner !== undefined) tally.owners.add(owner);
  }
}
