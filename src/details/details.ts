/** Looks up models: the server's own fields win, and the datasets fill in what the server leaves out. */
import { type ByteBuffer, COMMA, encode, OPEN_OBJECT } from '../json/bytes.ts';
import { lastMemberEnd } from '../json/members.ts';
import type { ModelBatch } from '../models/batch.ts';
import { baseOf } from '../models/id.ts';
import type { Model } from '../models/model.ts';
import type { Provider } from '../servers/recognize.ts';
import type { Usage } from './cost.ts';
import { ageInDays, isOld } from './datasets.ts';
import type { Lifecycle, Lifecycles } from './lifecycle.ts';
import { type Match, match } from './match.ts';
import { ModelDetails } from './model-details.ts';
import { prefixOf } from './prefixes.ts';
import { hasOnlyName, SERVER_DETAILS, type ServerDetails } from './server.ts';
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

/** How many results of each kind are cached. */
const MAX_CACHED = 10_000;

/** Owners that a gateway gives to OpenAI models. Any other owner means that the id is someone else's. */
const OPENAI_OWNER = /^(?:openai(?:-internal|-dev)?|system|azure(?:-?openai)?)$/i;

const [CONTEXT, MAX_INPUT, SHUTDOWN] = [numberOf('context'), numberOf('max_input'), numberOf('shutdown_date')];
const [STATUS, EARLIEST] = [numberOf('status'), numberOf('earliest_shutdown_date')];
const [REPLACEMENT, REPLACEMENT_SOURCE] = [numberOf('replacement'), numberOf('replacement_source')];
const LIFECYCLE = [STATUS, EARLIEST, SHUTDOWN, REPLACEMENT, REPLACEMENT_SOURCE];
const NOTHING = new ModelDetails(
  undefined,
  DETAIL_NAMES.map(() => undefined),
);

export interface DetailsOptions {
  /** The provider whose server the models come from, as returned by `providerOf`. */
  provider?: Provider;
  /** `YYYY-MM-DD`: a model that has ended by then is retired. */
  today?: string;
  /** The usage to compute costs for. */
  usage?: Usage | undefined;
}

export class Details {
  readonly provider: Provider;
  private readonly table: Table;
  private readonly published = new Map<string, ModelDetails>();
  private last: { model: Model; details: ModelDetails } | undefined;
  private readonly merged = new Map<ModelDetails, Map<string, ModelDetails>>();

  private readonly lifecycles: Lifecycles;
  private readonly usage: Usage | undefined;
  private readonly today: string;

  /**
   * @param today `YYYY-MM-DD`: a model that has ended by then is retired
   * @param usage the usage to compute costs for
   */
  constructor(table: Table, lifecycles: Lifecycles, { provider, today = '', usage }: DetailsOptions) {
    this.table = table;
    this.lifecycles = lifecycles;
    this.provider = provider;
    this.today = today;
    this.usage = usage;
  }

  /** The datasets; the one with prices and shutdown dates comes first. */
  get sources(): readonly Source[] {
    return [...this.table.sources.values()];
  }

  /** The date of the dataset with prices and shutdown dates, `YYYY-MM-DD`. */
  get date(): string {
    return this.sources[0]?.date as string;
  }

  /** The first source of lifecycle data: `bydtech-model-retire 0.1.1 (2026-10-16)`. */
  get lifecycleSource(): string {
    const [first] = this.lifecycles.datasets;
    return first ? `${first.name} ${first.version} (${first.as_of})` : '';
  }

  /** Whole days since `date`. `now` is in milliseconds since 1970. */
  ageInDays(now: number): number {
    return ageInDays(this.date, now);
  }

  /** Whether the dataset is more than 120 days old. */
  isOld(now: number): boolean {
    return isOld(this.date, now);
  }

  /** What is known of a model, including its own fields. */
  of(model: Model): ModelDetails {
    // The columns of a row look up the same model one after another.
    if (this.last?.model === model) return this.last.details;
    const details = model.exact && hasOnlyName(model.fields) ? this.lookUpByName(model) : this.fromOpenedModel(model);
    this.last = { model, details };
    return details;
  }

  /** The fast path for nearly every model in a long list: its fields are at hand, so its JSON text is not read. */
  private lookUpByName({ id, owner }: Model): ModelDetails {
    return id === undefined ? NOTHING : this.ofOwner(id, () => owner);
  }

  private fromOpenedModel(model: Model): ModelDetails {
    SERVER_DETAILS.open(model);
    return this.ofOpened();
  }

  /** Like `of`, for the model opened last. */
  ofOpened(): ModelDetails {
    const { id, says } = SERVER_DETAILS;
    const published = id === undefined ? NOTHING : this.ofOwner(id, () => SERVER_DETAILS.owner);
    if (says === 'nothing') return published;
    if (says === 'shutdown') return this.withServerDate(published, SERVER_DETAILS.shutdown, id);
    return this.merge(published, SERVER_DETAILS.details, id);
  }

  /** What the datasets know of an id, unless its owner rules the match out. */
  private ofOwner(id: string, owner: () => string | undefined): ModelDetails {
    const known = this.ofId(id);
    return known.match && !matchesOwner(known.match, owner) ? NOTHING : known;
  }

  /** What the datasets know of an id. */
  ofId(id: string): ModelDetails {
    // Only the base of a fine-tuned model matters: an account may have thousands of models with one base.
    const base = id.includes('/') ? undefined : baseOf(id);
    const key = base === undefined ? id : `ft:${base}:`;
    let known = this.published.get(key);
    if (known) return known;
    const matched = match(this.table, this.provider, key);
    const lifecycle = this.lifecycleOf(key, matched);
    // Unknown ids are many and mostly looked up once, so they are not cached.
    if (!matched && !lifecycle) return NOTHING;
    const values = withLifecycle(matched ? matchedValues(matched) : NOTHING.values, lifecycle, base);
    known = new ModelDetails(matched, values, this.usage);
    cacheEntry(this.published, key, known);
    return known;
  }

  /** An id's lifecycle. A bare id counts only on its provider's server, or if the table knows whose it is. */
  private lifecycleOf(id: string, matched: Match | undefined): Lifecycle | undefined {
    if (this.provider === 'local') return undefined;
    if (this.provider === undefined && !matched && prefixOf(id) === undefined) return undefined;
    return this.lifecycles.of(id, this.provider);
  }

  /**
   * What a provider recommends instead of a model: the first id that is not going away itself, with the details it has
   * on that provider's own server. `undefined` if none is named or known.
   */
  replacementOf(id: string): { id: string; details: ModelDetails } | undefined {
    const row = this.lifecycles.of(id, this.provider);
    const [next] = row ? this.lifecycles.replacementsOf(row) : [];
    return next === undefined ? undefined : { id: next, details: this.ofId(next) };
  }

  /** For a server that only gives the date: many models share the same few dates, so each result is made once. */
  private withServerDate(
    published: ModelDetails,
    day: string | null | undefined,
    id: string | undefined,
  ): ModelDetails {
    if (day === undefined || (day === null && !published.values[SHUTDOWN])) return published;
    return this.mergeCached(published, day ?? '', id, () => ({
      values: NOTHING.values.with(SHUTDOWN, day === null ? undefined : textual(day, SERVER)),
      isNotShuttingDown: day === null,
    }));
  }

  /** If the server ends an alias on the same day as its snapshots, their recommended replacement applies to it too. */
  private withSnapshots(values: Values, published: ModelDetails, id: string | undefined): Values {
    const end = values[SHUTDOWN];
    if (!end || values[REPLACEMENT] || id === undefined || published === NOTHING) return values;
    const row = this.lifecycles.replacementOn(id, end.text, this.provider);
    if (!row) return values;
    const source: Source = { name: row.recommendedBy.dataset, date: row.recommendedBy.checked };
    const of = row.id;
    return values
      .with(REPLACEMENT, { ...textual(row.replacement ?? '', source), of })
      .with(REPLACEMENT_SOURCE, row.source === undefined ? undefined : { ...textual(row.source, source), of });
  }

  private merge(published: ModelDetails, server: ServerDetails, id: string | undefined): ModelDetails {
    return this.mergeCached(published, textOf(server), id, () => server);
  }

  private mergeCached(
    published: ModelDetails,
    cacheKey: string,
    id: string | undefined,
    server: () => ServerDetails,
  ): ModelDetails {
    let cache = this.merged.get(published);
    if (!cache) {
      cache = new Map();
      cacheEntry(this.merged, published, cache);
    }
    let details = cache.get(cacheKey);
    if (!details) {
      const values = this.withSnapshots(mergedValues(published.values, server(), this.today), published, id);
      details = new ModelDetails(published.match, values, this.usage);
      cacheEntry(cache, cacheKey, details);
    }
    return details;
  }
}

/** Everything that a server reports about a model, as one text to use as a cache key. */
function textOf({ values, isNotShuttingDown }: ServerDetails): string {
  let text = isNotShuttingDown ? '-' : '+';
  for (const value of values) text += value ? `${value.json}\n` : '\n';
  return text;
}

function cacheEntry<K, V>(cache: Map<K, V>, key: K, value: V): void {
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, value);
}

function matchesOwner({ how }: Match, ownerOf: () => string | undefined): boolean {
  if (how[0] !== 'openai-id' || how.includes('fine-tuned')) return true;
  const owner = ownerOf();
  return owner === undefined || OPENAI_OWNER.test(owner);
}

function matchedValues({ layers, base }: Match): Values {
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

/** The lifecycle table is read from the providers' pages, so its dates win for the models it has. */
function withLifecycle(values: Values, row: Lifecycle | undefined, base: string | undefined): Values {
  if (!row) return values;
  const dated: Source = { name: row.dataset, date: row.checked };
  const recommended: Source = { name: row.recommendedBy.dataset, date: row.recommendedBy.checked };
  const toValue = (text: string | undefined, source = dated): DetailValue | undefined =>
    text === undefined ? undefined : { ...textual(text, source), ...(base !== undefined && { of: row.id }) };
  const all = [...values];
  all[STATUS] = toValue(row.status);
  all[SHUTDOWN] = row.isFirm ? toValue(row.shutdownDate) : undefined;
  all[EARLIEST] = row.isFirm ? undefined : toValue(row.shutdownDate);
  all[REPLACEMENT] = toValue(row.replacement, recommended);
  all[REPLACEMENT_SOURCE] = row.replacement === undefined ? undefined : toValue(row.source, recommended);
  return all;
}

function mergedValues(published: Values, { values: own, isNotShuttingDown }: ServerDetails, today: string): Values {
  const values = [...published];
  // A server's price list counts alone: a mix of two price lists would be neither.
  if (isPriced(own)) for (const number of PRICE_NUMBERS) values[number] = undefined;
  if (isNotShuttingDown) for (const number of LIFECYCLE) values[number] = undefined;
  for (const [number, value] of own.entries()) if (value) values[number] = value;
  const end = own[SHUTDOWN];
  // A date from the server is firm, and implies the status if the server gives none.
  if (end) values[EARLIEST] = undefined;
  if (end && !own[STATUS]) values[STATUS] = textual(end.text <= today ? 'retired' : 'deprecated', SERVER);
  if (own[REPLACEMENT]) values[REPLACEMENT_SOURCE] = undefined;
  return withoutWindowAsLimit(values);
}

/** An input limit as large as the context window is the window under another name; a server's own limit stays. */
function withoutWindowAsLimit(values: (DetailValue | undefined)[]): Values {
  const [context, limit] = [values[CONTEXT], values[MAX_INPUT]];
  if (context && limit?.source.date && Number(limit.text) >= Number(context.text)) values[MAX_INPUT] = undefined;
  return values;
}

// Adds `details` to the JSON text of models; all existing bytes stay as they are.

const KEY = encode('"details":');
/** Approximate size of a known model's details. */
const USUAL_SIZE = 800;

/**
 * Adds a last member `details` to each model: an object, or null if nothing is known. A model with its own field of
 * that name keeps it, and an element that is not an object stays as it is. The new batch has its own bytes.
 */
export function withDetails(batch: ModelBatch, details: Details): ModelBatch {
  return batch.rewrite(USUAL_SIZE, (model, out) => appendWithDetails(model, details, out));
}

function appendWithDetails(model: Model, details: Details, out: ByteBuffer): void {
  const { bytes, start, end } = model;
  SERVER_DETAILS.open(model);
  if (bytes[start] !== OPEN_OBJECT || SERVER_DETAILS.isDetailed) {
    out.append(bytes, start, end);
    return;
  }
  const at = lastMemberEnd(bytes, end);
  out.append(bytes, start, at);
  if (bytes[at - 1] !== OPEN_OBJECT) out.push(COMMA);
  out.append(KEY);
  out.append(details.ofOpened().bytes);
  out.append(bytes, at, end);
}
