/** The running explorer: feeds input and arriving data into the state, and draws the state on the screen. */
import type { Context, FullScreen } from '../context.ts';
import { isFailure } from '../errors/error.ts';
import { ModelCollection } from '../models/collection.ts';
import type { ListQuery } from '../query/selection.ts';
import type { ModelSource } from '../query/source.ts';
import type { Exit } from '../spec/types.ts';
import type { Effect, ExploreEvent } from './events.ts';
import { FacetTable, facetsFor } from './facets.ts';
import { Canvas } from './frame.ts';
import { InputDecoder } from './input.ts';
import { countFacets, queryOrder, readListed, sortListed } from './reader.ts';
import { SearchIndex } from './search.ts';
import { type ExplorerContext, initialState, type State } from './state.ts';
import { update } from './update.ts';
import { view } from './view.ts';

/** Milliseconds after which an Escape is the key itself, not the start of a sequence. */
const ESCAPE_MS = 40;

/** The input of the explorer. */
export interface ExplorerOptions {
  ctx: Pick<Context, 'now' | 'sleep' | 'signal'>;
  screen: FullScreen;
  about: ExplorerContext;
  source: ModelSource;
  query: ListQuery;
  /** Whether the details are shown from the start; `undefined` lets the available room decide. */
  paneOn: boolean | undefined;
  /** Receives a source's notes while the screen is up. */
  notes: { onNote: ((text: string) => void) | undefined };
  /** Renders an error as lines for a person. */
  explain(error: unknown): readonly string[];
  /** Deletes these models while the normal terminal is back; its messages are for the person there. */
  remove(ids: readonly string[]): Promise<void>;
}

/** How it ended: the exit code and the chosen ids. */
export interface ExplorerResult {
  exit: Exit;
  ids: readonly string[];
}

/** Runs until the user leaves; the screen is always given back. */
export async function runExplorer(exploring: ExplorerOptions): Promise<ExplorerResult> {
  const explorer = new Explorer(exploring);
  try {
    return await explorer.run();
  } finally {
    exploring.screen.close();
  }
}

class Explorer {
  private readonly options: ExplorerOptions;
  private readonly canvas: Canvas;
  private readonly decoder = new InputDecoder();
  private readonly inbox: ExploreEvent[] = [];
  private wake: (() => void) | undefined;
  /** Called when all typed input has been handled. */
  private readonly waiting: (() => void)[] = [];
  private state: State;
  private result: ExplorerResult | undefined;
  /** An unexpected error, wherever it happened. */
  private failure: { error: unknown } | undefined;
  /** The number of the newest job of each kind; results of older jobs are dropped. */
  private readonly newest = { read: 0, sort: 0, count: 0 };
  private settling: AbortController | undefined;

  constructor(options: ExplorerOptions) {
    this.options = options;
    const { about, screen, paneOn } = options;
    this.canvas = new Canvas(about.color);
    this.state = initialState(
      about,
      screen.size(),
      { models: new ModelCollection(), index: new SearchIndex() },
      paneOn,
    );
  }

  async run(): Promise<ExplorerResult> {
    const { ctx, screen, notes } = this.options;
    screen.listen({
      input: (bytes) => this.typed(bytes),
      redraw: () => {
        this.canvas.invalidate();
        this.post({ type: 'resized', size: screen.size() });
      },
      fail: (error) => this.fail(error),
    });
    notes.onNote = (text) => this.post({ type: 'said', text });
    const stop = () => this.wake?.();
    ctx.signal.addEventListener('abort', stop);
    try {
      this.draw();
      this.read();
      while (!this.result && !this.failure && !ctx.signal.aborted) {
        if (this.inbox.length === 0) await this.next();
        for (const event of this.inbox.splice(0)) await this.handleEvent(event);
        if (!this.result) this.draw();
        for (const done of this.waiting.splice(0)) done();
      }
      if (this.failure) throw this.failure.error;
      return this.result ?? { exit: 130, ids: [] };
    } finally {
      ctx.signal.removeEventListener('abort', stop);
      notes.onNote = undefined;
    }
  }

  private next(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private post(event: ExploreEvent): void {
    this.inbox.push(event);
    this.wake?.();
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.wake?.();
  }

  private async typed(bytes: Uint8Array): Promise<void> {
    this.settling?.abort();
    for (const event of this.decoder.feed(bytes)) this.post(event);
    if (this.decoder.isWaiting) this.settle();
    if (this.inbox.length > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** After a pause, an unfinished sequence is complete. */
  private settle(): void {
    const settling = new AbortController();
    this.settling = settling;
    void this.options.ctx.sleep(ESCAPE_MS, settling.signal).then(() => {
      if (!settling.signal.aborted) for (const event of this.decoder.settle()) this.post(event);
    });
  }

  private draw(): void {
    const bytes = this.canvas.draw(view(this.state), this.state.size);
    if (bytes !== '') this.options.screen.write(bytes);
  }

  private async handleEvent(event: ExploreEvent): Promise<void> {
    if (this.result) return;
    const { state, effects } = update(this.state, event);
    this.state = state;
    for (const effect of effects) await this.runEffect(effect);
  }

  private async runEffect(effect: Effect): Promise<void> {
    const { screen, remove } = this.options;
    switch (effect.type) {
      case 'read':
        return this.read();
      case 'sort':
        return this.sort(effect);
      case 'count':
        return this.count();
      case 'copy':
        // ECMA-48 OSC 52; terminals do not acknowledge it.
        return screen.write(`\x1b]52;c;${Buffer.from(effect.text).toString('base64')}\x07`);
      case 'suspend':
        return screen.suspend();
      case 'redraw':
        this.canvas.invalidate();
        return;
      case 'delete':
        screen.leave();
        try {
          await remove(effect.ids);
        } finally {
          screen.enter();
        }
        // Reading the list again removes the marks of deleted models.
        this.state = { ...this.state, phase: 'reading' };
        return this.read();
      case 'leave':
        this.result = { exit: effect.exit, ids: effect.ids };
    }
  }

  // Work that continues while keys come in.

  private read(): void {
    const { source, query, ctx, explain } = this.options;
    const number = ++this.newest.read;
    const isNewest = () => this.newest.read === number;
    // When the list is read again, it replaces the previous one only once it is complete.
    const isFirst = this.state.count === 0;
    const arrived = (listed: State['listed']) => {
      if (isFirst && isNewest()) this.post({ type: 'arrived', listed });
    };
    readListed(source, query, arrived, ctx.now).then(
      (read) => isNewest() && this.post({ type: 'listed', ...read }),
      (error: unknown) => {
        if (!isNewest() || (isFailure(error) && error.code === 'interrupted')) return;
        this.post({ type: 'failed', problem: explain(error) });
      },
    );
  }

  private sort({ column: place, descending }: { column: number | undefined; descending: boolean }): void {
    const number = ++this.newest.sort;
    const { listed, about } = this.state;
    const isNewest = () => this.newest.sort === number && this.state.listed === listed;
    const column = place === undefined ? undefined : about.columns[place];
    const sorted = column
      ? sortListed(listed, { column, descending }, isNewest)
      : Promise.resolve(queryOrder(listed, this.options.query));
    sorted.then(
      (order) => order && isNewest() && this.post({ type: 'sorted', order }),
      (error: unknown) => this.fail(error),
    );
  }

  private count(): void {
    const number = ++this.newest.count;
    const { listed, about } = this.state;
    const isNewest = () => this.newest.count === number && this.state.listed === listed;
    const table = new FacetTable(facetsFor(about.knowledge, about.several));
    countFacets(listed, table, isNewest).then(
      (done) => done && isNewest() && this.post({ type: 'counted', facets: table }),
      (error: unknown) => this.fail(error),
    );
  }
}
