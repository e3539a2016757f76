/** The timeline of shutdown dates: bars that show how many models end when, then each date with its models. */

import { toneClass } from './grid.ts';
import { countText, escapeHtml, shortText } from './markup.ts';
import { cellsOf, type ReportCell, type ReportTable, type Tone } from './report.ts';
import { extent, monthOf, monthText, place } from './scale.ts';

/** Dates shown at first; the others are a click away. */
const FIRST_DATES = 5;
/** Models listed by name, per date and in total: the table has all of them. */
const MAX_AT_ONCE = 60;
const MAX_LISTED = 1500;
/** Maximum number of bars; if dates are far apart, a bar is a quarter, a year or more. */
const MAX_BARS = 40;

interface ModelEnding {
  /** `YYYY-MM-DD`. */
  day: string;
  note: string;
  tone: Tone | undefined;
  rows: number[];
}

/**
 * The section of the page; empty if no model has a date.
 * @param today `YYYY-MM-DD`
 */
export function timelineSection(table: Pick<ReportTable, 'columns' | 'rows'>, today: string): string {
  const endings = endingsOf(table);
  if (endings.length === 0) return '';
  const passed = endings.filter(({ tone }) => tone === 'ended');
  const ahead = endings.filter(({ tone }) => tone !== 'ended');
  const lists = new DateLists(table);
  const later = ahead.slice(FIRST_DATES);
  const count = (some: readonly ModelEnding[]) =>
    countText(
      some.reduce((sum, { rows }) => sum + rows.length, 0),
      'model',
    );
  return [
    '<section class="card" id="ends"><h2>Shutdown dates</h2>',
    `<p class="hint">${ahead.length > 0 ? `${count(ahead)} with an announced shutdown` : 'No announced shutdowns'}`,
    `${passed.length > 0 ? `, ${count(passed)} already shut down` : ''}.</p>`,
    bars(endings, today),
    lists.of(ahead.slice(0, FIRST_DATES)),
    later.length > 0
      ? `<details><summary>${countText(later.length, 'later date')}, ${count(later)}</summary>${lists.of(later)}</details>`
      : '',
    passed.length > 0
      ? `<details><summary>${countText(passed.length, 'date')} in the past, ${count(passed)}</summary>${lists.of(passed)}</details>`
      : '',
    '</section>\n',
  ].join('');
}

/** Grouped by date, soonest first. */
function endingsOf(table: Pick<ReportTable, 'columns' | 'rows'>): ModelEnding[] {
  const endings = new Map<string, ModelEnding>();
  for (const [row, cell] of cellsOf(table, 'shutdown').entries()) {
    if (!cell) continue;
    const day = String(JSON.parse(cell.json));
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) continue;
    const ending = endings.get(day);
    if (ending) ending.rows.push(row);
    else endings.set(day, { day, note: cell.note ?? '', tone: cell.tone, rows: [row] });
  }
  return [...endings.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

class DateLists {
  private readonly ids: readonly (ReportCell | undefined)[];
  private readonly replacements: readonly (ReportCell | undefined)[];
  private listed = 0;

  constructor(table: Pick<ReportTable, 'columns' | 'rows'>) {
    this.ids = cellsOf(table, 'id');
    this.replacements = cellsOf(table, 'replacement');
  }

  of(endings: readonly ModelEnding[]): string {
    return endings.length === 0 ? '' : `<ol class="dates">${endings.map((ending) => this.date(ending)).join('')}</ol>`;
  }

  private date({ day, note, tone, rows }: ModelEnding): string {
    const room = Math.max(0, Math.min(MAX_AT_ONCE, MAX_LISTED - this.listed));
    const named = rows.slice(0, room);
    this.listed += named.length;
    const more = rows.length - named.length;
    const rest = more > 0 ? `<li>and ${countText(more, 'more model')}: see the table</li>` : '';
    // The marks in a note are explained below the table; a date with several models has none of its own.
    const left = note.replace(/[^\p{L}\p{N} ]/gu, '');
    return `<li${toneClass(tone)}><h3><time datetime="${day}">${day}</time> <small${toneClass(tone)}>${escapeHtml(left)}</small></h3><ul>${this.models(named)}${rest}</ul></li>`;
  }

  /** Models with the same replacement are listed together. */
  private models(rows: readonly number[]): string {
    const groups = new Map<string, number[]>();
    for (const row of rows) {
      const next = this.replacements[row]?.text ?? '';
      const group = groups.get(next);
      if (group) group.push(row);
      else groups.set(next, [row]);
    }
    return [...groups]
      .map(([next, group]) => {
        const ids = group.map((row) => `<code data-row="${row}">${shortText(this.ids[row]?.text ?? '')}</code>`);
        return `<li><span>${ids.join(' ')}</span>${next === '' ? '' : `${REPLACED_BY}<code>${shortText(next)}</code></span>`}</li>`;
      })
      .join('');
  }
}

const REPLACED_BY = '<span class="next"><span aria-hidden="true">→ </span><span class="unseen">replaced by </span>';

interface Bar {
  label: string;
  /** The first month of the bar, as counted by `monthOf`. */
  begins: number;
  count: number;
  tone: Tone | undefined;
}

const DRAWINGS = [
  { name: 'desk', width: 640, height: 120 },
  { name: 'phone', width: 320, height: 110 },
] as const;
/** Room below the bars for months, and above them for counts. */
const FOOT = 22;
const HEAD = 16;

function bars(endings: readonly ModelEnding[], today: string): string {
  const months = endings.map(({ day }) => monthOf(day));
  const [first, last] = extent([...months, monthOf(today)]);
  const step = [1, 3, 12, 60, 120].find((size) => (last - first + 1) / size <= MAX_BARS) ?? 1200;
  const start = Math.floor(first / step) * step;
  const found: Bar[] = [];
  for (let begins = start; begins <= last; begins += step)
    found.push({ label: barLabel(begins, step), begins, count: 0, tone: undefined });
  for (const [i, { rows, tone }] of endings.entries()) {
    const bar = found[Math.floor(((months[i] as number) - start) / step)] as Bar;
    bar.count += rows.length;
    bar.tone = firstTone(bar.tone, tone, bar.count === rows.length);
  }
  // A single bar tells no more than the list.
  if (found.length < 2) return '';
  return DRAWINGS.map((size) => drawing(found, size)).join('');
}

/** A bar has the color of its most urgent dates. */
function firstTone(a: Tone | undefined, b: Tone | undefined, isFirst: boolean): Tone | undefined {
  if (isFirst) return b;
  return (['urgent', 'soon'] as const).find((tone) => a === tone || b === tone) ?? (a === b ? a : undefined);
}

function barLabel(month: number, step: number): string {
  return step >= 12 ? String(Math.floor(month / 12)) : monthText(month);
}

function drawing(found: readonly Bar[], { name, width, height }: (typeof DRAWINGS)[number]): string {
  const most = Math.max(...found.map(({ count }) => count));
  const room = width / found.length;
  const wide = Math.min(room * 0.7, 28);
  const foot = height - FOOT;
  // A label takes about 66 units.
  const every = Math.max(1, Math.ceil(66 / room));
  const parts = found.flatMap(({ label, count, tone }, i) => {
    const middle = room * (i + 0.5);
    const high = count === 0 ? 0 : Math.max(2, (count / most) * (foot - HEAD));
    const bar = `<rect class="bar ${tone ?? 'later'}" x="${place(middle - wide / 2)}" y="${place(foot - high)}" width="${place(wide)}" height="${place(high)}" rx="2"><title>${label}: ${countText(count, 'model')}</title></rect>`;
    const number = `<text x="${place(middle)}" y="${place(foot - high - 4)}" text-anchor="middle">${count.toLocaleString('en-US')}</text>`;
    return [
      ...(count > 0 ? [bar] : []),
      ...(count > 0 && room >= 14 ? [number] : []),
      ...(i % every === 0 && middle + 52 <= width
        ? [`<text x="${place(middle - wide / 2)}" y="${height - 5}" text-anchor="start">${label}</text>`]
        : []),
    ];
  });
  const said = found
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `${label}: ${count}`)
    .join(', ');
  return `<svg class="bars ${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Models shutting down, by date. ${said}"><path class="floor" d="M0 ${foot}H${width}"/>${parts.join('')}</svg>\n`;
}
