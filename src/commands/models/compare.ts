/** `models compare`: several models side by side, always with details; also from several endpoints (`@NAME/ID`). */
import { CliError, type Failure, isFailure } from '../../errors/error.ts';
import type { ColumnContext } from '../../models/columns.ts';
import { Model } from '../../models/model.ts';
import { ShutdownDates } from '../../models/shutdown.ts';
import { compareModels, comparisonLines } from '../../query/compare.ts';
import { type DetailSource, loadDetails } from '../../query/details.ts';
import type { FoundModel } from '../../query/find.ts';
import { checkAllFound, findModels } from '../../query/several.ts';
import type { ServerInfo } from '../../query/source.ts';
import { connect } from '../../session/connect.ts';
import { chooseFormat, createView, note, type Session } from '../../session/session.ts';
import { isSeveral } from '../../sources/name.ts';
import type { ListSource } from '../../sources/open.ts';
import type { SourceFailure } from '../../sources/together.ts';
import type { Exit } from '../../spec/types.ts';
import { modelIds, showSeveral } from './retrieve.ts';

/** A model, its label if that differs from its id, and the server it comes from. */
interface Compared {
  label: string | undefined;
  found: FoundModel;
  server: ServerInfo;
}

interface Gathered {
  compared: readonly Compared[];
  failed: readonly { id: string; error: Failure }[];
  /** With several sources, those that failed. */
  missing: readonly SourceFailure[];
}

export async function modelsCompare(session: Session): Promise<Exit> {
  const { ctx } = session;
  const ids = modelIds(session);
  if (ids.length < 2 && !isSeveral(session.flags.from ?? []))
    throw new CliError('needs-flag', { flag: 'models compare', needs: 'two models or more' });
  const format = chooseFormat(session, 'one');
  const sideBySide = format === 'card' || format === 'table' || format === 'markdown';
  // Except for the side-by-side view, the output is what retrieve shows for several models, with details.
  session.flags = { ...session.flags, details: true };
  const { compared, failed, missing } = await gather(session, ids);
  const found = compared.map((one) => one.found);
  const [first] = compared;
  if (sideBySide && !session.flags.transform && first) {
    const details = await detailsOf(session, compared);
    const [main] = details;
    const models = compared.map(({ found: { shown } }) => new Model(shown.body, shown.range.start, shown.range.end));
    const rows = compareModels(models, knowledgeOf(ctx.now() / 1000, models, details), {
      differences: session.flags.differences ?? false,
    });
    const names = compared.map(({ label }, place) => label ?? models[place]?.id ?? '');
    if (format === 'markdown') await showMarkdown(session, names, rows);
    else {
      const lines = comparisonLines(names, rows, createView(session).width);
      if (lines) await session.out.write(lines);
      else await showSeveral(session, first.server, found, 'card');
    }
    await session.out.flush();
    await session.close();
    await note(session, ...found.flatMap(({ notes }) => notes).map((text) => [text]));
    if (ctx.stdout.isTTY && main) await note(session, [`Details not from the server: ${main.name} (${main.date}).`]);
  } else if (first) await showSeveral(session, first.server, found, format);
  await sayMissing(session, missing);
  checkAllFound({ found, failed });
  return missing.length > 0 ? 8 : 0;
}

/** `@work/gpt-4o`: the profile, and the model's id there. */
const AT_PROFILE = /^(@[^/]+)\/(.+)$/s;

/** Finds the models by id: each from the endpoint in use, from the profile it names, or from `--from`. */
async function gather(session: Session, ids: readonly string[]): Promise<Gathered> {
  const { from } = session.flags;
  if (from === undefined && !ids.some((id) => AT_PROFILE.test(id))) {
    const api = await connect(session);
    const { found, failed } = await findModels(session, api, ids);
    return { compared: found.map((one) => ({ label: undefined, found: one, server: api })), failed, missing: [] };
  }
  const compared: Compared[] = [];
  const failed: { id: string; error: Failure }[] = [];
  const lists = new Map<string, Promise<SourceLists>>();
  const listsAt = (names: readonly string[]) => {
    const key = names.join('\n');
    const reading = lists.get(key) ?? readSources(session, names);
    lists.set(key, reading);
    return reading;
  };
  for (const id of ids) {
    const [, profile, bare = id] = AT_PROFILE.exec(id) ?? [];
    const names = profile === undefined ? (from ?? ['now']) : [profile];
    const several = isSeveral(names) || profile !== undefined;
    const { read } = await listsAt(names);
    const before = compared.length;
    for (const { source, models } of read) {
      const text = models.get(bare);
      if (!text) continue;
      const shown = { body: text, range: { start: 0, end: text.length }, kind: 'model' as const };
      const label = several ? `${source.name}/${bare}` : undefined;
      compared.push({ label, found: { shown, notes: [] }, server: source });
    }
    if (compared.length === before && read.length > 0) {
      const { nearestIds } = await import('../../errors/nearest.ts');
      const all = read.flatMap(({ models }) => [...models.keys()]);
      const nearest = nearestIds(bare, all, 3);
      const args = { model: bare, listed: all.length, nearest, reason: undefined };
      failed.push({ id, error: new CliError('not-listed', args) });
    }
  }
  const missing = (await Promise.all(lists.values())).flatMap((one) => one.missing);
  return { compared, failed, missing };
}

interface SourceList {
  source: ListSource;
  /** The models' texts by id; the first one if several have the same id. */
  models: ReadonlyMap<string, Uint8Array>;
}

interface SourceLists {
  read: readonly SourceList[];
  missing: readonly SourceFailure[];
}

/** The lists of sources, read in parallel. If one of several fails, the others are kept. */
async function readSources(session: Session, names: readonly string[]): Promise<SourceLists> {
  const { openSources } = await import('../../sources/open.ts');
  const sources = await openSources(session, names);
  const missing: SourceFailure[] = [];
  const read = await Promise.all(
    sources.map((source) =>
      readSource(source).catch((error: unknown) => {
        if (!isSeveral(names) || !isFailure(error) || error.code === 'interrupted') throw error;
        error.source = source.name;
        missing.push({ name: source.name, error });
        return [];
      }),
    ),
  );
  const [first] = missing;
  if (first && missing.length === sources.length) throw first.error;
  return { read: read.flat(), missing };
}

async function readSource(source: ListSource): Promise<SourceList[]> {
  const models = new Map<string, Uint8Array>();
  for await (const { batch } of source.parts())
    for (const { id, bytes, start, end } of batch)
      if (id !== undefined && !models.has(id)) models.set(id, bytes.slice(start, end));
  return [{ source, models }];
}

/** Reports each source's error. */
async function sayMissing(session: Session, missing: readonly SourceFailure[]): Promise<void> {
  if (missing.length === 0) return;
  const { reportFailures } = await import('../../sources/together.ts');
  await reportFailures(session, missing);
}

/** The details for each model, loaded once per server. */
async function detailsOf(session: Session, compared: readonly Compared[]): Promise<DetailSource[]> {
  const byServer = new Map<ServerInfo, Promise<DetailSource>>();
  return Promise.all(
    compared.map(({ server }) => {
      const details = byServer.get(server) ?? loadDetails(server, session, session.flags);
      byServer.set(server, details);
      return details;
    }),
  );
}

function knowledgeOf(now: number, models: readonly Model[], details: readonly DetailSource[]): ColumnContext {
  const dates = new ShutdownDates();
  for (const model of models) dates.add(model);
  const of = (model: Model) => details[models.indexOf(model)];
  return {
    now,
    shutdownOf: (model) => dates.of(model) ?? of(model)?.shutdownOf(model),
    detail: (model, name) => of(model)?.cell(model, name),
  };
}

async function showMarkdown(
  session: Session,
  names: readonly string[],
  rows: readonly { name: string; texts: readonly string[] }[],
): Promise<void> {
  const { markdownRows } = await import('../../output/rows.ts');
  await session.out.write(
    markdownRows.header(['', ...names]),
    ...rows.map(({ name, texts }) => markdownRows.row([name, ...texts.map((text) => text.trim())])),
  );
}
