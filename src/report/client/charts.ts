/** Tooltips for the mark under the pointer or the focus, and charts that follow the table's filters. */
import type { Grid } from './grid.ts';
import { columnPlace, element, numberIn } from './values.ts';

/** How many models a tooltip names. */
const MAX_NAMED = 8;

export function liven(grid: Grid): void {
  const marks = [...document.querySelectorAll<SVGGElement>('.plot .mark')].map((mark) => ({
    mark,
    rows: (mark.dataset.rows ?? '').split(' ').map(Number),
  }));
  const dated = [...document.querySelectorAll<HTMLElement>('.dates [data-row]')];
  const before = grid.onShown;
  grid.onShown = () => {
    before();
    const passing = new Set(grid.passing);
    for (const { mark, rows } of marks) mark.classList.toggle('off', !rows.some((row) => passing.has(row)));
    for (const item of dated) item.hidden = !passing.has(Number(item.dataset.row));
    for (const date of document.querySelectorAll<HTMLElement>('.dates > li')) {
      const models = [...date.querySelectorAll<HTMLElement>('[data-row]')];
      date.hidden = models.length > 0 && models.every(({ hidden }) => hidden);
    }
  };

  const tip = element('div', { className: 'tip', hidden: true });
  document.body.append(tip);
  const hide = () => {
    tip.hidden = true;
  };
  for (const { mark, rows } of marks) {
    // The browser's own tooltip would cover ours.
    mark.querySelector('title')?.remove();
    const show = () => {
      tip.replaceChildren(...aboutRows(grid, rows));
      tip.hidden = false;
      placeBeside(tip, mark.getBoundingClientRect());
    };
    mark.addEventListener('pointerenter', show);
    mark.addEventListener('pointerleave', hide);
    mark.addEventListener('focus', show);
    mark.addEventListener('blur', hide);
  }
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  for (const plot of document.querySelectorAll<SVGSVGElement>('.plot')) rove(plot);
}

/** One stop for the Tab key; arrow keys move from mark to mark, left to right. */
function rove(plot: SVGSVGElement): void {
  const xOf = (mark: SVGGElement) => mark.transform.baseVal.getItem(0).matrix.e;
  const marks = [...plot.querySelectorAll<SVGGElement>('.mark')].sort((a, b) => xOf(a) - xOf(b));
  const reach = (mark: SVGGElement | undefined) => {
    for (const one of marks) one.setAttribute('tabindex', one === mark ? '0' : '-1');
  };
  reach(marks[0]);
  plot.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const at = marks.indexOf(document.activeElement as SVGGElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = marks[(at + step + marks.length) % marks.length];
    reach(next);
    next?.focus();
  });
}

/** The models' names, and what the table has about them. */
function aboutRows(grid: Grid, rows: readonly number[]): HTMLElement[] {
  const { values } = grid;
  const cell = (row: number, name: string) => {
    const column = columnPlace(values, name);
    return column < 0 ? '' : grid.text(row, column);
  };
  /** The common value, or the smallest and the largest. */
  const span = (name: string, unit = '') => {
    const column = columnPlace(values, name);
    const amountIn = (row: number) => numberIn(values.rows[row]?.[column]);
    const known = rows
      .filter((row) => amountIn(row) !== undefined)
      .sort((a, b) => Number(amountIn(a)) - Number(amountIn(b)));
    const texts = [known[0], known.at(-1)].map((row) => (row === undefined ? '' : cell(row, name)));
    return [...new Set(texts)].map((text) => (text === 'free' || text === '' ? text : unit + text)).join(' to ');
  };
  const output = span('output_price', '$');
  const facts = [`${span('context')} tokens`, `${span('input_price', '$')} in`, ...(output ? [`${output} out`] : [])];
  const more = rows.length - MAX_NAMED;
  return [
    ...rows.slice(0, MAX_NAMED).map((row) => element('p', { className: 'id' }, cell(row, 'id'))),
    ...(more > 0 ? [element('p', {}, `and ${more.toLocaleString('en-US')} more`)] : []),
    element('p', {}, facts.join(' · ')),
  ];
}

/** Below the mark if there is room, otherwise above it, and within the window. */
function placeBeside(tip: HTMLElement, mark: DOMRect): void {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(Math.max(12, mark.left + mark.width / 2 - width / 2), innerWidth - width - 12);
  const below = mark.bottom + 10;
  const top = below + height > innerHeight && mark.top - height - 10 > 0 ? mark.top - height - 10 : below;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${top + scrollY}px`;
}
