/**
 * Checks one endpoint again and again: what changed since the last check, when to check next, and patience with a
 * server that fails. It keeps one list in memory, however long it runs.
 */
import { readPages } from '../api/pages.ts';
import { compareLists, type DiffSide, type ModelChange } from '../diff/compare.ts';
import type { BufferedList } from '../diff/kept-list.ts';
import { type CliError, type Failure, isFailure } from '../errors/error.ts';
import { exitOf } from '../errors/explain.ts';
import type { ModelSource } from '../query/source.ts';
import { errorLines } from '../session/report.ts';
import { note, type Session } from '../session/session.ts';
import type { ListSource } from '../sources/open.ts';
import { PageRecorder, recordPages } from '../sources/take.ts';
import { readSelected } from '../sources/whole.ts';

const SECOND = 1000;
/** The longest wait after failures, in milliseconds. */
const MAX_WAIT_MS = 15 * 60 * SECOND;
/** A response that drops at least this many models, and this share of the list, is checked twice. */
const MIN_MASS_REMOVAL = 3;
const MASS_REMOVAL_RATIO = 0.2;
/** How soon the second check follows, in milliseconds; sooner if the interval is shorter. */
const CONFIRM_DELAY = 10 * SECOND;
/** Waits are randomly longer by up to this share, so that many watchers do not send requests at once. */
const JITTER = 0.1;

/** A list at one moment. */
interface ListSnapshot {
  list: BufferedList;
  /** Unix seconds. */
  at: number;
  pages: PageRecorder;
}

/** The result of a check. */
export interface CheckOutcome {
  changes: readonly ModelChange[];
  list: BufferedList;
  /** RFC 3339 in UTC. */
  at: string;
  /** The responses themselves, if they are to be kept. */
  pages: PageRecorder;
}

export interface WatchOptions {
  /** Milliseconds between two checks; at least a second. */
  interval: number;
  /** What the first check is compared with; without it, the first check is only a baseline. */
  since: { list: BufferedList; at: number | undefined } | undefined;
  /** Whether it is one of several: it is then named, and an error in its first check does not end the run. */
  several: boolean;
  keepsPages: boolean;
}

export class Watcher {
  readonly source: ListSource;
  /** The last list that was trusted, or at first that of `since`. */
  list: BufferedList | undefined;
  /** Whether the list has been read at least once. */
  hasChecked = false;
  private readonly session: Session;
  private readonly options: WatchOptions;
  private at: number | undefined;
  private etag: string | undefined;
  /** The last response, which the ETag belongs to. */
  private lastSnapshot: ListSnapshot | undefined;
  /** The models missing from a response that is not trusted yet. */
  private doubtedChanges: string | undefined;
  private failures = 0;
  private failingSince = 0;
  /** The wait that the server requested, in milliseconds. */
  private checkCount = 0;

  constructor(session: Session, source: ListSource, options: WatchOptions) {
    this.session = session;
    this.source = source;
    this.options = options;
    this.list = options.since?.list;
    this.at = options.since?.at;
  }

  /** Whether a response is not trusted yet. */
  get isDoubtful(): boolean {
    return this.doubtedChanges !== undefined;
  }

  /** Milliseconds until the next check. */
  get wait(): number {
    const { interval } = this.options;
    if (this.failures > 0) {
      const longest = Math.max(MAX_WAIT_MS, interval);
      const backoff = withJitter(interval * 2 ** Math.min(this.failures - 1, 20));
      return Math.max(this.checkCount, Math.min(longest, backoff));
    }
    return withJitter(this.isDoubtful ? Math.min(interval, CONFIRM_DELAY) : interval);
  }

  /**
   * Checks once. A failure is reported the first time, and so is its end.
   * @returns what changed; `undefined` if nothing did, or nothing can be said
   * @throws CliError in the first check for errors that will not go away by themselves; `interrupted`
   */
  async checkOnce(): Promise<CheckOutcome | undefined> {
    let look: ListSnapshot | undefined;
    try {
      look = await this.read();
    } catch (error) {
      if (!isFailure(error) || error.code === 'interrupted') throw error;
      if (!this.hasChecked && !this.options.several && !isTransient(error)) throw error;
      await this.reportFailure(error);
      return undefined;
    }
    await this.reportRecovery();
    this.hasChecked = true;
    return look && this.compare(look);
  }

  private async read(): Promise<ListSnapshot | undefined> {
    const { session, source, options } = this;
    const pages = new PageRecorder();
    const told: { etag?: string | undefined } = {};
    const conditional = this.conditionalSource(told);
    const recordedSource = options.keepsPages
      ? recordPages({ ...source, parts: conditional.parts }, pages)
      : conditional;
    try {
      const list = await readSelected(session, recordedSource);
      // The ETag is valid only for a list that was read to its end.
      this.etag = told.etag;
      this.lastSnapshot = { list, at: session.ctx.now() / 1000, pages };
      return this.lastSnapshot;
    } catch (error) {
      // The last response is still current: that is news only if it was not trusted yet.
      if (error instanceof NotModified) return this.isDoubtful ? this.lastSnapshot : undefined;
      throw error;
    }
  }

  /** The source with conditional requests. One page's ETag says nothing about the others of a list in pages. */
  private conditionalSource(told: { etag?: string | undefined }): ModelSource {
    const { api } = this.source;
    if (!api) return this.source;
    const conditionalApi = {
      ...api,
      list: async (...[page, watch]: Parameters<typeof api.list>) => {
        const response = await api.list(page, watch, page ? undefined : this.etag);
        if (response.status === 304) throw new NotModified();
        told.etag = page ? undefined : (response.header('etag') ?? undefined);
        return response;
      },
    };
    return { baseUrl: api.baseUrl, preset: api.preset, parts: () => readPages(conditionalApi) };
  }

  private async compare(look: ListSnapshot): Promise<CheckOutcome | undefined> {
    const before = this.list;
    if (!before) {
      // A server that has just started may not list anything yet.
      const isEmpty = look.list.length === 0 && !this.isDoubtful;
      this.doubtedChanges = isEmpty ? '' : undefined;
      if (!isEmpty) this.accept(look);
      return undefined;
    }
    const { changes } = compareLists(sideOf(before, this.at), sideOf(look.list, look.at));
    const removed = changes.filter(({ change }) => change === 'removed');
    if (isMass(removed.length, before.length, look.list.length) && !(await this.isConfirmed(removed, before.length)))
      return undefined;
    this.doubtedChanges = undefined;
    if (changes.length === 0) return undefined;
    this.accept(look);
    const at = new Date(look.at * 1000).toISOString();
    const named = this.options.several ? changes.map((one) => ({ ...one, source: this.source.name })) : changes;
    return { changes: named, list: look.list, at, pages: look.pages };
  }

  private accept({ list, at }: ListSnapshot): void {
    this.list = list;
    this.at = at;
  }

  /** Whether the previous check was missing the same models. */
  private async isConfirmed(removed: readonly ModelChange[], of: number): Promise<boolean> {
    const left = JSON.stringify(removed.map(({ id }) => id));
    if (this.doubtedChanges === left) return true;
    this.doubtedChanges = left;
    const count = `${removed.length.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} models`;
    await note(this.session, [
      `${this.name}${count} are missing from this response. Checking again before reporting it.`,
    ]);
    return false;
  }

  private async reportFailure(error: Failure): Promise<void> {
    const { ctx, err } = this.session;
    this.checkCount = error.code === 'retry-later' ? error.args.seconds * SECOND : 0;
    if (this.failures++ > 0) return;
    this.failingSince = ctx.now();
    if (this.options.several) error.source = this.source.name;
    await err.write(errorLines(error, this.session));
    await err.flush();
    await note(this.session, [`${this.name}Backing off until it responds.`]);
  }

  private async reportRecovery(): Promise<void> {
    const { failures } = this;
    this.failures = 0;
    this.checkCount = 0;
    if (failures === 0) return;
    const seconds = Math.max(0, Math.round((this.session.ctx.now() - this.failingSince) / SECOND));
    const looks = failures === 1 ? 'one failed check' : `${failures.toLocaleString('en-US')} failed checks`;
    await note(this.session, [`${this.name}It responds again after ${looks} in ${seconds.toLocaleString('en-US')} s.`]);
  }

  private get name(): string {
    return this.options.several ? `${this.source.name}: ` : '';
  }
}

class NotModified extends Error {}

function sideOf(list: BufferedList, at: number | undefined): DiffSide {
  return { list, at: () => at };
}

/** So many models rarely go at once, and a server that has just started often lists only a few. */
function isMass(removed: number, before: number, after: number): boolean {
  if (removed === 0) return false;
  return after === 0 || removed >= Math.max(MIN_MASS_REMOVAL, before * MASS_REMOVAL_RATIO);
}

/** False for errors that waiting does not fix: a setting, a key, a URL that is not an API. */
function isTransient(error: CliError): boolean {
  if (['no-list', 'not-json', 'bad-paging', 'too-many-models'].includes(error.code)) return false;
  return ![2, 4, 5].includes(exitOf(error));
}

function withJitter(milliseconds: number): number {
  return Math.round(milliseconds * (1 + Math.random() * JITTER));
}
