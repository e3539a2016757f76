/** The keys: what each does and its help text. Both the program and its help read this one list. */

export type Action =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'left'
  | 'right'
  | 'search'
  | 'clear'
  | 'sort'
  | 'reverse'
  | 'facets'
  | 'details'
  | 'json'
  | 'focus'
  | 'mark'
  | 'compare'
  | 'copy'
  | 'copy-json'
  | 'delete'
  | 'refresh'
  | 'print'
  | 'enter'
  | 'help'
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | 'redraw';

interface KeySpec {
  action: Action;
  keys: readonly string[];
  /** How the help shows the keys; without it, the entry is not in the help. */
  shown?: string;
  hint?: string;
}

export const KEYMAP: readonly KeySpec[] = [
  { action: 'search', keys: ['/'], shown: '/', hint: 'search: letters in order, words in any order; -word excludes' },
  { action: 'down', keys: ['down', 'j', 'ctrl-n'], shown: '↓ j', hint: 'down' },
  { action: 'up', keys: ['up', 'k', 'ctrl-p'], shown: '↑ k', hint: 'up' },
  { action: 'page-down', keys: ['pagedown', 'ctrl-f', 'ctrl-d'], shown: 'PgDn', hint: 'page down' },
  { action: 'page-up', keys: ['pageup', 'ctrl-b', 'ctrl-u'], shown: 'PgUp', hint: 'page up' },
  { action: 'first', keys: ['home', 'g'], shown: 'g', hint: 'first model' },
  { action: 'last', keys: ['end', 'G'], shown: 'G', hint: 'last model' },
  { action: 'left', keys: ['left', 'h'] },
  { action: 'right', keys: ['right', 'l'] },
  { action: 'sort', keys: ['s'], shown: 's', hint: 'sort by the next column' },
  { action: 'reverse', keys: ['S'], shown: 'S', hint: 'reverse the order' },
  { action: 'facets', keys: ['f'], shown: 'f', hint: 'filter by kind, owner, shutdown, price ...' },
  { action: 'details', keys: ['d'], shown: 'd', hint: 'show or hide details' },
  { action: 'json', keys: ['J'], shown: 'J', hint: 'show the JSON; Enter folds' },
  { action: 'focus', keys: ['tab', 'shift-tab'], shown: 'Tab', hint: 'switch between list and details' },
  { action: 'mark', keys: ['space'], shown: 'Space', hint: 'mark' },
  { action: 'compare', keys: ['c'], shown: 'c', hint: 'compare the marked models' },
  { action: 'copy', keys: ['y'], shown: 'y', hint: 'copy the id' },
  { action: 'copy-json', keys: ['Y'], shown: 'Y', hint: 'copy the model as JSON' },
  { action: 'delete', keys: ['x'], shown: 'x', hint: 'delete the marked fine-tuned models (asks first)' },
  { action: 'refresh', keys: ['r'], shown: 'r', hint: 'reload the list' },
  { action: 'print', keys: ['o'], shown: 'o', hint: 'print the marked ids, or this one, and quit' },
  { action: 'enter', keys: ['enter'] },
  { action: 'clear', keys: ['escape'], shown: 'Esc', hint: 'go back, or clear the search and filters' },
  { action: 'help', keys: ['?'], shown: '?', hint: 'show these keys' },
  { action: 'quit', keys: ['q'], shown: 'q', hint: 'quit' },
  { action: 'interrupt', keys: ['ctrl-c'] },
  { action: 'suspend', keys: ['ctrl-z'] },
  { action: 'redraw', keys: ['ctrl-l'] },
];

const ACTIONS = new Map(KEYMAP.flatMap(({ action, keys }) => keys.map((key) => [key, action] as const)));

/** What a key does outside the search line; `undefined` if nothing. */
export function actionOf(key: string): Action | undefined {
  return ACTIONS.get(key);
}
