/** Builds the table of details from the three sources, each value under the source that it is from. */
import { findGenai, readGenai } from './genai.mjs';
import { litellmRows, readLitellm } from './litellm.mjs';
import { PROVIDERS } from './providers.mjs';
import { readTokenizer } from './tokenizer.mjs';

/** Which source answers for a value, best first. A source that is not named never answers. */
const ORDER = {
  context: ['gpt-tokenizer', 'genai-prices'],
  max_input: ['litellm', 'gpt-tokenizer'],
  // Where they differ (gpt-4: 4096 and 8192), OpenAI's own page says what gpt-tokenizer says.
  max_output: ['gpt-tokenizer', 'litellm'],
  input: ['gpt-tokenizer', 'litellm'],
  output: ['gpt-tokenizer', 'litellm'],
  endpoints: ['gpt-tokenizer', 'litellm'],
  knowledge: ['gpt-tokenizer'],
  shutdown: ['litellm'],
  alias: ['gpt-tokenizer'],
};
/** They come from one source together: half of one price list and half of another is neither's. */
const PRICES = ['input_price', 'cached_input_price', 'output_price', 'tiers'];
const PRICED = ['litellm', 'genai-prices'];

/** Published weights: OpenAI's API does not serve them, so that a price would be somebody else's. */
const WEIGHTS = /^gpt-(?:oss|2$)/;

/** @typedef {Record<string, any>} Row */

/**
 * @param {{ litellm: { data: Row }, 'gpt-tokenizer': { data: Row }, 'genai-prices': { data: Row, date: string } }} sources
 * @returns {Record<string, Record<string, Row>>} rows by provider and id
 */
export function buildTable(sources) {
  const table = {};
  for (const [provider, names] of Object.entries(PROVIDERS)) {
    const litellm = litellmRows(sources.litellm.data, names);
    const tokenizer = provider === 'openai' ? sources['gpt-tokenizer'].data : {};
    const genai = (names.genai && sources['genai-prices'].data[names.genai]) || [];
    // Among OpenAI's this source has names that are no ids of the API, so that it adds no rows there.
    const own = provider === 'openai' ? [] : genai.filter((model) => findGenai([model], model.id)).map(({ id }) => id);
    const rows = {};
    for (const id of [...new Set([...litellm.keys(), ...Object.keys(tokenizer), ...own])].sort()) {
      const priced = WEIGHTS.test(id) && provider === 'openai' ? undefined : findGenai(genai, id);
      const row = merge({
        litellm: litellm.has(id) ? readLitellm(litellm.get(id)) : {},
        'gpt-tokenizer': Object.hasOwn(tokenizer, id) ? readTokenizer(id, tokenizer[id]) : {},
        'genai-prices': priced ? readGenai(priced, sources['genai-prices'].date) : {},
      });
      if (Object.keys(row).length > 0) rows[id] = row;
    }
    table[provider] = rows;
  }
  return table;
}

/** @param {Record<string, Row>} found by source @returns {Row} the values that count, by source */
function merge(found) {
  const context = first(found, 'context');
  // A limit of the input as large as the window is the window under another name.
  for (const values of Object.values(found)) if (context && values.max_input >= context) delete values.max_input;
  const row = {};
  for (const [name, order] of Object.entries(ORDER)) {
    const source = order.find((one) => found[one][name] !== undefined);
    if (source) put(row, source, name, found[source][name]);
  }
  const priced = PRICED.find((source) => PRICES.some((name) => found[source][name] !== undefined));
  for (const name of PRICES)
    if (priced && found[priced][name] !== undefined) put(row, priced, name, found[priced][name]);
  return row;
}

function first(found, name) {
  const source = ORDER[name].find((one) => found[one][name] !== undefined);
  return source && found[source][name];
}

function put(row, source, name, value) {
  row[source] ??= {};
  row[source][name] = value;
}
