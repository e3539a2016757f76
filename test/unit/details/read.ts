/** Models and batches from JSON text. */
import { encode } from '../../../src/json/bytes.ts';
import { ListScanner } from '../../../src/json/list-scanner.ts';
import { BatchBuilder, type ModelBatch } from '../../../src/models/batch.ts';
import { Model } from '../../../src/models/model.ts';

/** One model, with other bytes around it. */
export function modelOf(value: unknown): Model {
  const bytes = encode(`,, ${typeof value === 'string' ? value : JSON.stringify(value)} ,,`);
  return new Model(bytes, 3, bytes.length - 3);
}

/** The elements of a list as the reader of answers finds them. */
export function batchOf(...models: readonly string[]): ModelBatch {
  const bytes = encode(`{"object":"list","data":[${models.join(',')}]}`);
  const builder = new BatchBuilder();
  new ListScanner().scan(bytes, 0, bytes.length, true, builder);
  return builder.build(bytes);
}
