/** The explorer's events, and the effects that it requests outside its state. */
import type { Exit } from '../spec/types.ts';
import type { FacetTable } from './facets.ts';
import type { InputEvent } from './input.ts';
import type { LoadedList, Size, State } from './state.ts';

/** An event: keys and other input, and the results of effects. */
export type ExploreEvent =
  | InputEvent
  | { readonly type: 'resized'; readonly size: Size }
  /** More models arrived; the earlier ones stay where they are. */
  | { readonly type: 'arrived'; readonly listed: LoadedList }
  /** The list is complete, in this order. */
  | { readonly type: 'listed'; readonly listed: LoadedList; readonly order: Uint32Array }
  | { readonly type: 'failed'; readonly problem: readonly string[] }
  | { readonly type: 'sorted'; readonly order: Uint32Array }
  | { readonly type: 'counted'; readonly facets: FacetTable }
  | { readonly type: 'said'; readonly text: string };

/** Something to do outside the state. */
export type Effect =
  | { readonly type: 'read' }
  | { readonly type: 'sort'; readonly column: number | undefined; readonly descending: boolean }
  | { readonly type: 'count' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'delete'; readonly ids: readonly string[] }
  | { readonly type: 'suspend' }
  | { readonly type: 'redraw' }
  | { readonly type: 'leave'; readonly exit: Exit; readonly ids: readonly string[] };

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** A step without effects. */
export function withoutEffects(state: State): Step {
  return { state, effects: [] };
}
