/**
 * The table of details (table.json): for each provider one row per model, as short text that is parsed on first use.
 * `npm run details:update` writes it. A row is words separated by spaces: `@source` names the source of what follows,
 * `name=value` is a value.
 */
import { readRowConditions, readRowPrices } from './build/row.ts';
import {
  DETAIL_NAMES,
  type DetailName,
  type DetailValue,
  listed,
  numberOf,
  numeric,
  type PriceTier,
  type Source,
  textual,
  tiered,
  type Values,
} from './value.ts';

export interface TableFile {
  sources: Readonly<Record<string, { version: string; date: string }>>;
  /** Rows by provider and id. */
  models: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface DetailRow {
  id: string;
  values: Values;
  /** The snapshot that this id points to. */
  alias: string | undefined;
}

export class Table {
  readonly sources: ReadonlyMap<string, Source>;
  private readonly models: TableFile['models'];
  private readonly rows = new Map<string, DetailRow>();

  constructor(file: TableFile) {
    this.models = file.models;
    this.sources = new Map(
      Object.entries(file.sources).map(([name, { version, date }]) => [name, { name: `${name} ${version}`, date }]),
    );
  }

  hasProvider(name: string): boolean {
    return Object.hasOwn(this.models, name);
  }

  row(provider: string, id: string): DetailRow | undefined {
    const rows = this.models[provider];
    if (rows === undefined || !Object.hasOwn(rows, id)) return undefined;
    const key = `${provider}/${id}`;
    let row = this.rows.get(key);
    if (!row) {
      row = parse(id, rows[id] as string, this.sources);
      this.rows.set(key, row);
    }
    return row;
  }
}

function parse(id: string, text: string, sources: ReadonlyMap<string, Source>): DetailRow {
  const values: (DetailValue | undefined)[] = DETAIL_NAMES.map(() => undefined);
  const tiers: PriceTier[] = [];
  let alias: string | undefined;
  let source: Source = { name: '' };
  let tierSource = source;
  for (const word of text.split(' ')) {
    if (word.startsWith('@')) {
      source = sources.get(word.slice(1)) ?? { name: word.slice(1) };
      continue;
    }
    const at = word.indexOf('=');
    const [name, ...conditions] = word.slice(0, at).split(':');
    const value = word.slice(at + 1);
    if (name === 'alias') alias = value;
    else if (name === 'price' && conditions.length > 0) {
      tiers.push({ ...readRowConditions(conditions), ...readRowPrices(value) });
      tierSource = source;
    } else for (const [key, one] of read(name as string, value, source)) values[numberOf(key)] = one;
  }
  if (tiers.length > 0) values[numberOf('price_tiers')] = tiered(tiers, tierSource);
  return { id, values, alias };
}

function read(name: string, value: string, source: Source): [DetailName, DetailValue][] {
  switch (name) {
    case 'price':
      return Object.entries(readRowPrices(value)).map(([key, text]) => [key as DetailName, numeric(text, source)]);
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
