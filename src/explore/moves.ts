/** Where keys and the wheel lead: in the list, in the pane beside it, and in text that is only read. */
import { unfolded } from './json-lines.ts';
import type { Action } from './keymap.ts';
import { layoutOf } from './layout.ts';
import type { State } from './state.ts';

/** Limits a position to 0 up to `most`. */
export function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/**
 * Where an action moves the cursor of a list; `undefined` if it does not move it.
 * @param at the position of the cursor
 * @param last the last position
 * @param page the number of positions in a page
 */
export function cursorAfter(action: Action, at: number, last: number, page: number): number | undefined {
  switch (action) {
    case 'up':
      return clamp(at - 1, last);
    case 'down':
      return clamp(at + 1, last);
    case 'page-up':
      return clamp(at - page, last);
    case 'page-down':
      return clamp(at + page, last);
    case 'first':
      return 0;
    case 'last':
      return clamp(last, last);
    default:
      return undefined;
  }
}

/** Moves in the list; `undefined` if the action moves nothing there. */
export function moveInList(state: State, action: Action): State | undefined {
  const page = Math.max(1, (layoutOf(state).list?.rows ?? 2) - 1);
  const cursor = cursorAfter(action, state.cursor, state.shown.length - 1, page);
  return cursor === undefined ? undefined : { ...state, cursor };
}

/** Moves in the pane beside the list; `undefined` if the action moves nothing there. */
export function moveInPane(state: State, action: Action): State | undefined {
  const rows = layoutOf(state).pane?.rows ?? 1;
  if (state.pane === 'details') return scrollText(state, action, rows);
  const places = unfolded(state.json, state.folded);
  const cursor = cursorAfter(action, state.jsonCursor, places.length - 1, rows);
  if (cursor !== undefined) {
    const scrolled = Math.max(Math.min(state.scrolled, cursor), cursor - rows + 2);
    return { ...state, jsonCursor: cursor, scrolled };
  }
  switch (action) {
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

/** Scrolls text that is only read. The view keeps its last lines on the screen. */
export function scrollText(state: State, action: Action, rows: number): State | undefined {
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
