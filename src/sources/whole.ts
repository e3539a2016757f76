/** Whole lists in memory, with the usual selection applied: the two sides of a comparison. */
import { comparisonName, type DiffSide, type ModelChange } from '../diff/compare.ts';
import type { ModelEnd, SideInfo } from '../diff/format.ts';
import { BufferedList } from '../diff/kept-list.ts';
import type { ColumnContext } from '../models/columns.ts';
import { serverShutdown } from '../models/shutdown.ts';
import type { PageInfo } from '../output/renderer.ts';
import { resolveQuery } from '../query/query.ts';
import { newCounts, runQuery } from '../query/run.ts';
import { readSelection } from '../query/selection.ts';
import type { ModelSource, ServerInfo } from '../query/source.ts';
import { type Provider, providerOf } from '../servers/recognize.ts';
import type { Session } from '../session/session.ts';
import { isSeveral } from './name.ts';
import { type ListSource, openSourceGroups } from './open.ts';
import { CombinedSource, type SourceFailure } from './together.ts';

export interface WholeList extends DiffSide {
  facts: SideInfo;
  /** The server that a source's models come from; if no source is named, the only one. */
  serverOf(source: string | undefined): ServerInfo;
  /** With several sources, those that failed. */
  failures: readonly SourceFailure[];
}

/**
 * Reads the lists that these texts name, all in parallel.
 * @throws CliError those of the sources and of the selection flags
 */
export async function readWholeLists(session: Session, texts: readonly string[]): Promise<WholeList[]> {
  const groups = await openSourceGroups(session, texts);
  return Promise.all(groups.map((sources, i) => readGroup(session, texts[i] as string, sources)));
}

async function readGroup(session: Session, text: string, sources: readonly ListSource[]): Promise<WholeList> {
  const [only] = sources;
  const together = only && !isSeveral([text]) ? undefined : new CombinedSource(session, sources);
  const list = await readSelected(session, together ?? (only as ListSource));
  const newest = sources.flatMap((source) => source.at() ?? []).sort();
  return {
    list,
    facts: {
      source: text,
      endpoint: together ? null : (only?.endpoint ?? null),
      at: newest.at(-1) ?? null,
      models: list.length,
    },
    at(name) {
      const source = together ? sources.find((one) => comparisonName(one.name) === name) : only;
      const at = source?.at();
      return at ? Date.parse(at) / 1000 : undefined;
    },
    serverOf: (name) => sources.find((one) => comparisonName(one.name) === name) ?? only ?? NO_SERVER,
    failures: together?.failures ?? [],
  };
}

const NO_SERVER: ServerInfo = { baseUrl: '', preset: undefined };

/** A source's models that the flags select. */
export async function readSelected(session: Session, source: ModelSource): Promise<BufferedList> {
  const { flags, ctx } = session;
  const now = ctx.now() / 1000;
  const selection = await readSelection(flags, now);
  const query = await resolveQuery(flags, selection, { format: 'jsonl', source, session, now });
  const list = new BufferedList();
  for await (const { batch } of runQuery(source, query, newCounts())) list.add(batch);
  return list;
}

/**
 * The facts about models on a page of differences, using the details for each model's own server.
 * @throws CliError as `loadSourceDetails`
 */
export async function loadPageInfo(
  session: Session,
  changes: readonly ModelChange[],
  [from, to]: readonly WholeList[],
): Promise<PageInfo> {
  const { loadSourceDetails } = await import('../query/several-details.ts');
  const { pageFacts } = await import('../query/page.ts');
  const servers = new Map<string, ServerInfo>();
  for (const change of changes) {
    const side = change.change === 'removed' ? from : to;
    const source = 'model' in change ? change.model.string('source') : undefined;
    if (side && source !== undefined) servers.set(source, side.serverOf(change.source));
  }
  const { baseUrl, preset } = to?.serverOf(undefined) ?? NO_SERVER;
  const source = { baseUrl, preset, ...(servers.size > 0 && { servers }) };
  const details = await loadSourceDetails(source, session, session.flags);
  const knowledge: ColumnContext = {
    now: session.ctx.now() / 1000,
    shutdownOf: (model) => serverShutdown(model) ?? details.shutdownOf(model),
    detail: (model, name) => details.cell(model, name),
  };
  return pageFacts(source, { requested: [], flags: session.flags, knowledge, details });
}

/**
 * What the dataset knows of removed models: when they end, and what the provider recommends instead. It is loaded only
 * if a model was removed. For a server that runs its own weights, the result is always `undefined`.
 */
export async function lifecycleEnds(
  session: Session,
  changes: readonly ModelChange[],
  serverOf: (source: string | undefined) => ServerInfo,
): Promise<(change: ModelChange) => ModelEnd | undefined> {
  if (!changes.some(({ change }) => change === 'removed')) return () => undefined;
  const { lifecyclesInUse } = await import('../datasets/updated.ts');
  const lifecycles = await lifecyclesInUse(session);
  const providers = new Map<string | undefined, Provider | undefined>();
  const providerAt = (source: string | undefined) => {
    if (!providers.has(source)) {
      const { baseUrl, preset } = serverOf(source);
      providers.set(source, providerOf(baseUrl, preset));
    }
    return providers.get(source);
  };
  return ({ change, id, source }) => {
    if (change !== 'removed' || id === null) return undefined;
    const provider = providerAt(source);
    if (provider === 'local') return undefined;
    const row = lifecycles.of(id, provider);
    if (!row || (row.shutdownDate === undefined && row.replacement === undefined)) return undefined;
    return { shutdownDate: row.shutdownDate, replacement: lifecycles.replacementsOf(row)[0] };
  };
}
