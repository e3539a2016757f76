/** One value known of a model besides its own fields: where it comes from, and as of when. */

/** The names of the values, in JSON order. */
export const DETAIL_NAMES = [
  'context',
  'max_input',
  'max_output',
  'input_price',
  'cached_input_price',
  'output_price',
  'price_tiers',
  'input_modalities',
  'output_modalities',
  'endpoints',
  'knowledge',
  'shutdown_date',
  'status',
  'earliest_shutdown_date',
  'replacement',
  'replacement_source',
] as const;

/**
 * - `context`, `max_input`, `max_output`: tokens. The input limit is not the context window and is never called so.
 * - `input_price`, `cached_input_price`, `output_price`: USD per million tokens.
 * - `knowledge`: the model's knowledge cutoff, `2024-06` or `2024-06-01`.
 * - `shutdown_date`: the first day the model may be gone, `YYYY-MM-DD`; `earliest_shutdown_date`: the day before which
 *   it stays, and which may be postponed.
 * - `status`: `active`, `deprecated` (its end is announced) or `retired`.
 * - `replacement`: what the provider recommends instead, in its own words; `replacement_source`: the page that says so.
 */
export type DetailName = (typeof DETAIL_NAMES)[number];

/** These form one price list and come from one source together. */
export const PRICE_NAMES = ['input_price', 'cached_input_price', 'output_price', 'price_tiers'] as const;

/** Where a value comes from. */
export interface Source {
  /** `server`, or a dataset with its version: `litellm 1.109.1`. */
  name: string;
  /** The dataset's release date, `YYYY-MM-DD`; absent for the server, whose values are current. */
  date?: string;
}

export const SERVER: Source = { name: 'server' };

export interface DetailValue {
  /** For a column: digits as written, prices as plain decimals, words joined by commas. */
  text: string;
  /** As JSON text. */
  json: string;
  source: Source;
  /** The parsed tiers, for `price_tiers`. */
  tiers?: readonly PriceTier[];
  /** The id of the model the value is about if not this one: the base of a fine-tuned model. */
  of?: string;
}

/** A value for each of `DETAIL_NAMES`, in their order. */
export type Values = readonly (DetailValue | undefined)[];

const NUMBERS = Object.fromEntries(DETAIL_NAMES.map((name, number) => [name, number])) as Record<DetailName, number>;

/** The index of a name in `Values`. */
export function numberOf(name: DetailName): number {
  return NUMBERS[name];
}

export const PRICE_NUMBERS: readonly number[] = PRICE_NAMES.map(numberOf);

/** Whether any price is among them. */
export function isPriced(values: Values): boolean {
  return PRICE_NUMBERS.some((number) => values[number] !== undefined);
}

/** Prices for a service tier, above a number of input tokens, or both; USD per million tokens, as decimals. */
export interface PriceTier {
  /** `batch`, `flex` or `priority`. */
  tier?: string;
  /** Applies to requests with more input tokens than this. */
  above?: number;
  input_price?: string;
  cached_input_price?: string;
  output_price?: string;
}

/** A value whose text is a number. */
export function numeric(text: string, source: Source): DetailValue {
  return { text, json: text, source };
}

export function textual(text: string, source: Source): DetailValue {
  return { text, json: JSON.stringify(text), source };
}

export function listed(words: readonly string[], source: Source): DetailValue {
  return { text: words.join(','), json: JSON.stringify(words), source };
}

export function tiered(tiers: readonly PriceTier[], source: Source): DetailValue {
  return { text: tiers.map(tierText).join('; '), json: `[${tiers.map(tierJson).join(',')}]`, source, tiers };
}

/** `batch >272000: 2.5/0.25/11.25`: input, cached input and output. */
function tierText({ tier, above, ...prices }: PriceTier): string {
  const when = [tier, above === undefined ? undefined : `>${above}`].filter((part) => part !== undefined).join(' ');
  const { input_price = '', cached_input_price = '', output_price = '' } = prices;
  return `${when}: ${input_price}/${cached_input_price}/${output_price}`;
}

function tierJson({ tier, above, ...prices }: PriceTier): string {
  const members: string[] = [];
  if (tier !== undefined) members.push(`"tier":${JSON.stringify(tier)}`);
  if (above !== undefined) members.push(`"above_input_tokens":${above}`);
  for (const name of ['input_price', 'cached_input_price', 'output_price'] as const)
    if (prices[name] !== undefined) members.push(`"${name}":${prices[name]}`);
  return `{${members.join(',')}}`;
}
