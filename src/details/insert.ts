/** Adds `details` to the JSON text of models; everything that was there stays byte for byte. */
import { ByteBuffer } from '../json/buffer.ts';
import { CLOSE_OBJECT, COMMA, encode, isSpace, OPEN_OBJECT, skipSpace } from '../json/bytes.ts';
import { ModelBatch } from '../models/batch.ts';
import type { Model } from '../models/model.ts';
import type { Details } from './details.ts';

const KEY = 'details';

/**
 * The models, each with a last member `details`: an object, or null where nothing is known. A model that has a key of
 * that name keeps its own, and what is no object stays as it is. The new batch has bytes of its own.
 */
export function withDetails(batch: ModelBatch, details: Details): ModelBatch {
  const { bytes, length } = batch;
  const out = new ByteBuffer(bytes.length + length * 64);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  // Most models of a long list share what is added.
  const texts = new Map<string, Uint8Array>();
  for (let i = 0; i < length; i++) {
    const model = batch.at(i);
    starts[i] = out.length;
    const at = memberEnd(model);
    if (at < 0) out.append(bytes, model.start, model.end);
    else {
      const { json } = details.of(model);
      let added = texts.get(json);
      if (!added) {
        added = encode(`"${KEY}":${json}`);
        if (texts.size < 1000) texts.set(json, added);
      }
      out.append(bytes, model.start, at);
      if (bytes[at - 1] !== OPEN_OBJECT) out.push(COMMA);
      out.append(added);
      out.append(bytes, at, model.end);
    }
    ends[i] = out.length;
  }
  return new ModelBatch(out.take(), starts, ends, length, batch.compact);
}

/** Where a member can be added: after the last one, or after the opening brace; -1 where none can be. */
function memberEnd({ bytes, start, end, members }: Model): number {
  const open = skipSpace(bytes, start, end);
  if (bytes[open] !== OPEN_OBJECT || members.has(KEY)) return -1;
  let at = end;
  while (bytes[at - 1] !== CLOSE_OBJECT) at--;
  at--;
  while (isSpace(bytes[at - 1])) at--;
  return at;
}
