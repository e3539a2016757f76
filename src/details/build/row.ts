/**
 * Converts between the values that each source has for a model and a row of the table of details. `../table.ts` reads
 * the same text for display, keeping one value per name whatever its source.
 */

/** Prices per million tokens, as decimal text. */
export interface PriceText {
  readonly input_price?: string;
  readonly cached_input_price?: string;
  readonly output_price?: string;
}

export interface RowTier extends PriceText {
  readonly tier?: string;
  /** Applies above this many input tokens. */
  readonly above?: number;
}

/** The values of one source. */
export interface RowValues extends PriceText {
  readonly context?: number;
  readonly max_input?: number;
  readonly max_output?: number;
  readonly tiers?: readonly RowTier[];
  readonly input?: readonly string[];
  readonly output?: readonly string[];
  readonly endpoints?: readonly string[];
  /** `YYYY-MM-DD`, here and in `shutdown`. */
  readonly knowledge?: string;
  readonly shutdown?: string;
  /** The snapshot that an id points to. */
  readonly alias?: string;
}

/** In the order a row names them. */
export const ROW_SOURCES = ['litellm', 'gpt-tokenizer', 'genai-prices'] as const;

export type RowSource = (typeof ROW_SOURCES)[number];

export type SourcedRow = Readonly<Partial<Record<RowSource, RowValues>>>;

/** @throws Error for values that the row format has no room for */
export function writeRow(row: SourcedRow): string {
  const text = ROW_SOURCES.flatMap((source) => {
    const values = row[source];
    return values ? [[`@${source}`, ...words(values)].join(' ')] : [];
  }).join(' ');
  if (!isRowText(text)) throw new Error(`a row with characters that its form has no room for: ${text}`);
  return text;
}

/** Maximum row length in characters: the longest that ships has 391. */
const MAX_LENGTH = 1000;

/** Printable ASCII without quotes and backslashes, words separated by single spaces. */
export function isRowText(text: string): boolean {
  return text.length <= MAX_LENGTH && /^[\x20-\x7e]+$/.test(text) && !/["\\]|^ | {2}| $/.test(text);
}

const NUMBERS = ['context', 'max_input', 'max_output'] as const;
const LISTS = ['input', 'output', 'endpoints'] as const;
const TEXTS = ['knowledge', 'shutdown', 'alias'] as const;

function* words(values: RowValues): Generator<string> {
  for (const name of NUMBERS) if (values[name]) yield `${name}=${values[name]}`;
  if (hasPrice(values)) yield `price=${prices(values)}`;
  for (const tier of values.tiers ?? []) {
    const when = [tier.tier, tier.above && `>${tier.above}`].filter(Boolean);
    yield `price:${when.join(':')}=${prices(tier)}`;
  }
  for (const name of LISTS) if (values[name]) yield `${name}=${values[name].join(',')}`;
  for (const name of TEXTS) if (values[name]) yield `${name}=${values[name]}`;
}

function hasPrice({ input_price, cached_input_price, output_price }: PriceText): boolean {
  return [input_price, cached_input_price, output_price].some((price) => price !== undefined);
}

function prices({ input_price, cached_input_price, output_price }: PriceText): string {
  return [input_price, cached_input_price, output_price].map((price) => price ?? '').join('/');
}

/** Reads what `writeRow` wrote; unknown words and sources are left out. */
export function readRow(text: string): SourcedRow {
  const row: Partial<Record<RowSource, RowValues>> = {};
  let source: RowSource | undefined;
  for (const word of text.split(' ')) {
    if (word.startsWith('@')) source = ROW_SOURCES.find((name) => word === `@${name}`);
    else if (source) row[source] = { ...row[source], ...readWord(word, row[source] ?? {}) };
  }
  return row;
}

function readWord(word: string, before: RowValues): RowValues {
  const at = word.indexOf('=');
  const [name, ...conditions] = word.slice(0, at).split(':');
  const value = word.slice(at + 1);
  if (name === 'price' && conditions.length === 0) return readRowPrices(value);
  if (name === 'price')
    return { tiers: [...(before.tiers ?? []), { ...readRowConditions(conditions), ...readRowPrices(value) }] };
  if (NUMBERS.some((one) => one === name)) return { [name as string]: Number(value) };
  if (LISTS.some((one) => one === name)) return { [name as string]: value.split(',') };
  return TEXTS.some((one) => one === name) ? { [name as string]: value } : {};
}

/** Parses `batch:>272000` into a tier and a number of input tokens. */
export function readRowConditions(conditions: readonly string[]): RowTier {
  const above = conditions.find((condition) => condition.startsWith('>'));
  const tier = conditions.find((condition) => condition !== above);
  return { ...(tier !== undefined && { tier }), ...(above !== undefined && { above: Number(above.slice(1)) }) };
}

/** Parses `2.5/0.25/15`: input, cached input, output; an empty place is unknown. */
export function readRowPrices(text: string): PriceText {
  const [input = '', cached = '', output = ''] = text.split('/');
  return {
    ...(input && { input_price: input }),
    ...(cached && { cached_input_price: cached }),
    ...(output && { output_price: output }),
  };
}
