/** The `html` format: a page of a list, or of any values as a table. */
import { namedColumn, PAGE_COLUMNS, plainContext } from '../models/columns.ts';
import { listPage } from '../report/list-page.ts';
import { columnRenderer, type ValueTable } from './columns.ts';
import { MAX_PAGE_ROWS, NO_NOTES, PageTable } from './page-cells.ts';
import type { ListFormatter, PageInfo, View } from './renderer.ts';
import { safeLine } from './terminal-text.ts';

export const htmlRenderer = columnRenderer(modelsPage, valuesPage);

function modelsPage(view: View): ListFormatter {
  const { now, page = defaultPage(view) } = view;
  const filling = new PageTable(page, view.columns ?? [], now);
  return {
    begin: () => '',
    part({ batch }) {
      for (const model of batch) filling.add(model);
      return '';
    },
    end() {
      const { table, notes } = filling.finish('models', 'Models');
      const { omittedRows } = filling;
      // The page itself says the rest.
      view.onNotes?.({ ...NO_NOTES, omittedRows });
      return listPage({
        table,
        noun: 'model',
        from: safeLine(page.from),
        now,
        leftOut: omittedRows,
        listed: view.countListed?.(),
        notes: page.notes(notes).map(safeLine),
      });
    },
  };
}

/** What is known without the details. */
function defaultPage({ now, columns }: View): PageInfo {
  const knowledge = plainContext(now);
  const all = columns ?? PAGE_COLUMNS.map((name) => namedColumn(name, knowledge));
  return { from: '', columns: all, visible: all.map(({ name }) => name), notes: () => [] };
}

/** Values as a table of text, with their members as columns. */
function valuesPage(values: ValueTable, { now }: View): string {
  const { names, rows } = values;
  const shown = rows.slice(0, MAX_PAGE_ROWS);
  const table = {
    name: 'models',
    caption: 'Results',
    columns: names.map((name) => ({
      name,
      title: safeLine(name),
      type: 'text' as const,
      shown: true,
      wide: false,
    })),
    rows: shown.map((row) =>
      row.map((text) => (text === '' ? undefined : { text: safeLine(text), json: JSON.stringify(text) })),
    ),
  };
  return listPage({
    table,
    noun: 'result',
    from: '',
    now,
    leftOut: rows.length - shown.length,
    listed: undefined,
    notes: [],
  });
}
