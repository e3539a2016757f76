/** The exact cost of a number of tokens at a model's prices, given the service tier and input size. */
import { type Decimal, parseDecimal, parseHumanNumber, sumOfProducts, wholeNumber } from '../models/decimal.ts';
import type { PriceTier } from './value.ts';

/** A model's prices: the usual ones by name (empty if unknown) and those of tiers. */
export interface PriceList {
  text(name: 'input_price' | 'cached_input_price' | 'output_price'): string;
  readonly tiers: readonly PriceTier[];
}

/** The usage to price. Counts are whole numbers as text. */
export interface Usage {
  /** Input that is not cached. */
  input: string;
  cached: string;
  output: string;
  /** `batch`, `flex` or `priority`; the usual prices apply without one. */
  tier: string | undefined;
}

/** Parses `10M:2M` or `8M+2M:2M` (input, cached input and output); `undefined` for other text. */
export function readUsage(text: string, tier: string | undefined): Usage | undefined {
  const [, input, cached = '0', output] = /^([^:+]+)(?:\+([^:+]+))?:([^:+]+)$/.exec(text) ?? [];
  const counts = [input, cached, output].map((count) => {
    const number = count === undefined ? undefined : parseHumanNumber(count);
    return number && wholeNumber(number);
  });
  if (counts.some((count) => count === undefined)) return undefined;
  const [ofInput = '', ofCached = '', ofOutput = ''] = counts as string[];
  return { input: ofInput, cached: ofCached, output: ofOutput, tier };
}

/** Prices are per million tokens; this is the power of ten. */
const MILLION = 6;

/**
 * US dollars as a plain decimal. `undefined` if a price the usage needs is unknown: the tier's, the input's, or the
 * output's if there is any. Cached input without its own price is charged as input.
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
  // Even zero usage needs at least one known price.
  if (prices.input === undefined && prices.output === undefined) return undefined;
  return sumOfProducts(pairs, MILLION);
}

interface Prices {
  input: string | undefined;
  cached: string | undefined;
  output: string | undefined;
}

/** The usual prices or the tier's, by total input size. A size's missing prices come from the next smaller size. */
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
