/** What the screen shows in a state. Pure, and it reads only the visible part of a list. */

import { BASE_MARK, HINT_MARK } from '../output/model-table.ts';
import type { Line } from '../output/terminal-text.ts';
import { safeLine, span } from '../output/terminal-text.ts';
import { widthOf } from '../output/width.ts';
import type { Picture, Segment } from './frame.ts';
import { KEYMAP } from './keymap.ts';
import { layoutOf, overlayRows, type Rect } from './layout.ts';
import { headLine, listLines } from './list-view.ts';
import { comparedLines, facetLines, paneLines, stretch } from './pane-view.ts';
import { isNarrowed, type State } from './state.ts';

/** Draws a state. The picture has exactly as many rows as the terminal, and nothing in it is wider. */
export function view(state: State): Picture {
  const { size } = state;
  const rows: Segment[][] = Array.from({ length: size.rows }, () => []);
  put(rows, [titleLine(state)], { column: 0, row: 0, columns: size.columns, rows: 1 });
  // The last row is always the status line, however few rows there are.
  const body = rows.slice(0, -1);
  if (state.screen === 'list') drawList(body, state);
  else {
    const over = { column: 0, row: 1, columns: size.columns, rows: overlayRows(size) };
    if (state.screen === 'help') put(body, stretch(helpLines(), state.scrolled, over.rows), over);
    if (state.screen === 'facets') put(body, facetLines(state, over), over);
    if (state.screen === 'compare') put(body, comparedLines(state, over), over);
  }
  const last = size.rows - 1;
  if (last > 0) put(rows, [statusLine(state)], { column: 0, row: last, columns: size.columns, rows: 1 });
  const caret = state.typing
    ? { row: last, column: Math.min(size.columns - 1, 1 + widthOf(safeLine(state.search))) }
    : undefined;
  return { rows, ...(caret && { caret }) };
}

function drawList(rows: Segment[][], state: State): void {
  const { list, pane, side } = layoutOf(state);
  if (list) {
    put(rows, [headLine(state)], { ...list, row: list.row - 1, rows: 1 });
    const lines = listLines(state, list);
    for (const [i, line] of lines.entries()) {
      const reversed = state.shown.length > 0 && state.top + i === state.cursor && state.focus === 'list';
      place(rows, { column: list.column, columns: list.columns, line, reversed }, list.row + i);
    }
    put(rows, [], { ...list, row: list.row + lines.length, rows: list.rows - lines.length });
  }
  if (!pane) return;
  if (side === 'right')
    for (let row = pane.row; row < pane.row + pane.rows; row++)
      place(rows, { column: pane.column - 2, columns: 2, line: [span('dim', '│ ')] }, row);
  if (side === 'below')
    place(rows, { column: 0, columns: pane.columns, line: [span('dim', '─'.repeat(pane.columns))] }, pane.row - 1);
  put(rows, paneLines(state, pane), pane);
}

/** Puts lines into a part of the screen, with blanks below them. */
function put(rows: Segment[][], lines: readonly Line[], rect: Rect): void {
  for (let i = 0; i < rect.rows; i++)
    place(rows, { column: rect.column, columns: rect.columns, line: lines[i] ?? [] }, rect.row + i);
}

function place(rows: Segment[][], segment: Segment, row: number): void {
  if (segment.columns > 0) rows[row]?.push(segment);
}

function titleLine(state: State): Line {
  const { about, count, shown, phase, marked, sorting } = state;
  const number = (value: number) => value.toLocaleString('en-US');
  const counts = isNarrowed(state) ? `${number(shown.length)} of ${number(count)}` : number(count);
  const details = [
    `${counts} ${count === 1 ? 'model' : 'models'}`,
    ...(marked.size > 0 ? [`${number(marked.size)} marked`] : []),
    ...(sorting ? ['sorting ...'] : []),
  ].join(', ');
  const doing = { reading: span('yellow', '  reading ...'), failed: span('red', '  failed'), ready: '' }[phase];
  return [span('bold', about.title), '  ', details, doing, ...narrowing(state)];
}

/** What narrows the list, as typed and chosen. */
function narrowing({ search, typing, chosen }: State): Line {
  const facets = [...chosen].map(([facet, values]) => `${facet}: ${[...values].join(' | ')}`);
  const texts = [...(search !== '' && !typing ? [`/${search}`] : []), ...facets];
  return texts.map((text) => span('cyan', `  ${text}`));
}

/** Keys for the last line, most important first: a narrow screen drops them from the end. */
const HINTS = [
  ['/', 'search'],
  ['?', 'keys'],
  ['q', 'quit'],
  ['f', 'filter'],
  ['s', 'sort'],
  ['d', 'details'],
  ['J', 'JSON'],
  ['Space', 'mark'],
  ['c', 'compare'],
  ['y', 'copy'],
  ['x', 'delete'],
  ['r', 'reload'],
] as const;

function statusLine(state: State): Line {
  const { typing, search, message, size, screen } = state;
  if (typing) return [span('bold', '/'), search];
  if (message !== undefined) return [span('yellow', message)];
  if (screen === 'help')
    return hints(
      [
        ['Esc', 'back'],
        ['↓', 'more'],
      ],
      size.columns,
    );
  if (screen === 'facets')
    return hints(
      [
        ['Space', 'choose'],
        ['x', 'clear'],
        ['Esc', 'back'],
      ],
      size.columns,
    );
  if (screen === 'compare')
    return hints(
      [
        ['d', state.differences ? 'show all' : 'differences'],
        ['→', 'more'],
        ['Esc', 'back'],
      ],
      size.columns,
    );
  return hints(state.about.prints ? [['Enter', 'print'], ...HINTS] : HINTS, size.columns);
}

function hints(keys: readonly (readonly [key: string, does: string])[], columns: number): Line {
  const line: Line[number][] = [];
  let room = columns;
  for (const [key, does] of keys) {
    const gap = line.length === 0 ? '' : '  ';
    const cells = gap.length + key.length + 1 + does.length;
    if (cells > room) break;
    line.push(gap, span('bold', key), span('dim', ` ${does}`));
    room -= cells;
  }
  return line;
}

function helpLines(): Line[] {
  const keys = KEYMAP.filter(({ shown }) => shown !== undefined);
  const room = Math.max(...keys.map(({ shown = '' }) => shown.length));
  const line = (sign: string, hint: string): Line => [span('bold', `  ${sign.padEnd(room)}  `), hint];
  return [
    ...keys.map(({ shown = '', hint = '' }) => line(shown, hint)),
    [],
    line(HINT_MARK, 'after a date: not from the server'),
    line(BASE_MARK, 'after a date: the date of its base model'),
  ];
}
