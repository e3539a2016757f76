/** What a number of tokens costs at a model's prices: exact, with the tier and the size of the input that count. */
import { type Decimal, parseDecimal, readWritten, sumOfProducts, wholeNumber } from '../models/decimal.ts';
import type { PriceTier } from './value.ts';

/** Prices of a model: the usual ones by their names, empty where unknown, and those of tiers. */
export interface PriceList {
  text(name: 'input_price' | 'cached_input_price' | 'output_price'): string;
  readonly tiers: readonly PriceTier[];
}

/** What is to be paid for. Counts are whole numbers in text. */
export interface Usage {
  /** Input that is not cached. */
  input: string;
  cached: string;
  output: string;
  /** `batch`, `flex` or `priority`; the usual prices without one. */
  tier: string | undefined;
}

/** `10M:2M`, `8M+2M:2M` (input, cached input and output); `undefined` for other text. */
export function readUsage(text: string, tier: string | undefined): Usage | undefined {
  const [, input, cached = '0', output] = /^([^:+]+)(?:\+([^:+]+))?:([^:+]+)$/.exec(text) ?? [];
  const counts = [input, cached, output].map((count) => {
    const number = count === undefined ? undefined : readWritten(count);
    return number && wholeNumber(number);
  });
  if (counts.some((count) => count === undefined)) return undefined;
  const [ofInput = '', ofCached = '', ofOutput = ''] = counts as string[];
  return { input: ofInput, cached: ofCached, output: ofOutput, tier };
}

/** Prices are for so many tokens, as a power of ten. */
const MILLION = 6;

/**
 * US dollars as a plain decimal. `undefined` where a price that counts is not known: of the tier, of the input, or of
 * output where there is any. Cached input without a price of its own is paid as input.
 */
export function costOf(found: PriceList, usage: Usage): string | undefined {
  const prices = pricesFor(found, usage);
  if (!prices) return undefined;
  const pairs: [Decimal, Decimal][] = [];
  for (const [count, price] of [
    [usage.input, prices.input],
    [usage.cached, prices.cached ?? prices.input],
    [usage.output, prices.output],
  ] as const) {
    if (count === '0') continue;
    const [tokens, dollars] = [parseDecimal(count), parseDecimal(price ?? '')];
    if (!tokens || !dollars) return undefined;
    pairs.push([tokens, dollars]);
  }
  // Something must have a price, be it that nothing is used.
  if (prices.input === undefined && prices.output === undefined) return undefined;
  return sumOfProducts(pairs, MILLION);
}

interface Prices {
  input: string | undefined;
  cached: string | undefined;
  output: string | undefined;
}

/** The usual prices or the tier's, by the size of the whole input: what a size says nothing of stays. */
function pricesFor(found: PriceList, { input, cached, tier }: Usage): Prices | undefined {
  const size = BigInt(input) + BigInt(cached);
  const fitting = found.tiers
    .filter((one) => one.tier === tier && (one.above === undefined || size > BigInt(one.above)))
    .sort((a, b) => (b.above ?? 0) - (a.above ?? 0));
  if (tier !== undefined && !found.tiers.some((one) => one.tier === tier)) return undefined;
  const usual =
    tier === undefined
      ? {
          input_price: found.text('input_price'),
          cached_input_price: found.text('cached_input_price'),
          output_price: found.text('output_price'),
        }
      : {};
  const first = (name: 'input_price' | 'cached_input_price' | 'output_price') =>
    [...fitting, usual].map((one) => one[name]).find((price) => price !== undefined && price !== '');
  return { input: first('input_price'), cached: first('cached_input_price'), output: first('output_price') };
}
