/** Looks models up: the server's own fields win, the datasets fill in what it does not say. */
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
import { OPENED, type ServerDetails, saysNothing } from './server.ts';
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

/** How many results of each kind are remembered. */
const REMEMBERED = 10_000;

/** Owners that a gateway gives to models of OpenAI's. Any other owner says that the id is somebody else's. */
const OPENAI_OWNER = /^(?:openai(?:-internal|-dev)?|system|azure(?:-?openai)?)$/i;

const [CONTEXT, MAX_INPUT, SHUTDOWN] = [numberOf('context'), numberOf('max_input'), numberOf('shutdown_date')];
const [STATUS, EARLIEST] = [numberOf('status'), numberOf('earliest_shutdown_date')];
const [REPLACEMENT, REPLACEMENT_SOURCE] = [numberOf('replacement'), numberOf('replacement_source')];
const LIFECYCLE = [STATUS, EARLIEST, SHUTDOWN, REPLACEMENT, REPLACEMENT_SOURCE];
const NOTHING = new ModelDetails(
  undefined,
  DETAIL_NAMES.map(() => undefined),
);

export interface DetailsFor {
  /** Whose server the models come from, as `providerOf` says. */
  provider?: Provider;
  /** `YYYY-MM-DD`: what has ended by then is retired. */
  today?: string;
  /** What costs are computed for. */
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
   * @param today `YYYY-MM-DD`: what has ended by then is retired
   * @param usage what costs are computed for
   */
  constructor(table: Table, lifecycles: Lifecycles, { provider, today = '', usage }: DetailsFor) {
    this.table = table;
    this.lifecycles = lifecycles;
    this.provider = provider;
    this.today = today;
    this.usage = usage;
  }

  /** The datasets; first the one with prices and shutdown dates. */
  get sources(): readonly Source[] {
    return [...this.table.sources.values()];
  }

  /** The day of the dataset with prices and shutdown dates, `YYYY-MM-DD`. */
  get date(): string {
    return this.sources[0]?.date as string;
  }

  /** Who says when models end, first of all: `bydtech-model-retire 0.1.1 (2026-10-16)`. */
  get lifecycleSource(): string {
    const [first] = this.lifecycles.datasets;
    return first ? `${first.name} ${first.version} (${first.as_of})` : '';
  }

  /** Whole days since `date`. `now` is in milliseconds since 1970. */
  ageInDays(now: number): number {
    return ageInDays(this.date, now);
  }

  /** The dataset is more than 120 days old. */
  isOld(now: number): boolean {
    return isOld(this.date, now);
  }

  /** What is known of a model, with what its own fields say. */
  of(model: Model): ModelDetails {
    // The columns of a row ask one after the other.
    if (this.last?.model === model) return this.last.details;
    const details = model.exact && saysNothing(model.fields) ? this.named(model) : this.opened(model);
    this.last = { model, details };
    return details;
  }

  /** Nearly every model of a long list, of which the fields are at hand: its text need not even be found. */
  private named({ id, owner }: Model): ModelDetails {
    return id === undefined ? NOTHING : this.ofOwner(id, () => owner);
  }

  private opened(model: Model): ModelDetails {
    OPENED.open(model);
    return this.ofOpened();
  }

  /** The same, of the model that was opened last. */
  ofOpened(): ModelDetails {
    const { id, says } = OPENED;
    const published = id === undefined ? NOTHING : this.ofOwner(id, () => OPENED.owner);
    if (says === 'nothing') return published;
    if (says === 'shutdown') return this.dated(published, OPENED.shutdown, id);
    return this.merge(published, OPENED.details, id);
  }

  /** What the datasets know of an id, if its owner may have one of that name. */
  private ofOwner(id: string, owner: () => string | undefined): ModelDetails {
    const known = this.ofId(id);
    return known.match && !fitsOwner(known.match, owner) ? NOTHING : known;
  }

  /** What the datasets know of an id. */
  ofId(id: string): ModelDetails {
    // Of fine-tuned models only the base matters: an account may have thousands of one base.
    const base = id.includes('/') ? undefined : baseOf(id);
    const key = base === undefined ? id : `ft:${base}:`;
    let known = this.published.get(key);
    if (known) return known;
    const matched = match(this.table, this.provider, key);
    const lifecycle = this.lifecycleOf(key, matched);
    // Ids that are not known are many, and mostly asked for once.
    if (!matched && !lifecycle) return NOTHING;
    const values = withLifecycle(matched ? valuesOf(matched) : NOTHING.values, lifecycle, base);
    known = new ModelDetails(matched, values, this.usage);
    remember(this.published, key, known);
    return known;
  }

  /** What is known of its end. A bare id counts only on its provider's server, or where the table knows whose it is. */
  private lifecycleOf(id: string, matched: Match | undefined): Lifecycle | undefined {
    if (this.provider === 'local') return undefined;
    if (this.provider === undefined && !matched && prefixOf(id) === undefined) return undefined;
    return this.lifecycles.of(id, this.provider);
  }

  /**
   * What a provider recommends instead of a model: the first id that is not going away itself, as that provider's own
   * server has it; `undefined` where none is named or known.
   */
  replacementOf(id: string): { id: string; details: ModelDetails } | undefined {
    const row = this.lifecycles.of(id, this.provider);
    const [next] = row ? this.lifecycles.replacementsOf(row) : [];
    return next === undefined ? undefined : { id: next, details: this.ofId(next) };
  }

  /** Only the date is the server's: of many models with the same few dates each is made once. */
  private dated(published: ModelDetails, day: string | null | undefined, id: string | undefined): ModelDetails {
    if (day === undefined || (day === null && !published.values[SHUTDOWN])) return published;
    return this.remembered(published, day ?? '', id, () => ({
      values: NOTHING.values.with(SHUTDOWN, day === null ? undefined : textual(day, SERVER)),
      staysOn: day === null,
    }));
  }

  /** Where the server ends an alias with its snapshots, what is recommended for those holds for it too. */
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
    return this.remembered(published, textOf(server), id, () => server);
  }

  private remembered(
    published: ModelDetails,
    said: string,
    id: string | undefined,
    server: () => ServerDetails,
  ): ModelDetails {
    let known = this.merged.get(published);
    if (!known) {
      known = new Map();
      remember(this.merged, published, known);
    }
    let details = known.get(said);
    if (!details) {
      const values = this.withSnapshots(mergedValues(published.values, server(), this.today), published, id);
      details = new ModelDetails(published.match, values, this.usage);
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

function fitsOwner({ how }: Match, ownerOf: () => string | undefined): boolean {
  if (how[0] !== 'openai-id' || how.includes('fine-tuned')) return true;
  const owner = ownerOf();
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

/** The table of lifecycles is read from the providers' pages: where it has a model, its days count. */
function withLifecycle(values: Values, row: Lifecycle | undefined, base: string | undefined): Values {
  if (!row) return values;
  const dated: Source = { name: row.dataset, date: row.checked };
  const recommended: Source = { name: row.recommendedBy.dataset, date: row.recommendedBy.checked };
  const said = (text: string | undefined, source = dated): DetailValue | undefined =>
    text === undefined ? undefined : { ...textual(text, source), ...(base !== undefined && { of: row.id }) };
  const all = [...values];
  all[STATUS] = said(row.status);
  all[SHUTDOWN] = row.firm ? said(row.shutdownDate) : undefined;
  all[EARLIEST] = row.firm ? undefined : said(row.shutdownDate);
  all[REPLACEMENT] = said(row.replacement, recommended);
  all[REPLACEMENT_SOURCE] = row.replacement === undefined ? undefined : said(row.source, recommended);
  return all;
}

function mergedValues(published: Values, { values: own, staysOn }: ServerDetails, today: string): Values {
  const values = [...published];
  // A server's price list counts alone: half of one and half of another is neither's.
  if (isPriced(own)) for (const number of PRICE_NUMBERS) values[number] = undefined;
  if (staysOn) for (const number of LIFECYCLE) values[number] = undefined;
  for (const [number, value] of own.entries()) if (value) values[number] = value;
  const end = own[SHUTDOWN];
  // A day that the server says is firm, and tells the status where it does not.
  if (end) values[EARLIEST] = undefined;
  if (end && !own[STATUS]) values[STATUS] = textual(end.text <= today ? 'retired' : 'deprecated', SERVER);
  if (own[REPLACEMENT]) values[REPLACEMENT_SOURCE] = undefined;
  return withoutWindowAsLimit(values);
}

/** An input limit as large as the context window is the window under another name; a server's own word stays. */
function withoutWindowAsLimit(values: (DetailValue | undefined)[]): Values {
  const [context, limit] = [values[CONTEXT], values[MAX_INPUT]];
  if (context && limit?.source.date && Number(limit.text) >= Number(context.text)) values[MAX_INPUT] = undefined;
  return values;
}

// `details` in the JSON text of models: everything that was there stays byte for byte.

const KEY = encode('"details":');
/** About what the details of a known model take. */
const USUAL_SIZE = 800;

/**
 * The models, each with a last member `details`: an object, or null where nothing is known. A model that has a field of
 * that name keeps its own, and what is no object stays as it is. The new batch has bytes of its own.
 */
export function withDetails(batch: ModelBatch, details: Details): ModelBatch {
  return batch.rewritten(USUAL_SIZE, (model, out) => append(model, details, out));
}

function append(model: Model, details: Details, out: ByteBuffer): void {
  const { bytes, start, end } = model;
  OPENED.open(model);
  if (bytes[start] !== OPEN_OBJECT || OPENED.isDetailed) {
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
