/** What is known of models: the details or JSON of one, several side by side, and the facets of all. */
import { renderCard } from '../output/cards.ts';
import { type Line, type Span, span } from '../output/terminal-text.ts';
import { padEnd, widthOf } from '../output/width.ts';
import { compareModels, comparisonLines } from '../query/compare.ts';
import { scrollSideways } from './frame.ts';
import { foldedText, unfolded } from './json-lines.ts';
import type { Rect } from './layout.ts';
import { modelAt, type State } from './state.ts';

/** The lines of the pane beside the list, as many as it has rows. */
export function paneLines(state: State, { rows, columns }: Rect): readonly Line[] {
  const model = modelAt(state, state.cursor);
  if (!model) return [];
  if (state.pane === 'json') return jsonView(state, rows);
  const { knowledge, sections } = state.about;
  const card = renderCard(model.bytes, model.start, model.end, { width: columns, now: knowledge.now, sections });
  const by = sidewaysIn(card, state.sideways, columns);
  return stretch(card, state.scrolled, rows).map((line) => scrollSideways(line, 0, by));
}

/** The sideways offset, limited to the end of the longest line. */
function sidewaysIn(lines: readonly Line[], by: number, columns: number): number {
  if (by === 0) return 0;
  const cellsOf = (line: Line) =>
    line.reduce((sum, part) => sum + widthOf(typeof part === 'string' ? part : part.text), 0);
  return Math.max(0, Math.min(by, Math.max(0, ...lines.map(cellsOf)) - columns));
}

/** The `rows` lines from `by` on, without going past the last line. */
export function stretch(lines: readonly Line[], by: number, rows: number): readonly Line[] {
  const from = Math.max(0, Math.min(by, lines.length - rows));
  return lines.slice(from, from + rows);
}

/** A member's name and the rest of its line. */
const MEMBER = /^(\s*)("(?:[^"\\]|\\.)*")(: )(.*)$/s;

/** Characters from the left edge of the view on that are enough for any screen. */
const MAX_SEEN = 4_000;

function jsonView({ json, folded, jsonCursor, scrolled, sideways, focus }: State, rows: number): Line[] {
  const places = unfolded(json, folded);
  const from = Math.max(0, Math.min(scrolled, places.length - rows));
  return places.slice(from, from + rows).map((place, i): Line => {
    const isFolded = folded.has(place);
    const whole = isFolded ? foldedText(json, place) : (json[place]?.text ?? '');
    const text = whole.slice(0, sideways + MAX_SEEN);
    const sign = focus === 'pane' && from + i === jsonCursor ? '>' : ' ';
    const opens = json[place]?.end !== place;
    return [
      span('plain', sign),
      span('dim', isFolded ? '+ ' : opens ? '- ' : '  '),
      ...scrollSideways(jsonSpans(text), 0, sideways),
    ];
  });
}

function jsonSpans(text: string): Span[] {
  const [, blanks = '', name = '', colon = '', value = ''] = MEMBER.exec(text) ?? [];
  if (name === '') return [valueSpan(text)];
  return [span('plain', blanks), span('cyan', name), span('plain', colon), valueSpan(value)];
}

function valueSpan(text: string): Span {
  const bare = text.trimStart();
  return span(bare.startsWith('"') ? 'green' : /^[{}[\]]/.test(bare) ? 'plain' : 'yellow', text);
}

/** The marked models side by side. */
export function comparedLines(state: State, { rows, columns }: Rect): readonly Line[] {
  const { about, differences, sideways, scrolled } = state;
  const models = [...state.marked.values()];
  const compared = compareModels(models, about.knowledge, { differences });
  const names = models.map((model) => {
    const source = about.several ? model.string('source') : undefined;
    return source === undefined ? (model.id ?? '') : `${source}/${model.id ?? ''}`;
  });
  const lines = comparisonLines(names, compared, undefined) ?? [];
  const label = Math.max(0, ...compared.map(({ name }) => name.length + 2));
  const [head = [], ...others] = lines;
  if (compared.length === 0) return [head, ['No known differences.']];
  const by = sidewaysIn(lines, sideways, columns);
  return [head, ...stretch(others, scrolled, rows - 1)].map((line) => scrollSideways(line, label, by));
}

/** The facets, each value with its count. */
export function facetLines(state: State, { rows, columns }: Rect): readonly Line[] {
  const { facetCounts, facetCursor, facets, count } = state;
  if (!facets || facets.length < count) return [['  Counting ...']];
  if (facetCounts.length === 0) return [['  All models have the same value: nothing to filter by.']];
  const room = Math.min(Math.max(...facetCounts.map(({ value }) => widthOf(value))), Math.max(8, columns - 24));
  const lines: Line[] = [];
  let at = 0;
  for (const [place, { facet, value, count: models, chosen }] of facetCounts.entries()) {
    if (facetCounts[place - 1]?.facet !== facet) lines.push([span('bold', facet)]);
    if (place === facetCursor) at = lines.length;
    lines.push([
      span('plain', place === facetCursor ? '> ' : '  '),
      span(chosen ? 'green' : 'plain', `${chosen ? '[x]' : '[ ]'} ${padEnd(value, room)}`),
      span('dim', `  ${models.toLocaleString('en-US')}`),
    ]);
  }
  const from = Math.max(0, Math.min(at - (rows >> 1), lines.length - rows));
  return lines.slice(from, from + rows);
}
