/**
 * The plot of price against context window, as SVG: both scales are logarithmic, and colors show owner or source.
 * Models with the same price and window share one mark. It is drawn twice, for desktop and phone, and the style sheet
 * shows one of them: a drawing scaled down would have unreadable letters.
 */
import { countText, escapeHtml, shortText } from './markup.ts';
import { cellsOf, type ReportCell, type ReportTable } from './report.ts';
import { type Axis, logAxis, place } from './scale.ts';

interface Size {
  name: 'desk' | 'phone';
  width: number;
  height: number;
  /** Room for labels: left of the price axis, and below the context axis. */
  left: number;
  bottom: number;
}

const SIZES: readonly Size[] = [
  { name: 'desk', width: 640, height: 470, left: 58, bottom: 46 },
  { name: 'phone', width: 320, height: 340, left: 48, bottom: 44 },
];
const TOP = 14;
const RIGHT = 14;
/** The strip at the bottom for free models, which have no place on a logarithmic scale. */
const FREE_STRIP = 30;
/** Series with their own color and shape; the rest share one. */
const MAX_SERIES = 7;
/** How many models a mark names in its label. */
const MAX_NAMED = 3;

/** Models with the same price and window. */
interface Mark {
  context: number;
  price: number;
  series: number;
  rows: number[];
}

interface PlotData {
  marks: readonly Mark[];
  /** Names of the series, in color order. */
  series: readonly string[];
  /** What the series are: `owner`. */
  by: string;
}

/** The section of the page; empty if no model has both a price and a window. */
export function plotSection(table: Pick<ReportTable, 'columns' | 'rows'>): string {
  const drawn = marksOf(table);
  if (drawn.marks.length === 0) return '';
  const plotted = drawn.marks.reduce((sum, { rows }) => sum + rows.length, 0);
  const ids = cellsOf(table, 'id');
  return [
    '<section class="card" id="prices"><h2>Price against context</h2>',
    '<p class="hint">US dollars per million input tokens; context window in tokens. Both scales are logarithmic. ',
    `${countText(plotted, 'model')} with both known${drawn.marks.length > MAX_MARKS ? '; nearby models share one mark' : ''}.</p>`,
    legend(drawn),
    ...SIZES.map((size) => drawing(drawn, ids, size)),
    '</section>\n',
  ].join('');
}

/** The series are the sources if there are several, else the owners, else the kinds. */
function marksOf(table: Pick<ReportTable, 'columns' | 'rows'>): PlotData {
  const [contexts, prices] = [cellsOf(table, 'context'), cellsOf(table, 'input_price')];
  const plotted = table.rows.flatMap((_, row) => {
    const [context, price] = [numberOf(contexts[row]), numberOf(prices[row])];
    return context !== undefined && price !== undefined && context > 0 && price >= 0 ? [{ row, context, price }] : [];
  });
  const { by, names } = chooseSeries(
    table,
    plotted.map(({ row }) => row),
  );
  const counts = new Map<string, number>();
  for (const { row } of plotted) counts.set(names(row), (counts.get(names(row)) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const own = ranked.slice(0, ranked.length > MAX_SERIES + 1 ? MAX_SERIES : MAX_SERIES + 1);
  const marks = new Map<string, Mark>();
  for (const { row, context, price } of plotted) {
    const found = own.indexOf(names(row));
    const series = found < 0 ? MAX_SERIES : found;
    const key = `${context} ${price} ${series}`;
    const mark = marks.get(key);
    if (mark) mark.rows.push(row);
    else marks.set(key, { context, price, series, rows: [row] });
  }
  return { marks: [...marks.values()], series: ranked.length > own.length ? [...own, 'others'] : own, by };
}

function chooseSeries(table: Pick<ReportTable, 'columns' | 'rows'>, rows: readonly number[]) {
  for (const [name, by] of [
    ['source', 'source'],
    ['owned_by', 'owner'],
    ['kind', 'kind'],
  ] as const) {
    const cells = cellsOf(table, name);
    const names = (row: number) => cells[row]?.text || 'unknown';
    if (name === 'kind' || new Set(rows.map(names)).size > 1) return { by, names };
  }
  return { by: 'kind', names: () => '' };
}

/** Only for a position on a scale. */
function numberOf(cell: ReportCell | undefined): number | undefined {
  if (!cell) return undefined;
  const value: unknown = JSON.parse(cell.json);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Shapes of the series: circle, square, triangle, diamond, then the same hollow, so that colors are not needed. */
const SHAPES = [
  'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0',
  'M-4.5-4.5h9v9h-9z',
  'M0-5.6L5.4 4.2H-5.4z',
  'M0-6L6 0L0 6L-6 0z',
];

function shape(series: number): string {
  return `<path d="${SHAPES[series % SHAPES.length]}"/>`;
}

function markClass(series: number): string {
  return `mark s${series}${series >= SHAPES.length ? ' hollow' : ''}`;
}

function legend({ series, by }: PlotData): string {
  if (series.length < 2 && by === 'kind') return '';
  const items = series.map(
    (name, i) =>
      `<li><svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><g class="${markClass(i)}">${shape(i)}</g></svg>${shortText(name)}</li>`,
  );
  return `<ul class="legend" aria-label="By ${by}">${items.join('')}</ul>\n`;
}

function drawing({ marks }: PlotData, ids: readonly (ReportCell | undefined)[], size: Size): string {
  const { name, width, height, left, bottom } = size;
  const paid = marks.filter(({ price }) => price > 0);
  const isFree = paid.length < marks.length;
  const floor = height - bottom - (isFree ? FREE_STRIP : 0);
  const x = logAxis(
    marks.map(({ context }) => context),
    left,
    width - RIGHT,
    name === 'desk' ? 52 : 40,
  );
  const y = logAxis(paid.length > 0 ? paid.map(({ price }) => price) : [1], floor, TOP, 22);
  const placed = marks.map((mark) => ({
    mark,
    at: [x.at(mark.context), mark.price > 0 ? y.at(mark.price) : height - bottom - FREE_STRIP / 2] as const,
  }));
  const places = mergeUntilSparse(placed);
  return [
    `<svg class="plot ${name}" viewBox="0 0 ${width} ${height}" role="group" aria-label="Plot of price against context">`,
    `<g class="axes" aria-hidden="true">${axisLines(x, y, size, floor, isFree)}</g>`,
    `<g class="labels" aria-hidden="true">${labels(places, ids, size)}</g>`,
    ...places.map((one) => markDrawing(one, ids)),
    '</svg>\n',
  ].join('');
}

function axisLines(x: Axis, y: Axis, { width, height, left, bottom }: Size, floor: number, isFree: boolean): string {
  const foot = height - bottom;
  const lines = [
    ...x.ticks.map((tick) => {
      const at = place(x.at(tick));
      return `<path d="M${at} ${TOP}V${foot}"/><text x="${at}" y="${foot + 18}" text-anchor="middle">${tokensText(tick)}</text>`;
    }),
    ...y.ticks.map((tick) => {
      const at = y.at(tick);
      return `<path d="M${left} ${place(at)}H${width - RIGHT}"/><text x="${left - 8}" y="${place(at + 4)}" text-anchor="end">${dollars(tick)}</text>`;
    }),
  ];
  if (isFree)
    lines.push(
      `<path class="floor" d="M${left} ${floor}H${width - RIGHT}"/><text x="${left - 8}" y="${foot - FREE_STRIP / 2 + 4}" text-anchor="end">free</text>`,
    );
  lines.push(`<text x="${width - RIGHT}" y="${height - 8}" text-anchor="end">context window, tokens</text>`);
  return lines.join('');
}

/** Maximum marks in a drawing. With more, those within so many units of each other are joined into one. */
const MAX_MARKS = 250;
const NEAR = [5, 8, 12, 18, 26, 40];

interface PlacedMark {
  mark: Mark;
  at: readonly [x: number, y: number];
}

/** Few enough marks to tell apart, larger ones first so that single models are drawn in front of groups. */
function mergeUntilSparse(placed: readonly PlacedMark[]): readonly PlacedMark[] {
  let found = placed;
  for (const near of placed.length > MAX_MARKS ? NEAR : []) {
    found = joined(placed, near);
    if (found.length <= MAX_MARKS) break;
  }
  return found.toSorted((a, b) => b.mark.rows.length - a.mark.rows.length);
}

function joined(placed: readonly PlacedMark[], near: number): PlacedMark[] {
  const cells = new Map<string, PlacedMark>();
  for (const { mark, at } of placed) {
    const key = `${Math.round(at[0] / near)} ${Math.round(at[1] / near)} ${mark.series}`;
    const cell = cells.get(key);
    if (cell) cell.mark.rows.push(...mark.rows);
    else cells.set(key, { mark: { ...mark, rows: [...mark.rows] }, at });
  }
  return [...cells.values()];
}

function markDrawing(
  { mark: { series, rows }, at: [x, y] }: PlacedMark,
  ids: readonly (ReportCell | undefined)[],
): string {
  const names = rows.slice(0, MAX_NAMED).map((row) => shortText(ids[row]?.text ?? ''));
  const more = rows.length - names.length;
  const label = names.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '');
  // The mark of a group is larger, and so easier to hit.
  const scale = rows.length > 1 ? ` scale(${place(Math.min(1 + Math.log10(rows.length) / 2, 2))})` : '';
  return `<g class="${markClass(series)}" role="img" aria-label="${label}" data-rows="${rows.join(' ')}" transform="translate(${place(x)} ${place(y)})${scale}">${shape(series)}<title>${label}</title></g>`;
}

/** The size of a label: width per letter, and height of a line. */
const LETTER = 6.6;
const LINE = 13;
/** Longer names would cover what is next to them. */
const MAX_LABEL_LENGTH = 28;

/** Names beside the marks, as far as there is room: none covers a mark or another name. */
function labels(
  places: readonly PlacedMark[],
  ids: readonly (ReportCell | undefined)[],
  { width, left: leftmost }: Size,
): string {
  const taken: (readonly [left: number, top: number, right: number, bottom: number])[] = places.map(
    ({ at: [x, y] }) => [x - 6, y - 6, x + 6, y + 6],
  );
  const found: string[] = [];
  // The shortest name in a group is usually the alias, which people know.
  const named = places.map(({ mark, at }) => ({
    at,
    text: mark.rows
      .map((row) => ids[row]?.text ?? '')
      .reduce((shortest, id) => (id.length < shortest.length ? id : shortest)),
  }));
  for (const { at, text } of named) {
    if (text === '' || text.length > MAX_LABEL_LENGTH) continue;
    const room = text.length * LETTER;
    const [x, y] = at;
    for (const [left, anchor] of [
      [x + 9, 'start'],
      [x - 9 - room, 'end'],
    ] as const) {
      const box = [left, y - LINE / 2, left + room, y + LINE / 2] as const;
      if (box[0] < leftmost || box[2] > width) continue;
      if (taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      const start = anchor === 'start' ? x + 9 : x - 9;
      found.push(`<text x="${place(start)}" y="${place(y + 4)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`);
      break;
    }
  }
  return found.join('');
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

function overlaps(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** `200k`, `1M`. */
function tokensText(tokens: number): string {
  if (tokens >= 1e6) return `${place(tokens / 1e6)}M`;
  return tokens >= 1000 ? `${place(tokens / 1000)}k` : String(tokens);
}

function dollars(price: number): string {
  return price >= 1 ? `$${price}` : `$${price.toFixed(Math.max(2, Math.ceil(-Math.log10(price) - 1e-9)))}`;
}
