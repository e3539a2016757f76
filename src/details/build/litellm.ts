/** What LiteLLM's table says about a model, in this project's terms. */
import { perMillion } from '../server-prices.ts';
import type { PriceText, RowTier, RowValues } from './row.ts';

/** LiteLLM's data as published: rows by its own ids. */
export type LitellmData = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Providers whose rows the tables keep, by preset name in src/servers/servers.ts, with LiteLLM's names for them. Rows
 * are kept per provider: one provider's price or shutdown date says nothing about the same id on another.
 */
export const PROVIDERS: Readonly<Record<string, { names: readonly string[]; prefixes: readonly string[] }>> = {
  anthropic: { names: ['anthropic'], prefixes: ['anthropic/'] },
  azure: { names: ['azure'], prefixes: ['azure/'] },
  cerebras: { names: ['cerebras'], prefixes: ['cerebras/'] },
  cohere: { names: ['cohere', 'cohere_chat'], prefixes: ['cohere/', 'cohere_chat/'] },
  deepinfra: { names: ['deepinfra'], prefixes: ['deepinfra/'] },
  deepseek: { names: ['deepseek'], prefixes: ['deepseek/'] },
  fireworks: {
    names: ['fireworks_ai', 'fireworks_ai-embedding-models'],
    prefixes: ['fireworks_ai/accounts/fireworks/models/', 'fireworks_ai/'],
  },
  gemini: { names: ['gemini'], prefixes: ['gemini/'] },
  groq: { names: ['groq'], prefixes: ['groq/'] },
  minimax: { names: ['minimax'], prefixes: ['minimax/'] },
  mistral: { names: ['mistral'], prefixes: ['mistral/'] },
  openai: { names: ['openai', 'text-completion-openai'], prefixes: ['openai/'] },
  perplexity: { names: ['perplexity'], prefixes: ['perplexity/'] },
  together: { names: ['together_ai'], prefixes: ['together_ai/'] },
  xai: { names: ['xai'], prefixes: ['xai/'] },
};

/** Rows that are not models: prices by image size, by region, by size class of open models, and of tools. */
const NO_MODEL = [
  /^(?:azure\/)?(?:(?:low|medium|high|standard|hd)\/)?\d+-x-\d+\//,
  /^azure\/(?:eu|us|us-gov|global|global-standard|speech)\//,
  /^(?:together-ai|fireworks-ai)-/,
  /^openai\/container$/,
  /^perplexity\/preset\//,
];

/** LiteLLM's names for service tiers, and the names that the command shows. */
const TIERS = { batches: 'batch', flex: 'flex', priority: 'priority' } as const;

const PRICES = {
  input_price: 'input_cost_per_token',
  cached_input_price: 'cache_read_input_token_cost',
  output_price: 'output_cost_per_token',
} as const satisfies Record<keyof PriceText, string>;

type Row = LitellmData[string];

function isModel(id: string, row: Row): boolean {
  return row.mode !== 'search' && !NO_MODEL.some((pattern) => pattern.test(id));
}

/** A provider's rows by the ids that its own server uses. */
export function litellmRows(data: LitellmData, provider: string): Map<string, Row> {
  const { names, prefixes } = PROVIDERS[provider] ?? { names: [], prefixes: [] };
  const rows = new Map<string, Row>();
  const plain = new Map<string, Row>();
  for (const [key, row] of Object.entries(data)) {
    if (!names.includes(String(row.litellm_provider)) || !isModel(key, row)) continue;
    const prefix = prefixes.find((one) => key.startsWith(one));
    if (prefix) {
      const id = key.slice(prefix.length);
      if (!rows.has(id)) rows.set(id, row);
    } else plain.set(key, row);
  }
  // The id with the provider's prefix is the maintained one; the plain one is its older duplicate.
  return new Map([...plain, ...rows]);
}

export function readLitellm(row: Row): RowValues {
  const input = positive(row.max_input_tokens);
  const output = positive(row.max_output_tokens);
  const tiers = readTiers(row);
  const modalities = { input: listOf(row.supported_modalities), output: listOf(row.supported_output_modalities) };
  const endpoints = listOf(row.supported_endpoints)?.map(endpoint);
  const shutdown = litellmEnd(row);
  return {
    ...(input && { max_input: input }),
    // The same number twice is the window again, not an output limit.
    ...(output && output !== input && { max_output: output }),
    ...readPrices(row, '', ''),
    ...(tiers.length > 0 && { tiers }),
    ...(modalities.input && { input: modalities.input }),
    ...(modalities.output && { output: modalities.output }),
    ...(endpoints && { endpoints }),
    ...(shutdown !== undefined && { shutdown }),
  };
}

/** The day the model ends, `YYYY-MM-DD`. */
export function litellmEnd({ deprecation_date: day }: Row): string | undefined {
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? day : undefined;
}

/** Prices above a number of input tokens (`_above_272k_tokens`), prices of service tiers (`_batches`), and both. */
function readTiers(row: Row): RowTier[] {
  const limits = new Set<number>();
  for (const key of Object.keys(row)) {
    const above = /^(?:in|out)put_cost_per_token_above_(\d{1,9})k_tokens/.exec(key);
    if (above) limits.add(Number(above[1]));
  }
  const tiers: RowTier[] = [];
  for (const [suffix, tier] of [['', undefined] as const, ...Object.entries(TIERS)]) {
    for (const above of [0, ...[...limits].sort((a, b) => a - b)]) {
      if (tier === undefined && above === 0) continue;
      const prices = readPrices(row, above ? `_above_${above}k_tokens` : '', suffix && `_${suffix}`);
      if (Object.keys(prices).length === 0) continue;
      tiers.push({ ...(tier && { tier }), ...(above && { above: above * 1000 }), ...prices });
    }
  }
  return tiers;
}

/**
 * The dataset writes 0 for something not priced by the token (images, seconds, characters, searches, embedding output),
 * for an unknown price, and for something free. Only for moderation does it surely mean free.
 */
function readPrices(row: Row, above: string, tier: string): PriceText {
  const prices: { -readonly [Name in keyof PriceText]: string } = {};
  for (const name of Object.keys(PRICES) as (keyof PriceText)[]) {
    const price = row[`${PRICES[name]}${above}${tier}`];
    if (typeof price !== 'number' || price < 0) continue;
    if (price === 0 && row.mode !== 'moderation') continue;
    // Speech output is in audio tokens, which have their own price.
    if (name === 'output_price' && row.mode === 'audio_speech') continue;
    const text = perMillion(String(price));
    if (text !== undefined) prices[name] = text;
  }
  return prices;
}

/** `/v1/chat/completions` as `chat/completions`. */
function endpoint(path: string): string {
  return path.replace(/^\/(?:v\d{1,3}\/)?/, '');
}

function listOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item) => typeof item === 'string');
  return texts.length > 0 ? texts : undefined;
}

function positive(value: unknown): number | undefined {
  return Number.isInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}
