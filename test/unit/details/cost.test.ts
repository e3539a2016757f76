/** Costs worked out by hand: the arithmetic stands beside each. Prices are USD for a million tokens. */
import { describe, expect, test } from 'vitest';
import { costOf, readUsage } from '../../../src/details/cost.ts';
import type { PriceTier } from '../../../src/details/value.ts';

interface Prices {
  input?: string;
  cached?: string;
  output?: string;
  tiers?: PriceTier[];
}

/** A model with these prices and no more. */
function priced({ input = '', cached = '', output = '', tiers = [] }: Prices) {
  const texts: Readonly<Record<string, string>> = {
    input_price: input,
    cached_input_price: cached,
    output_price: output,
  };
  return { text: (name: string) => texts[name] ?? '', tiers };
}

const usage = (text: string, tier?: string) => {
  const read = readUsage(text, tier);
  if (!read) throw new Error(`${text} is no usage`);
  return read;
};

const PLAIN: Prices = { input: '2.5', cached: '1.25', output: '10' };
const SMALL: Prices = { input: '0.15', cached: '0.075', output: '0.6' };
const NO_CACHE: Prices = { input: '0.05', output: '0.4' };
const TIERED: Prices = {
  input: '2',
  cached: '0.2',
  output: '12',
  tiers: [
    { above: 272_000, input_price: '4', cached_input_price: '0.4', output_price: '18' },
    { tier: 'batch', input_price: '1', cached_input_price: '0.1', output_price: '6' },
    { tier: 'batch', above: 272_000, input_price: '2', cached_input_price: '0.2', output_price: '9' },
    { tier: 'priority', input_price: '4', output_price: '24' },
  ],
};
const STEPS: Prices = {
  input: '1.25',
  output: '10',
  tiers: [
    { above: 200_000, input_price: '2.5' },
    { above: 1_000_000, input_price: '5', output_price: '20' },
  ],
};

describe('the cost', () => {
  test.each<[name: string, prices: Prices, tokens: string, tier: string | undefined, cost: string | undefined]>([
    // 10 x 2.5 + 2 x 10 = 25 + 20
    ['of a plain price', PLAIN, '10M:2M', undefined, '45'],
    // 8 x 2.5 + 2 x 1.25 + 2 x 10 = 20 + 2.5 + 20
    ['with cached input', PLAIN, '8M+2M:2M', undefined, '42.5'],
    // 0.1 x 2.5 + 0.05 x 10 = 0.25 + 0.5
    ['of a part of a million', PLAIN, '100k:50k', undefined, '0.75'],
    // 0.001 x 2.5 + 0.0005 x 10 = 0.0025 + 0.005
    ['of one request', PLAIN, '1000:500', undefined, '0.0075'],
    // 0.000001 x 2.5 + 0.000001 x 10
    ['of one token each', PLAIN, '1:1', undefined, '0.0000125'],
    // 10 x 0.15 + 2 x 0.6 = 1.5 + 1.2
    ['of a small price', SMALL, '10M:2M', undefined, '2.7'],
    // 8 x 0.15 + 2 x 0.075 + 2 x 0.6 = 1.2 + 0.15 + 1.2
    ['of a small price, cached', SMALL, '8M+2M:2M', undefined, '2.55'],
    // 0.1 x 0.15 + 0.05 x 0.6 = 0.015 + 0.03
    ['of a small price, a part', SMALL, '100k:50k', undefined, '0.045'],
    // 10 x 0.05 + 2 x 0.4 = 0.5 + 0.8
    ['without a cached price', NO_CACHE, '10M:2M', undefined, '1.3'],
    // cached is paid as input: (8 + 2) x 0.05 + 2 x 0.4
    ['without a cached price, cached', NO_CACHE, '8M+2M:2M', undefined, '1.3'],
    // below the step: 0.272 x 2 + 0.1 x 12 = 0.544 + 1.2
    ['at the edge of a step', TIERED, '272k:100k', undefined, '1.744'],
    // one above it: 0.272001 x 4 + 0.1 x 18 = 1.088004 + 1.8
    ['one token above it', TIERED, '272001:100k', undefined, '2.888004'],
    // cached counts to the size: 0.2 x 4 + 0.1 x 0.4 + 0.1 x 18 = 0.8 + 0.04 + 1.8
    ['with cached input above it', TIERED, '200k+100k:100k', undefined, '2.64'],
    // 0.1 x 1 + 0.1 x 6
    ['of a batch', TIERED, '100k:100k', 'batch', '0.7'],
    // 10 x 2 + 2 x 9
    ['of a large batch', TIERED, '10M:2M', 'batch', '38'],
    // cached without a price of the tier is its input: (0.1 + 0.1) x 4 + 0.1 x 24
    ['of a tier without a cached price', TIERED, '100k+100k:100k', 'priority', '3.2'],
    // 0.2 x 1.25 + 0.1 x 10
    ['of the first of two steps', STEPS, '200k:100k', undefined, '1.25'],
    // what a step says nothing of stays: 0.5 x 2.5 + 0.1 x 10
    ['of the second', STEPS, '500k:100k', undefined, '2.25'],
    // 2 x 5 + 1 x 20
    ['of the third', STEPS, '2M:1M', undefined, '30'],
    // 10 x 0.13, and no output
    ['of embeddings', { input: '0.13' }, '10M:0', undefined, '1.3'],
    ['of nothing', PLAIN, '0:0', undefined, '0'],
    ['of a free model', { input: '0', output: '0' }, '10M:2M', undefined, '0'],
    // 99999999999 tokens at 0.000001: no double has it
    ['of awkward numbers', { input: '0.000001', output: '0.1' }, '99999999999:3', undefined, '0.100000299999'],
    ['is not known without a price', {}, '10M:2M', undefined, undefined],
    ['is not known without a price of what comes out', { input: '0.13' }, '10M:2M', undefined, undefined],
    ['is not known for a tier that there is not', PLAIN, '10M:2M', 'batch', undefined],
  ])('%s', (_name, prices, tokens, tier, cost) => {
    expect(costOf(priced(prices), usage(tokens, tier))).toBe(cost);
  });

  test.each(['', '10M', '10M:', ':2M', '1:2:3', '1.5:2', '-1:2', 'a:b', '1+2', '1+2+3:4'])('%j is no usage', (text) =>
    expect(readUsage(text, undefined)).toBeUndefined(),
  );
});
