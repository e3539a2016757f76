/**
 * The table of details (table.json): for each provider a row a model, as short text that is read when it is asked for.
 * `npm run details:update` writes it. A row is words with a space between them: `@source` says who says what follows,
 * `name=value` is a value.
 */
import {
  DETAIL_NAMES,
  type DetailName,
  listed,
  numeric,
  type PriceTier,
  type Source,
  textual,
  tiered,
  type Value,
} from './value.ts';

export interface TableFile {
  sources: Readonly<Record<string, { version: string; date: string }>>;
  /** Rows by provider and id. */
  models: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Row {
  id: string;
  values: ReadonlyMap<DetailName, Value>;
  /** The snapshot that this id points to. */
  alias: string | undefined;
}

export class Table {
  readonly sources: ReadonlyMap<string, Source>;
  private readonly models: TableFile['models'];
  private readonly rows = new Map<string, Row>();

  constructor(file: TableFile) {
    this.models = file.models;
    this.sources = new Map(
      Object.entries(file.sources).map(([name, { version, date }]) => [name, { name: `${name} ${version}`, date }]),
    );
  }

  get providers(): string[] {
    return Object.keys(this.models);
  }

  ids(provider: string): string[] {
    return Object.keys(this.models[provider] ?? {});
  }

  has(provider: string, id: string): boolean {
    const rows = Object.hasOwn(this.models, provider) ? this.models[provider] : undefined;
    return rows !== undefined && Object.hasOwn(rows, id);
  }

  row(provider: string, id: string): Row | undefined {
    if (!this.has(provider, id)) return undefined;
    const key = `${provider}/${id}`;
    let row = this.rows.get(key);
    if (!row) {
      row = this.parse(id, this.models[provider]?.[id] as string);
      this.rows.set(key, row);
    }
    return row;
  }

  private parse(id: string, text: string): Row {
    const found = new Map<DetailName, Value>();
    const tiers: PriceTier[] = [];
    let alias: string | undefined;
    let source: Source = { name: '' };
    let tierSource = source;
    for (const word of text.split(' ')) {
      if (word.startsWith('@')) {
        source = this.sources.get(word.slice(1)) ?? { name: word.slice(1) };
        continue;
      }
      const at = word.indexOf('=');
      const [name, ...conditions] = word.slice(0, at).split(':');
      const value = word.slice(at + 1);
      if (name === 'alias') alias = value;
      else if (name === 'price' && conditions.length > 0) {
        tiers.push({ ...conditionsOf(conditions), ...pricesOf(value) });
        tierSource = source;
      } else for (const [key, one] of read(name as string, value, source)) found.set(key, one);
    }
    if (tiers.length > 0) found.set('price_tiers', tiered(tiers, tierSource));
    const values = new Map<DetailName, Value>();
    for (const name of DETAIL_NAMES) {
      const value = found.get(name);
      if (value) values.set(name, value);
    }
    return { id, values, alias };
  }
}

function read(name: string, value: string, source: Source): [DetailName, Value][] {
  switch (name) {
    case 'price':
      return Object.entries(pricesOf(value)).map(([key, text]) => [key as DetailName, numeric(text, source)]);
    case 'input':
    case 'output':
      return [[`${name}_modalities`, listed(value.split(','), source)]];
    case 'endpoints':
      return [[name, listed(value.split(','), source)]];
    case 'knowledge':
      return [[name, textual(value, source)]];
    case 'shutdown':
      return [['shutdown_date', textual(value, source)]];
    default:
      return [[name as DetailName, numeric(value, source)]];
  }
}

/** `batch:>272000` as a tier and a number of input tokens. */
function conditionsOf(conditions: readonly string[]): PriceTier {
  const found: PriceTier = {};
  for (const condition of conditions) {
    if (condition.startsWith('>')) found.above = Number(condition.slice(1));
    else found.tier = condition;
  }
  return found;
}

/** `2.5/0.25/15`: input, cached input, output; an empty place is unknown. */
function pricesOf(text: string): PriceTier {
  const [input = '', cached = '', output = ''] = text.split('/');
  return {
    ...(input && { input_price: input }),
    ...(cached && { cached_input_price: cached }),
    ...(output && { output_price: output }),
  };
}
