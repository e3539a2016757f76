/** The explorer's list: what arrives, and what remains of it after search and facets. */
import { fitColumns, sampleOf } from './fields.ts';
import { fieldRoom } from './layout.ts';
import { MAX_SEARCH_LENGTH } from './search.ts';
import { keyOf, type LoadedList, modelAt, type State } from './state.ts';

/** Adds more of a list that is being read. */
export function withMoreModels(state: State, arrivedList: LoadedList): State {
  const count = arrivedList.models.length;
  const order = arrivedList.models.positions();
  return withFields(applyFilters({ ...state, listed: arrivedList, count, order }, cursorModelIndex(state)));
}

/** Replaces the list with the complete one: cursor and marks stay with their models. */
export function withList(state: State, event: { listed: LoadedList; order: Uint32Array }): State {
  const { several } = state.about;
  const { models } = event.listed;
  const at = modelAt(state, state.cursor);
  const kept = state.phase === 'reading' && state.cursor === 0 ? undefined : at && keyOf(at, several);
  const marked = new Map(state.marked);
  const unseenKeys = new Set(marked.keys());
  let position: number | undefined;
  if (kept !== undefined || unseenKeys.size > 0) {
    for (let i = 0; i < models.length; i++) {
      const model = models.at(i);
      const key = keyOf(model, several);
      if (key === undefined) continue;
      if (key === kept) position ??= i;
      // Setting an existing key keeps its place, so marks stay in the order they were made.
      if (unseenKeys.delete(key)) marked.set(key, model);
    }
  }
  for (const key of unseenKeys) marked.delete(key);
  const next: State = {
    ...state,
    listed: event.listed,
    count: models.length,
    order: event.order,
    phase: 'ready',
    problem: [],
    marked,
    facets: undefined,
    sorting: state.sortedBy !== undefined,
  };
  return withFields(applyFilters(next, position, state.cursor));
}

/** Measures the list's columns for the room it has. */
export function withFields(state: State): State {
  const {
    about,
    count,
    listed: { models },
  } = state;
  const sample = sampleOf(count, (position) => models.at(position));
  return { ...state, fields: fitColumns(about.columns, sample, fieldRoom(state), about.knowledge.now) };
}

/** The position of the model under the cursor; `undefined` at the top, where the cursor stays. */
export function cursorModelIndex({ shown, cursor }: State): number | undefined {
  return cursor === 0 ? undefined : shown[cursor];
}

/**
 * Searches and filters again.
 * @param kept the position of the model that the cursor stays on
 * @param otherwise where the cursor goes if that model is filtered out
 */
export function applyFilters(state: State, kept: number | undefined, otherwise = 0): State {
  const {
    facets,
    chosen,
    count,
    listed: { index },
    order,
    search,
    sortedBy,
  } = state;
  const base = facets && facets.length >= count ? facets.filter(order, chosen) : order;
  const found = index.search(search, base);
  // An order that the user chose takes precedence over the ranking.
  const shown = search !== '' && sortedBy !== undefined ? inOrder(base, found.indexes, count) : found.indexes;
  const place = kept === undefined ? -1 : shown.indexOf(kept);
  return { ...state, shown, lettersOf: found.marks, cursor: place >= 0 ? place : kept === undefined ? 0 : otherwise };
}

function inOrder(order: Uint32Array, places: Uint32Array, count: number): Uint32Array {
  const isIncluded = new Uint8Array(count);
  for (const place of places) isIncluded[place] = 1;
  return order.filter((place) => isIncluded[place] === 1);
}

/** Sets the search text; the best match comes first. */
export function withSearch(state: State, text: string): State {
  const search = text.replace(/\s+/g, ' ').trimStart().slice(0, MAX_SEARCH_LENGTH);
  if (search === state.search) return state;
  return applyFilters({ ...state, search, top: 0 }, undefined);
}

/** Counts the facets, once the values of every model have been read. */
export function withCounts(state: State): State {
  const {
    facets,
    chosen,
    listed: { index },
    order,
    search,
    count,
  } = state;
  if (!facets || facets.length < count) return { ...state, facetCounts: [] };
  const facetCounts = facets.counts(index.search(search, order).indexes, chosen);
  return { ...state, facetCounts, facetCursor: Math.max(0, Math.min(state.facetCursor, facetCounts.length - 1)) };
}
