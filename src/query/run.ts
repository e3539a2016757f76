/** A query run against a source: the models as they stream in, or once all are there. */
import { CliError } from '../errors/error.ts';
import type { ListPart } from '../models/batch.ts';
import type { Model } from '../models/model.ts';
import type { Query } from './selection.ts';
import type { ModelSource } from './source.ts';

/** What was read and what of it was wanted. */
export interface ListCounts {
  /** Models that the server listed, as far as it was read. */
  listed: number;
  /** Of those, the ones that passed. */
  selected: number;
  /** Of those, the ones within the limit. */
  shown: number;
  /** The list was read to its end. */
  complete: boolean;
  /** How many models the server tells of, where it is more than it listed. */
  total?: number;
  /** Ids and owners of the list while nothing has passed, to tell what is near. */
  ids: string[];
  owners: Set<string>;
}

/** What is sorted or drawn as a table is held in memory; what streams has no limit. */
const MOST_KEPT = 2_000_000;
const MOST_KEPT_BYTES = 512 << 20;
/** Ids beyond these help nobody. */
const MOST_IDS = 20_000;

export function newCounts(): ListCounts {
  return { listed: 0, selected: 0, shown: 0, complete: false, ids: [], owners: new Set() };
}

/** The selected models, piece by piece; `last` is true of the last piece. The tally fills as they come. */
export function runQuery(source: ModelSource, query: Query, tally: ListCounts): AsyncGenerator<ListPart> {
  return query.whole ? collected(source, query, tally) : streamed(source, query, tally);
}

/** The test of a query; `undefined` where every model passes. */
function testOf({ selection: { criteria }, shutdownOf, cell }: Query): ((model: Model) => boolean) | undefined {
  return criteria && ((model) => criteria.test(model, { shutdownOf, cell }));
}

/** The parts of a source, held back until each column that is compared was seen: a mistyped name shows nothing. */
async function* partsOf(source: ModelSource, { compared }: Query): AsyncGenerator<ListPart> {
  if (compared.length === 0) yield* source.parts();
  else {
    const { proven } = await import('./columns.ts');
    yield* proven(source.parts(), compared);
  }
}

async function* streamed(source: ModelSource, query: Query, tally: ListCounts): AsyncGenerator<ListPart> {
  const test = testOf(query);
  const { limit } = query.selection;
  for await (const part of partsOf(source, query)) {
    const passed = test ? part.batch.filter(test) : part.batch;
    count(part, passed.length, tally);
    const batch = passed.head(limit - tally.shown);
    tally.shown += batch.length;
    // What further pages would bring is not wanted any more.
    const last = part.last || (part.pageEnd && tally.shown >= limit);
    tally.complete = part.last;
    if (part.total !== undefined) tally.total = part.total;
    yield { ...part, batch, last };
    if (last) return;
  }
}

async function* collected(source: ModelSource, query: Query, tally: ListCounts): AsyncGenerator<ListPart> {
  const { Collection } = await import('../models/collection.ts');
  const { selection, orders, dates } = query;
  const test = testOf(query);
  const { limit } = selection;
  // A date may come from a model that is yet to be read, so that test waits for the end.
  const late = selection.criteria?.needsDates ?? false;
  const collection = new Collection();
  let end: ListPart | undefined;
  for await (const part of partsOf(source, query)) {
    const passed = part.batch.filter((model) => {
      dates?.add(model);
      return late || !test || test(model);
    });
    count(part, late ? 0 : passed.length, tally);
    collection.add(passed);
    if (collection.length > MOST_KEPT || collection.size > MOST_KEPT_BYTES) throw new CliError('too-many-models', {});
    end = part;
    if (part.pageEnd && !late && orders.length === 0 && collection.length >= limit) break;
  }
  if (!end) return;
  tally.complete = end.last;
  if (end.total !== undefined) tally.total = end.total;
  const positions = collection.positions(late ? test : undefined);
  if (orders.length > 0) {
    const { Unproven } = await import('./columns.ts');
    const unproven = new Unproven(orders.map(({ column }) => column));
    unproven.see(collection);
    unproven.check();
  }
  tally.selected = positions.length;
  const sorted = orders.length > 0 ? collection.sort(positions, orders) : positions;
  const chosen = sorted.subarray(0, Math.min(limit, sorted.length));
  // Only how they are shown: which ones are chosen is the same in every format, and for a deletion.
  const shown = query.newestFirst ? collection.newestFirst(chosen) : chosen;
  tally.shown = shown.length;
  for (const batch of collection.pieces(shown)) yield { ...end, batch, last: false, pageEnd: false };
  yield { ...end, batch: end.batch.head(0), last: true, pageEnd: true };
}

function count({ batch }: ListPart, passed: number, tally: ListCounts): void {
  tally.listed += batch.length;
  tally.selected += passed;
  if (tally.selected > 0 || tally.ids.length > MOST_IDS || tally.owners.size > MOST_IDS) return;
  for (const { id, owner } of batch) {
    if (id !== undefined) tally.ids.push(id);
    if (owner !== undefined) tally.owners.add(owner);
  }
}
