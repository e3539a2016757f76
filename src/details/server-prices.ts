import { QUOTE } from '../json/bytes.ts';
import { KnownMembers } from '../json/known-members.ts';
import { jsonKindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { numberAt } from './fields.ts';
import { type DetailValue, numberOf, numeric, type PriceTier, SERVER, tiered } from './value.ts';

/** Prices as decimal text: no price passes through a double. */

/** Longer numbers are no prices. */
const LONGEST = 40;
const LARGEST_EXPONENT = 20;
const NUMBER = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** USD for one token, as a number in text, as USD for a million tokens: `0.00000015` gives `0.15`. */
export function perMillion(perToken: string): string | undefined {
  return shifted(perToken, 6);
}

/** The same for a price of 1 or 1,000 tokens. */
export function perMillionOf(price: string, tokens: number): string | undefined {
  return shifted(price, tokens === 1 ? 6 : 3);
}

/** A number in text without exponent and needless zeros. `undefined` for what is no number, or a negative one. */
export function decimal(text: string): string | undefined {
  return shifted(text, 0);
}

function shifted(text: string, places: number): string | undefined {
  const found = text.length <= LONGEST ? NUMBER.exec(text) : null;
  if (!found) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = found;
  if (Math.abs(Number(exponent)) > LARGEST_EXPONENT) return undefined;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const plain = padded.slice(at).replace(/0+$/, '');
  return padded.slice(0, at).replace(/^0+(?=\d)/, '') + (plain && `.${plain}`);
}

// The prices that a server lists beside a model: strings are USD for one token (OpenRouter, Vercel), numbers are USD for
// a million (Together, DeepInfra), unless a `unit` says otherwise. What is not in US dollars is no price here.

/** Where a model's price list is. */
export const PRICE_PLACES = ['pricing', 'metadata.pricing', 'model_spec.pricing'] as const;

const members = new KnownMembers();
const keys = (...names: string[]) => names.map((name) => members.add(name));

const PRICES = [
  { name: 'input_price', keys: keys('prompt', 'input', 'input_tokens') },
  { name: 'cached_input_price', keys: keys('input_cache_read', 'cached_input', 'cache_read_tokens') },
  { name: 'output_price', keys: keys('completion', 'output', 'output_tokens') },
] as const;

const CURRENCY = members.add('currency');
const UNIT = members.add('unit');

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
  values: (DetailValue | undefined)[],
): boolean {
  if (members.read(bytes, range.start, range.end) < 0) return false;
  const currency = rangeOf(CURRENCY);
  if (currency && !isDollars(bytes, currency)) return false;
  const tokens = unitOf(bytes, rangeOf(UNIT));
  if (Number.isNaN(tokens)) return false;
  let found = false;
  for (const { name, keys } of PRICES) {
    const price = priceOf(bytes, keys, tokens);
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

/** False for any other word than that of the US dollar. */
export function isDollars(bytes: Uint8Array, range: Range): boolean {
  const word = jsonKindOf(bytes, range) === 'string' ? readString(bytes, range).toUpperCase() : '';
  return word === '' || word === '$' || word.startsWith('USD');
}

/** Units as servers name them, with what lies between words made one sign. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:usd_)?(?:per_)?(?:1_?m|1_?million|million|1000000)(?:_tokens?)?$/, 1_000_000],
  [/^(?:usd_)?(?:per_)?(?:1_?k|1_?thousand|thousand|1000)(?:_tokens?)?$/, 1000],
  [/^(?:usd_)?(?:per_)?(?:1_)?tokens?$/, 1],
];

/** How many tokens a price is for, where the list says it; NaN for what is no number of tokens, such as an image. */
function unitOf(bytes: Uint8Array, range: Range | undefined): number | undefined {
  if (!range || jsonKindOf(bytes, range) !== 'string') return undefined;
  const unit = readString(bytes, range)
    .slice(0, LONGEST_UNIT)
    .toLowerCase()
    .replace(/[\s/,-]/g, '_');
  return UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? Number.NaN;
}

const LONGEST_UNIT = 40;

function priceOf(bytes: Uint8Array, keys: readonly number[], tokens: number | undefined): string | undefined {
  for (const key of keys) {
    const range = rangeOf(key);
    const price = range && priceAt(bytes, inDollars(bytes, range), tokens);
    if (price !== undefined) return price;
  }
  return undefined;
}

/** Venice has a price in several currencies: `{"usd": 1.75, "diem": 1.75}`. */
function inDollars(bytes: Uint8Array, range: Range): Range {
  if (jsonKindOf(bytes, range) !== 'object') return range;
  return readMembers(bytes, range).find(({ key }) => key.toLowerCase() === 'usd') ?? range;
}

/** A negative price says that it varies (OpenRouter's router): then it is not known. */
function priceAt(bytes: Uint8Array, range: Range, tokens?: number): string | undefined {
  const text = numberAt(bytes, range);
  if (text === undefined) return undefined;
  if (tokens === 1_000_000) return bytes[range.start] === QUOTE ? decimal(text) : decimal(text) && text;
  if (tokens !== undefined) return perMillionOf(text, tokens);
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
    if (!list || jsonKindOf(bytes, list) !== 'array') continue;
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
