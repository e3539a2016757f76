/** Looks models up: the server's own fields win, the datasets fill in what it does not say. */
import type { Model } from '../models/model.ts';
import { type Match, match } from './match.ts';
import { ModelDetails } from './model-details.ts';
import type { Provider } from './provider.ts';
import { readServer, type ServerDetails } from './server.ts';
import type { Table } from './table.ts';
import { type DetailName, PRICE_NAMES, type Source, type Value, type Values } from './value.ts';

const DAY = 86_400_000;
/** A dataset older than this is said to be old. */
const OLD = 90;
/** How many looked-up ids are remembered. */
const REMEMBERED = 20_000;

/** Owners that a gateway gives to models of OpenAI's. Any other owner says that the id is somebody else's. */
const OPENAI_OWNER = /^(?:openai(?:-internal|-dev)?|system|azure(?:-?openai)?)$/i;

const PRICES: ReadonlySet<DetailName> = new Set(PRICE_NAMES);
const NOTHING = new ModelDetails(undefined, new Map());

export class Details {
  readonly provider: Provider;
  private readonly table: Table;
  private readonly found = new Map<string, ModelDetails>();

  constructor(table: Table, provider: Provider) {
    this.table = table;
    this.provider = provider;
  }

  /** The datasets, that with prices and shutdown dates first. */
  get sources(): readonly Source[] {
    return [...this.table.sources.values()];
  }

  /** The day of the dataset that has prices and shutdown dates, `YYYY-MM-DD`. */
  get date(): string {
    return this.sources[0]?.date as string;
  }

  /** Whole days since `date`. `now` is in milliseconds since 1970. */
  ageInDays(now: number): number {
    return Math.floor((now - Date.parse(this.date)) / DAY);
  }

  /** The dataset is older than 90 days. */
  isOld(now: number): boolean {
    return this.ageInDays(now) > OLD;
  }

  /** What is known of a model, with what its own fields say. */
  of(model: Model): ModelDetails {
    const { id } = model;
    const known = id === undefined ? NOTHING : this.ofId(id);
    const published = known.match && !fitsOwner(known.match, model) ? NOTHING : known;
    const server = readServer(model);
    return server ? merged(published, server) : published;
  }

  /** What the datasets know of an id. */
  ofId(id: string): ModelDetails {
    let known = this.found.get(id);
    if (!known) {
      const matched = match(this.table, this.provider, id);
      known = matched ? new ModelDetails(matched, valuesOf(matched)) : NOTHING;
      if (this.found.size >= REMEMBERED) this.found.clear();
      this.found.set(id, known);
    }
    return known;
  }
}

function fitsOwner({ how }: Match, model: Model): boolean {
  if (!how.includes('openai-id') || how.includes('fine-tuned')) return true;
  const { owner } = model;
  return owner === undefined || OPENAI_OWNER.test(owner);
}

function valuesOf({ layers, base }: Match): Values {
  const values = new Map<DetailName, Value>();
  for (const { row, of, takes } of layers) {
    const priced = PRICE_NAMES.some((name) => values.has(name));
    for (const [name, value] of row.values) {
      if (values.has(name) || !takes(name) || (priced && PRICES.has(name))) continue;
      // A fine-tuned model goes when its base goes.
      const subject = name === 'shutdown_date' ? (base ?? of) : of;
      values.set(name, subject === undefined ? value : { ...value, of: subject });
    }
  }
  return withoutWindowAsLimit(values);
}

function merged(published: ModelDetails, { values: own, staysOn }: ServerDetails): ModelDetails {
  const values = new Map<DetailName, Value>(published.values);
  // A server's price list counts alone: half of one and half of another is neither's.
  if (PRICE_NAMES.some((name) => own.has(name))) for (const name of PRICE_NAMES) values.delete(name);
  if (staysOn) values.delete('shutdown_date');
  for (const [name, value] of own) values.set(name, value);
  return new ModelDetails(published.match, withoutWindowAsLimit(values));
}

/** An input limit as large as the context window is the window under another name; a server's own word stays. */
function withoutWindowAsLimit(values: Map<DetailName, Value>): Values {
  const [context, limit] = [values.get('context'), values.get('max_input')];
  if (context && limit && limit.source.date !== undefined && Number(limit.text) >= Number(context.text))
    values.delete('max_input');
  return values;
}
