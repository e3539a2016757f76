/**
 * When models end and what replaces them: lookups in the lifecycle table (lifecycle.json), which is a separate file so
 * that it can be loaded without prices and limits. `npm run details:update` writes it. A row is words separated by
 * spaces: `@source` names the source of what follows, and `by=` comes last because it may be several words.
 */
import { baseOf } from '../models/id.ts';
import { prefixOf } from './prefixes.ts';

export type LifecycleStatus = 'active' | 'deprecated' | 'retired';

/** A model's lifecycle on one provider. Dates are `YYYY-MM-DD`; a value that no source has is undefined. */
export interface Lifecycle {
  provider: string;
  /** The id of the row; for a fine-tuned model, its base's. */
  id: string;
  /** As of the `today` of `Lifecycles`. */
  status: LifecycleStatus;
  /** When the end was announced. */
  deprecatedOn: string | undefined;
  /** The first day on which the model may be gone; see `isFirm`. */
  shutdownDate: string | undefined;
  /** Whether the model goes on that day. Otherwise it is the earliest possible day, and may be postponed. */
  isFirm: boolean;
  /** The provider's recommendation in its own words: an id, several ids, or a sentence. */
  replacement: string | undefined;
  /** The provider's page. */
  source: string | undefined;
  /** The day that page was read, or the dataset was released. */
  checked: string;
  /** The dataset this comes from, with its version. */
  dataset: string;
  /** The dataset the replacement comes from, and its date: another dataset may fill it in. */
  recommendedBy: { dataset: string; checked: string };
}

export interface Dataset {
  name: string;
  version: string;
  /** The day its data is current as of. */
  as_of: string;
}

export interface LifecycleFile {
  sources: Readonly<Record<string, { version: string; date: string }>>;
  pages: Readonly<Record<string, { url: string; checked?: string }>>;
  /** Rows by provider and id. */
  models: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Providers that make models, in the order a bare id is looked up. Azure and the like host models of others. */
const MODEL_PROVIDERS = [
  'openai',
  'anthropic',
  'gemini',
  'vertex',
  'mistral',
  'cohere',
  'xai',
  'deepseek',
  'minimax',
  'perplexity',
  'bedrock',
];
/** Azure's own names for OpenAI models, which no other provider uses. */
const AZURE_ID = /^gpt-(?:35-|\d(?:\.\d)?-chat$)/;
/** The date of a snapshot: `-2024-07-18`, `-20250929`, `-0125`. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$/;
/** The dataset whose date stands for the whole table: the one with statuses and replacements. */
const FIRST = 'bydtech-model-retire';

export class Lifecycles {
  private readonly file: LifecycleFile;
  private readonly today: string;

  /** @param today `YYYY-MM-DD`; decides which models have ended */
  constructor(file: LifecycleFile, today: string) {
    this.file = file;
    this.today = today;
  }

  /** The datasets that the table is made of, main one first. */
  get datasets(): Dataset[] {
    return Object.entries(this.file.sources).map(([name, { version, date }]) => ({ name, version, as_of: date }));
  }

  /** The day the main dataset is current as of. */
  get date(): string {
    return this.file.sources[FIRST]?.date ?? '';
  }

  /**
   * A model's lifecycle on the given provider or the one its prefix names (`azure/gpt-4`), else on its maker's. A
   * fine-tuned model ends with its base. An alias is not its snapshot: it has its own row or none.
   */
  of(id: string, provider?: string): Lifecycle | undefined {
    const named = prefixOf(id);
    const asked = provider ?? named?.provider;
    const bare = named && (provider === undefined || named.provider === provider) ? named.id : id;
    const base = baseOf(bare);
    if (base !== undefined) {
      const tuned = this.ofBare(`ft:${base}`, asked) ?? this.ofBare(base, asked);
      if (!tuned) return undefined;
      const { replacement, recommendedBy } =
        tuned.replacement === undefined ? (this.ofBare(base, asked) ?? tuned) : tuned;
      return { ...tuned, id: base, replacement, recommendedBy };
    }
    return this.ofBare(bare, asked);
  }

  /** Everything that has a row, provider by provider. */
  *ids(): Generator<{ provider: string; id: string }> {
    for (const [provider, rows] of Object.entries(this.file.models))
      for (const id of Object.keys(rows)) yield { provider, id };
  }

  /**
   * The ids a provider recommends. An id that is going away itself is replaced by its own replacements:
   * `gpt-3.5-turbo-0613` was to be replaced by `gpt-3.5-turbo`, which has ended too. A snapshot's recommendation also
   * holds for its alias if both end on the same day, and an alias whose newest snapshot is going away does not help for
   * long. Best first; empty if the provider names none.
   */
  replacementsOf(row: Lifecycle): string[] {
    const found = new Set<string>();
    const seen = new Set([row.id]);
    const follow = (ids: readonly string[]) => {
      for (const id of ids) {
        if (seen.has(id)) continue;
        seen.add(id);
        const next = this.of(id, row.provider) ?? this.of(id) ?? this.newestOf(id, row.provider);
        if (!next || next.status === 'active') found.add(id);
        else follow(this.recommended(next));
      }
    };
    follow(this.recommended(row));
    return [...found];
  }

  /** The recommendation for an alias's snapshots that end on this day: the alias ends with them. */
  replacementOn(id: string, day: string, provider?: string): Lifecycle | undefined {
    for (const maker of provider === undefined ? MODEL_PROVIDERS : [provider])
      for (const other of this.familyOf(id, maker)) {
        if (other === id) continue;
        const row = this.row(maker, other);
        if (row?.replacement !== undefined && row.shutdownDate === day) return row;
      }
    return undefined;
  }

  /** The ids in the recommendation for a row or its sibling. */
  private recommended(row: Lifecycle): string[] {
    return idsIn(row.replacement ?? this.siblingOf(row)?.replacement ?? '');
  }

  /** The ids with a row among an alias and its snapshots. */
  private familyOf(alias: string, provider: string): string[] {
    return Object.keys(this.file.models[provider] ?? {}).filter((id) => id.replace(SNAPSHOT, '') === alias);
  }

  /** The row of an alias or snapshot of the same model that ends on the same day and has a replacement. */
  private siblingOf({ provider, id, shutdownDate }: Lifecycle): Lifecycle | undefined {
    if (shutdownDate === undefined) return undefined;
    const family = id.replace(SNAPSHOT, '');
    return this.familyOf(family, provider)
      .map((other) => this.row(provider, other))
      .find((other) => other?.replacement !== undefined && other.shutdownDate === shutdownDate);
  }

  /** The newest snapshot of an alias that has no row of its own. */
  private newestOf(alias: string, provider: string): Lifecycle | undefined {
    const newest = this.familyOf(alias, provider).sort().at(-1);
    return newest === undefined ? undefined : this.row(provider, newest);
  }

  private ofBare(id: string, provider: string | undefined): Lifecycle | undefined {
    if (provider !== undefined) {
      const own = this.row(provider, id);
      if (own || !isHost(provider)) return own;
      // Azure and the like run a model at most until its maker ends it.
    }
    for (const maker of MODEL_PROVIDERS) {
      const row = this.row(maker, id);
      if (row) return row;
    }
    return AZURE_ID.test(id) ? this.row('azure', id) : undefined;
  }

  private row(provider: string, id: string): Lifecycle | undefined {
    const rows = this.file.models[provider];
    if (rows === undefined || !Object.hasOwn(rows, id)) return undefined;
    return this.parse(provider, id, rows[id] ?? '');
  }

  private parse(provider: string, id: string, text: string): Lifecycle {
    const [facts = '', replacement] = text.split(/(?:^| )by=(.*)/);
    const words = facts.split(' ');
    const source = words[0]?.slice(1) ?? '';
    const value = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
    const [end, earliest] = [value('end'), value('earliest')];
    const state = words[1] === 'active' || words[1] === 'retired' ? words[1] : 'deprecated';
    const page = this.file.pages[provider];
    // The last source of a row is the one with the replacement.
    const recommender = words.findLast((word) => word.startsWith('@'))?.slice(1) ?? source;
    const citation = (name: string) => {
      const { version = '', date = '' } = this.file.sources[name] ?? {};
      return { dataset: `${name} ${version}`, checked: (name === FIRST ? page?.checked : undefined) ?? date };
    };
    return {
      provider,
      id,
      status: statusOn(this.today, state, end),
      deprecatedOn: value('announced'),
      shutdownDate: end ?? earliest,
      isFirm: end !== undefined,
      replacement,
      source: page?.url,
      ...citation(source),
      recommendedBy: citation(recommender),
    };
  }
}

/** Only a firm date makes a model retired; an earliest date that has passed does not. */
function statusOn(today: string, statedStatus: LifecycleStatus, end: string | undefined): LifecycleStatus {
  if (end === undefined) return statedStatus;
  if (end <= today) return 'retired';
  return statedStatus === 'active' ? 'active' : 'deprecated';
}

/** Whether a provider hosts models of others, under their names elsewhere or names that mean weights on a disk. */
export function isHost(provider: string): boolean {
  return !MODEL_PROVIDERS.includes(provider);
}

/** The ids in `gpt-5 or gpt-4.1`, `gpt-5.6-sol (reasoning.mode: pro)`, `veo-3.1 or the GA models on ...`. */
function idsIn(replacement: string): string[] {
  return replacement
    .replace(/\([^)]*\)/g, '')
    .split(/,\s*(?:or\s+)?|\s+or\s+/)
    .map((part) => part.trim())
    .filter((part) => /^[a-z0-9][\w.:@-]*$/.test(part) && /[-.\d]/.test(part));
}
