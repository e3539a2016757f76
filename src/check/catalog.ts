/** The ids to look for, and the maker of each. */
import { isHost, type Lifecycles } from '../details/lifecycle.ts';
import { providerOf } from '../servers/recognize.ts';
import type { LiveList } from './findings.ts';
import { IdSet } from './ids.ts';

export interface Catalog {
  ids: IdSet;
  /** The maker of an id's model; `undefined` if only hosts of other makers' models have it. */
  providerOf(id: string): string | undefined;
}

/**
 * @param known ids, by provider, to look for even though no dataset has an end date for them
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
  return { ids: new IdSet(ids), providerOf: (id) => makers.get(id) };
}

/**
 * What an endpoint lists, and which ids it would list if it had them: those of its provider or, on a gateway, those of
 * every maker it has a model of.
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

/** Adds the bare id for listed ids such as `openai/gpt-4o` and `models/gemini-...`. */
function withBareIds(models: LiveList['models']): LiveList['models'] {
  const all = new Map(models);
  for (const [id, day] of models) {
    const bare = id.slice(id.lastIndexOf('/') + 1);
    if (!all.has(bare)) all.set(bare, day);
  }
  return all;
}
