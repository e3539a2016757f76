/**
 * When models end and what replaces them: lookups in the table of lifecycles (lifecycle.json), which is a file of its
 * own so that it can be had without prices and limits. `npm run details:update` writes it. A row is words with a space
 * between them: `@source` says who says what follows, `by=` is the last and may be several words.
 */
import { baseOf } from '../models/id.ts';
import { prefixOf } from './prefixes.ts';

export type LifecycleStatus = 'active' | 'deprecated' | 'retired';

/** What is known of a model's end on one provider. Days are `YYYY-MM-DD`; what nobody says is undefined. */
export interface Lifecycle {
  provider: string;
  /** The id of the row: of a fine-tuned model that of its base. */
  id: string;
  /** As of the day that was asked for. */
  status: LifecycleStatus;
  /** When the end was announced. */
  deprecatedOn: string | undefined;
  /** The first day on which it may be gone; see `firm`. */
  shutdownDate: string | undefined;
  /** Whether that is the day on which it goes. Otherwise it is the earliest possible one, and may be put off. */
  firm: boolean;
  /** The provider's recommendation, as it words it: an id, several, or a sentence. */
  replacement: string | undefined;
  /** The provider's page. */
  source: string | undefined;
  /** The day on which that page was read, or on which the dataset came out. */
  checked: string;
  /** The dataset that says so, with its version. */
  dataset: string;
  /** The dataset that has the replacement, and its day: another one may fill it in. */
  recommendedBy: { dataset: string; checked: string };
}

export interface Dataset {
  name: string;
  version: string;
  /** The day as of which it speaks. */
  as_of: string;
}

export interface LifecycleFile {
  sources: Readonly<Record<string, { version: string; date: string }>>;
  pages: Readonly<Record<string, { url: string; checked?: string }>>;
  /** Rows by provider and id. */
  models: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Who makes models, in the order in which a bare id is looked for. Azure and the like run models of others. */
const MAKERS = [
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
/** Azure's own names of OpenAI's models, which no other has. */
const AZURE_ID = /^gpt-(?:35-|\d(?:\.\d)?-chat$)/;
/** The date of a snapshot: `-2024-07-18`, `-20250929`, `-0125`. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$/;
/** The dataset of which the date counts for all: the one with statuses and replacements. */
const FIRST = 'bydtech-model-retire';

export class Lifecycles {
  private readonly file: LifecycleFile;
  private readonly today: string;

  /** @param today `YYYY-MM-DD`, by which it is decided what has ended */
  constructor(file: LifecycleFile, today: string) {
    this.file = file;
    this.today = today;
  }

  /** The datasets that the table is made of, the first one first. */
  get datasets(): Dataset[] {
    return Object.entries(this.file.sources).map(([name, { version, date }]) => ({ name, version, as_of: date }));
  }

  /** The day as of which the first dataset speaks. */
  get date(): string {
    return this.file.sources[FIRST]?.date ?? '';
  }

  /**
   * What is known of a model: on the provider that is given or that its prefix names (`azure/gpt-4`), else on its
   * maker's. Fine-tuned models end with their base. An alias is not its snapshot: it has a row of its own or none.
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
   * The ids among what a provider recommends, those that are themselves going away replaced by what replaces them:
   * `gpt-3.5-turbo-0613` was to be replaced by `gpt-3.5-turbo`, which has ended too. What is recommended for a snapshot
   * holds for its alias that ends on the same day, and an alias of which the newest snapshot goes away is no help for
   * long. Best first; empty where the provider names none.
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

  /** What is recommended for the snapshots of an alias that end on this day: the alias ends with them. */
  replacementOn(id: string, day: string, provider?: string): Lifecycle | undefined {
    for (const maker of provider === undefined ? MAKERS : [provider])
      for (const other of this.familyOf(id, maker)) {
        if (other === id) continue;
        const row = this.row(maker, other);
        if (row?.replacement !== undefined && row.shutdownDate === day) return row;
      }
    return undefined;
  }

  /** The ids in what is recommended for a row itself. */
  private recommended(row: Lifecycle): string[] {
    return idsIn(row.replacement ?? this.siblingOf(row)?.replacement ?? '');
  }

  /** The ids of an alias and its snapshots that have a row. */
  private familyOf(alias: string, provider: string): string[] {
    return Object.keys(this.file.models[provider] ?? {}).filter((id) => id.replace(SNAPSHOT, '') === alias);
  }

  /** The snapshot of an alias, or the alias of a snapshot, that ends on the same day. */
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
      // Azure and the like run models until their maker ends them, at the latest.
    }
    for (const maker of MAKERS) {
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
    // The last source of a row is the one that has the replacement.
    const recommender = words.findLast((word) => word.startsWith('@'))?.slice(1) ?? source;
    const said = (name: string) => {
      const { version = '', date = '' } = this.file.sources[name] ?? {};
      return { dataset: `${name} ${version}`, checked: (name === FIRST ? page?.checked : undefined) ?? date };
    };
    return {
      provider,
      id,
      status: statusOn(this.today, state, end),
      deprecatedOn: value('announced'),
      shutdownDate: end ?? earliest,
      firm: end !== undefined,
      replacement,
      source: page?.url,
      ...said(source),
      recommendedBy: said(recommender),
    };
  }
}

/** Only a firm day makes a model retired; an earliest one that has passed does not. */
function statusOn(today: string, said: LifecycleStatus, end: string | undefined): LifecycleStatus {
  if (end === undefined) return said;
  if (end <= today) return 'retired';
  return said === 'active' ? 'active' : 'deprecated';
}

/** True of one that runs models of others, under the names that those have elsewhere or that mean weights on a disk. */
export function isHost(provider: string): boolean {
  return !MAKERS.includes(provider);
}

/** `gpt-5 or gpt-4.1`, `gpt-5.6-sol (reasoning.mode: pro)`, `veo-3.1 or the GA models on ...`: what of it is ids. */
function idsIn(replacement: string): string[] {
  return replacement
    .replace(/\([^)]*\)/g, '')
    .split(/,\s*(?:or\s+)?|\s+or\s+/)
    .map((part) => part.trim())
    .filter((part) => /^[a-z0-9][\w.:@-]*$/.test(part) && /[-.\d]/.test(part));
}
