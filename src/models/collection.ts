/** Models kept in memory, for work that needs all of them: sorting, tables, dates that come from another model. */
import { ByteBuffer, COMMA } from '../json/bytes.ts';
import { BatchBuilder, type ModelBatch } from './batch.ts';
import { type SortKey, sortKey, timeCell } from './cell.ts';
import type { Column } from './columns.ts';
import type { Model } from './model.ts';

/** Models per batch handed on, to limit the memory that processing them needs. */
const BATCH_SIZE = 2048;
/** Up to this many models, the fields already read are kept; beyond, models are parsed again, which saves memory. */
const MAX_CACHED_FIELDS = 50_000;

export interface SortOrder {
  column: Pick<Column, 'cell'>;
  descending: boolean;
}

export class ModelCollection {
  private readonly batches: ModelBatch[] = [];
  /** How many models come before each batch. */
  private readonly offsets: number[] = [];
  length = 0;
  /** Size of the kept models, in bytes. */
  size = 0;

  /** Keeps a copy: a streamed batch is valid only until the next part. */
  add(batch: ModelBatch): void {
    if (batch.length === 0) return;
    this.offsets.push(this.length);
    const copy = batch.compactCopy(this.length < MAX_CACHED_FIELDS);
    this.batches.push(copy);
    this.size += copy.bytes.length;
    this.length += batch.length;
  }

  at(index: number): Model {
    const [batch, offset] = this.locate(index);
    return batch.at(offset);
  }

  *[Symbol.iterator](): Generator<Model> {
    for (const batch of this.batches) yield* batch;
  }

  /** The positions of the models that pass, in order; without a test, of all models. */
  positions(test?: (model: Model) => boolean): Uint32Array {
    const passing = new Uint32Array(this.length);
    let count = 0;
    for (let i = 0; i < this.length; i++) if (!test || test(this.at(i))) passing[count++] = i;
    return passing.subarray(0, count);
  }

  /** Sorts positions by columns: the first that differs decides. Missing values come last either way. Stable. */
  sort(positions: Uint32Array, orders: readonly SortOrder[]): Uint32Array {
    const keys = orders.map(({ column }) => {
      const values = new Array<SortKey>(this.length);
      for (let p = 0; p < positions.length; p++) {
        const i = positions[p] as number;
        values[i] = sortKey(column.cell(this.at(i)));
      }
      return values;
    });
    const [first] = orders;
    const sorted = first && keys.length === 1 && sortByNumber(positions, keys[0] as SortKey[], first.descending);
    if (sorted) return sorted;
    return positions.slice().sort((a, b) => {
      for (let k = 0; k < keys.length; k++) {
        const values = keys[k] as SortKey[];
        const order = compare(values[a], values[b], (orders[k] as SortOrder).descending);
        if (order !== 0) return order;
      }
      return 0;
    });
  }

  /** Newest first if every one of these models has a creation date; otherwise unchanged. */
  newestFirst(positions: Uint32Array): Uint32Array {
    for (const position of positions) if (this.at(position).created === undefined) return positions;
    return this.sort(positions, [{ column: { cell: ({ created }) => timeCell(created) }, descending: true }]);
  }

  /** The models at these positions, in batches; each is valid until the next one is requested. */
  *batchesAt(positions: Uint32Array): Generator<ModelBatch> {
    const [single] = this.batches;
    if (single?.exactValues && this.batches.length === 1) {
      yield single.pick(positions);
      return;
    }
    const bytes = new ByteBuffer(1 << 16);
    for (let from = 0; from < positions.length; from += BATCH_SIZE) {
      const ranges = new BatchBuilder();
      for (const position of positions.subarray(from, from + BATCH_SIZE)) {
        const [batch, offset] = this.locate(position);
        append(batch.at(offset), batch.isCompact, bytes, ranges);
      }
      yield ranges.build(bytes.take());
    }
  }

  private locate(index: number): [ModelBatch, number] {
    let low = 0;
    let high = this.batches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.offsets[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return [this.batches[low] as ModelBatch, index - (this.offsets[low] as number)];
  }
}

/**
 * Positions sorted by integer keys: each key and its index are packed into one number, which the engine sorts without
 * calling back. `undefined` if a key is a text, not an integer, or too large to pack.
 */
function sortByNumber(positions: Uint32Array, keys: readonly SortKey[], descending: boolean): Uint32Array | undefined {
  const count = positions.length;
  const packed = new Float64Array(count);
  const missing: number[] = [];
  let numbers = 0;
  for (let place = 0; place < count; place++) {
    const key = keys[positions[place] as number];
    if (key === undefined) missing.push(positions[place] as number);
    else if (typeof key !== 'number' || !Number.isSafeInteger(key * count + count)) return undefined;
    else packed[numbers++] = (descending ? -key : key) * count + place;
  }
  const sorted = new Uint32Array(count);
  packed.subarray(0, numbers).sort();
  for (let i = 0; i < numbers; i++) {
    const value = packed[i] as number;
    sorted[i] = positions[value - Math.floor(value / count) * count] as number;
  }
  sorted.set(missing, numbers);
  return sorted;
}

/** Numbers before texts; missing values come last in either direction. */
function compare(a: SortKey, b: SortKey, descending: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const less = typeof a === typeof b ? a < b : typeof a === 'number';
  return less !== descending ? -1 : 1;
}

/** Copies one model, with a comma before all but the first, so that compact models stay in one contiguous range. */
function append(model: Model, compact: boolean, bytes: ByteBuffer, ranges: BatchBuilder): void {
  if (ranges.length > 0) bytes.push(COMMA);
  const start = bytes.length;
  bytes.append(model.bytes, model.start, model.end);
  ranges.add(start, bytes.length, !compact, model.parsed);
}
