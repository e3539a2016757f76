/**
 * What a command line is about to delete, before anything is sent: values in, values out. A model is deleted only if it
 * stands here.
 */
import { encode } from '../json/bytes.ts';
import { isFineTuned } from '../models/fine-tuned.ts';
import { Model } from '../models/model.ts';

/** A model to delete. */
export interface Target {
  id: string;
  /** As the server listed it; `undefined` where its list could not be had. */
  model: Model | undefined;
}

export interface Plan {
  /** Every id that was asked for or selected, each once: the order of the outcomes. */
  ids: readonly string[];
  /** Those to delete, in the same order. */
  targets: readonly Target[];
  /** Ids that were asked for and are not on the server's list: no request is sent for them. */
  unlisted: readonly string[];
  /** Models that a selection matched and that stay, because only fine-tuned ones are selected. */
  kept: number;
}

/**
 * The plan for ids that somebody named.
 * @param listed the server's models by id; `undefined` where there is no list, so that nothing is known of any
 */
export function planIds(ids: Iterable<string>, listed: ReadonlyMap<string, Model> | undefined): Plan {
  const targets: Target[] = [];
  const unlisted: string[] = [];
  const asked = [...new Set(ids)];
  for (const id of asked) {
    const model = listed?.get(id);
    if (listed && !model) unlisted.push(id);
    else targets.push({ id, model });
  }
  return { ids: asked, targets, unlisted, kept: 0 };
}

/**
 * The plan for the models that a selection found: the fine-tuned ones, or all with `any`. A model without an id cannot
 * be named, so it is not deleted either.
 */
export function planModels(models: Iterable<Model>, any: boolean): Plan {
  const targets = new Map<string, Target>();
  let kept = 0;
  for (const model of models) {
    const { id } = model;
    if (id === undefined) continue;
    if (any || isFineTuned(id)) targets.set(id, targets.get(id) ?? { id, model });
    else kept++;
  }
  return { ids: [...targets.keys()], targets: [...targets.values()], unlisted: [], kept };
}

/** The model of a target, as far as it is known: at the least its id. */
export function modelOf({ id, model }: Target): Model {
  if (model) return model;
  const bytes = encode(JSON.stringify({ id, object: 'model' }));
  return new Model(bytes, 0, bytes.length);
}

/** A copy of a model, for what must outlive the memory that it stands in. */
export function copyOf({ bytes, start, end }: Model): Model {
  const own = bytes.slice(start, end);
  return new Model(own, 0, own.length);
}
