/**
 * The prices that a server lists beside a model: strings are USD for one token (OpenRouter, Vercel), numbers are USD for
 * a million (Together, DeepInfra).
 */
import { QUOTE } from '../json/bytes.ts';
import { KnownMembers } from '../json/known-members.ts';
import { kindOf, type Range, readElements, readMembers } from '../json/members.ts';
import { numberAt } from './fields.ts';
import { decimal, perMillion } from './price.ts';
import { numberOf, numeric, type PriceTier, SERVER, tiered, type Value } from './value.ts';

/** Where a model's price list is. */
export const PRICE_PLACES = ['pricing', 'metadata.pricing'] as const;

const members = new KnownMembers();
const keys = (...names: string[]) => names.map((name) => members.add(name));

const PRICES = [
  { name: 'input_price', keys: keys('prompt', 'input', 'input_tokens') },
  { name: 'cached_input_price', keys: keys('input_cache_read', 'cached_input', 'cache_read_tokens') },
  { name: 'output_price', keys: keys('completion', 'output', 'output_tokens') },
] as const;

/** Vercel: `[{"cost": "0.0000025", "min": 200001}]`. */
const TIERS = [
  { name: 'input_price', key: members.add('input_tiers') },
  { name: 'cached_input_price', key: members.add('input_cache_read_tiers') },
  { name: 'output_price', key: members.add('output_tiers') },
] as const;

/** They say nothing about whether tokens are free. */
const BESIDE = new Set(['discount', 'web_search', 'finetune', 'hourly', 'base']);

/**
 * Puts the prices of the list at `range` among `values`; false where there are none. `outputs` gives the list of what
 * the model gives, as JSON text: where that is text, a list of nothing but zeros says that the model is free.
 */
export function readPrices(
  bytes: Uint8Array,
  range: Range,
  outputs: () => string,
  values: (Value | undefined)[],
): boolean {
  if (members.read(bytes, range.start, range.end) < 0) return false;
  let found = false;
  for (const { name, keys } of PRICES) {
    const price = priceOf(bytes, keys);
    if (price === undefined || (Number(price) === 0 && !isFree(bytes, range, outputs))) continue;
    values[numberOf(name)] = numeric(price, SERVER);
    found = true;
  }
  const tiers = readTiers(bytes);
  if (tiers.length === 0) return found;
  values[numberOf('price_tiers')] = tiered(tiers, SERVER);
  return true;
}

function rangeOf(key: number): Range | undefined {
  const start = members.starts[key] as number;
  return start < 0 ? undefined : { start, end: members.ends[key] as number };
}

function priceOf(bytes: Uint8Array, keys: readonly number[]): string | undefined {
  for (const key of keys) {
    const range = rangeOf(key);
    const price = range && priceAt(bytes, range);
    if (price !== undefined) return price;
  }
  return undefined;
}

/** A negative price says that it varies (OpenRouter's router): then it is not known. */
function priceAt(bytes: Uint8Array, range: Range): string | undefined {
  const text = numberAt(bytes, range);
  if (text === undefined) return undefined;
  if (bytes[range.start] === QUOTE) return perMillion(text);
  // A number stays as the server wrote it.
  return decimal(text) === undefined ? undefined : text;
}

/** Where images, requests or seconds cost something, 0 for a token only says "not by the token". */
function isFree(bytes: Uint8Array, range: Range, outputs: () => string): boolean {
  if (!outputs().includes('"text"')) return false;
  return readMembers(bytes, range).every((member) => {
    const text = BESIDE.has(member.key) ? undefined : numberAt(bytes, member);
    return text === undefined || Number(text) === 0;
  });
}

function readTiers(bytes: Uint8Array): PriceTier[] {
  const found = new Map<number, PriceTier>();
  for (const { name, key } of TIERS) {
    const list = rangeOf(key);
    if (!list || kindOf(bytes, list) !== 'array') continue;
    for (const range of readElements(bytes, list)) {
      const tier = readMembers(bytes, range);
      const [cost, min] = ['cost', 'min'].map((name) => tier.find(({ key }) => key === name));
      const price = cost && priceAt(bytes, cost);
      // The first tier is the price itself; each other begins one token above the one before.
      const above = min ? Number(numberAt(bytes, min)) - 1 : 0;
      if (price === undefined || !Number.isSafeInteger(above) || above <= 0) continue;
      found.set(above, { ...found.get(above), above, [name]: price });
    }
  }
  return [...found.values()].sort((a, b) => (a.above as number) - (b.above as number));
}
