/** Where keys and wheel lead to: in the list, in the pane beside it, and over what is only read. */
import { unfolded } from './json-lines.ts';
import type { Action } from './keymap.ts';
import { layoutOf } from './layout.ts';
import type { State } from './state.ts';

/** A place from 0 up to `most`. */
export function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/** In the list; `undefined` for an action that moves nothing there. */
export function movedInList(state: State, action: Action): State | undefined {
  const page = Math.max(1, (layoutOf(state).list?.rows ?? 2) - 1);
  const to = (cursor: number): State => ({ ...state, cursor: clamp(cursor, state.shown.length - 1) });
  switch (action) {
    case 'up':
      return to(state.cursor - 1);
    case 'down':
      return to(state.cursor + 1);
    case 'page-up':
      return to(state.cursor - page);
    case 'page-down':
      return to(state.cursor + page);
    case 'first':
      return to(0);
    case 'last':
      return to(state.shown.length - 1);
    default:
      return undefined;
  }
}

/** In the pane beside the list; `undefined` for an action that moves nothing there. */
export function movedInPane(state: State, action: Action): State | undefined {
  const rows = layoutOf(state).pane?.rows ?? 1;
  if (state.pane === 'details') return scrolledBy(state, action, rows);
  const places = unfolded(state.json, state.folded);
  const to = (jsonCursor: number): State => {
    const cursor = clamp(jsonCursor, places.length - 1);
    return { ...state, jsonCursor: cursor, scrolled: Math.max(Math.min(state.scrolled, cursor), cursor - rows + 2) };
  };
  switch (action) {
    case 'up':
      return to(state.jsonCursor - 1);
    case 'down':
      return to(state.jsonCursor + 1);
    case 'page-up':
      return to(state.jsonCursor - rows);
    case 'page-down':
      return to(state.jsonCursor + rows);
    case 'first':
      return to(0);
    case 'last':
      return to(places.length - 1);
    case 'left':
    case 'right':
      return sideways(state, action);
    case 'enter':
    case 'mark': {
      const place = places[state.jsonCursor];
      const line = place === undefined ? undefined : state.json[place];
      if (place === undefined || !line || line.end === place) return state;
      const folded = new Set(state.folded);
      if (!folded.delete(place)) folded.add(place);
      return { ...state, folded };
    }
    default:
      return undefined;
  }
}

/** Lines that go by, for what is only read. The view keeps the last ones on the screen. */
export function scrolledBy(state: State, action: Action, rows: number): State | undefined {
  const by = (lines: number): State => ({ ...state, scrolled: Math.max(0, state.scrolled + lines) });
  switch (action) {
    case 'up':
      return by(-1);
    case 'down':
      return by(1);
    case 'page-up':
      return by(-rows);
    case 'page-down':
      return by(rows);
    case 'first':
      return { ...state, scrolled: 0 };
    case 'left':
    case 'right':
      return sideways(state, action);
    default:
      return undefined;
  }
}

const SIDE_STEP = 8;

function sideways(state: State, action: 'left' | 'right'): State {
  return { ...state, sideways: Math.max(0, state.sideways + (action === 'left' ? -SIDE_STEP : SIDE_STEP)) };
}
