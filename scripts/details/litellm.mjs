/** What LiteLLM's table says of a model, in this project's terms. */
import { perMillion } from './decimal.mjs';

/** Rows that are no models: prices by image size, by region, by size class of open models, and of tools. */
const NO_MODEL = [
  /^(?:azure\/)?(?:(?:low|medium|high|standard|hd)\/)?\d+-x-\d+\//,
  /^azure\/(?:eu|us|us-gov|global|global-standard|speech)\//,
  /^(?:together-ai|fireworks-ai)-/,
  /^openai\/container$/,
  /^perplexity\/preset\//,
];

const TIERS = ['batches', 'flex', 'priority'];
/** The names under which the command shows them. */
const TIER_NAMES = { batches: 'batch', flex: 'flex', priority: 'priority' };

const PRICES = {
  input_price: 'input_cost_per_token',
  cached_input_price: 'cache_read_input_token_cost',
  output_price: 'output_cost_per_token',
};

/** @typedef {Record<string, any>} Row */

/** @param {string} id @param {Row} row */
function isModel(id, row) {
  return row.mode !== 'search' && !NO_MODEL.some((pattern) => pattern.test(id));
}

/** The rows of a provider by the ids that its own server uses. */
export function litellmRows(data, { litellm, prefixes }) {
  const rows = new Map();
  const plain = new Map();
  for (const [key, row] of Object.entries(data)) {
    if (!litellm.includes(row.litellm_provider) || !isModel(key, row)) continue;
    const prefix = prefixes.find((one) => key.startsWith(one));
    if (prefix) {
      const id = key.slice(prefix.length);
      if (!rows.has(id)) rows.set(id, row);
    } else plain.set(key, row);
  }
  // An id with the provider's prefix is the one that is kept up; the plain one is its older double.
  return new Map([...plain, ...rows]);
}

/** @param {Row} row @returns {Row} */
export function readLitellm(row) {
  const found = {};
  const input = positive(row.max_input_tokens);
  const output = positive(row.max_output_tokens);
  if (input) found.max_input = input;
  // The same number twice is the window again and not a limit of the output.
  if (output && output !== input) found.max_output = output;
  Object.assign(found, readPrices(row, '', ''));
  const tiers = readTiers(row);
  if (tiers.length > 0) found.tiers = tiers;
  if (isList(row.supported_modalities)) found.input = row.supported_modalities;
  if (isList(row.supported_output_modalities)) found.output = row.supported_output_modalities;
  if (isList(row.supported_endpoints)) found.endpoints = row.supported_endpoints.map(endpoint);
  if (/^\d{4}-\d\d-\d\d$/.test(row.deprecation_date)) found.shutdown = row.deprecation_date;
  return found;
}

/** Prices for more than so many input tokens (`_above_272k_tokens`) and of service tiers (`_batches`), and of both. */
function readTiers(row) {
  const limits = new Set();
  for (const key of Object.keys(row)) {
    const above = /^(?:in|out)put_cost_per_token_above_(\d+)k_tokens/.exec(key);
    if (above) limits.add(Number(above[1]));
  }
  const tiers = [];
  for (const tier of ['', ...TIERS]) {
    for (const above of [0, ...[...limits].sort((a, b) => a - b)]) {
      if (tier === '' && above === 0) continue;
      const prices = readPrices(row, above ? `_above_${above}k_tokens` : '', tier ? `_${tier}` : '');
      if (Object.keys(prices).length === 0) continue;
      tiers.push({ ...(tier && { tier: TIER_NAMES[tier] }), ...(above && { above: above * 1000 }), ...prices });
    }
  }
  return tiers;
}

/**
 * The dataset writes 0 where something is not priced by the token (images, seconds, characters, searches; what an
 * embedding gives out), where a price is not known, and where it is free. Only for moderation is it surely free.
 */
function readPrices(row, above, tier) {
  const prices = {};
  for (const [name, key] of Object.entries(PRICES)) {
    const price = row[`${key}${above}${tier}`];
    if (typeof price !== 'number' || price < 0) continue;
    if (price === 0 && row.mode !== 'moderation') continue;
    // Speech comes out in audio tokens, which have a price of their own.
    if (name === 'output_price' && row.mode === 'audio_speech') continue;
    prices[name] = perMillion(price);
  }
  return prices;
}

/** `/v1/chat/completions` as `chat/completions`. */
function endpoint(path) {
  return path.replace(/^\/(?:v\d+\/)?/, '');
}

function isList(value) {
  return Array.isArray(value) && value.length > 0;
}

function positive(value) {
  return Number.isInteger(value) && value > 0 ? value : undefined;
}
