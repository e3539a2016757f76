import { Model } from './model.ts';

/**
 * A run of models in the order the server sent them, all in one stretch of response bytes: model `i` is
 * `bytes[starts[i], ends[i])`. Nothing is parsed or copied until somebody asks for a `Model`.
 */
export class ModelBatch {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly length: number;
  /** No model in it has white space between its tokens, so its text can be copied out as one line. */
  readonly compact: boolean;

  constructor(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, length: number, compact: boolean) {
    this.bytes = bytes;
    this.starts = starts;
    this.ends = ends;
    this.length = length;
    this.compact = compact;
  }

  /** A batch of the one model whose JSON text is `bytes[start, end)`. */
  static of(bytes: Uint8Array, start: number, end: number): ModelBatch {
    return new ModelBatch(bytes, Int32Array.of(start), Int32Array.of(end), 1, false);
  }

  at(index: number): Model {
    return new Model(this.bytes, this.starts[index] as number, this.ends[index] as number);
  }

  *[Symbol.iterator](): Generator<Model> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  /** The models from `start` up to `end`, in the same memory. */
  slice(start: number, end: number): ModelBatch {
    const { bytes, starts, ends, compact } = this;
    const length = Math.min(end, this.length) - start;
    return new ModelBatch(bytes, starts.subarray(start, end), ends.subarray(start, end), length, compact);
  }

  /** The models that pass, in the same memory. */
  filter(test: (model: Model) => boolean): ModelBatch {
    const starts = new Int32Array(this.length);
    const ends = new Int32Array(this.length);
    let length = 0;
    for (let i = 0; i < this.length; i++) {
      if (!test(this.at(i))) continue;
      starts[length] = this.starts[i] as number;
      ends[length++] = this.ends[i] as number;
    }
    return length === this.length ? this : new ModelBatch(this.bytes, starts, ends, length, this.compact);
  }

  /** A copy of it, for what must outlive the memory that it stands in. */
  copy(): ModelBatch {
    const first = this.starts[0] ?? 0;
    const last = this.length > 0 ? this.ends[this.length - 1] : first;
    const moved = (ends: Int32Array) => ends.slice(0, this.length).map((end) => end - first);
    const bytes = this.bytes.slice(first, last);
    return new ModelBatch(bytes, moved(this.starts), moved(this.ends), this.length, this.compact);
  }

  /** The first `count` models. */
  head(count: number): ModelBatch {
    return count >= this.length ? this : new ModelBatch(this.bytes, this.starts, this.ends, count, this.compact);
  }
}

/** Collects ranges while a buffer is scanned; `batch` closes the collection. */
export class BatchBuilder {
  private starts: Int32Array = new Int32Array(256);
  private ends: Int32Array = new Int32Array(256);
  private compact = true;
  length = 0;

  add(start: number, end: number, spaced: boolean): void {
    if (this.length === this.starts.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
    if (spaced) this.compact = false;
  }

  batch(bytes: Uint8Array): ModelBatch {
    return new ModelBatch(bytes, this.starts, this.ends, this.length, this.compact);
  }
}

function doubled(values: Int32Array): Int32Array {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
