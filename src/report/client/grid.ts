/**
 * A table that can be sorted and filtered, with columns on and off. Its rows come with the page, but only the first
 * ones of a long list stay in the document, because a browser lays out every row there.
 */
import { element, numberIn, type TableValues, type Value } from './values.ts';

/** Rows in the document at first, and added with each request for more. */
const PAGE = 200;
/** How many rows a printout shows. */
const MAX_PRINTED = 2000;

/** Columns that are more useful sorted from the largest value. */
const LARGEST_FIRST = ['created', 'context', 'max_input', 'max_output', 'knowledge'];

type Direction = 'ascending' | 'descending';

/** Shows nothing until `narrow` is called. */
export class Grid {
  readonly values: TableValues;
  /** Called after each change of what is shown. */
  onShown: () => void = () => {};
  /** Indexes of the rows that pass, in order. */
  passing: readonly number[];

  private readonly table: HTMLTableElement;
  private readonly body: HTMLTableSectionElement;
  private readonly rows: readonly HTMLTableRowElement[];
  private readonly heads: readonly HTMLTableCellElement[];
  private readonly visible: (boolean | undefined)[];
  private readonly made = new Set<number>();
  private readonly more = element('div', { className: 'more' });
  private readonly said = element('p', { className: 'unseen', role: 'status' });
  private order: readonly number[];
  private test: (row: number) => boolean = () => true;
  private shown = PAGE;
  /** Minimum rows in the document: on paper, nobody can ask for more. */
  private least = 0;
  private sorted: { column: number; direction: Direction } | undefined;
  private readonly collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

  constructor(table: HTMLTableElement, values: TableValues) {
    this.table = table;
    this.values = values;
    this.body = table.tBodies[0] as HTMLTableSectionElement;
    this.rows = [...this.body.rows];
    this.heads = [...((table.tHead?.rows[0]?.cells ?? []) as Iterable<HTMLTableCellElement>)];
    this.order = this.rows.map((_, row) => row);
    this.passing = this.order;
    this.visible = this.heads.map((head) => (head.hidden ? false : undefined));
    for (const [column, head] of this.heads.entries()) this.makeSortable(column, head);
    table.parentElement?.after(this.more, this.said);
    table.classList.add('all');
    matchMedia('print').addEventListener('change', ({ matches }) => {
      this.least = matches ? MAX_PRINTED : 0;
      this.show();
    });
  }

  /** What the rows are, as a plural. */
  get noun(): string {
    return (this.table.caption?.textContent ?? 'rows').toLowerCase();
  }

  get length(): number {
    return this.rows.length;
  }

  /** The displayed text of a cell: short, without its note, and without invisible characters. */
  text(row: number, column: number): string {
    const cell = this.rows[row]?.cells[column];
    return (cell?.querySelector('summary') ?? cell)?.firstChild?.textContent?.trim() ?? '';
  }

  /** Shows the rows that pass. */
  narrow(test: (row: number) => boolean): void {
    this.test = test;
    this.shown = PAGE;
    this.pass();
  }

  /** Whether a column is visible: as set, or as the page's width decides. */
  isVisible(column: number): boolean {
    const head = this.heads[column];
    return this.visible[column] ?? (head !== undefined && getComputedStyle(head).display !== 'none');
  }

  setVisible(column: number, visible: boolean): void {
    this.visible[column] = visible;
    const head = this.heads[column];
    if (head) this.setCell(head, visible);
    this.made.clear();
    this.show();
  }

  /** Sorts by a column; without one, restores the page's original order. */
  sort(column: number | undefined, direction: Direction = 'ascending'): void {
    this.sorted = column === undefined ? undefined : { column, direction };
    const places = this.rows.map((_, row) => row);
    this.order = column === undefined ? places : this.sortedBy(places, column, direction === 'descending' ? -1 : 1);
    for (const [place, head] of this.heads.entries())
      if (place === column) head.setAttribute('aria-sort', direction);
      else head.removeAttribute('aria-sort');
    this.pass();
  }

  /** Rows without a value come last in either direction. */
  private sortedBy(places: number[], column: number, sign: number): number[] {
    const { columns, rows } = this.values;
    const isNumber = columns[column]?.type === 'number';
    const keys = rows.map((row) => (isNumber ? numberIn(row[column]) : textOf(row[column])));
    const { collator } = this;
    return places.sort((a, b) => {
      const [x, y] = [keys[a], keys[b]];
      if (x === undefined || y === undefined) return (x === undefined ? 1 : 0) - (y === undefined ? 1 : 0) || a - b;
      const order = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
      return order * sign || a - b;
    });
  }

  private makeSortable(column: number, head: HTMLTableCellElement): void {
    const { name = '' } = this.values.columns[column] ?? {};
    const first: Direction = LARGEST_FIRST.includes(name) ? 'descending' : 'ascending';
    const button = element('button', { type: 'button' }, ...head.childNodes);
    button.addEventListener('click', () => {
      if (this.sorted?.column !== column) this.sort(column, first);
      else if (this.sorted.direction === first) this.sort(column, first === 'ascending' ? 'descending' : 'ascending');
      else this.sort(undefined);
    });
    head.replaceChildren(button);
  }

  private pass(): void {
    this.passing = this.order.filter(this.test);
    this.show();
  }

  private show(): void {
    const places = this.passing.slice(0, Math.max(this.shown, this.least));
    for (const place of places) this.make(place);
    this.body.replaceChildren(...places.map((place) => this.rows[place] as HTMLTableRowElement));
    this.offerMore(this.passing.length - places.length);
    // The head stays visible if the table does not scroll sideways.
    const frame = this.table.parentElement;
    frame?.classList.toggle('fits', this.table.scrollWidth <= frame.clientWidth);
    this.onShown();
  }

  /** Completes a row once it is in the document. */
  private make(place: number): void {
    if (this.made.has(place)) return;
    this.made.add(place);
    const row = this.rows[place] as HTMLTableRowElement;
    for (const [column, visible] of this.visible.entries()) {
      const cell = row.cells[column];
      if (cell && visible !== undefined) this.setCell(cell, visible);
    }
    const first = row.cells[0];
    if (first?.classList.contains('id') && !first.querySelector('.copy')) this.addCopy(first, place);
  }

  private setCell(cell: HTMLElement, visible: boolean): void {
    cell.hidden = !visible;
    cell.classList.remove('w');
  }

  private addCopy(cell: HTMLElement, place: number): void {
    const id = this.values.rows[place]?.[0];
    if (typeof id !== 'string') return;
    const name = this.text(place, 0);
    const button = element('button', { type: 'button', className: 'copy', title: 'Copy the id' });
    button.setAttribute('aria-label', `Copy ${name}`);
    button.addEventListener('click', async () => {
      const done = await copy(id);
      button.classList.toggle('done', done);
      this.said.textContent = done ? `Copied ${name}` : 'The browser blocked copying';
      setTimeout(() => button.classList.remove('done'), 1500);
    });
    cell.append(button);
  }

  private offerMore(left: number): void {
    const all = left + Math.min(this.shown, this.passing.length);
    const ask = (text: string, shown: number) => {
      const button = element('button', { type: 'button' }, text);
      button.addEventListener('click', () => {
        this.shown = shown;
        this.show();
      });
      return button;
    };
    const next = Math.min(PAGE, left);
    this.more.replaceChildren(
      ...(left > 0 ? [ask(`Show ${next} more`, this.shown + PAGE)] : []),
      ...(left > next ? [ask(`Show all ${all.toLocaleString('en-US')}`, all)] : []),
    );
  }
}

function textOf(value: Value | undefined): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  return typeof value === 'object' ? value.join(',') : String(value);
}

/** A page opened as a file may be denied the clipboard; then a selection is copied, as if by hand. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element('textarea', { value: text, className: 'unseen' });
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
