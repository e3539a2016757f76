/** The explorer's state machine: a state and an event give the next state and the effects to carry out. */
import { type Effect, type ExploreEvent, type Step, withoutEffects } from './events.ts';
import { linesOfJson } from './json-lines.ts';
import { type Action, actionOf } from './keymap.ts';
import { layoutOf, overlayRows } from './layout.ts';
import { leave, listAction } from './list-actions.ts';
import {
  applyFilters,
  cursorModelIndex,
  withCounts,
  withFields,
  withList,
  withMoreModels,
  withSearch,
} from './listing.ts';
import { clamp, cursorAfter, scrollText } from './moves.ts';
import { type LoadedList, modelAt, type State } from './state.ts';

/** The next state and the effects. Pure: the same state and event give the same step. */
export function update(state: State, event: ExploreEvent): Step {
  const step = changed(state, event);
  return { ...step, state: clampCursor(step.state, state) };
}

function changed(state: State, event: ExploreEvent): Step {
  switch (event.type) {
    case 'key':
      return handleKey({ ...state, message: undefined }, event.key);
    case 'paste':
      // Pasted text is always a search: nothing in it is a command.
      return withoutEffects(withSearch({ ...state, screen: 'list', typing: true }, state.search + event.text));
    case 'wheel':
      return wheel(state, event);
    case 'click':
      return withoutEffects(handleClick(state, event));
    case 'resized':
      return withoutEffects(withFields({ ...state, size: event.size }));
    case 'arrived':
      return withoutEffects(withMoreModels(state, event.listed));
    case 'listed':
      return completed(state, event);
    case 'failed':
      return withoutEffects({ ...state, phase: 'failed', problem: event.problem, message: undefined });
    case 'sorted':
      return withoutEffects(applyFilters({ ...state, order: event.order, sorting: false }, cursorModelIndex(state)));
    case 'counted':
      return withoutEffects(withCounts(applyFilters({ ...state, facets: event.facets }, cursorModelIndex(state))));
    case 'said':
      return withoutEffects({ ...state, message: event.text });
  }
}

function completed(state: State, event: { listed: LoadedList; order: Uint32Array }): Step {
  const next = withList(state, event);
  const effects: Effect[] = [];
  if (next.sortedBy !== undefined) effects.push({ type: 'sort', column: next.sortedBy, descending: next.descending });
  if (next.screen === 'facets' || next.chosen.size > 0) effects.push({ type: 'count' });
  return { state: next, effects };
}

/** Derived state: keeps the cursor within the list and on the screen, and the JSON that of the model under it. */
function clampCursor(state: State, before: State): State {
  const { list } = layoutOf(state);
  const cursor = clamp(state.cursor, state.shown.length - 1);
  const rows = list?.rows ?? 1;
  // The last page is full if there are enough models.
  const top = clamp(Math.min(Math.max(state.top, cursor - rows + 1), cursor), Math.max(0, state.shown.length - rows));
  const next = { ...state, cursor, top };
  const model = modelAt(next, cursor);
  const same = before.listed === next.listed && before.shown[before.cursor] === next.shown[cursor];
  if (same && next.pane === before.pane) return next;
  const json = next.pane === 'json' && model ? linesOfJson(model) : [];
  return { ...next, json, ...(!same && { folded: new Set<number>(), jsonCursor: 0, scrolled: 0, sideways: 0 }) };
}

// Keys.

function handleKey(state: State, key: string): Step {
  if (state.typing) return handleSearchKey(state, key);
  const action = actionOf(key);
  if (action === undefined) return withoutEffects(state);
  if (action === 'interrupt') return leave(state, 130);
  if (action === 'suspend') return { state, effects: [{ type: 'suspend' }] };
  if (action === 'redraw') return { state, effects: [{ type: 'redraw' }] };
  switch (state.screen) {
    case 'help':
    case 'compare':
      return handleOverlayKey(state, action);
    case 'facets':
      return handleFacetKey(state, action);
    case 'list':
      return listAction(state, action);
  }
}

/** Keys while the search is being typed. */
function handleSearchKey(state: State, key: string): Step {
  switch (key) {
    case 'escape':
      return withoutEffects(withSearch({ ...state, typing: false }, ''));
    case 'enter':
      return withoutEffects({ ...state, typing: false });
    case 'backspace':
      // Going back past the beginning leaves the search, as in editors.
      if (state.search === '') return withoutEffects({ ...state, typing: false });
      return withoutEffects(withSearch(state, [...state.search].slice(0, -1).join('')));
    case 'ctrl-u':
      return withoutEffects(withSearch(state, ''));
    case 'ctrl-w':
      return withoutEffects(withSearch(state, state.search.replace(/\S+\s*$/, '')));
    case 'space':
      return withoutEffects(withSearch(state, `${state.search} `));
    case 'ctrl-c':
      return leave(state, 130);
    case 'up':
    case 'down':
    case 'pageup':
    case 'pagedown':
    case 'ctrl-n':
    case 'ctrl-p':
    case 'ctrl-z':
    case 'ctrl-l': {
      const step = handleKey({ ...state, typing: false }, key);
      return { ...step, state: { ...step.state, typing: true } };
    }
    default:
      return withoutEffects([...key].length === 1 ? withSearch(state, state.search + key) : state);
  }
}

function handleOverlayKey(state: State, action: Action): Step {
  const moved = scrollText(state, action, overlayRows(state.size));
  if (moved) return withoutEffects(moved);
  if (state.screen === 'compare' && action === 'details')
    return withoutEffects({ ...state, differences: !state.differences });
  if (['clear', 'quit', 'help', 'compare', 'enter'].includes(action))
    return withoutEffects({ ...state, screen: 'list', scrolled: 0, sideways: 0 });
  return withoutEffects(state);
}

function handleFacetKey(state: State, action: Action): Step {
  const last = state.facetCounts.length - 1;
  const facetCursor = cursorAfter(action, state.facetCursor, last, overlayRows(state.size));
  if (facetCursor !== undefined) return withoutEffects({ ...state, facetCursor });
  switch (action) {
    case 'mark':
    case 'enter':
      return withoutEffects(toggleFacet(state));
    case 'delete':
      return withoutEffects(withCounts(applyFilters({ ...state, chosen: new Map() }, cursorModelIndex(state))));
    case 'clear':
    case 'facets':
    case 'quit':
      return withoutEffects({ ...state, screen: 'list' });
    default:
      return withoutEffects(state);
  }
}

function toggleFacet(state: State): State {
  const at = state.facetCounts[state.facetCursor];
  if (!at) return state;
  const values = new Set(state.chosen.get(at.facet));
  if (!values.delete(at.value)) values.add(at.value);
  const chosen = new Map(state.chosen).set(at.facet, values);
  if (values.size === 0) chosen.delete(at.facet);
  const next = withCounts(applyFilters({ ...state, chosen }, cursorModelIndex(state)));
  // Counting may move the values: the cursor stays with its value.
  const place = next.facetCounts.findIndex(({ facet, value }) => facet === at.facet && value === at.value);
  return { ...next, facetCursor: place < 0 ? next.facetCursor : place };
}

// The mouse.

const WHEEL_ROWS = 3;

function wheel(state: State, { steps, column, row }: { steps: number; column: number; row: number }): Step {
  const rows = steps * WHEEL_ROWS;
  if (state.screen === 'facets')
    return withoutEffects({ ...state, facetCursor: clamp(state.facetCursor + rows, state.facetCounts.length - 1) });
  const { pane } = layoutOf(state);
  const overPane = pane && column >= pane.column && row >= pane.row && row < pane.row + pane.rows;
  if (state.screen !== 'list' || overPane)
    return withoutEffects({ ...state, scrolled: Math.max(0, state.scrolled + rows) });
  return withoutEffects({ ...state, cursor: clamp(state.cursor + rows, state.shown.length - 1) });
}

function handleClick(state: State, { column, row }: { column: number; row: number }): State {
  const { list } = layoutOf(state);
  if (state.screen !== 'list' || !list) return state;
  const place = state.top + row - list.row;
  const isIn = column < list.columns && row >= list.row && row < list.row + list.rows && place < state.shown.length;
  return isIn ? { ...state, cursor: place, focus: 'list' } : state;
}
