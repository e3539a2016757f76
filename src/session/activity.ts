/**
 * Shows activity: while waiting for a response, the last line of a terminal's stderr says what is being waited for, how
 * much has arrived, and when the next attempt starts. Whatever comes next overwrites the line, and no trace of it
 * stays.
 */
import type { Api, ApiResponse } from '../api/client.ts';
import { type AttemptObserver, cancelableBody, type FailedAttempt } from '../api/wire.ts';
import type { Context } from '../context.ts';
import type { Line } from '../output/terminal-text.ts';
import { truncateText } from '../output/width.ts';
import type { Writer } from '../output/writer.ts';

/** Milliseconds of silence before the line appears. */
const SHOW_DELAY_MS = 400;
/** Milliseconds between updates. */
const FRAME_MS = 200;

type ActivityState =
  | { what: 'nothing' }
  | { what: 'waiting' | 'reading'; since: number }
  | { what: 'retrying'; why: string; at: number; next: number };

/** Where the line is shown. */
interface StatusScreen {
  ctx: Pick<Context, 'now' | 'stderr'>;
  err: Writer;
}

/** A line that gives way to other output. */
export interface StatusLine {
  /** How many models have been read, if they are counted. */
  countModels: () => number;
  /** Removes the line until there is something new to show. */
  clear(): Promise<void>;
}

/** A line that is updated periodically while its text changes. */
abstract class UpdatingLine implements StatusLine {
  countModels: () => number = () => 0;
  protected readonly screen: StatusScreen;
  private timer: NodeJS.Timeout | undefined;
  private shown = '';

  constructor(screen: StatusScreen) {
    this.screen = screen;
  }

  /** The current text. */
  protected abstract text(): string;

  /** Starts updating, after a tolerable silence. */
  protected startUpdating(): void {
    this.timer ??= setTimeout(() => this.drawFrame(), SHOW_DELAY_MS);
  }

  protected stopUpdating(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  async clear(): Promise<void> {
    if (this.shown === '') return;
    this.shown = '';
    await this.screen.err.writeStatus([]);
  }

  private drawFrame(): void {
    this.timer = setTimeout(() => this.drawFrame(), FRAME_MS);
    const { ctx, err } = this.screen;
    const text = truncateText(this.text(), (ctx.stderr.columns ?? 80) - 1);
    if (text === this.shown) return;
    this.shown = text;
    const line: Line = [{ text, style: 'dim' }];
    // A closed terminal must not end the run.
    err.writeStatus(line).catch(() => {});
  }
}

/** The line of one session. It records what it is told, and shows it at its own pace. */
export class Activity extends UpdatingLine {
  private readonly host: string;
  private readonly tries: number;
  private state: ActivityState = { what: 'nothing' };
  private bytes = 0;

  constructor(screen: StatusScreen, host: string, tries: number) {
    super(screen);
    this.host = host;
    this.tries = tries;
  }

  /** Follows the attempts of a call. */
  readonly observer: AttemptObserver = {
    onAttempt: async () => this.setState({ what: 'waiting', since: this.screen.ctx.now() }),
    onRetry: async (tries, failed, ms) =>
      this.setState({
        what: 'retrying',
        why: retryReason(failed, this.host),
        at: this.screen.ctx.now() + ms,
        next: tries + 1,
      }),
  };

  /** Returns the response with its body monitored while it is read. */
  async track(call: Promise<ApiResponse>): Promise<ApiResponse> {
    try {
      const response = await call;
      const { body } = response;
      const cancel = () => {
        void this.clear().catch(() => {});
        void body[Symbol.asyncIterator]().return?.();
      };
      return { ...response, body: cancelableBody(this.countBytes(body), cancel) };
    } catch (error) {
      await this.clear();
      throw error;
    }
  }

  private async *countBytes(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        this.bytes += chunk.length;
        if (this.state.what !== 'reading') this.setState({ what: 'reading', since: this.screen.ctx.now() });
        yield chunk;
      }
    } finally {
      await this.clear();
    }
  }

  private setState(state: ActivityState): void {
    this.state = state;
    this.startUpdating();
  }

  /** Removes the line: nothing is awaited, or other output takes the screen. */
  override async clear(): Promise<void> {
    this.stopUpdating();
    this.state = { what: 'nothing' };
    await super.clear();
  }

  protected text(): string {
    const { state, host } = this;
    const now = this.screen.ctx.now();
    switch (state.what) {
      case 'nothing':
        return '';
      case 'waiting':
        return `Waiting for ${host} ... ${Math.floor((now - state.since) / 1000)} s`;
      case 'retrying': {
        const left = Math.max(0, Math.ceil((state.at - now) / 1000));
        return `${state.why}: retrying in ${left} s (${state.next} of ${Math.max(state.next, this.tries)})`;
      }
      default: {
        const count = this.countModels();
        const models = count > 0 ? `, ${count.toLocaleString('en-US')} models` : '';
        return `Reading from ${host} ... ${formatSize(this.bytes)}${models}`;
      }
    }
  }
}

/** The line while several endpoints respond at once. It names those still awaited. */
export class ParallelActivity extends UpdatingLine {
  private readonly pending: Set<string>;
  private readonly since: number;

  constructor(screen: StatusScreen, names: readonly string[]) {
    super(screen);
    this.pending = new Set(names);
    this.since = screen.ctx.now();
    this.startUpdating();
  }

  /** Call this when an endpoint's list is complete or has failed. */
  markDone(name: string): void {
    this.pending.delete(name);
    if (this.pending.size === 0) this.stopUpdating();
  }

  /** Stops and removes the line. */
  async stop(): Promise<void> {
    this.stopUpdating();
    await this.clear();
  }

  protected text(): string {
    const seconds = Math.floor((this.screen.ctx.now() - this.since) / 1000);
    const count = this.countModels();
    const models = count > 0 ? `, ${count.toLocaleString('en-US')} models so far` : '';
    return `Waiting for ${[...this.pending].join(', ')} ... ${seconds} s${models}`;
  }
}

/** The same API, with `activity` showing its read operations. */
export function withActivity(activity: Activity, api: Api): Api {
  return {
    ...api,
    list: (page, _watch, etag) => activity.track(api.list(page, activity.observer, etag)),
    retrieve: (model) => activity.track(api.retrieve(model, activity.observer)),
  };
}

/** Why a call is retried, for people: `Rate limited`, `openrouter.ai answered 502`. */
export function retryReason(failed: FailedAttempt, host: string): string {
  if ('error' in failed) return `No response from ${host}`;
  return failed.status === 429 ? 'Rate limited' : `${host} returned ${failed.status}`;
}

const KILO = 1000;

/** `812 kB`, `41 MB`. */
function formatSize(bytes: number): string {
  if (bytes < KILO * KILO) return `${Math.ceil(bytes / KILO)} kB`;
  return `${Math.round(bytes / KILO / KILO)} MB`;
}
