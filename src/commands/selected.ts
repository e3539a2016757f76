/** The models that a command line selects, read from the API: as they stream in, or once all are there. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { CliError } from '../errors.ts';
import type { Order } from '../models/collection.ts';
import type { ListPart } from '../models/document.ts';
import type { Model } from '../models/model.ts';
import type { Test } from '../models/select.ts';
import type { ShutdownDates, ShutdownOf } from '../models/shutdown.ts';
import type { Selection } from './selection.ts';

/** A selection with what it needs to be carried out. */
export interface Wanted {
  selection: Selection;
  orders: readonly Order[];
  /** Filled while the list is read, where somebody wants dates that come from another model. */
  dates: ShutdownDates | undefined;
  /** The dates that `--retiring` goes by. */
  shutdownOf: ShutdownOf;
  /** Nothing can be shown before all of the list is there. */
  whole: boolean;
  /** The flag that chose this model, or its place, by the dataset's word and not by the server's. */
  datasetFlag(model: Model): string | undefined;
}

/** What was read and what of it was wanted. */
export interface Tally {
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

export function newTally(): Tally {
  return { listed: 0, selected: 0, shown: 0, complete: false, ids: [], owners: new Set() };
}

/** The selected models, piece by piece; `last` is true of the last piece. */
export async function* selectedParts(api: Api, wanted: Wanted, tally: Tally): AsyncGenerator<ListPart> {
  const test = await testOf(wanted);
  if (!wanted.whole) yield* streamed(api, wanted.selection.limit, test, tally);
  else yield* collected(api, wanted, test, tally);
}

/** The test of a selection; `undefined` where every model passes. */
async function testOf({ selection, shutdownOf }: Wanted): Promise<Test | undefined> {
  if (!selection.criteria) return undefined;
  const { matcher } = await import('../models/select.ts');
  return matcher(selection.criteria, shutdownOf);
}

async function* streamed(api: Api, limit: number, test: Test | undefined, tally: Tally): AsyncGenerator<ListPart> {
  for await (const part of readPages(api, api.baseUrl)) {
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

async function* collected(api: Api, wanted: Wanted, test: Test | undefined, tally: Tally): AsyncGenerator<ListPart> {
  const { Collection } = await import('../models/collection.ts');
  const { selection, orders, dates } = wanted;
  const { limit } = selection;
  // A date may come from a model that is yet to be read, so that test waits for the end.
  const late = selection.criteria?.retiringBy !== undefined;
  const collection = new Collection();
  let end: ListPart | undefined;
  for await (const part of readPages(api, api.baseUrl)) {
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
  const positions = collection.positions(test && late ? test : () => true);
  if (orders.length > 0) {
    const { Unproven } = await import('./column-choice.ts');
    const unproven = new Unproven(orders.map(({ column }) => column));
    unproven.see(collection);
    unproven.check();
  }
  tally.selected = positions.length;
  const sorted = orders.length > 0 ? collection.sort(positions, orders) : positions;
  const shown = sorted.subarray(0, Math.min(limit, sorted.length));
  tally.shown = shown.length;
  for (const batch of collection.pieces(shown)) yield { ...end, batch, last: false, pageEnd: false };
  yield { ...end, batch: end.batch.head(0), last: true, pageEnd: true };
}

function count({ batch }: ListPart, passed: number, tally: Tally): void {
  tally.listed += batch.length;
  tally.selected += passed;
  if (tally.selected > 0 || tally.ids.length > MOST_IDS || tally.owners.size > MOST_IDS) return;
  for (const { id, owner } of batch) {
    if (id !== undefined) tally.ids.push(id);
    if (owner !== undefined) tally.owners.add(owner);
  }
}
