/** The rows of the list: the column heads, one row per model, and the text shown if there are none. */
import type { Model } from '../models/model.ts';
import { type Line, type Span, safeLine, span } from '../output/terminal-text.ts';
import { padEnd, padStart, truncateText, widthOf, wrapWords } from '../output/width.ts';
import { type FittedColumn, fieldText, GAP } from './fields.ts';
import type { Rect } from './layout.ts';
import { isNarrowed, keyOf, modelAt, type State } from './state.ts';

/** Signs that show without color which models are marked and where the cursor is. */
const CURSOR = '>';
const MARK = '*';

export function headLine({ fields, sortedBy, descending, about }: State): Line {
  const line: Span[] = [span('dim', '  ')];
  for (const [place, field] of fields.entries()) {
    const isSorted = sortedBy !== undefined && about.columns[sortedBy] === field.column;
    const title = truncateText(field.title, isSorted ? field.width - 1 : field.width);
    const text = isSorted ? `${title}${descending ? '▼' : '▲'}` : title;
    line.push(span(isSorted ? 'bold' : 'dim', gapBefore(place) + padded(field, text)));
  }
  return line;
}

/** The visible rows of models, or the text shown in their place. */
export function listLines(state: State, { rows, columns }: Rect): Line[] {
  const { shown, top, problem, phase } = state;
  if (shown.length === 0)
    return emptyLines(state)
      .flatMap((text) => wrapped(text, columns))
      .slice(0, rows);
  const lines: Line[] = [];
  const failed = phase === 'failed' ? problem.flatMap((text) => wrapped(text, columns)).slice(0, rows >> 1) : [];
  for (let place = top; place < shown.length && lines.length < rows - failed.length; place++) {
    const model = modelAt(state, place);
    if (model) lines.push(rowOf(state, model, place === state.cursor));
  }
  return [...lines, ...failed];
}

function rowOf(state: State, model: Model, isCursor: boolean): Line {
  const { about, marked, fields, lettersOf } = state;
  const key = keyOf(model, about.several);
  const isMarked = key !== undefined && marked.has(key);
  // A colored blank would show as a block in the row under the cursor, which is reversed.
  const mark = isMarked ? span('yellow', MARK) : span('plain', ' ');
  const line: Span[] = [span('plain', isCursor ? CURSOR : ' '), mark];
  for (const [place, field] of fields.entries()) {
    line.push(span('plain', gapBefore(place)));
    if (field.column.declaredName === 'id') line.push(...idSpans(model, field.width, lettersOf));
    else {
      const { text, style } = fieldText(field, model, about.knowledge.now);
      line.push(
        span(
          style,
          padded(
            field,
            truncateText(text === '' && field.column.declaredName !== 'shutdown' ? '-' : text, field.width),
          ),
        ),
      );
    }
  }
  return line;
}

/** The id, with the letters that match the search highlighted. */
function idSpans({ id = '' }: Model, width: number, lettersOf: State['lettersOf']): Span[] {
  if (id === '') return [span('dim', padEnd('(no id)', width))];
  // Escaped characters shift the letters, so no letter is highlighted in such an id.
  const safe = safeLine(id);
  const marks = safe === id ? lettersOf(id) : [];
  const { text, head, left } = middleCut(safe, width);
  // Maps the position of a letter in the id to its position in the shown text.
  const placed = (place: number) => (place <= head ? place : Math.max(head + 1, place - left));
  const spans: Span[] = [];
  let at = 0;
  for (let m = 0; m + 1 < marks.length; m += 2) {
    const [start, end] = [placed(marks[m] as number), placed(marks[m + 1] as number)];
    if (start > at) spans.push(span('bold', text.slice(at, start)));
    if (end > start) spans.push(span('underline', text.slice(start, end)));
    at = Math.max(at, end);
  }
  spans.push(span('bold', text.slice(at)), span('plain', ' '.repeat(Math.max(0, width - widthOf(text)))));
  return spans;
}

/**
 * An id cut to `width` cells. Fine-tuned models of one base and one organization differ at the end, so the cut is made
 * before the end: after the first `head` characters, `left` fewer are shown.
 */
function middleCut(id: string, width: number): { text: string; head: number; left: number } {
  if (widthOf(id) <= width) return { text: id, head: id.length, left: 0 };
  const tail = Math.floor((width - 1) * 0.4);
  const head = width - 1 - tail;
  // If characters are wider than one cell, cut by cells.
  if (widthOf(id) !== id.length || tail === 0) {
    const text = truncateText(id, width);
    return { text, head: text.length - 1, left: id.length };
  }
  return { text: `${id.slice(0, head)}…${id.slice(id.length - tail)}`, head, left: id.length - tail - head - 1 };
}

function padded({ numeric, width }: FittedColumn, text: string): string {
  return numeric ? padStart(text, width) : padEnd(text, width);
}

function gapBefore(place: number): string {
  return place === 0 ? '' : ' '.repeat(GAP);
}

function emptyLines(state: State): string[] {
  if (state.phase === 'failed') return [...state.problem, '', 'Press r to retry, q to quit.'];
  if (state.phase === 'reading') return ['Loading the list ...'];
  if (isNarrowed(state)) return ['No model matches. Press Esc to clear the search and filters.'];
  return ['The list is empty. Press r to reload.'];
}

function wrapped(text: string, columns: number): Line[] {
  const room = Math.max(1, columns - INDENT.length);
  return wrapWords(safeLine(text), room, room).map((line) => [INDENT + line]);
}

const INDENT = '  ';
