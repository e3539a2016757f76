/** A whole list in memory, to be compared with another by its bytes. */
import { BACKSLASH, encode, QUOTE } from '../json/bytes.ts';
import type { ModelBatch } from '../models/batch.ts';
import { Model } from '../models/model.ts';

/** How much of a text its hash covers: an id and what makes it differ are at its beginning. */
const HASHED = 96;

export class KeptList {
  length = 0;
  private readonly batches: ModelBatch[] = [];
  /** How many models stand before each batch. */
  private readonly offsets: number[] = [];
  private current = 0;

  /** Keeps a copy. */
  add(batch: ModelBatch): void {
    if (batch.length === 0) return;
    this.offsets.push(this.length);
    this.batches.push(copyOf(batch));
    this.length += batch.length;
  }

  /** True where some model passes. What is read of one is not kept. */
  some(test: (model: Model) => boolean): boolean {
    for (let i = 0; i < this.length; i++) if (test(this.at(i))) return true;
    return false;
  }

  /** Whether these bytes stand in it more than once, in whatever place. */
  holdsTwice(sought: Uint8Array): boolean {
    let found = 0;
    for (const { bytes } of this.batches) {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      for (let at = buffer.indexOf(sought); at >= 0 && found < 2; at = buffer.indexOf(sought, at + 1)) found++;
    }
    return found > 1;
  }

  at(index: number): Model {
    const { bytes, starts, ends } = this.batchOf(index);
    const place = index - (this.offsets[this.current] as number);
    return new Model(bytes, starts[place] as number, ends[place] as number);
  }

  /** Whether two models are the same bytes, without making anything of them. */
  isSame(index: number, other: KeptList, place: number): boolean {
    const left = this.batchOf(index);
    const right = other.batchOf(place);
    const i = index - (this.offsets[this.current] as number);
    const j = place - (other.offsets[other.current] as number);
    let at = left.starts[i] as number;
    const end = left.ends[i] as number;
    const shift = (right.starts[j] as number) - at;
    if ((right.ends[j] as number) - shift !== end) return false;
    const [a, b] = [left.bytes, right.bytes];
    while (at < end && a[at] === b[at + shift]) at++;
    return at === end;
  }

  /** A hash (FNV-1a) of the beginning of a model's text and of its length. */
  hashAt(index: number): number {
    const { bytes, starts, ends } = this.batchOf(index);
    const place = index - (this.offsets[this.current] as number);
    const [start, end] = [starts[place] as number, ends[place] as number];
    const to = Math.min(end, start + HASHED);
    let hash = 0x811c9dc5 ^ (end - start);
    for (let i = start; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    return hash ^ (hash >>> 15);
  }

  /**
   * Calls `take` with each model whose text begins with an id that `sought` has the hash of, or that does not begin with
   * its id at all; and with few others.
   */
  eachLike(sought: HashFilter, take: (model: Model) => void): void {
    for (const { bytes, starts, ends, length } of this.batches)
      for (let i = 0; i < length; i++) {
        const [start, end] = [starts[i] as number, ends[i] as number];
        const hash = hashOfId(bytes, start, end);
        if (hash === undefined || sought.mayHave(hash)) take(new Model(bytes, start, end));
      }
  }

  /** Most are asked for one after the other. */
  private batchOf(index: number): ModelBatch {
    let { current } = this;
    while (index < (this.offsets[current] as number)) current--;
    while (index >= (this.offsets[current + 1] ?? this.length)) current++;
    this.current = current;
    return this.batches[current] as ModelBatch;
  }
}

/** What stands close together is copied in one go; of few models among many others only those. */
function copyOf(batch: ModelBatch): ModelBatch {
  if (batch.exact) return batch;
  const { starts, ends, length } = batch;
  let size = 0;
  for (let i = 0; i < length; i++) size += (ends[i] as number) - (starts[i] as number);
  const span = (ends[length - 1] as number) - (starts[0] as number);
  return span >= size && span <= 2 * size ? batch.copy() : batch.packed(false);
}

/** Hashes, of which it is certain that one is not there, and only likely that one is: a set of numbers is too slow. */
export class HashFilter {
  private readonly flags: Uint8Array;

  /** @param size how many there will be; of a million at most one in 16 of the others passes */
  constructor(size: number) {
    this.flags = new Uint8Array(1 << Math.min(24, Math.max(16, 36 - Math.clz32(size))));
  }

  add(hash: number): void {
    this.flags[hash & (this.flags.length - 1)] = 1;
  }

  mayHave(hash: number): boolean {
    return this.flags[hash & (this.flags.length - 1)] === 1;
  }
}

/** How nearly every model begins. */
export const ID_FIRST = encode('{"id":"');

/** A hash (FNV-1a) of the id that a text begins with; `undefined` where it does not, or where something is escaped. */
export function hashOfId(bytes: Uint8Array, start: number, end: number): number | undefined {
  for (let i = 0; i < ID_FIRST.length; i++) if (bytes[start + i] !== ID_FIRST[i]) return undefined;
  let hash = 0x811c9dc5;
  for (let i = start + ID_FIRST.length; i < end; i++) {
    const c = bytes[i] as number;
    if (c === QUOTE) return hash;
    if (c === BACKSLASH) return undefined;
    hash = Math.imul(hash ^ c, 0x01000193);
  }
  return undefined;
}
