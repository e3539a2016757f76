/**
 * The output formats, in the order of help, with the facts that other decisions depend on: the shape of the output, and
 * whether a person or a program reads it. `auto`, `text` and `explore` become another format once the terminal is
 * known.
 */
interface FormatSpec {
  /** One line, without a final period. */
  hint: string;
  /**
   * `columns`: chosen by --columns. `page`: the same, in a file for a browser. `cards`: one below the other.
   * `verbatim`: the response itself, which must not be changed.
   */
  shape: 'chosen' | 'columns' | 'page' | 'cards' | 'document' | 'lines' | 'verbatim';
  reader: 'person' | 'program' | 'either';
}

export const FORMATS = {
  auto: { hint: 'a table or a card on a terminal, json otherwise', shape: 'chosen', reader: 'either' },
  text: { hint: 'what auto shows on a terminal, without color', shape: 'chosen', reader: 'person' },
  table: { hint: 'columns', shape: 'columns', reader: 'person' },
  json: { hint: 'one document, indented', shape: 'document', reader: 'program' },
  jsonl: { hint: 'one compact object per line', shape: 'lines', reader: 'program' },
  pretty: { hint: 'one boxed card per model', shape: 'cards', reader: 'person' },
  raw: { hint: "the server's response, byte for byte", shape: 'verbatim', reader: 'program' },
  yaml: { hint: 'one YAML 1.2 document', shape: 'document', reader: 'program' },
  csv: { hint: 'comma-separated columns (RFC 4180)', shape: 'columns', reader: 'program' },
  tsv: { hint: 'tab-separated columns', shape: 'columns', reader: 'program' },
  markdown: { hint: 'columns as a Markdown table', shape: 'columns', reader: 'program' },
  html: { hint: 'a web page in one file: table, timeline, plot', shape: 'page', reader: 'person' },
  explore: { hint: 'full screen, like models explore', shape: 'chosen', reader: 'person' },
} as const satisfies Record<string, FormatSpec>;

/** A format as requested: `auto` and `text` still depend on the terminal. */
export type Format = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];

/** Other common names of formats. */
export const FORMAT_ALIASES: Readonly<Record<string, Format>> = {
  md: 'markdown',
  yml: 'yaml',
  htm: 'html',
  ndjson: 'jsonl',
  txt: 'text',
};

/** Formats for errors. Nobody needs a page of an error. */
export const ERROR_FORMAT_NAMES: readonly Format[] = FORMAT_NAMES.filter((name) => FORMATS[name].shape !== 'page');

/** For shells. */
export const FORMAT_HINTS = Object.fromEntries(FORMAT_NAMES.map((name) => [name, FORMATS[name].hint])) as Readonly<
  Record<Format, string>
>;

/** A format once the terminal is known. `auto` and `text` become a card for one model. */
export type ShownFormat = Exclude<Format, 'auto' | 'text' | 'explore'> | 'card';

const CARD = { shape: 'cards', reader: 'person' } as const;

/** Whether --columns applies. */
export function showsColumns(format: ShownFormat): boolean {
  return factsOf(format).shape === 'columns' || isPage(format);
}

/** Whether it is a file for a browser, which makes no sense on a terminal and always has its headers. */
export function isPage(format: ShownFormat): boolean {
  return factsOf(format).shape === 'page';
}

/** Whether our own notes may follow the output. */
export function isForPeople(format: ShownFormat): boolean {
  return factsOf(format).reader === 'person';
}

function factsOf(format: ShownFormat): Pick<FormatSpec, 'shape' | 'reader'> {
  return format === 'card' ? CARD : FORMATS[format];
}
