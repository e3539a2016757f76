/**
 * Several sources requested in parallel and shown as one list: the first source's models come first, and the others are
 * read in the meantime. If one fails, its error is kept and the others are still shown.
 */
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { COMMA, encode, OPEN_OBJECT } from '../json/bytes.ts';
import { lastMemberEnd } from '../json/members.ts';
import { BatchBuilder, type ListPart, type ModelBatch, PLAIN_DOCUMENT } from '../models/batch.ts';
import type { ModelSource, ServerInfo } from '../query/source.ts';
import type { ParallelActivity } from '../session/activity.ts';
import { errorLines } from '../session/report.ts';
import { type Session, showsActivity } from '../session/session.ts';
import { isSeveral } from './name.ts';
import { type ListSource, openSources } from './open.ts';

/** Limits for data waiting to be shown: total bytes, and the number of parts of the source being shown. */
const MAX_BYTES = 512 << 20;
const MAX_PARTS = 64;
const NO_BYTES = new Uint8Array();
const EMPTY = new BatchBuilder().build(NO_BYTES);

/** One list, and the sources of it that failed. */
export interface ChosenSource extends ModelSource {
  readonly failures: readonly SourceFailure[];
}

/**
 * The list for `--from`: that of the one source, or of several together.
 * @throws CliError as `openSources`
 */
export async function chooseSource(session: Session, texts: readonly string[]): Promise<ChosenSource> {
  const twice = texts.find((text, i) => texts.indexOf(text) < i);
  if (twice !== undefined)
    throw new CliError('bad-value', { what: '--from', value: twice, want: 'a source that is not already given' });
  const sources = await openSources(session, texts);
  const [only] = sources;
  if (!only || isSeveral(texts)) return new CombinedSource(session, sources);
  const { baseUrl, preset } = only;
  return { baseUrl, preset, failures: [], parts: () => only.parts() };
}

/** Reports each source's failure like any other error. */
export async function reportFailures(session: Session, failures: readonly SourceFailure[]): Promise<void> {
  if (failures.length === 0) return;
  // Output that a pager holds back comes first.
  await session.close();
  for (const { error } of failures) await session.err.write(errorLines(error, session));
  await session.err.flush();
}

/** A source and its error. */
export interface SourceFailure {
  name: string;
  error: Failure;
}

export class CombinedSource implements ModelSource {
  readonly baseUrl = '';
  readonly preset = undefined;
  readonly servers: ReadonlyMap<string, ServerInfo>;
  /** In the order of the sources, complete once the list has been read. */
  readonly failures: SourceFailure[] = [];
  private readonly session: Session;
  private readonly sources: readonly ListSource[];

  constructor(session: Session, sources: readonly ListSource[]) {
    this.session = session;
    this.sources = sources;
    this.servers = new Map(sources.map((source) => [source.name, source]));
  }

  /** @throws CliError the first source's error if all fail, after the others are reported; `interrupted` */
  async *parts(): AsyncGenerator<ListPart> {
    const line = await this.line();
    const feeds = this.sources.map((source) => new SourceFeed(source, () => line?.markDone(source.name)));
    let last: ListPart | undefined;
    let listed = 0;
    let missing = 0;
    try {
      for (const feed of feeds) {
        let ofFeed = 0;
        try {
          for await (const part of feed.parts()) {
            ofFeed += part.batch.length;
            if (part.total !== undefined) missing += Math.max(0, part.total - ofFeed);
            const { total: _, ...rest } = part;
            last = { ...rest, bytes: NO_BYTES, document: PLAIN_DOCUMENT, members: [], isLast: false, isPageEnd: true };
            yield last;
          }
        } catch (error) {
          if (!isFailure(error) || error.code === 'interrupted') throw error;
          error.source = feed.name;
          this.failures.push({ name: feed.name, error });
        }
        listed += ofFeed;
      }
      const [first, ...others] = this.failures;
      if (first && this.failures.length === feeds.length) {
        await reportFailures(this.session, others);
        throw first.error;
      }
      const batch = (last?.batch ?? withSource(EMPTY, '')).head(0);
      const total = missing > 0 ? { total: listed + missing } : {};
      yield { batch, bytes: NO_BYTES, document: PLAIN_DOCUMENT, members: [], isLast: true, isPageEnd: true, ...total };
    } finally {
      await line?.stop();
      // A reader that has enough does not wait for a slow source.
      for (const source of this.sources) source.stop();
    }
  }

  /** The terminal's progress line while the sources are awaited. */
  private async line(): Promise<ParallelActivity | undefined> {
    const { session } = this;
    const names = this.sources.filter(({ api }) => api).map(({ name }) => name);
    if (session.activity || names.length === 0 || !showsActivity(session)) return undefined;
    const { ParallelActivity } = await import('../session/activity.ts');
    const line = new ParallelActivity(session, names);
    session.activity = line;
    return line;
  }
}

/** One source, read from the start whether or not anyone is waiting for it yet. */
class SourceFeed {
  readonly name: string;
  private readonly source: ListSource;
  private readonly queue: ListPart[] = [];
  private size = 0;
  private ended = false;
  private failure: unknown;
  private shown = false;
  private changed: (() => void) | undefined;

  /** @param ended called when all of it has arrived, or it has failed */
  constructor(source: ListSource, ended: () => void) {
    this.source = source;
    this.name = source.name;
    void this.read().then(ended);
  }

  private async read(): Promise<void> {
    try {
      for await (const part of this.source.parts()) {
        const batch = withSource(part.batch, this.name);
        this.queue.push({ ...part, batch });
        this.size += batch.bytes.length;
        if (this.size > MAX_BYTES) throw new CliError('too-many-models', {});
        this.notify();
        while (this.shown && this.queue.length > MAX_PARTS) await this.waitForChange();
      }
    } catch (error) {
      this.failure = error;
    }
    this.ended = true;
    this.notify();
  }

  async *parts(): AsyncGenerator<ListPart> {
    this.shown = true;
    for (;;) {
      const part = this.queue.shift();
      if (part) {
        this.size -= part.batch.bytes.length;
        this.notify();
        yield part;
      } else if (this.ended) break;
      else await this.waitForChange();
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private notify(): void {
    const { changed } = this;
    this.changed = undefined;
    changed?.();
  }

  /** Resolves when a part has been added or removed. Only one of the two sides ever waits. */
  private waitForChange(): Promise<void> {
    return new Promise((resolve) => {
      this.changed = resolve;
    });
  }
}

/**
 * Adds a last member `source` to each model; everything else stays byte for byte. If the server has a member of that
 * name, this one comes after it, so that it is the one that counts for every reader. An element that is not an object
 * stays as it is. The new batch has its own bytes.
 */
export function withSource(batch: ModelBatch, source: string): ModelBatch {
  const member = encode(`"source":${JSON.stringify(source)}`);
  return batch.rewrite(member.length + 1, ({ bytes, start, end }, out) => {
    if (bytes[start] !== OPEN_OBJECT) {
      out.append(bytes, start, end);
      return;
    }
    const at = lastMemberEnd(bytes, end);
    out.append(bytes, start, at);
    if (bytes[at - 1] !== OPEN_OBJECT) out.push(COMMA);
    out.append(member);
    out.append(bytes, at, end);
  });
}
