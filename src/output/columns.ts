/** Formats in columns: models have columns of their own, other values bring theirs. */
import { ModelBatch } from '../models/batch.ts';
import { PLAIN_DOCUMENT } from '../models/document.ts';
import type { ListFormatter, View } from './formatter.ts';
import { modelRows } from './model-rows.ts';
import { modelTable } from './model-table.ts';
import type { Renderer } from './renderer.ts';
import { csvRows, markdownRows, type RowFormat, tsvRows } from './rows.ts';
import { safeLine } from './safe.ts';
import type { Chunk, Line } from './span.ts';
import { renderTable } from './table.ts';
import { ValueColumns } from './value-columns.ts';

export const tableRenderer = columns(modelTable, ({ names, rows }, { width, headers }) => {
  const titled = names.map((name, c) => {
    return { title: safeLine(name), align: 'left', style: 'plain', drop: name === 'id' ? 0 : c + 1 } as const;
  });
  return renderTable(titled, rows, width, headers);
});

export const csvRenderer = rowRenderer(csvRows);
export const tsvRenderer = rowRenderer(tsvRows);
export const markdownRenderer = rowRenderer(markdownRows);

function rowRenderer(format: RowFormat): Renderer {
  return columns(
    (view) => modelRows(format, view),
    ({ names, rows }, { headers = true }) =>
      (headers ? format.header(names) : '') + rows.map((row) => format.row(row)).join(''),
  );
}

function columns(list: (view: View) => ListFormatter, showRows: (values: ValueColumns, view: View) => Chunk): Renderer {
  return {
    list,
    model(body, range, view) {
      const formatter = list(view);
      const batch = ModelBatch.of(body, range.start, range.end);
      const part = { batch, bytes: body, document: PLAIN_DOCUMENT, members: [], last: true, pageEnd: true };
      return joined([formatter.begin(PLAIN_DOCUMENT), formatter.part(part), formatter.end(PLAIN_DOCUMENT)]);
    },
    values(view) {
      const values = new ValueColumns();
      return {
        add(body, range) {
          values.add(body, range);
          return '';
        },
        end: () => (values.names.length === 0 ? '' : showRows(values, view)),
      };
    },
  };
}

/** Column formats return either text or lines: the parts that are not empty are of one kind. */
function joined(chunks: readonly Chunk[]): Chunk {
  const lines = chunks.filter((chunk): chunk is readonly Line[] => Array.isArray(chunk));
  return lines.length > 0 ? lines.flat() : chunks.join('');
}
