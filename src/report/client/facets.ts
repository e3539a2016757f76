/** Filters for a list: words, and facets with the number of models that each choice would leave. */
import type { Grid } from './grid.ts';
import { columnPlace, element, numberIn, type TableValues, type Value } from './values.ts';

/** How many choices a facet shows; search finds the others. */
const MAX_CHOICES = 100;
const DAY = 86_400_000;

interface Facet {
  title: string;
  /** The choices of each row: none, one, or several if a model has several values. */
  ofRow: readonly (readonly string[])[];
  chosen: Set<string>;
  /** A choice's display text, taken from the table if the choice is a cell value. */
  shown(choice: string): string;
}

/** Choices that have a fixed order; the other facets begin with the most frequent. */
const ENDS = ['Within 30 days', 'Within 90 days', 'Later', 'Shut down', 'No date'];
const PRICES = ['Has a price', 'Free', 'No known price'];

/** Adds search, facets, the column menu and the count to the page. */
export function addControls(grid: Grid, place: HTMLElement, now: number): void {
  const { values } = grid;
  const facets = facetsOf(grid, now).filter(({ ofRow }) => new Set(ofRow.flat()).size > 1);
  const texts = searched(values);
  let words: readonly string[] = [];
  const search = element('input', { type: 'search', placeholder: `Search ${grid.noun} …`, autocomplete: 'off' });
  search.setAttribute('aria-label', `Search ${grid.noun}`);
  search.setAttribute('aria-keyshortcuts', '/');
  const count = element('p', { className: 'count' });
  count.setAttribute('role', 'status');
  const clear = element('button', { type: 'button', hidden: true }, 'Clear filters');
  const menus = facets.map((facet) => new FacetMenu(facet, () => narrow()));

  const narrow = () => {
    const found = texts.map((text) => words.every((word) => text.includes(word)));
    // A choice counts the rows it would leave: those that pass everything except its own facet.
    const missed = found.map((isFound, row) => (isFound ? facets.filter((facet) => !passes(facet, row)) : undefined));
    for (const [i, menu] of menus.entries())
      menu.count((row) => {
        const misses = missed[row];
        return misses !== undefined && (misses.length === 0 || (misses.length === 1 && misses[0] === facets[i]));
      });
    grid.narrow((row) => missed[row]?.length === 0);
  };
  const say = () => {
    const [passing, all] = [grid.passing.length, grid.length];
    const isNarrow = words.length > 0 || facets.some(({ chosen }) => chosen.size > 0);
    clear.hidden = !isNarrow;
    const text = `${isNarrow ? `${passing.toLocaleString('en-US')} of ` : ''}${all.toLocaleString('en-US')} ${all === 1 ? grid.noun.replace(/s$/, '') : grid.noun}`;
    // An unchanged count should not be read out again.
    if (count.textContent !== text) count.textContent = text;
  };
  const before = grid.onShown;
  grid.onShown = () => {
    before();
    say();
  };

  search.addEventListener('input', () => {
    words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    narrow();
  });
  clear.addEventListener('click', () => {
    search.value = '';
    words = [];
    for (const menu of menus) menu.clear();
    narrow();
    search.focus();
  });
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      search.focus();
    }
  });
  place.append(search, ...menus.map(({ menu }) => menu), columnMenu(grid), clear, count);
  closeByThemselves(place);
  narrow();
}

function passes({ chosen, ofRow }: Facet, row: number): boolean {
  return chosen.size === 0 || (ofRow[row] ?? []).some((choice) => chosen.has(choice));
}

/** Columns that name or describe a model; in tables that are not of models, all columns are searched. */
const SEARCHED = ['id', 'owned_by', 'name', 'kind', 'source', 'base'];

/** The text that a search looks through, one per row. */
function searched({ columns, rows }: TableValues): string[] {
  const isKnown = columns.some(({ name }) => SEARCHED.includes(name));
  const places = columns.flatMap(({ name }, place) => (!isKnown || SEARCHED.includes(name) ? [place] : []));
  return rows.map((row) =>
    places
      .map((column) => String(row[column] ?? ''))
      .join('\n')
      .toLowerCase(),
  );
}

function facetsOf(grid: Grid, now: number): Facet[] {
  const { values } = grid;
  const facets: Facet[] = [];
  const add = (name: string, title: string, choices: (value: Value) => readonly string[]) => {
    const column = columnPlace(values, name);
    if (column < 0) return;
    const ofRow = values.rows.map((row) => choices(row[column] ?? null));
    // If the choice is the cell value, show the table's text for it, which has nothing invisible.
    const shown = (choice: string) =>
      choices === itself
        ? grid.text(
            ofRow.findIndex(([only]) => only === choice),
            column,
          ) || choice
        : choice;
    facets.push({ title, ofRow, chosen: new Set(), shown });
  };
  add('kind', 'Kind', itself);
  add('owned_by', 'Owner', itself);
  add('source', 'Source', itself);
  add('shutdown', 'Shutdown', (value) => [endOf(value, now)]);
  add('input_price', 'Price', (value) => {
    const price = numberIn(value);
    return [PRICES[price === undefined ? 2 : price === 0 ? 1 : 0] as string];
  });
  add('input_modalities', 'Input', listOf);
  add('output_modalities', 'Output', listOf);
  return facets;
}

function itself(value: Value): readonly string[] {
  return [value === null || value === '' ? 'Unknown' : String(value)];
}

function listOf(value: Value): readonly string[] {
  return value !== null && typeof value === 'object' ? value : [];
}

function endOf(value: Value, now: number): string {
  if (typeof value !== 'string') return 'No date';
  const days = Math.ceil((Date.parse(value) - now) / DAY);
  return days < 0 ? 'Shut down' : days <= 30 ? 'Within 30 days' : days <= 90 ? 'Within 90 days' : 'Later';
}

class FacetMenu {
  readonly menu: HTMLDetailsElement;
  private readonly facet: Facet;
  private readonly boxes = new Map<string, { box: HTMLInputElement; count: HTMLElement }>();
  private readonly summary: HTMLElement;

  constructor(facet: Facet, changed: () => void) {
    this.facet = facet;
    const choices = choicesOf(facet);
    const labels = choices.slice(0, MAX_CHOICES).map((choice) => {
      const box = element('input', { type: 'checkbox' });
      const count = element('b');
      box.addEventListener('change', () => {
        if (box.checked) facet.chosen.add(choice);
        else facet.chosen.delete(choice);
        this.say();
        changed();
      });
      this.boxes.set(choice, { box, count });
      return element('label', {}, box, element('span', {}, facet.shown(choice)), count);
    });
    const more = choices.length - labels.length;
    const rest = more > 0 ? [element('p', {}, `${more.toLocaleString('en-US')} more: use search to find them`)] : [];
    this.summary = element('summary', {}, facet.title);
    const legend = element('legend', { className: 'unseen' }, facet.title);
    this.menu = element(
      'details',
      { className: 'menu' },
      this.summary,
      element('fieldset', {}, legend, ...labels, ...rest),
    );
  }

  count(counts: (row: number) => boolean): void {
    const found = new Map<string, number>();
    for (const [row, choices] of this.facet.ofRow.entries())
      if (counts(row)) for (const choice of choices) found.set(choice, (found.get(choice) ?? 0) + 1);
    for (const [choice, { count }] of this.boxes) count.textContent = (found.get(choice) ?? 0).toLocaleString('en-US');
  }

  clear(): void {
    this.facet.chosen.clear();
    for (const { box } of this.boxes.values()) box.checked = false;
    this.say();
  }

  private say(): void {
    const { chosen, title } = this.facet;
    this.summary.textContent = chosen.size > 0 ? `${title}: ${chosen.size}` : title;
    this.menu.classList.toggle('on', chosen.size > 0);
  }
}

function choicesOf({ ofRow }: Facet): string[] {
  const counts = new Map<string, number>();
  for (const choices of ofRow) for (const choice of choices) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  const own = [ENDS, PRICES].find((order) => [...counts.keys()].every((choice) => order.includes(choice)));
  if (own) return own.filter((choice) => counts.has(choice));
  return [...counts].sort((a, b) => b[1] - a[1]).map(([choice]) => choice);
}

function columnMenu(grid: Grid): HTMLDetailsElement {
  const boxes = grid.values.columns.map(({ title }, column) => {
    const box = element('input', { type: 'checkbox' });
    box.addEventListener('change', () => grid.setVisible(column, box.checked));
    return { box, column, label: element('label', {}, box, element('span', {}, title)) };
  });
  const legend = element('legend', { className: 'unseen' }, 'Columns');
  const list = element('fieldset', {}, legend, ...boxes.map(({ label }) => label));
  const menu = element('details', { className: 'menu end' }, element('summary', {}, 'Columns'), list);
  menu.addEventListener('toggle', () => {
    for (const { box, column } of boxes) box.checked = grid.isVisible(column);
  });
  return menu;
}

/** Menus close with Escape, and when something else is clicked or another menu is opened. */
function closeByThemselves(place: HTMLElement): void {
  const close = (but?: Node | null) => {
    for (const menu of place.querySelectorAll<HTMLDetailsElement>('.menu[open]'))
      if (!but || !menu.contains(but)) menu.open = false;
  };
  addEventListener('click', ({ target }) => close(target instanceof Node ? target : null));
  place.addEventListener('keydown', (event) => {
    const open = event.key === 'Escape' ? place.querySelector<HTMLDetailsElement>('.menu[open]') : null;
    if (!open) return;
    open.querySelector('summary')?.focus();
    close();
  });
}
