/** Models by the list: for servers that cannot show one model, and for ids that were mistyped. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { nearestAll } from '../nearest.ts';

/** A model's own text, cut out of the list. */
export interface Found {
  text: Uint8Array | undefined;
  /** Every id of the list. */
  ids: string[];
}

/** How many near ids are worth showing. */
const MOST_NEAREST = 3;

/** Reads the whole list, and the model with exactly this id. */
export async function lookUp(api: Api, id: string): Promise<Found> {
  const ids: string[] = [];
  let text: Uint8Array | undefined;
  for await (const { batch } of readPages(api, api.baseUrl)) {
    for (const model of batch) {
      if (model.id === undefined) continue;
      ids.push(model.id);
      if (model.id === id) text ??= model.bytes.slice(model.start, model.end);
    }
  }
  return { text, ids };
}

/** Ids of the server that are near this one; none where its list cannot be had. */
export async function nearestIds(api: Api, id: string): Promise<string[]> {
  try {
    return nearestAll(id, (await lookUp(api, id)).ids, MOST_NEAREST);
  } catch {
    return [];
  }
}
