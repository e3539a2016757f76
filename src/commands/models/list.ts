/** `models list`: streams the models in the requested format. */
import { CliError } from '../../errors/error.ts';
import type { ListPart } from '../../models/batch.ts';
import { checkListFlags, resolveQuery } from '../../query/query.ts';
import { type ListCounts, newCounts, runQuery } from '../../query/run.ts';
import { type ListQuery, readSelection } from '../../query/selection.ts';
import { endpointSource, type ModelSource } from '../../query/source.ts';
import { connect } from '../../session/connect.ts';
import { chooseFormat, createView, note, type Session } from '../../session/session.ts';
import { showList } from '../../session/show-list.ts';
import type { SourceFailure } from '../../sources/together.ts';
import { isForPeople, isPage, type ShownFormat } from '../../spec/formats.ts';
import type { Exit } from '../../spec/types.ts';

export async function modelsList(session: Session): Promise<Exit> {
  searchArguments(session);
  const { flags, ctx } = session;
  const format = chooseFormat(session, 'list');
  checkListFlags(flags, format);
  if (flags.columns?.includes('help')) {
    const { showColumns } = await import('../../query/columns.ts');
    return showColumns(session);
  }
  const now = ctx.now() / 1000;
  const selection = await readSelection(flags, now);
  const { source, failures, several } = await openSource(session);
  if (format === 'raw' && (several || flags.transform)) {
    if (several) throw new CliError('conflict', { flags: ['several --from', '--format raw'] });
    return showWhole(session, source);
  }

  const query = await resolveQuery(flags, selection, { format, source, session, now });
  const tally = newCounts();
  if (session.activity) session.activity.countModels = () => tally.listed;
  const view = { ...createView(session), ...query.view, countListed: () => tally.listed };
  await showList(session, query.process(runQuery(source, query, tally)), format, view);
  await reportSummary(session, format, query, tally);
  await reportMissing(session, tally);
  if (failures.length > 0) {
    const { reportFailures } = await import('../../sources/together.ts');
    await reportFailures(session, failures);
    return 8;
  }
  return flags['exit-code'] && query.hasServerDates() ? 1 : 0;
}

/** `list TEXT` is `list --search TEXT`. */
export function searchArguments(session: Session): void {
  if (session.args.length === 0) return;
  session.flags = { ...session.flags, search: [...(session.flags.search ?? []), ...session.args] };
  session.args = [];
}

interface Opened {
  source: ModelSource;
  /** Filled while the list is read. */
  failures: readonly SourceFailure[];
  several: boolean;
}

/** The endpoint in use, unless `--from` says otherwise. */
export async function openSource(session: Session): Promise<Opened> {
  const { from } = session.flags;
  if (!from) return { source: endpointSource(await connect(session)), failures: [], several: false };
  const { chooseSource } = await import('../../sources/together.ts');
  const source = await chooseSource(session, from);
  return { source, failures: source.failures, several: source.servers !== undefined };
}

/** With `--format raw`, a path applies to the whole response, as in the official CLI. */
async function showWhole(session: Session, source: ModelSource): Promise<0> {
  const { readJsonBody } = await import('../../api/value.ts');
  const { showOne } = await import('../../session/show.ts');
  const { bytes, range } = await readJsonBody(source.body ? await source.body() : bytesOf(source.parts()));
  await showOne(session, { body: bytes, range: range ?? { start: 0, end: 0 }, kind: 'outcome' });
  return 0;
}

async function* bytesOf(parts: AsyncIterable<ListPart>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of parts) yield bytes;
}

/** Models that the server did not list are reported in every format. */
async function reportMissing(session: Session, { total, listed }: ListCounts): Promise<void> {
  if (total === undefined) return;
  await session.close();
  const totalText = total.toLocaleString('en-US');
  await note(session, [`The server reports ${totalText} models but listed ${listed.toLocaleString('en-US')}.`]);
}

/** The summary below the list for people: how much is not shown, and where details come from. */
async function reportSummary(
  session: Session,
  format: ShownFormat,
  { selection, footer }: ListQuery,
  tally: ListCounts,
): Promise<void> {
  const { isTTY } = session.ctx.stdout;
  const forPeople = isForPeople(format) && !session.flags.ids && !session.flags.count;
  if (!(isTTY || forPeople)) return;
  const { describeOmitted, describeEmpty, describeMissingValues } = await import('../../query/summary.ts');
  const lines: string[] = [];
  if (tally.shown === 0) lines.push(describeEmpty(selection, tally), ...describeMissingValues(selection));
  // What a page leaves out is reported here too: it is opened later, and perhaps by someone else.
  else if (isPage(format)) lines.push(...describeMissingValues(selection), ...footer);
  else if (isTTY && forPeople)
    lines.push(...[describeOmitted(tally) ?? []].flat(), ...describeMissingValues(selection), ...footer);
  if (lines.length === 0) return;
  // Output that a pager holds back comes first.
  await session.close();
  await note(session, ...lines.map((line) => [line]));
}
