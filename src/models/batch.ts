import { ByteBuffer, COMMA, decode, encode } from '../json/bytes.ts';
import type { ExactList } from '../json/exact-list.ts';
import type { RootMember } from '../json/list-scanner.ts';
import { type ByteRanges, type Fields, Model, modelFields } from './model.ts';

/**
 * A run of models in the order the server sent them, all in one range of response bytes: model `i` is
 * `bytes[starts[i], ends[i])`. Nothing is parsed or copied until a `Model` is requested.
 */
export class ModelBatch {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Whether no model has white space between its tokens, so its text can be copied out as one line. */
  readonly isCompact: boolean;
  private readonly isContiguous: boolean;
  private fields: readonly Fields[] | undefined;
  private ranges: ByteRanges | (() => ByteRanges);
  /** The models themselves, if their parsed fields proved to be complete: serialized as JSON, they are their text. */
  readonly exactValues: readonly Fields[] | undefined;

  /**
   * @param ranges may be a function that finds them on demand
   * @param isContiguous whether the models are in their array as the server wrote it, with nothing but a comma in between
   * @param fields each model's fields, if known
   * @param exactValues whether `fields` are the whole of each model
   */
  constructor(
    bytes: Uint8Array,
    ranges: ByteRanges | (() => ByteRanges),
    length: number,
    isCompact: boolean,
    isContiguous = true,
    fields?: readonly Fields[],
    exactValues = false,
  ) {
    this.bytes = bytes;
    this.ranges = ranges;
    this.length = length;
    this.isCompact = isCompact;
    this.isContiguous = isContiguous;
    this.fields = fields;
    this.exactValues = exactValues ? fields : undefined;
  }

  /** A batch of the one model whose JSON text is `bytes[start, end)`. */
  static of(bytes: Uint8Array, start: number, end: number): ModelBatch {
    return new ModelBatch(bytes, { starts: Int32Array.of(start), ends: Int32Array.of(end) }, 1, false);
  }

  /** A batch of everything in a list. */
  static fromExactList(bytes: Uint8Array, { values, locate, compact }: ExactList): ModelBatch {
    return new ModelBatch(bytes, locate, values.length, compact, true, values, true);
  }

  get starts(): Int32Array {
    return this.resolvedRanges.starts;
  }

  get ends(): Int32Array {
    return this.resolvedRanges.ends;
  }

  private get resolvedRanges(): ByteRanges {
    if (typeof this.ranges === 'function') this.ranges = this.ranges();
    return this.ranges;
  }

  at(index: number): Model {
    const { bytes, ranges } = this;
    const fields = this.fields?.[index];
    // Finding ranges that are not needed would take longer than everything else.
    if (typeof ranges === 'function')
      return new Model(bytes, -1, -1, fields, this, index, this.exactValues !== undefined);
    return new Model(bytes, ranges.starts[index] as number, ranges.ends[index] as number, fields);
  }

  /** Returns an array's iterator, because engines run it far faster than a generator. */
  [Symbol.iterator](): Iterator<Model> {
    this.fields ??= this.parse();
    const models = new Array<Model>(this.length);
    for (let i = 0; i < models.length; i++) models[i] = this.at(i);
    return models[Symbol.iterator]();
  }

  /**
   * The fields of all models from one call of JSON.parse, which is several times as fast as one call per model. The
   * models are in one array of the response, with one comma in between, unless a selection has removed some.
   */
  private parse(): readonly Fields[] | undefined {
    const { bytes, starts, ends, length } = this;
    if (length < 2 || !this.isContiguous) return undefined;
    try {
      const text = decode(bytes, starts[0], ends[length - 1]);
      const values = JSON.parse(`[${text}]`) as unknown[];
      return values.length === length ? values.map(modelFields) : undefined;
    } catch {
      // Nested too deeply for the engine: each model is read on its own.
      return undefined;
    }
  }

  /** The models from `start` up to `end`, sharing the same memory. */
  slice(start: number, end: number): ModelBatch {
    const { bytes, isCompact, isContiguous, fields } = this;
    const length = Math.min(end, this.length) - start;
    const ranges = () => ({ starts: this.starts.subarray(start, end), ends: this.ends.subarray(start, end) });
    const exact = this.exactValues !== undefined;
    return new ModelBatch(bytes, ranges, length, isCompact, isContiguous, fields?.slice(start, end), exact);
  }

  /** The models that pass, sharing the same memory. */
  filter(test: (model: Model) => boolean): ModelBatch {
    this.fields ??= this.parse();
    const indexes: number[] = [];
    for (let i = 0; i < this.length; i++) if (test(this.at(i))) indexes.push(i);
    return indexes.length === this.length ? this : this.pick(indexes);
  }

  /** The models at these indexes, sharing the same memory. */
  pick(indexes: ArrayLike<number>): ModelBatch {
    const { bytes, isCompact, fields, exactValues } = this;
    const ranges = exactValues ? () => pickRanges(this, indexes) : pickRanges(this, indexes);
    const picked = fields && pickFields(fields, indexes);
    return new ModelBatch(bytes, ranges, indexes.length, isCompact, false, picked, exactValues !== undefined);
  }

  /** A copy that can outlive the memory of this batch. */
  copy(): ModelBatch {
    const first = this.starts[0] ?? 0;
    const last = this.length > 0 ? this.ends[this.length - 1] : first;
    const shifted = (ends: Int32Array) => ends.slice(0, this.length).map((end) => end - first);
    const { length, isCompact, isContiguous, fields } = this;
    const bytes = this.bytes.slice(first, last);
    const ranges = { starts: shifted(this.starts), ends: shifted(this.ends) };
    return new ModelBatch(bytes, ranges, length, isCompact, isContiguous, fields);
  }

  /**
   * A copy of only the models, with a comma in between.
   * @param keepFields whether to keep the fields already read
   */
  compactCopy(keepFields: boolean): ModelBatch {
    // An exact list is short, and its memory is not reused.
    if (this.exactValues) return this;
    const { starts, ends, length, isCompact, fields } = this;
    let size = length;
    for (let i = 0; i < length; i++) size += (ends[i] as number) - (starts[i] as number);
    const bytes = new Uint8Array(size);
    const [from, to] = [new Int32Array(length), new Int32Array(length)];
    let at = 0;
    for (let i = 0; i < length; i++) {
      if (i > 0) bytes[at++] = COMMA;
      bytes.set(this.bytes.subarray(starts[i], ends[i]), at);
      from[i] = at;
      at += (ends[i] as number) - (starts[i] as number);
      to[i] = at;
    }
    return new ModelBatch(bytes, { starts: from, ends: to }, length, isCompact, true, keepFields ? fields : undefined);
  }

  /**
   * The models as written by `write`, with a comma in between, in new bytes.
   * @param growth roughly how many bytes a model grows by
   */
  rewrite(growth: number, write: (model: Model, out: ByteBuffer) => void): ModelBatch {
    const { length } = this;
    const out = new ByteBuffer(this.bytes.length + length * growth);
    const ranges = { starts: new Int32Array(length), ends: new Int32Array(length) };
    for (let i = 0; i < length; i++) {
      if (i > 0) out.push(COMMA);
      ranges.starts[i] = out.length;
      write(this.at(i), out);
      ranges.ends[i] = out.length;
    }
    return new ModelBatch(out.take(), ranges, length, this.isCompact);
  }

  /** The first `count` models. */
  head(count: number): ModelBatch {
    return count >= this.length ? this : this.slice(0, count);
  }
}

function pickRanges({ starts, ends }: ByteRanges, indexes: ArrayLike<number>): ByteRanges {
  const picked = { starts: new Int32Array(indexes.length), ends: new Int32Array(indexes.length) };
  for (let i = 0; i < indexes.length; i++) {
    picked.starts[i] = starts[indexes[i] as number] as number;
    picked.ends[i] = ends[indexes[i] as number] as number;
  }
  return picked;
}

function pickFields(fields: readonly Fields[], indexes: ArrayLike<number>): Fields[] {
  const picked = new Array<Fields>(indexes.length);
  for (let i = 0; i < indexes.length; i++) picked[i] = fields[indexes[i] as number] as Fields;
  return picked;
}

/** Collects ranges while a buffer is scanned; `batch` closes the collection. */
export class BatchBuilder {
  private starts: Int32Array = new Int32Array(256);
  private ends: Int32Array = new Int32Array(256);
  private isCompact = true;
  private readonly fields: Fields[] = [];
  length = 0;

  /** @param fields the model's fields, if known */
  add(start: number, end: number, spaced: boolean, fields?: Fields): void {
    if (this.length === this.starts.length) {
      this.starts = grow(this.starts);
      this.ends = grow(this.ends);
    }
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
    if (spaced) this.isCompact = false;
    if (fields) this.fields.push(fields);
  }

  /** Starts over in the same memory: earlier batches are no longer valid. */
  clear(): void {
    this.length = 0;
    this.isCompact = true;
    this.fields.length = 0;
  }

  build(bytes: Uint8Array): ModelBatch {
    const fields = this.fields.length === this.length ? this.fields : undefined;
    const { starts, ends, length, isCompact } = this;
    return new ModelBatch(bytes, { starts, ends }, length, isCompact, true, fields);
  }
}

function grow(values: Int32Array): Int32Array {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}

// A list response: the models and the document around them.

/** The document around the models: the server's own members before and after `data`. */
export interface ListDocument {
  before: readonly RootMember[];
  after: readonly RootMember[];
}

/** A part of the list, in the order the server sent it. */
export interface ListPart {
  /** Valid until the next part is requested: its memory is reused. */
  batch: ModelBatch;
  /** The range of the response that this part covers, byte for byte. */
  bytes: Uint8Array;
  /** `before` is complete from the first part on, `after` with the last. */
  document: ListDocument;
  /** All other members of the page's root, complete at the end of the page: they tell where the next page is. */
  members: readonly RootMember[];
  isLast: boolean;
  /** Whether it is the last part of its page: a raw list ends each page's body with a line break. */
  isPageEnd: boolean;
  /** With the last part: how many models the server claims to have, if more than it sent. */
  total?: number;
}

/** The document used if the server's own cannot be kept: another shape, or several pages. */
export const PLAIN_DOCUMENT: ListDocument = {
  before: [{ key: 'object', keyText: encode('"object"'), value: encode('"list"') }],
  after: [],
};
