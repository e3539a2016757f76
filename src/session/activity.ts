/**
 * Shows activity: while waiting for a response, the last line of a terminal's stderr says what is being waited for, how
 * much has arrived, and when the next attempt starts. Whatever comes next overwrites the line, and no trace of it
 * stays.
 */
import type { Api, ApiResponse } from '../api/client.ts';
import { type AttemptObserver, cancelableBody, type FailedAttempt } from '../api/wire.ts';
import type { Context } from '../context.ts';
import type { Line } from '../output/terminal-text.ts';
import { shorten } from '../output/width.ts';
import type { Writer } from '../output/writer.ts';

/** Milliseconds of silence before the line appears. */
const SHOW_DELAY_MS = 400;
/** Milliseconds between updates. */
const FRAME_MS = 200;

type Doing =
  | { what: 'nothing' }
  | { what: 'waiting' | 'reading'; since: number }
  | { what: 'retrying'; why: string; at: number; next: number };

/** Where the line is shown. */
interface Screen {
  ctx: Pick<Context, 'now' | 'stderr'>;
  err: Writer;
}

/** A line that gives way to other output. */
export interface ScreenLine {
  /** How many models have been read, if they are counted. */
  models: () => number;
  /** Removes the line until there is something new to show. */
  rest(): Promise<void>;
}

/** A line that is updated periodically while its text changes. */
abstract class PassingLine implements ScreenLine {
  models: () => number = () => 0;
  protected readonly screen: Screen;
  private timer: NodeJS.Timeout | undefined;
  private shown = '';

  constructor(screen: Screen) {
    this.screen = screen;
  }

  /** The current text. */
  protected abstract text(): string;

  /** Starts updating, after a tolerable silence. */
  protected start(): void {
    this.timer ??= setTimeout(() => this.frame(), SHOW_DELAY_MS);
  }

  protected halt(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  async rest(): Promise<void> {
    if (this.shown === '') return;
    this.shown = '';
    await this.screen.err.pass([]);
  }

  private frame(): void {
    this.timer = setTimeout(() => this.frame(), FRAME_MS);
    const { ctx, err } = this.screen;
    const text = shorten(this.text(), (ctx.stderr.columns ?? 80) - 1);
    if (text === this.shown) return;
    this.shown = text;
    const line: Line = [{ text, style: 'dim' }];
    // A closed terminal must not end the run.
    err.pass(line).catch(() => {});
  }
}

/** The line of one session. It records what it is told, and shows it at its own pace. */
export class Activity extends PassingLine {
  private readonly host: string;
  private readonly tries: number;
  private doing: Doing = { what: 'nothing' };
  private bytes = 0;

  constructor(screen: Screen, host: string, tries: number) {
    super(screen);
    this.host = host;
    this.tries = tries;
  }

  /** Follows the attempts of a call. */
  readonly watch: AttemptObserver = {
    onAttempt: async () => this.begin({ what: 'waiting', since: this.screen.ctx.now() }),
    onRetry: async (tries, failed, ms) =>
      this.begin({
        what: 'retrying',
        why: whyAgain(failed, this.host),
        at: this.screen.ctx.now() + ms,
        next: tries + 1,
      }),
  };

  /** Returns the response with its body monitored while it is read. */
  async follow(call: Promise<ApiResponse>): Promise<ApiResponse> {
    try {
      const answer = await call;
      const { body } = answer;
      const drop = () => {
        void this.rest().catch(() => {});
        void body[Symbol.asyncIterator]().return?.();
      };
      return { ...answer, body: cancelableBody(this.counted(body), drop) };
    } catch (error) {
      await this.rest();
      throw error;
    }
  }

  private async *counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        this.bytes += chunk.length;
        if (this.doing.what !== 'reading') this.begin({ what: 'reading', since: this.screen.ctx.now() });
        yield chunk;
      }
    } finally {
      await this.rest();
    }
  }

  private begin(doing: Doing): void {
    this.doing = doing;
    this.start();
  }

  /** Removes the line: nothing is awaited, or other output takes the screen. */
  override async rest(): Promise<void> {
    this.halt();
    this.doing = { what: 'nothing' };
    await super.rest();
  }

  protected text(): string {
    const { doing, host } = this;
    const now = this.screen.ctx.now();
    switch (doing.what) {
      case 'nothing':
        return '';
      case 'waiting':
        return `Waiting for ${host} ... ${Math.floor((now - doing.since) / 1000)} s`;
      case 'retrying': {
        const left = Math.max(0, Math.ceil((doing.at - now) / 1000));
        return `${doing.why}: trying again in ${left} s (${doing.next} of ${Math.max(doing.next, this.tries)})`;
      }
      default: {
        const count = this.models();
        const models = count > 0 ? `, ${count.toLocaleString('en-US')} models` : '';
        return `Reading from ${host} ... ${sizeText(this.bytes)}${models}`;
      }
    }
  }
}

/** The line while several endpoints respond at once. It names those still awaited. */
export class SeveralActivity extends PassingLine {
  private readonly awaited: Set<string>;
  private readonly since: number;

  constructor(screen: Screen, names: readonly string[]) {
    super(screen);
    this.awaited = new Set(names);
    this.since = screen.ctx.now();
    this.start();
  }

  /** Call this when an endpoint's list is complete or has failed. */
  ends(name: string): void {
    this.awaited.delete(name);
    if (this.awaited.size === 0) this.halt();
  }

  /** Stops and removes the line. */
  async stop(): Promise<void> {
    this.halt();
    await this.rest();
  }

  protected text(): string {
    const seconds = Math.floor((this.screen.ctx.now() - this.since) / 1000);
    const count = this.models();
    const models = count > 0 ? `, ${count.toLocaleString('en-US')} models so far` : '';
    return `Waiting for ${[...this.awaited].join(', ')} ... ${seconds} s${models}`;
  }
}

/** The same API, with `activity` showing its read operations. */
export function shownBy(activity: Activity, api: Api): Api {
  return {
    ...api,
    list: (page, _watch, etag) => activity.follow(api.list(page, activity.watch, etag)),
    retrieve: (model) => activity.follow(api.retrieve(model, activity.watch)),
  };
}

/** Why a call is retried, for people: `Rate limited`, `openrouter.ai answered 502`. */
export function whyAgain(failed: FailedAttempt, host: string): string {
  if ('error' in failed) return `No answer from ${host}`;
  return failed.status === 429 ? 'Rate limited' : `${host} answered ${failed.status}`;
}

const KILO = 1000;

/** `812 kB`, `41 MB`. */
function sizeText(bytes: number): string {
  if (bytes < KILO * KILO) return `${Math.ceil(bytes / KILO)} kB`;
  return `${Math.round(bytes / KILO / KILO)} MB`;
}
