/** The registry of formats: forgetting one does not compile. */
import type { Range } from '../json/members.ts';
import { ModelBatch } from '../models/batch.ts';
import { PLAIN_DOCUMENT } from '../models/document.ts';
import type { Format } from '../spec/formats.ts';
import { renderCard } from './card.ts';
import type { ListFormatter, View } from './formatter.ts';
import { jsonLine, jsonLines, jsonList, jsonValue, rawList, rawValue } from './json.ts';
import { modelRows } from './model-rows.ts';
import { modelTable } from './model-table.ts';
import { boxed } from './pretty.ts';
import { csvRows, markdownRows, type RowFormat, tsvRows } from './rows.ts';
import type { Chunk, Line } from './span.ts';
import { renderTable } from './table.ts';
import { ValueColumns } from './value-columns.ts';
import { yamlList, yamlValue } from './yaml.ts';

/** A format once the terminal is known: `auto` and `text` have become one of these. */
export type ShownFormat = Exclude<Format, 'auto' | 'text'> | 'card';

/** Prints values one after the other: outcomes of a deletion, results of a transform. */
export interface ValuesFormatter {
  /** `body` is the text that the value at `range` stands in. */
  add(body: Uint8Array, range: Range): Chunk;
  end(): Chunk;
}

export interface Renderer {
  list(view: View): ListFormatter;
  /** One model; `body` is the whole answer it was found in. */
  model(body: Uint8Array, range: Range, view: View): Chunk;
  values(view: View): ValuesFormatter;
}

type ShowOne = (body: Uint8Array, range: Range, view: View) => Chunk;

/** A format that shows each value by itself. */
function single(list: (view: View) => ListFormatter, show: ShowOne): Renderer {
  return { list, model: show, values: (view) => ({ add: (body, range) => show(body, range, view), end: () => '' }) };
}

/** A format in columns: models have theirs, other values bring their own. */
function columns(list: (view: View) => ListFormatter, showRows: (values: ValueColumns, view: View) => Chunk): Renderer {
  return {
    list,
    model(body, range, view) {
      const formatter = list(view);
      const batch = ModelBatch.of(body, range.start, range.end);
      const part = { batch, bytes: body, document: PLAIN_DOCUMENT, last: true };
      const chunks = [formatter.begin(PLAIN_DOCUMENT), formatter.part(part), formatter.end(PLAIN_DOCUMENT)];
      return joined(chunks);
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

function rows(format: RowFormat): Renderer {
  return columns(
    () => modelRows(format),
    ({ names, rows }) => format.header(names) + rows.map((row) => format.row(row)).join(''),
  );
}

function valueTable({ names, rows }: ValueColumns, { width }: View): Chunk {
  const titled = names.map((name, c) => {
    const title = name.toUpperCase();
    return { title, align: 'left', style: 'plain', drop: name === 'id' ? 0 : c + 1 } as const;
  });
  return renderTable(titled, rows, width);
}

const card: ShowOne = (body, { start, end }, view) => renderCard(body, start, end, view);
const box: ShowOne = (body, { start, end }, view) => boxed(renderCard(body, start, end, view), view.width);

export const RENDERERS = {
  table: columns(modelTable, valueTable),
  card: single(modelTable, card),
  pretty: single(boxedList, box),
  json: single(jsonList, (body, { start, end }) => jsonValue(body, start, end)),
  jsonl: single(jsonLines, (body, { start, end }) => jsonLine(body, start, end)),
  raw: single(rawList, (body) => rawValue(body)),
  yaml: { ...single(yamlList, yamlValue), values: yamlDocuments },
  csv: rows(csvRows),
  tsv: rows(tsvRows),
  markdown: rows(markdownRows),
} as const satisfies Record<ShownFormat, Renderer>;

function boxedList(view: View): ListFormatter {
  return {
    begin: () => '',
    part: ({ batch }) =>
      [...batch].flatMap(({ bytes, start, end }) => boxed(renderCard(bytes, start, end, view), view.width)),
    end: () => '',
  };
}

/** Several values are several documents of one YAML stream. */
function yamlDocuments(): ValuesFormatter {
  let documents = 0;
  return {
    add: (body, range) => (documents++ > 0 ? '---\n' : '') + yamlValue(body, range),
    end: () => '',
  };
}

/** What a format asked for means here: on a terminal people read, in a pipe programs do. */
export function showFormat(format: Format, isTerminal: boolean, one: boolean): ShownFormat {
  const forPeople = one ? 'card' : 'table';
  if (format === 'text') return forPeople;
  return format === 'auto' ? (isTerminal ? forPeople : 'json') : format;
}
