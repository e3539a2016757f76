import { QUOTE } from '../json/bytes.ts';
import { MemberReader } from '../json/known-members.ts';
import { jsonKindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { numberAt } from './fields.ts';
import { type DetailValue, numberOf, numeric, type PriceTier, SERVER, tiered } from './value.ts';

/** Prices as decimal text: no price passes through a double. */

/** A longer number is not a price. */
const MAX_LENGTH = 40;
const MAX_EXPONENT = 20;
const NUMBER = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** USD per token, as text, converted to USD per million tokens: `0.00000015` gives `0.15`. */
export function perMillion(perToken: string): string | undefined {
  return shifted(perToken, 6);
}

/** The same for a price per 1 or 1,000 tokens. */
export function perMillionOf(price: string, tokens: number): string | undefined {
  return shifted(price, tokens === 1 ? 6 : 3);
}

/** A number in text without an exponent or needless zeros; `undefined` if it is negative or not a number. */
export function decimal(text: string): string | undefined {
  return shifted(text, 0);
}

function shifted(text: string, places: number): string | undefined {
  const found = text.length <= MAX_LENGTH ? NUMBER.exec(text) : null;
  if (!found) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = found;
  if (Math.abs(Number(exponent)) > MAX_EXPONENT) return undefined;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const plain = padded.slice(at).replace(/0+$/, '');
  return padded.slice(0, at).replace(/^0+(?=\d)/, '') + (plain && `.${plain}`);
}

// Prices that a server lists with a model: strings are USD per token (OpenRouter, Vercel), numbers are USD per million
// (Together, DeepInfra), unless a `unit` says otherwise. Prices in other currencies are ignored.

/** Where a model's price list may be. */
export const PRICE_FIELD_PATHS = ['pricing', 'metadata.pricing', 'model_spec.pricing'] as const;

const members = new MemberReader();
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

/** Members that don't tell whether tokens are free. */
const BESIDE = new Set(['discount', 'web_search', 'finetune', 'hourly', 'base']);

/**
 * Adds the prices of the list at `range` to `values`; false if there are none. `outputs` returns the model's output
 * modalities as JSON text: if they include text, a list of nothing but zeros means that the model is free.
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

/** False for any currency but the US dollar. */
export function isDollars(bytes: Uint8Array, range: Range): boolean {
  const word = jsonKindOf(bytes, range) === 'string' ? readString(bytes, range).toUpperCase() : '';
  return word === '' || word === '$' || word.startsWith('USD');
}

/** Units as servers name them, with separators replaced by `_`. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:usd_)?(?:per_)?(?:1_?m|1_?million|million|1000000)(?:_tokens?)?$/, 1_000_000],
  [/^(?:usd_)?(?:per_)?(?:1_?k|1_?thousand|thousand|1000)(?:_tokens?)?$/, 1000],
  [/^(?:usd_)?(?:per_)?(?:1_)?tokens?$/, 1],
];

/** How many tokens a price is for, if the list says so; NaN for a unit that isn't tokens, such as an image. */
function unitOf(bytes: Uint8Array, range: Range | undefined): number | undefined {
  if (!range || jsonKindOf(bytes, range) !== 'string') return undefined;
  const unit = readString(bytes, range)
    .slice(0, MAX_UNIT_LENGTH)
    .toLowerCase()
    .replace(/[\s/,-]/g, '_');
  return UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? Number.NaN;
}

const MAX_UNIT_LENGTH = 40;

function priceOf(bytes: Uint8Array, keys: readonly number[], tokens: number | undefined): string | undefined {
  for (const key of keys) {
    const range = rangeOf(key);
    const price = range && priceAt(bytes, inDollars(bytes, range), tokens);
    if (price !== undefined) return price;
  }
  return undefined;
}

/** Venice lists a price in several currencies: `{"usd": 1.75, "diem": 1.75}`. */
function inDollars(bytes: Uint8Array, range: Range): Range {
  if (jsonKindOf(bytes, range) !== 'object') return range;
  return readMembers(bytes, range).find(({ key }) => key.toLowerCase() === 'usd') ?? range;
}

/** A negative price means that the price varies (OpenRouter's router), so it is unknown. */
function priceAt(bytes: Uint8Array, range: Range, tokens?: number): string | undefined {
  const text = numberAt(bytes, range);
  if (text === undefined) return undefined;
  if (tokens === 1_000_000) return bytes[range.start] === QUOTE ? decimal(text) : decimal(text) && text;
  if (tokens !== undefined) return perMillionOf(text, tokens);
  if (bytes[range.start] === QUOTE) return perMillion(text);
  // A number stays as the server wrote it.
  return decimal(text) === undefined ? undefined : text;
}

/** If images, requests or seconds cost something, 0 per token only means "not priced by the token". */
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
      // The first tier is the price itself; each later one starts one token above the previous one.
      const above = min ? Number(numberAt(bytes, min)) - 1 : 0;
      if (price === undefined || !Number.isSafeInteger(above) || above <= 0) continue;
      found.set(above, { ...found.get(above), above, [name]: price });
    }
  }
  return [...found.values()].sort((a, b) => (a.above as number) - (b.above as number));
}
