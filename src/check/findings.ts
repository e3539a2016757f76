/** The verdict on an id found in a file: whether it has ended or will, when, and what replaces it. */
import type { Lifecycle, LifecycleStatus, Lifecycles } from '../details/lifecycle.ts';
import type { Mention } from './scan.ts';

export type Severity = 'error' | 'warning';
export type Status = LifecycleStatus | 'missing';

/** The verdict on a model, wherever it is named. */
export interface ModelVerdict {
  model: string;
  provider: string | undefined;
  /** `undefined` if the model is only listed as used. */
  severity: Severity | undefined;
  status: Status;
  /** `YYYY-MM-DD` */
  shutdownDate: string | undefined;
  /** Whether it ends on that day; otherwise the day is the earliest possible one. */
  firm: boolean;
  /** The provider's recommendation in its own words. */
  recommended: string | undefined;
  /** The id to use instead, one that is not going away itself. */
  replacement: string | undefined;
  /** The provider's page. */
  source: string | undefined;
  /** The dataset that says so, or the API. */
  dataset: string | undefined;
  /** What changes with the replacement, in words. */
  changes: string | undefined;
}

export interface Finding extends Omit<Mention, 'id' | 'provider'> {
  path: string;
  verdict: ModelVerdict;
}

/** The list of models from the endpoint in use. */
export interface LiveList {
  /** Ids with the shutdown date that the API gives; `null` if the API says that none is announced. */
  models: ReadonlyMap<string, string | null | undefined>;
  /** Whether an id is one that this endpoint would list. */
  isOfKind(provider: string | undefined): boolean;
}

export interface VerdictOptions {
  /** `YYYY-MM-DD` */
  today: string;
  /** The last day that still counts as soon. */
  soon: string;
  /** Whether a text is exempt from the check. */
  allows(text: string): boolean;
  /** Whether to report every id, whatever its status. */
  used: boolean;
  /** The maker of an id's model, for ids that have no end in the datasets. */
  providerOf(id: string): string | undefined;
  live: LiveList | undefined;
}

export class VerdictResolver {
  private readonly lifecycles: Lifecycles;
  private readonly options: VerdictOptions;
  private readonly verdicts = new Map<string, ModelVerdict | undefined>();

  constructor(lifecycles: Lifecycles, options: VerdictOptions) {
    this.lifecycles = lifecycles;
    this.options = options;
  }

  /** The verdict on a mention; `undefined` if there is nothing to report. */
  of({ id, text, provider }: Mention): ModelVerdict | undefined {
    // The endpoint's list has the whole id of a fine-tuned model.
    const tuned = this.options.live && text.includes('ft:') ? text.slice(text.lastIndexOf('/') + 1) : '';
    const isTuned = text.includes('ft:') || text.includes('.ft-') || text.includes(':ft-');
    const key = `${provider ?? ''} ${isTuned ? 'ft:' : ''}${id} ${tuned}`;
    if (!this.verdicts.has(key)) this.verdicts.set(key, this.resolve(id, provider, isTuned, tuned));
    const verdict = this.verdicts.get(key);
    return verdict && !this.options.allows(verdict.model) && !this.options.allows(text) ? verdict : undefined;
  }

  private resolve(id: string, provider: string | undefined, isTuned: boolean, tuned: string): ModelVerdict | undefined {
    const lookupId = isTuned ? `ft:${id}:` : id;
    const row = this.lifecycles.of(lookupId, provider) ?? this.lifecycles.of(lookupId);
    const verdict = this.live(tuned || id, {
      ...this.dated(row, id),
      provider: row?.provider ?? this.options.providerOf(id) ?? provider,
    });
    if (verdict.severity !== undefined || this.options.used) return verdict;
    return undefined;
  }

  private dated(row: Lifecycle | undefined, id: string): ModelVerdict {
    if (!row) return unknown(id);
    const replacement = row.status === 'active' ? undefined : this.replacementOf(row, id);
    return {
      model: row.id,
      provider: row.provider,
      severity: this.severityOf(row),
      status: row.status,
      shutdownDate: row.shutdownDate,
      firm: row.isFirm,
      recommended: row.replacement,
      replacement,
      source: row.source,
      dataset: row.dataset,
      changes: undefined,
    };
  }

  /** Falls back to the maker's recommendation: a host of other makers' models names none. */
  private replacementOf(row: Lifecycle, id: string): string | undefined {
    const [first] = this.lifecycles.replacementsOf(row);
    if (first !== undefined) return first;
    const maker = this.lifecycles.of(id);
    return maker && maker.provider !== row.provider ? this.lifecycles.replacementsOf(maker)[0] : undefined;
  }

  private severityOf({ status, shutdownDate, isFirm, provider }: Lifecycle): Severity | undefined {
    if (status === 'active') return undefined;
    if (status === 'retired') return 'error';
    if (shutdownDate !== undefined && shutdownDate <= this.options.soon) return 'error';
    // A host's earliest date says nothing yet about a model in good standing.
    return provider === 'azure' && !isFirm ? undefined : 'warning';
  }

  /** The API's own data wins: its date, its "none", and whether it has the model at all. */
  private live(id: string, verdict: ModelVerdict): ModelVerdict {
    const { live, today, soon } = this.options;
    if (!live?.isOfKind(verdict.provider)) return verdict;
    if (!live.models.has(id)) return { ...verdict, status: 'missing', severity: 'error' };
    const own = live.models.get(id);
    if (own === undefined) return verdict;
    if (own === null)
      return { ...verdict, severity: undefined, status: 'active', shutdownDate: undefined, firm: false };
    const status = own <= today ? 'retired' : 'deprecated';
    const severity = own <= soon ? 'error' : 'warning';
    return { ...verdict, shutdownDate: own, firm: true, status, severity, dataset: 'the API' };
  }
}

function unknown(model: string): ModelVerdict {
  return {
    model,
    provider: undefined,
    severity: undefined,
    status: 'active',
    shutdownDate: undefined,
    firm: false,
    recommended: undefined,
    replacement: undefined,
    source: undefined,
    dataset: undefined,
    changes: undefined,
  };
}

/** What happens to the model, in words: `was shut down on 2026-10-23`. */
export function describeStatus({ status, shutdownDate, firm }: ModelVerdict, today: string): string {
  if (status === 'missing') return 'is not listed by the endpoint';
  if (status === 'active')
    return shutdownDate ? `will not shut down before ${shutdownDate}` : 'has no announced shutdown';
  if (status === 'retired') return shutdownDate ? `was shut down on ${shutdownDate}` : 'was shut down';
  if (shutdownDate === undefined) return 'is deprecated, with no shutdown date yet';
  if (!firm)
    return shutdownDate <= today
      ? `may be shut down any day (since ${shutdownDate})`
      : `may be shut down as of ${shutdownDate}`;
  return `shuts down on ${shutdownDate}`;
}

/** What to do about it, in words; empty if nothing is known. */
export function describeAdvice({ replacement, recommended, changes }: ModelVerdict): string {
  if (replacement === undefined) return recommended === undefined ? '' : `replacement: ${recommended}`;
  return `use ${replacement}${changes ? ` (${changes})` : ''}`;
}

/**
 * The text found in a file with its id replaced, keeping a provider's prefix. `undefined` if nothing replaces it: a
 * fine-tuned model has to be trained again.
 */
export function replaceId(text: string, { model, replacement }: ModelVerdict): string | undefined {
  if (replacement === undefined || !text.endsWith(model)) return undefined;
  return text.slice(0, text.length - model.length) + replacement;
}

/** What happens and what to do: `was shut down on 2026-10-23; use gpt-5.6-sol`. */
export function verdictText(verdict: ModelVerdict, today: string): string {
  const what = describeAdvice(verdict);
  return `${describeStatus(verdict, today)}${what && `; ${what}`}`;
}
