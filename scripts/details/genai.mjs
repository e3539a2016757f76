/** What genai-prices says of a model, in this project's terms: the context window, and prices where no other has any. */

const PRICES = { input_price: 'input_mtok', cached_input_price: 'cache_read_mtok', output_price: 'output_mtok' };

/** What it calls the providers. */
export const GENAI = {
  anthropic: 'anthropic',
  cerebras: 'cerebras',
  cohere: 'cohere',
  deepseek: 'deepseek',
  fireworks: 'fireworks',
  gemini: 'google',
  groq: 'groq',
  minimax: 'minimax',
  mistral: 'mistral',
  openai: 'openai',
  perplexity: 'perplexity',
  together: 'together',
  xai: 'x-ai',
};

/** @typedef {Record<string, any>} Row */

/**
 * The row for an id by the source's own rule of matching.
 * @param {Row[]} models @param {string} id @returns {Row | undefined}
 */
export function findGenai(models, id) {
  return models.find(({ match }) => fits(match, id));
}

/** @param {Row} match @param {string} id @returns {boolean} */
function fits(match, id) {
  if (match.equals !== undefined) return match.equals === id;
  if (match.starts_with !== undefined) return id.startsWith(match.starts_with);
  if (match.ends_with !== undefined) return id.endsWith(match.ends_with);
  if (match.contains !== undefined) return id.includes(match.contains);
  if (match.regex !== undefined) return new RegExp(match.regex).test(id);
  if (match.or !== undefined) return match.or.some((one) => fits(one, id));
  if (match.and !== undefined) return match.and.every((one) => fits(one, id));
  throw new Error(`genai-prices has a new rule of matching: ${JSON.stringify(match)}`);
}

/** @param {Row} model @param {string} date `YYYY-MM-DD`: prices that begin later do not count @returns {Row} */
export function readGenai(model, date) {
  const found = {};
  if (model.context_window > 0) found.context = model.context_window;
  const prices = pricesOn(model.prices, date);
  const base = {};
  const above = {};
  for (const [name, key] of Object.entries(PRICES)) {
    const price = prices[key];
    if (typeof price === 'number' && price > 0) base[name] = decimal(price);
    if (typeof price !== 'object') continue;
    if (price.base > 0) base[name] = decimal(price.base);
    for (const tier of price.tiers) {
      above[tier.start] ??= { above: tier.start };
      above[tier.start][name] = decimal(tier.price);
    }
  }
  const tiers = Object.values(above);
  return { ...found, ...base, ...(tiers.length > 0 && { tiers }) };
}

/** A number as plain decimal text. */
function decimal(price) {
  const text = String(price);
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new Error(`genai-prices has a price that is no plain decimal: ${text}`);
  return text;
}

/** The prices of a day; those for hours of the day are left out. */
function pricesOn(prices, date) {
  if (!Array.isArray(prices)) return prices;
  const open = prices.filter(
    ({ constraint }) => !constraint || (constraint.type === 'start_date' && constraint.start_date <= date),
  );
  return open.at(-1)?.prices ?? {};
}
