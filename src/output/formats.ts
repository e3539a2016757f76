/** The registry of formats: forgetting one does not compile. */
import type { Range } from '../json/members.ts';
import { ModelBatch } from '../models/batch.ts';
import { PLAIN_DOCUMENT } from '../models/document.ts';
import type { Format } from '../spec/formats.ts';
import { renderCard } from './card.ts';
import type { ListFormatter, View } from './formatter.ts';
import { jsonLine, jsonLines, jsonList, jsonValue, rawList, rawValue } from './json.ts';
import { modelTable } from './model-table.ts';
import type { Chunk } from './span.ts';
import { yamlList, yamlValue } from './yaml.ts';

/** A format once the terminal is known: `auto` and `text` have become one of these. */
export type ShownFormat = Exclude<Format, 'auto' | 'text'> | 'card';

export interface Renderer {
  list(view: View): ListFormatter;
  /** One object; `body` is the whole answer it was found in. */
  value(body: Uint8Array, range: Range, view: View): Chunk;
}

const table: Renderer = {
  list: modelTable,
  value(body, range, view) {
    const rows = modelTable(view);
    const batch = ModelBatch.of(body, range.start, range.end);
    rows.part({ batch, bytes: body, document: PLAIN_DOCUMENT, last: true });
    return rows.end(PLAIN_DOCUMENT);
  },
};

export const RENDERERS = {
  table,
  card: { list: modelTable, value: (body, { start, end }, view) => renderCard(body, start, end, view) },
  json: { list: jsonList, value: (body, { start, end }) => jsonValue(body, start, end) },
  jsonl: { list: jsonLines, value: (body, { start, end }) => jsonLine(body, start, end) },
  raw: { list: rawList, value: (body) => rawValue(body) },
  yaml: { list: yamlList, value: (body, range) => yamlValue(body, range) },
} as const satisfies Record<ShownFormat, Renderer>;

/** What a format asked for means here: on a terminal people read, in a pipe programs do. */
export function showFormat(format: Format, isTerminal: boolean, one: boolean): ShownFormat {
  const forPeople = one ? 'card' : 'table';
  if (format === 'text') return forPeople;
  return format === 'auto' ? (isTerminal ? forPeople : 'json') : format;
}
