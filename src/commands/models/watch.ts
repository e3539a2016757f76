/** `models watch`: checks lists again and again, and reports changes as they happen. */
import { changeLine, textLine } from '../../diff/format.ts';
import { CliError } from '../../errors/error.ts';
import { globTest } from '../../models/glob.ts';
import { formatToSecond, parseDuration } from '../../models/time.ts';
import { span } from '../../output/terminal-text.ts';
import { truncateText } from '../../output/width.ts';
import { checkListFlags } from '../../query/query.ts';
import { type Session, warn } from '../../session/session.ts';
import { isSeveral } from '../../sources/name.ts';
import { type ListSource, openSourceGroups, openSources, selectionText } from '../../sources/open.ts';
import { saveSnapshot } from '../../sources/take.ts';
import { lifecycleEnds, readSelected } from '../../sources/whole.ts';
import { type FlagValues, orDefault } from '../../spec/flags.ts';
import type { Exit } from '../../spec/types.ts';
import { ChangeCommand } from '../../watch/exec.ts';
import { type CheckOutcome, Watcher, type WatchOptions } from '../../watch/watcher.ts';

const SECOND = 1000;

export async function modelsWatch(session: Session): Promise<Exit> {
  // No retries within a check: every failure counts, and the wait is decided between checks.
  session.flags = { ...session.flags, 'max-retries': session.flags['max-retries'] ?? 0 };
  const { flags, ctx } = session;
  const interval = duration('--interval', orDefault(flags, 'interval'));
  if (interval < SECOND)
    throw new CliError('bad-value', { what: '--interval', value: flags.interval, want: 'a second or more' });
  const bound = flags.for === undefined ? Number.POSITIVE_INFINITY : duration('--for', flags.for);
  if (flags.until !== undefined && flags['until-gone'] !== undefined)
    throw new CliError('conflict', { flags: ['--until', '--until-gone'] });
  checkListFlags(flags, 'jsonl');
  const command = flags.exec === undefined ? undefined : new ChangeCommand(session, flags.exec);
  const from = flags.from ?? ['now'];
  const sources = await openSources(session, from);
  const several = isSeveral(from);
  for (const { name } of sources) checkEndpoint(name);
  const since = await basesOf(session, sources);
  const options = { interval, several, keepsPages: flags.save ?? false };
  const watchers = sources.map((source) => new Watcher(session, source, { ...options, since: since.get(source.name) }));
  const watch = new Watch(session, watchers, { bound, command, awaited: readWaitCondition(flags) });
  const stop = () => command?.stop();
  ctx.signal.addEventListener('abort', stop, { once: true });
  try {
    const exit = await watch.run();
    await command?.drain();
    return exit;
  } catch (error) {
    stop();
    throw error;
  } finally {
    ctx.signal.removeEventListener('abort', stop);
  }
}

/** @throws CliError `bad-value` */
function duration(what: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds === 0)
    throw new CliError('bad-value', { what, value: text, want: 'a duration such as 30s, 5m, 6h or 7d' });
  return milliseconds;
}

/** @throws CliError `bad-value` for a list that never changes */
function checkEndpoint(name: string): void {
  if (name === 'now' || (name.startsWith('@') && !name.endsWith(':last'))) return;
  throw new CliError('bad-value', { what: '--from', value: name, want: 'an endpoint: now, @PROFILE or @all' });
}

/** The initial list to compare each source with, by the source's name. */
async function basesOf(
  session: Session,
  sources: readonly ListSource[],
): Promise<Map<string, NonNullable<WatchOptions['since']>>> {
  const bases = new Map<string, NonNullable<WatchOptions['since']>>();
  const { since } = session.flags;
  if (since === undefined) return bases;
  const [group = []] = await openSourceGroups(session, [since]);
  const one = sources.length === 1 && group.length === 1;
  for (const base of group) {
    const name = one ? sources[0]?.name : sources.find((source) => `${source.name}:last` === base.name)?.name;
    if (name === undefined) continue;
    const list = await readSelected(session, base);
    const at = base.at();
    bases.set(name, { list, at: at === null ? undefined : Date.parse(at) / SECOND });
  }
  if (bases.size === 0) throw new CliError('conflict', { flags: [`--since ${since}`, 'several --from'] });
  return bases;
}

/** The condition to wait for: that a matching model is there, or that none is. */
interface WaitCondition {
  gone: boolean;
  matches(id: string): boolean;
}

function readWaitCondition(flags: FlagValues): WaitCondition | undefined {
  const pattern = flags.until ?? flags['until-gone'];
  if (pattern === undefined) return undefined;
  const test = globTest(pattern);
  return { gone: flags.until === undefined, matches: (id) => id === pattern || test(id) };
}

interface WatchPlan {
  /** Milliseconds, or Infinity. */
  bound: number;
  command: ChangeCommand | undefined;
  awaited: WaitCondition | undefined;
}

/** All sources watched by one command. */
class Watch {
  private readonly session: Session;
  private readonly watchers: readonly Watcher[];
  private readonly plan: WatchPlan;
  private readonly ending = new AbortController();
  private deadline: number;
  private clock: number;
  private happened = false;

  constructor(session: Session, watchers: readonly Watcher[], plan: WatchPlan) {
    this.session = session;
    this.watchers = watchers;
    this.plan = plan;
    this.clock = session.ctx.now();
    this.deadline = this.clock + plan.bound;
  }

  async run(): Promise<Exit> {
    const { ctx } = this.session;
    const end = () => this.ending.abort();
    ctx.signal.addEventListener('abort', end, { once: true });
    try {
      await Promise.all(this.watchers.map((watcher) => this.follow(watcher)));
    } finally {
      ctx.signal.removeEventListener('abort', end);
      end();
    }
    if (this.happened) return 0;
    if (ctx.signal.aborted) throw new CliError('interrupted', {});
    return 3;
  }

  private async follow(watcher: Watcher): Promise<void> {
    const { ctx } = this.session;
    try {
      while (!this.ending.signal.aborted) {
        const seen = await watcher.checkOnce();
        if (seen) await this.report(watcher, seen);
        if (this.isOver()) {
          this.happened = true;
          this.ending.abort();
        }
        const left = this.timeLeft();
        if (left <= 0 || this.ending.signal.aborted) return;
        const { wait } = watcher;
        await this.showNext(watcher, wait);
        await ctx.sleep(Math.min(wait, left), this.ending.signal);
      }
    } catch (error) {
      // Another watcher has met the condition, or the run was interrupted: this one's request was cut off.
      if (this.ending.signal.aborted && error instanceof CliError && error.code === 'interrupted') return;
      this.ending.abort();
      for (const { source } of this.watchers) source.stop();
      throw error;
    } finally {
      if (this.happened) for (const { source } of this.watchers) source.stop();
    }
  }

  /** Setting the clock back does not extend the time. */
  private timeLeft(): number {
    const now = this.session.ctx.now();
    if (now < this.clock) this.deadline -= this.clock - now;
    this.clock = now;
    return this.deadline - now;
  }

  /** Whether the awaited condition is met. An empty list is not trusted at once, not even the first one. */
  private isOver(): boolean {
    const { awaited } = this.plan;
    if (!awaited) return false;
    const has = ({ list }: Watcher) => list?.some(({ id }) => id !== undefined && awaited.matches(id)) ?? false;
    if (!awaited.gone) return this.watchers.some((watcher) => watcher.hasChecked && has(watcher));
    return this.watchers.every((watcher) => watcher.hasChecked && !watcher.isDoubtful && !has(watcher));
  }

  private async report({ source }: Watcher, seen: CheckOutcome): Promise<void> {
    const { flags, out, err } = this.session;
    const { changes, at } = seen;
    // Clear the line about the next check.
    await err.writeStatus([]);
    const endOf = await lifecycleEnds(this.session, changes, () => source);
    const asJson = flags.format === 'jsonl' || flags.format === 'json';
    const { command } = this.plan;
    const lines = asJson || command ? changes.map((change) => changeLine(change, endOf(change), at)) : [];
    if (asJson) await out.write(lines.map((line) => `${line}\n`).join(''));
    else {
      const time = `${formatToSecond(at)}  `;
      await out.write(changes.map((change) => [span('dim', time), ...textLine(change, endOf(change))]));
    }
    await out.flush();
    if (flags.save) await this.save(source, seen);
    command?.enqueue(lines);
  }

  private async save(source: ListSource, { list, pages, at }: CheckOutcome): Promise<void> {
    const selection = await selectionText(this.session);
    try {
      saveSnapshot(
        this.session,
        { name: null, at, endpoint: source.baseUrl, profile: source.profile, selection },
        list,
        pages,
      );
    } catch (error) {
      // The changes are still worth reporting.
      if (!(error instanceof CliError) || error.code !== 'state-failed') throw error;
      await warn(this.session, `cannot save the snapshot: ${error.args.path}: ${error.args.problem}`);
    }
  }

  /** On a terminal, one line says when the last check was and when the next one is due. */
  private async showNext({ list, source }: Watcher, wait: number): Promise<void> {
    const { ctx, flags, err } = this.session;
    if (!ctx.stderr.isTTY || flags.quiet || ctx.env.TERM === 'dumb') return;
    const time = (at: number) => new Date(at).toISOString().slice(11, 19);
    const now = ctx.now();
    const models = list === undefined ? 'no response yet' : `${list.length.toLocaleString('en-US')} models`;
    const name = this.watchers.length > 1 ? `${source.name}: ` : '';
    const text = `${name}Last checked ${time(now)} UTC, ${models}. Next ${time(now + wait)}.`;
    await err.writeStatus([span('dim', truncateText(text, (ctx.stderr.columns ?? 80) - 1))]);
  }
}
