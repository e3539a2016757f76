/** A whole list in memory, for comparing it with another by its bytes. */
import { BACKSLASH, encode, QUOTE } from '../json/bytes.ts';
import type { ModelBatch } from '../models/batch.ts';
import { Model } from '../models/model.ts';

/** How many bytes of a text its hash covers: the id and other distinguishing parts are at the beginning. */
const HASHED = 96;

export class BufferedList {
  length = 0;
  private readonly batches: ModelBatch[] = [];
  /** How many models come before each batch. */
  private readonly offsets: number[] = [];
  private current = 0;

  /** Keeps a copy. */
  add(batch: ModelBatch): void {
    if (batch.length === 0) return;
    this.offsets.push(this.length);
    this.batches.push(copyOf(batch));
    this.length += batch.length;
  }

  /** Whether any model passes. Its parsed fields are not kept. */
  some(test: (model: Model) => boolean): boolean {
    for (let i = 0; i < this.length; i++) if (test(this.at(i))) return true;
    return false;
  }

  /** Whether these bytes occur in the list more than once, at any place. */
  containsTwice(sought: Uint8Array): boolean {
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

  /** Whether two models have the same bytes; nothing is parsed. */
  isSame(index: number, other: BufferedList, place: number): boolean {
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

  /** A hash (FNV-1a) of the beginning of a model's text and of the text's length. */
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
   * Calls `take` with each model whose text begins with an id whose hash is in `sought`, or does not begin with an id
   * at all, and with a few others.
   */
  forEachMatching(sought: HashFilter, take: (model: Model) => void): void {
    for (const { bytes, starts, ends, length } of this.batches)
      for (let i = 0; i < length; i++) {
        const [start, end] = [starts[i] as number, ends[i] as number];
        const hash = hashOfId(bytes, start, end);
        if (hash === undefined || sought.mayHave(hash)) take(new Model(bytes, start, end));
      }
  }

  /** Starts from the last batch used, because most lookups are in order. */
  private batchOf(index: number): ModelBatch {
    let { current } = this;
    while (index < (this.offsets[current] as number)) current--;
    while (index >= (this.offsets[current + 1] ?? this.length)) current++;
    this.current = current;
    return this.batches[current] as ModelBatch;
  }
}

/** Models close together are copied in one go; a few models among many others are copied alone. */
function copyOf(batch: ModelBatch): ModelBatch {
  if (batch.exactValues) return batch;
  const { starts, ends, length } = batch;
  let size = 0;
  for (let i = 0; i < length; i++) size += (ends[i] as number) - (starts[i] as number);
  const span = (ends[length - 1] as number) - (starts[0] as number);
  return span >= size && span <= 2 * size ? batch.copy() : batch.compactCopy(false);
}

/** A set of hashes that may report hashes it does not have, but misses none: a set of numbers is too slow. */
export class HashFilter {
  private readonly flags: Uint8Array;

  /** @param size how many hashes there will be; with a million, at most one in 16 of the others passes */
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

/** A hash (FNV-1a) of the id that a text begins with; `undefined` if it does not, or if the id has an escape. */
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
