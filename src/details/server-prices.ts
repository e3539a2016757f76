/**
 * The prices that a server lists beside a model: strings are USD for one token (OpenRouter, Vercel), numbers are USD for
 * a million (Together, DeepInfra).
 */
import { kindOf, type Member } from '../json/members.ts';
import type { FieldPath, Fields } from './fields.ts';
import { decimal, perMillion } from './price.ts';
import { type DetailName, numeric, type PriceTier, SERVER, tiered, type Value } from './value.ts';

type PriceName = 'input_price' | 'cached_input_price' | 'output_price';

const OBJECTS: readonly FieldPath[] = [['pricing'], ['metadata', 'pricing']];

const NAMES: Readonly<Record<PriceName, readonly string[]>> = {
  input_price: ['prompt', 'input', 'input_tokens'],
  cached_input_price: ['input_cache_read', 'cached_input', 'cache_read_tokens'],
  output_price: ['completion', 'output', 'output_tokens'],
};

/** Vercel: `[{"cost": "0.0000025", "min": 200001}]`. */
const TIERS: Readonly<Record<string, PriceName>> = {
  input_tiers: 'input_price',
  input_cache_read_tiers: 'cached_input_price',
  output_tiers: 'output_price',
};

/** They cost nothing or something beside the tokens, and say nothing about whether those are free. */
const BESIDE = new Set(['discount', 'web_search', 'finetune', 'hourly', 'base']);

/** Types of models that give text, so that a price of 0 for a token means free. */
const TEXT_TYPES = new Set(['chat', 'language', 'code']);

/** The prices by name. `outputs` is the list of what the model gives, as JSON text, where that is known. */
export function readPrices(fields: Fields, outputs: string | undefined): Map<DetailName, Value> {
  const found = new Map<DetailName, Value>();
  for (const path of OBJECTS) {
    const members = fields.members(path);
    if (members.size === 0) continue;
    const free = isFree(fields, members) && givesText(fields, outputs);
    for (const [name, keys] of Object.entries(NAMES)) {
      const price = priceOf(fields, members, keys);
      if (price !== undefined && (Number(price) > 0 || free)) found.set(name as PriceName, numeric(price, SERVER));
    }
    const tiers = readTiers(fields, members);
    if (tiers.length > 0) found.set('price_tiers', tiered(tiers, SERVER));
    if (found.size > 0) break;
  }
  return found;
}

function priceOf(fields: Fields, members: ReadonlyMap<string, Member>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const member = members.get(key);
    const price = member && priceAt(fields, member);
    if (price !== undefined) return price;
  }
  return undefined;
}

/** A negative price says that it varies (OpenRouter's router): then it is not known. */
function priceAt(fields: Fields, member: Member): string | undefined {
  const text = fields.numberAt(member);
  if (text === undefined) return undefined;
  if (kindOf(fields.bytes, member) === 'string') return perMillion(text);
  // A number stays as the server wrote it.
  return decimal(text) === undefined ? undefined : text;
}

/** Every price is 0. Where images, requests or seconds cost something, 0 for a token only says "not by the token". */
function isFree(fields: Fields, members: ReadonlyMap<string, Member>): boolean {
  for (const [key, member] of members) {
    if (BESIDE.has(key)) continue;
    const text = fields.numberAt(member);
    if (text !== undefined && Number(text) !== 0) return false;
  }
  return true;
}

function givesText(fields: Fields, outputs: string | undefined): boolean {
  const type = fields.string(['type']);
  return outputs?.includes('"text"') ?? (type !== undefined && TEXT_TYPES.has(type));
}

function readTiers(fields: Fields, members: ReadonlyMap<string, Member>): PriceTier[] {
  const found = new Map<number, PriceTier>();
  for (const [key, name] of Object.entries(TIERS)) {
    const list = members.get(key);
    for (const range of list ? fields.elementsAt(list) : []) {
      const tier = fields.membersAt(range);
      const [cost, min] = [tier.get('cost'), tier.get('min')];
      const price = cost && priceAt(fields, cost);
      // The first tier is the price itself; the next begins one token above what came before.
      const above = min ? Number(fields.numberAt(min)) - 1 : 0;
      if (price === undefined || !Number.isSafeInteger(above) || above <= 0) continue;
      found.set(above, { ...found.get(above), above, [name]: price });
    }
  }
  return [...found.values()].sort((a, b) => (a.above as number) - (b.above as number));
}
