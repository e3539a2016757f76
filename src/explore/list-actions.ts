/** What the keys do to the list and its models. */
import { isFineTuned } from '../models/id.ts';
import type { Exit } from '../spec/types.ts';
import { type Step, withoutEffects } from './events.ts';
import type { Action } from './keymap.ts';
import { layoutOf } from './layout.ts';
import { applyFilters, withCounts, withFields } from './listing.ts';
import { clamp, moveInList, moveInPane } from './moves.ts';
import { isNarrowed, keyOf, modelAt, type State, selectedModels } from './state.ts';

/** Carries out an action while the list is on the screen. */
export function listAction(state: State, action: Action): Step {
  const inPane = state.focus === 'pane' && layoutOf(state).pane !== undefined;
  const moved = inPane ? moveInPane(state, action) : moveInList(state, action);
  if (moved) return withoutEffects(moved);
  switch (action) {
    case 'search':
      return withoutEffects({ ...state, typing: true, focus: 'list' });
    case 'clear':
      return withoutEffects(cleared(state));
    case 'sort':
      return sorted(state);
    case 'reverse':
      return reversed(state);
    case 'facets':
      return opened(state);
    case 'details':
      return withoutEffects(toggledPane(state));
    case 'json':
      return withoutEffects(toggledJson(state));
    case 'focus':
      return withoutEffects(
        layoutOf(state).pane ? { ...state, focus: state.focus === 'list' ? 'pane' : 'list' } : state,
      );
    case 'mark':
      return withoutEffects(marked(state));
    case 'compare':
      return withoutEffects(compared(state));
    case 'copy':
    case 'copy-json':
      return copied(state, action);
    case 'delete':
      return deletion(state);
    case 'refresh':
      return { state: { ...state, phase: 'reading', problem: [] }, effects: [{ type: 'read' }] };
    case 'print':
      return printed(state);
    case 'enter':
      return entered(state);
    case 'help':
      return withoutEffects({ ...state, screen: 'help', scrolled: 0 });
    case 'quit':
      return leave(state, state.about.prints ? 130 : 0);
    default:
      return withoutEffects(state);
  }
}

function opened(state: State): Step {
  const needed = !state.facets || state.facets.length < state.count;
  return {
    state: withCounts({ ...state, screen: 'facets', facetCursor: 0 }),
    effects: needed ? [{ type: 'count' }] : [],
  };
}

/** Goes back one step: out of the pane, then without search and facets, then without marks. */
function cleared(state: State): State {
  if (state.focus === 'pane') return { ...state, focus: 'list', ...(state.pane === 'json' && { pane: 'details' }) };
  if (isNarrowed(state)) return applyFilters({ ...state, search: '', chosen: new Map() }, state.shown[state.cursor]);
  if (state.marked.size > 0) return { ...state, marked: new Map() };
  return state;
}

function sorted(state: State): Step {
  const { about, sortedBy } = state;
  const next = sortedBy === undefined ? 0 : sortedBy + 1;
  const column = next < about.columns.length ? next : undefined;
  return order({ ...state, sortedBy: column, descending: false });
}

function reversed(state: State): Step {
  // A list that has not been sorted yet is sorted by its first column.
  return order({ ...state, sortedBy: state.sortedBy ?? 0, descending: !state.descending });
}

function order(state: State): Step {
  const { sortedBy, descending } = state;
  return { state: { ...state, sorting: true }, effects: [{ type: 'sort', column: sortedBy, descending }] };
}

function toggledPane(state: State): State {
  const isOn = layoutOf(state).pane !== undefined;
  const next = { ...state, paneOn: !isOn, focus: 'list' as const, pane: 'details' as const };
  return withFields({ ...next, focus: layoutOf(next).side === 'alone' ? 'pane' : 'list' });
}

function toggledJson(state: State): State {
  if (state.pane === 'json' && state.focus === 'pane') return { ...state, pane: 'details', focus: 'list', scrolled: 0 };
  const on = layoutOf(state).pane !== undefined;
  const next: State = {
    ...state,
    pane: 'json',
    focus: 'pane',
    scrolled: 0,
    sideways: 0,
    paneOn: on ? state.paneOn : true,
  };
  return on ? next : withFields(next);
}

function marked(state: State): State {
  const model = modelAt(state, state.cursor);
  if (!model) return state;
  const key = keyOf(model, state.about.several);
  if (key === undefined) return { ...state, message: 'A model without an id cannot be marked.' };
  const next = new Map(state.marked);
  if (!next.delete(key)) next.set(key, model);
  return { ...state, marked: next, cursor: clamp(state.cursor + 1, state.shown.length - 1) };
}

/** Nobody reads more models side by side. */
const MAX_COMPARED = 20;

function compared(state: State): State {
  const { size } = state.marked;
  if (size < 2) return { ...state, message: 'Mark at least two models with Space, then compare them with c.' };
  if (size > MAX_COMPARED) return { ...state, message: `${MAX_COMPARED} models is the most you can compare.` };
  return { ...state, screen: 'compare', scrolled: 0, sideways: 0 };
}

function copied(state: State, action: 'copy' | 'copy-json'): Step {
  const model = modelAt(state, state.cursor);
  if (!model) return withoutEffects(state);
  const { id } = model;
  if (action === 'copy' && id === undefined)
    return withoutEffects({ ...state, message: 'This model has no id to copy.' });
  const text = action === 'copy' ? (id as string) : model.line;
  const what = action === 'copy' ? id : `the JSON of ${id ?? 'this model'}`;
  return {
    state: { ...state, message: `Sent to the clipboard (OSC 52): ${what}` },
    effects: [{ type: 'copy', text }],
  };
}

function deletion(state: State): Step {
  const { noDeleting } = state.about;
  if (noDeleting !== undefined) return withoutEffects({ ...state, message: noDeleting });
  if (state.phase === 'reading') return withoutEffects({ ...state, message: 'The list is still loading.' });
  const models = selectedModels(state);
  const ids = models.flatMap(({ id }) => (id !== undefined && isFineTuned(id) ? [id] : []));
  if (models.length === 0) return withoutEffects(state);
  if (ids.length < models.length) {
    const others = models.length - ids.length;
    const which =
      models.length === 1 ? 'This one is not fine-tuned.' : `${others} of ${models.length} are not fine-tuned.`;
    return withoutEffects({ ...state, message: `Only fine-tuned models can be deleted. ${which}` });
  }
  return { state, effects: [{ type: 'delete', ids }] };
}

function printed(state: State): Step {
  const ids = selectedModels(state).flatMap(({ id }) => id ?? []);
  return ids.length === 0 ? withoutEffects({ ...state, message: 'No id to print.' }) : leave(state, 0, ids);
}

function entered(state: State): Step {
  if (state.about.prints) return printed(state);
  const { side } = layoutOf(state);
  if (side === undefined) return withoutEffects(toggledPane(state));
  return withoutEffects(side === 'alone' ? toggledPane(state) : { ...state, focus: 'pane' });
}

/** Ends the explorer and prints these ids. */
export function leave(state: State, exit: Exit, ids: readonly string[] = []): Step {
  return { state, effects: [{ type: 'leave', exit, ids }] };
}
