/** Looks models up: the server's own fields win, the datasets fill in what it does not say. */
import { baseOf } from '../models/id.ts';
import type { Model } from '../models/model.ts';
import type { Provider } from '../servers/recognize.ts';
import { type Match, match } from './match.ts';
import { ModelDetails } from './model-details.ts';
import { OPENED, type ServerDetails } from './server.ts';
import type { Table } from './table.ts';
import {
  DETAIL_NAMES,
  type DetailValue,
  isPriced,
  numberOf,
  PRICE_NUMBERS,
  SERVER,
  type Source,
  textual,
  type Values,
} from './value.ts';

const DAY = 86_400_000;
/** A dataset that is older, in days, is said to be old. */
const OLD = 90;
/** How many results of each kind are remembered. */
const REMEMBERED = 10_000;

/** Owners that a gateway gives to models of OpenAI's. Any other owner says that the id is somebody else's. */
const OPENAI_OWNER = /^(?:openai(?:-internal|-dev)?|system|azure(?:-?openai)?)$/i;

const [CONTEXT, MAX_INPUT, SHUTDOWN] = [numberOf('context'), numberOf('max_input'), numberOf('shutdown_date')];
const NOTHING = new ModelDetails(
  undefined,
  DETAIL_NAMES.map(() => undefined),
);

export class Details {
  readonly provider: Provider;
  private readonly table: Table;
  private readonly published = new Map<string, ModelDetails>();
  private readonly merged = new Map<ModelDetails, Map<string, ModelDetails>>();

  constructor(table: Table, provider: Provider) {
    this.table = table;
    this.provider = provider;
  }

  /** The datasets; first the one with prices and shutdown dates. */
  get sources(): readonly Source[] {
    return [...this.table.sources.values()];
  }

  /** The day of the dataset with prices and shutdown dates, `YYYY-MM-DD`. */
  get date(): string {
    return this.sources[0]?.date as string;
  }

  /** Whole days since `date`. `now` is in milliseconds since 1970. */
  ageInDays(now: number): number {
    return Math.floor((now - Date.parse(this.date)) / DAY);
  }

  /** The dataset is more than 90 days old. */
  isOld(now: number): boolean {
    return this.ageInDays(now) > OLD;
  }

  /** What is known of a model, with what its own fields say. */
  of(model: Model): ModelDetails {
    OPENED.open(model);
    return this.ofOpened();
  }

  /** The same, of the model that was opened last. */
  ofOpened(): ModelDetails {
    const { id, says } = OPENED;
    const known = id === undefined ? NOTHING : this.ofId(id);
    const published = known.match && !fitsOwner(known.match) ? NOTHING : known;
    if (says === 'nothing') return published;
    if (says === 'shutdown') return this.dated(published, OPENED.shutdown);
    return this.merge(published, OPENED.details);
  }

  /** What the datasets know of an id. */
  ofId(id: string): ModelDetails {
    // Of fine-tuned models only the base matters: an account may have thousands of one base.
    const base = id.includes('/') ? undefined : baseOf(id);
    const key = base === undefined ? id : `ft:${base}:`;
    let known = this.published.get(key);
    if (known) return known;
    const matched = match(this.table, this.provider, key);
    // Ids that are not known are many, and mostly asked for once.
    if (!matched) return NOTHING;
    known = new ModelDetails(matched, valuesOf(matched));
    remember(this.published, key, known);
    return known;
  }

  /** Only the date is the server's: of many models with the same few dates each is made once. */
  private dated(published: ModelDetails, day: string | null | undefined): ModelDetails {
    if (day === undefined || (day === null && !published.values[SHUTDOWN])) return published;
    return this.remembered(published, day ?? '', () => ({
      values: NOTHING.values.with(SHUTDOWN, day === null ? undefined : textual(day, SERVER)),
      staysOn: day === null,
    }));
  }

  private merge(published: ModelDetails, server: ServerDetails): ModelDetails {
    return this.remembered(published, textOf(server), () => server);
  }

  private remembered(published: ModelDetails, said: string, server: () => ServerDetails): ModelDetails {
    let known = this.merged.get(published);
    if (!known) {
      known = new Map();
      remember(this.merged, published, known);
    }
    let details = known.get(said);
    if (!details) {
      details = new ModelDetails(published.match, mergedValues(published.values, server()));
      remember(known, said, details);
    }
    return details;
  }
}

/** Everything that a server says of a model, as one text. */
function textOf({ values, staysOn }: ServerDetails): string {
  let text = staysOn ? '-' : '+';
  for (const value of values) text += value ? `${value.json}\n` : '\n';
  return text;
}

function remember<K, V>(known: Map<K, V>, key: K, value: V): void {
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, value);
}

function fitsOwner({ how }: Match): boolean {
  if (how[0] !== 'openai-id' || how.includes('fine-tuned')) return true;
  const { owner } = OPENED;
  return owner === undefined || OPENAI_OWNER.test(owner);
}

function valuesOf({ layers, base }: Match): Values {
  const values: (DetailValue | undefined)[] = [...NOTHING.values];
  for (const { row, of, takes } of layers) {
    const priced = isPriced(values);
    for (const [number, value] of row.values.entries()) {
      if (!value || values[number] || !takes(number) || (priced && PRICE_NUMBERS.includes(number))) continue;
      // A fine-tuned model goes when its base goes.
      const subject = number === SHUTDOWN ? (base ?? of) : of;
      values[number] = subject === undefined ? value : { ...value, of: subject };
    }
  }
  return withoutWindowAsLimit(values);
}

function mergedValues(published: Values, { values: own, staysOn }: ServerDetails): Values {
  const values = [...published];
  // A server's price list counts alone: half of one and half of another is neither's.
  if (isPriced(own)) for (const number of PRICE_NUMBERS) values[number] = undefined;
  if (staysOn) values[SHUTDOWN] = undefined;
  for (const [number, value] of own.entries()) if (value) values[number] = value;
  return withoutWindowAsLimit(values);
}

/** An input limit as large as the context window is the window under another name; a server's own word stays. */
function withoutWindowAsLimit(values: (DetailValue | undefined)[]): Values {
  const [context, limit] = [values[CONTEXT], values[MAX_INPUT]];
  if (context && limit?.source.date && Number(limit.text) >= Number(context.text)) values[MAX_INPUT] = undefined;
  return values;
}
