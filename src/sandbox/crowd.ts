import { CATALOG, ORGANIZATION, type SandboxModel } from './catalog.ts';

/** How many models the scenario `many` adds to the catalog. */
export const CROWD_SIZE = 100_000;

/** One in this many is fine-tuned, so that deleting has something to choose from and a limit to run into. */
const FINE_TUNED_EVERY = 20;

/** Created in Unix seconds: the crowd begins on 2024-01-01 and grows by one model every ten minutes. */
const FIRST_CREATED = 1_704_067_200;
const SECONDS_APART = 600;

function member(index: number): SandboxModel {
  const number = String(index).padStart(6, '0');
  const fineTuned = index % FINE_TUNED_EVERY === 0;
  return {
    id: fineTuned ? `ft:gpt-4o-mini-2024-07-18:${ORGANIZATION}:batch:${number}` : `sandbox-model-${number}`,
    object: 'model',
    created: FIRST_CREATED + index * SECONDS_APART,
    owned_by: fineTuned ? ORGANIZATION : 'system',
    ...(fineTuned ? {} : { shutdown_date: null }),
  };
}

/** The catalog and, when asked for, the crowd: the same models in the same order every time. */
export function* allModels(crowded: boolean): Generator<SandboxModel, void, undefined> {
  yield* CATALOG;
  if (!crowded) return;
  for (let index = 1; index <= CROWD_SIZE; index++) yield member(index);
}
