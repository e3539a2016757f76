/** Looks up models in the list: for servers that cannot show a single one, and for mistyped ids. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { nearestIds } from '../errors/nearest.ts';
import type { Model } from '../models/model.ts';

/** A model's own text, copied from the list. */
export interface ListedMatch {
  text: Uint8Array | undefined;
  /** Every id on the list, as far as it was read. */
  ids: string[];
}

/** The most similar ids to show. */
const MAX_NEAREST = 3;

/**
 * Reads the whole list, and finds the model with exactly this id, or one with it among its aliases (llama.cpp). A model
 * that was found is returned even if a later page fails.
 */
export async function findInWholeList(api: Api, id: string): Promise<ListedMatch> {
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

/** The server's ids that are similar to this one; none if its list is not available. */
export async function nearestListed(api: Api, id: string): Promise<string[]> {
  try {
    return nearestIds(id, (await findInWholeList(api, id)).ids, MAX_NEAREST);
  } catch {
    return [];
  }
}
