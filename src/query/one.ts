/** How to show one model in columns, with details, or on a card that includes its base's shutdown date. */
import type { Api } from '../api/client.ts';
import { findModelRange, readJsonBody } from '../api/value.ts';
import { ModelBatch } from '../models/batch.ts';
import type { ColumnContext } from '../models/columns.ts';
import { baseOf } from '../models/id.ts';
import { Model } from '../models/model.ts';
import { daysLeft, type Shutdown, serverShutdown } from '../models/shutdown.ts';
import { isoDate } from '../models/time.ts';
import type { CardSection, TableNotes, View } from '../output/renderer.ts';
import type { Session } from '../session/session.ts';
import type { ShownObject } from '../session/show.ts';
import { isPage, type ShownFormat, showsColumns } from '../spec/formats.ts';
import { ColumnCheck, chooseColumns, isDetailColumn, splitColumns } from './columns.ts';
import { type DetailSource, loadDetails } from './details.ts';
import { pageFacts } from './page.ts';
import { headerOptions } from './selection.ts';
import type { ServerInfo } from './source.ts';
import { COLUMNS_HINT, tableNotes } from './table-notes.ts';

export interface ModelPlan {
  shown: ShownObject;
  view: Partial<View>;
  /** Notes for people below it. */
  footer: readonly string[];
}

/** Where the model is from. A list from elsewhere has no way to request another model. */
type ModelServer = ServerInfo & Partial<Pick<Api, 'retrieve'>>;

/** @throws CliError `unknown-column` */
export async function planModel(
  session: Session,
  format: ShownFormat,
  api: ModelServer,
  shown: ShownObject,
): Promise<ModelPlan> {
  const { flags, ctx } = session;
  const now = ctx.now() / 1000;
  const model = new Model(shown.body, shown.range.start, shown.range.end);
  const requestedColumns = flags.columns?.flatMap(splitColumns) ?? [];
  const isColumnar = showsColumns(format) && !flags.transform;
  // A card shows all that is known, and a table what people choose models by. The dataset ships with the program.
  const forPeople =
    format === 'card' || (isColumnar && (isPage(format) || (format === 'table' && requestedColumns.length === 0)));
  const details =
    flags.details || forPeople || requestedColumns.some(isDetailColumn)
      ? await loadDetails(api, session, flags)
      : undefined;
  const shutdown =
    isColumnar || format === 'card' ? await resolveShutdown(api, model, details, format === 'card') : undefined;
  const footer: string[] = [];

  if (isColumnar) {
    const detail: ColumnContext['detail'] = (one, name) => details?.cell(one, name);
    const knowledge: ColumnContext = { now, shutdownOf: () => shutdown, detail };
    const choice = { format, details: flags.details ?? false, cost: flags.tokens !== undefined };
    const columns = await chooseColumns(requestedColumns, choice, knowledge);
    const check = new ColumnCheck(columns);
    check.observe([model]);
    check.assertSeen();
    const onNotes = (notes: TableNotes) => footer.push(...tableNotes(notes, details, COLUMNS_HINT));
    const page = isPage(format) ? { page: pageFacts(api, { requested: columns, flags, knowledge, details }) } : {};
    return {
      shown,
      view: { ...headerOptions(flags), columns, isRequested: requestedColumns.length > 0, onNotes, ...page },
      footer,
    };
  }
  if (details?.age) footer.push(details.age);
  if (format === 'card' || format === 'pretty') {
    const sections = [baseSection(shutdown, now), details?.section(model)];
    return { shown, view: { sections: () => sections.flatMap((section) => section || []) }, footer };
  }
  return { shown: details ? withDetails(details, shown) : shown, view: headerOptions(flags), footer };
}

/** The model's own date, else its base's according to the server, else the dataset's. */
async function resolveShutdown(
  api: ModelServer,
  model: Model,
  details: DetailSource | undefined,
  mayRequest: boolean,
): Promise<Shutdown | undefined> {
  const listed = serverShutdown(model);
  if (listed) return listed;
  const base = model.id === undefined ? undefined : baseOf(model.id);
  const inherited = base === undefined || !mayRequest ? undefined : await requestBaseShutdown(api, base);
  return inherited ?? details?.shutdownOf(model);
}

/** Ids that may be requested: the id comes from the server, and must not lead to another path. */
const PLAIN_ID = /^\w[\w.-]*$/;

/** A fine-tuned model shuts down with its base. A base that cannot be retrieved is ignored. */
async function requestBaseShutdown({ retrieve }: ModelServer, base: string): Promise<Shutdown | undefined> {
  if (!retrieve || !PLAIN_ID.test(base)) return undefined;
  try {
    const value = await readJsonBody((await retrieve(base)).body);
    const { start, end } = findModelRange(value, base);
    const found = serverShutdown(new Model(value.bytes, start, end));
    return found && { ...found, base };
  } catch {
    return undefined;
  }
}

/** The card's section for a date that is not among the model's fields. */
function baseSection(shutdown: Shutdown | undefined, now: number): CardSection | undefined {
  if (shutdown?.base === undefined || shutdown.source !== 'server') return undefined;
  const note = `${daysLeft(shutdown.seconds, now)}, with its base ${shutdown.base}`;
  return { title: '', rows: [{ label: 'shutdown', text: isoDate(shutdown.seconds), note }] };
}

function withDetails(details: DetailSource, shown: ShownObject): ShownObject {
  const { start, end } = shown.range;
  const batch = details.addDetails(ModelBatch.of(shown.body, start, end));
  const model = batch.at(0);
  return { ...shown, body: batch.bytes, range: { start: model.start, end: model.end } };
}
