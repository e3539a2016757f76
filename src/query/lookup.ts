/** Models by the list: for servers that cannot show one model, and for ids that were mistyped. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { nearestIds } from '../errors/nearest.ts';
import type { Model } from '../models/model.ts';

/** A model's own text, cut out of the list. */
export interface FoundModel {
  text: Uint8Array | undefined;
  /** Every id of the list, as far as it was read. */
  ids: string[];
}

/** How many near ids are worth showing. */
const MOST_NEAREST = 3;

/**
 * Reads the whole list, and the model with exactly this id, or one that goes by it too (llama.cpp's `aliases`). What is
 * found counts, though a later page may not be had.
 */
export async function lookUp(api: Api, id: string): Promise<FoundModel> {
  const ids: string[] = [];
  let text: Uint8Array | undefined;
  try {
    for await (const { batch } of readPages(api)) {
      for (const model of batch) {
        if (model.id === undefined) continue;
        ids.push(model.id);
        if (!text && (model.id === id || isAlias(model, id))) text = model.bytes.slice(model.start, model.end);
      }
    }
  } catch (error) {
    if (!text) throw error;
  }
  return { text, ids };
}

function isAlias({ fields: { aliases } }: Model, id: string): boolean {
  return Array.isArray(aliases) && aliases.includes(id);
}

/** Ids of the server that are near this one; none where its list cannot be had. */
export async function nearestListed(api: Api, id: string): Promise<string[]> {
  try {
    return nearestIds(id, (await lookUp(api, id)).ids, MOST_NEAREST);
  } catch {
    return [];
  }
}
