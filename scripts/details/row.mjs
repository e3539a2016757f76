/** Writes a row of the table as text; src/details/table.ts reads it. */

const SOURCES = ['litellm', 'gpt-tokenizer', 'genai-prices'];

/** @param {Record<string, Record<string, any>>} row the values by source @returns {string} */
export function writeRow(row) {
  const text = SOURCES.filter((source) => row[source])
    .map((source) => [`@${source}`, ...words(row[source])].join(' '))
    .join(' ');
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text) || text.includes('\\') || text.includes('"'))
    throw new Error(`a row with characters that its form has no room for: ${text}`);
  return text;
}

function* words(values) {
  for (const name of ['context', 'max_input', 'max_output']) if (values[name]) yield `${name}=${values[name]}`;
  if (hasPrice(values)) yield `price=${prices(values)}`;
  for (const tier of values.tiers ?? []) {
    const when = [tier.tier, tier.above && `>${tier.above}`].filter(Boolean);
    yield `price:${when.join(':')}=${prices(tier)}`;
  }
  for (const name of ['input', 'output', 'endpoints']) if (values[name]) yield `${name}=${values[name].join(',')}`;
  for (const name of ['knowledge', 'shutdown', 'alias']) if (values[name]) yield `${name}=${values[name]}`;
}

function hasPrice({ input_price, cached_input_price, output_price }) {
  return [input_price, cached_input_price, output_price].some((price) => price !== undefined);
}

function prices({ input_price, cached_input_price, output_price }) {
  return [input_price, cached_input_price, output_price].map((price) => price ?? '').join('/');
}
