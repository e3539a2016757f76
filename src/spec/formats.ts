/** The output formats, in the order help lists them. */
export const FORMATS = {
  auto: 'a table or a card on a terminal, json otherwise',
  text: 'what auto shows on a terminal, without color',
  table: 'columns',
  json: 'one document, indented',
  jsonl: 'one compact object a line',
  pretty: 'a boxed card for each model',
  raw: "the server's answer, byte for byte",
  yaml: 'one YAML 1.2 document',
  csv: 'columns, as RFC 4180',
  tsv: 'columns between tabs',
  markdown: 'columns as a Markdown table',
} as const satisfies Record<string, string>;

/** A format as asked for: `auto` and `text` still depend on the terminal. */
export type Format = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];
