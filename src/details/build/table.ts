/** Builds the table of details, with each value under the source it comes from. */
import type { TableFile } from '../table.ts';
import { type LitellmData, litellmRows, PROVIDERS, readLitellm } from './litellm.ts';
import { ROW_SOURCES, type RowSource, type RowValues, readRow, type SourcedRow, writeRow } from './row.ts';

/** Which sources provide a value, best first. A source that is not listed never does. */
const ORDER = {
  context: ['gpt-tokenizer', 'genai-prices'],
  max_input: ['litellm', 'gpt-tokenizer'],
  // Where they differ (gpt-4: 4096 and 8192), OpenAI's own page agrees with gpt-tokenizer.
  max_output: ['gpt-tokenizer', 'litellm'],
  input: ['gpt-tokenizer', 'litellm'],
  output: ['gpt-tokenizer', 'litellm'],
  endpoints: ['gpt-tokenizer', 'litellm'],
  knowledge: ['gpt-tokenizer'],
  shutdown: ['litellm'],
  alias: ['gpt-tokenizer'],
} as const satisfies Record<string, readonly RowSource[]>;
/** These come from one source together: a mix of two price lists would be neither. */
const PRICES = ['input_price', 'cached_input_price', 'output_price', 'tiers'] as const;
const PRICED = ['litellm', 'genai-prices'] as const;

type ValuesBySource = Record<RowSource, RowValues>;
type MutableValues = { -readonly [Name in keyof RowValues]: RowValues[Name] };

/** The values of the sources other than LiteLLM. */
export interface OtherSources {
  /** The ids they have rows for. */
  ids(provider: string): Iterable<string>;
  values(provider: string, id: string): Partial<Record<Exclude<RowSource, 'litellm'>, RowValues>>;
}

/**
 * Rows as text, by provider and id.
 * @throws Error for a value that the row format has no room for
 */
export function buildTable(litellm: LitellmData, others: OtherSources): TableFile['models'] {
  const table: [string, Record<string, string>][] = [];
  for (const provider of Object.keys(PROVIDERS)) {
    const own = litellmRows(litellm, provider);
    const rows: [string, string][] = [];
    for (const id of [...new Set([...own.keys(), ...others.ids(provider)])].sort()) {
      const litellmRow = own.get(id);
      const found = { litellm: litellmRow ? readLitellm(litellmRow) : {}, ...others.values(provider, id) };
      const row = merge({ 'gpt-tokenizer': {}, 'genai-prices': {}, ...found });
      if (Object.keys(row).length > 0) rows.push([id, writeRow(row)]);
    }
    table.push([provider, Object.fromEntries(rows)]);
  }
  return Object.fromEntries(table);
}

/**
 * The other sources, as far as a table has them: values that the table took from LiteLLM instead are lost.
 */
export function otherSourcesIn({ models }: TableFile): OtherSources {
  const textOf = (provider: string, id: string) => {
    const rows = models[provider];
    return rows && Object.hasOwn(rows, id) ? rows[id] : undefined;
  };
  const without = (text: string | undefined) => {
    const { litellm: _, ...others } = text === undefined ? {} : readRow(text);
    return others;
  };
  return {
    *ids(provider) {
      for (const [id, text] of Object.entries(models[provider] ?? {})) if (hasOthers(text)) yield id;
    },
    values: (provider, id) => without(textOf(provider, id)),
  };
}

function hasOthers(text: string): boolean {
  return ROW_SOURCES.some((source) => source !== 'litellm' && text.includes(`@${source}`));
}

/** The values that count, by source. */
function merge(found: ValuesBySource): SourcedRow {
  const context = first(found, 'context');
  const row: Partial<Record<RowSource, MutableValues>> = {};
  const put = <Name extends keyof MutableValues>(source: RowSource, name: Name, value: MutableValues[Name]) => {
    row[source] = { ...row[source], [name]: value };
  };
  for (const name of Object.keys(ORDER) as (keyof typeof ORDER)[]) {
    // An input limit as large as the window is the window under another name.
    const counts = (source: RowSource) =>
      found[source][name] !== undefined &&
      !(name === 'max_input' && context !== undefined && Number(found[source].max_input) >= context);
    const source = ORDER[name].find(counts);
    if (source) put(source, name, found[source][name]);
  }
  const priced = PRICED.find((source) => PRICES.some((name) => found[source][name] !== undefined));
  for (const name of PRICES) if (priced && found[priced][name] !== undefined) put(priced, name, found[priced][name]);
  return row;
}

function first(found: ValuesBySource, name: 'context'): number | undefined {
  const source = ORDER[name].find((one) => found[one][name] !== undefined);
  return source && found[source][name];
}
