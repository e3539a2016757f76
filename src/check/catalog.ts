/** The ids that are looked for, and whose they are. */
import { isHost, type Lifecycles } from '../details/lifecycle.ts';
import { providerOf } from '../servers/recognize.ts';
import type { LiveList } from './findings.ts';
import { IdSet } from './ids.ts';

export interface Catalog {
  ids: IdSet;
  /** Whose model an id is; `undefined` where only hosts of others' models have it. */
  makerOf(id: string): string | undefined;
}

/**
 * @param known the ids that are looked for though no dataset has an end of them, by provider
 */
export function openCatalog(lifecycles: Lifecycles, known: ReadonlyMap<string, readonly string[]>): Catalog {
  const makers = new Map<string, string>();
  const ids = new Set<string>();
  for (const { provider, id } of lifecycles.ids()) {
    if (id.startsWith('ft:')) continue;
    ids.add(id);
    if (!isHost(provider) && !makers.has(id)) makers.set(id, provider);
  }
  for (const [provider, named] of known)
    for (const id of named) {
      if (isHost(provider) || id.includes('/') || id.startsWith('ft:')) continue;
      ids.add(id);
      if (!makers.has(id)) makers.set(id, provider);
    }
  return { ids: new IdSet(ids), makerOf: (id) => makers.get(id) };
}

/**
 * What an endpoint lists, and which ids it would list if it had them: those of its provider, or on a gateway those of
 * every maker of whom it has a model.
 */
export function liveList(
  models: LiveList['models'],
  endpoint: { baseUrl: string; preset: string | undefined },
  makerOf: (id: string) => string | undefined,
): LiveList {
  const provider = providerOf(endpoint.baseUrl, endpoint.preset);
  const kinds = new Set<string>();
  if (provider === undefined) {
    for (const id of models.keys()) {
      const maker = makerOf(id.slice(id.lastIndexOf('/') + 1));
      if (maker !== undefined) kinds.add(maker);
    }
  } else kinds.add(provider);
  return { models: withBareIds(models), isOfKind: (asked) => asked !== undefined && kinds.has(asked) };
}

/** `openai/gpt-4o` and `models/gemini-...` of a list go by the id alone too. */
function withBareIds(models: LiveList['models']): LiveList['models'] {
  const all = new Map(models);
  for (const [id, day] of models) {
    const bare = id.slice(id.lastIndexOf('/') + 1);
    if (!all.has(bare)) all.set(bare, day);
  }
  return all;
}
