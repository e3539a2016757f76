/** States of the explorer, made without a terminal. */

import type { Effect, ExploreEvent } from '../../../src/explore/events.ts';
import { FacetTable, facetsFor } from '../../../src/explore/facets.ts';
import { SearchIndex } from '../../../src/explore/search.ts';
import {
  type ExplorerContext,
  initialState,
  type LoadedList,
  type Size,
  type State,
} from '../../../src/explore/state.ts';
import { update } from '../../../src/explore/update.ts';
import { ModelCollection } from '../../../src/models/collection.ts';
import { namedColumn, plainContext, TABLE_COLUMNS } from '../../../src/models/columns.ts';
import { createList } from '../../../src/session/show-list.ts';

export const NOW = 1_790_000_000;

export function about(more: Partial<ExplorerContext> = {}): ExplorerContext {
  const knowledge = plainContext(NOW);
  return {
    title: 'api.example.com',
    columns: TABLE_COLUMNS.map((name) => namedColumn(name, knowledge)),
    knowledge,
    sections: () => [],
    several: false,
    noDeleting: undefined,
    prints: false,
    color: true,
    ...more,
  };
}

/** Models with these ids, or from these JSON texts where they begin with a brace. */
export function listedOf(ids: readonly string[]): LoadedList {
  const listed = { models: new ModelCollection(), index: new SearchIndex() };
  const texts = ids.map((id, i) =>
    id.startsWith('{')
      ? id
      : JSON.stringify({ id, object: 'model', created: NOW - i * 86_400, owned_by: `owner-${i % 3}` }),
  );
  for (const { batch } of createList(texts)) {
    listed.models.add(batch);
    for (const model of batch) listed.index.add(model.id ?? '');
  }
  return listed;
}

export function listedEvent(ids: readonly string[]): Extract<ExploreEvent, { type: 'listed' }> {
  const listed = listedOf(ids);
  return { type: 'listed', listed, order: Uint32Array.from({ length: ids.length }, (_, i) => i) };
}

export function facetsOf({ about, listed }: State): FacetTable {
  const table = new FacetTable(facetsFor(about.knowledge, about.several));
  for (const model of listed.models) table.add(model);
  return table;
}

/** A state after these events, with the effects of the last. */
export function stateAfter(
  events: readonly ExploreEvent[],
  { size = { columns: 100, rows: 30 }, ...more }: Partial<ExplorerContext> & { size?: Size } = {},
): { state: State; effects: readonly Effect[] } {
  let step: { state: State; effects: readonly Effect[] } = {
    state: initialState(about(more), size, listedOf([]), undefined),
    effects: [],
  };
  for (const event of events) step = update(step.state, event);
  return step;
}

export const key = (name: string): ExploreEvent => ({ type: 'key', key: name });
export const keys = (...names: string[]): ExploreEvent[] => names.map(key);
