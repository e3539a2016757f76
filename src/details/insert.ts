/** Adds `details` to the JSON text of models; everything that was there stays byte for byte. */
import { ByteBuffer, COMMA, encode, OPEN_OBJECT } from '../json/bytes.ts';
import { lastMemberEnd } from '../json/members.ts';
import { ModelBatch } from '../models/batch.ts';
import type { Model } from '../models/model.ts';
import type { Details } from './details.ts';
import { OPENED } from './server.ts';

const KEY = encode('"details":');
/** About what the details of a known model take. */
const USUAL_SIZE = 800;

/**
 * The models, each with a last member `details`: an object, or null where nothing is known. A model that has a field of
 * that name keeps its own, and what is no object stays as it is. The new batch has bytes of its own.
 */
export function withDetails(batch: ModelBatch, details: Details): ModelBatch {
  const { bytes, length } = batch;
  const out = new ByteBuffer(bytes.length + length * USUAL_SIZE);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const model = batch.at(i);
    starts[i] = out.length;
    append(model, details, out);
    ends[i] = out.length;
  }
  return new ModelBatch(out.take(), { starts, ends }, length, batch.compact);
}

function append(model: Model, details: Details, out: ByteBuffer): void {
  const { bytes, start, end } = model;
  OPENED.open(model);
  if (bytes[start] !== OPEN_OBJECT || OPENED.isDetailed) {
    out.append(bytes, start, end);
    return;
  }
  const at = lastMemberEnd(bytes, end);
  out.append(bytes, start, at);
  if (bytes[at - 1] !== OPEN_OBJECT) out.push(COMMA);
  out.append(KEY);
  out.append(details.ofOpened().bytes);
  out.append(bytes, at, end);
}
