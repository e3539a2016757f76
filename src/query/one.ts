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
import type { Shown } from '../session/show.ts';
import { isPage, type ShownFormat, showsColumns } from '../spec/formats.ts';
import { isDetail, shownColumns, splitColumns, Unproven } from './columns.ts';
import { type Detailing, loadDetails } from './details.ts';
import { pageFacts } from './page.ts';
import { headersOf } from './selection.ts';
import type { ServerAt } from './source.ts';
import { MORE_ROOM, notesBelow } from './table-notes.ts';

export interface OnePlan {
  shown: Shown;
  view: Partial<View>;
  /** Notes for people below it. */
  footer: readonly string[];
}

/** Where the model is from. A list from elsewhere has no way to request another model. */
type ServerOfOne = ServerAt & Partial<Pick<Api, 'retrieve'>>;

/** @throws CliError `unknown-column` */
export async function planOne(session: Session, format: ShownFormat, api: ServerOfOne, shown: Shown): Promise<OnePlan> {
  const { flags, ctx } = session;
  const now = ctx.now() / 1000;
  const model = new Model(shown.body, shown.range.start, shown.range.end);
  const asked = flags.columns?.flatMap(splitColumns) ?? [];
  const inColumns = showsColumns(format) && !flags.transform;
  // A card shows all that is known, and a table what people choose models by. The dataset ships with the program.
  const forPeople = format === 'card' || (inColumns && (isPage(format) || (format === 'table' && asked.length === 0)));
  const details =
    flags.details || forPeople || asked.some(isDetail) ? await loadDetails(api, session, flags) : undefined;
  const shutdown =
    inColumns || format === 'card' ? await shutdownOf(api, model, details, format === 'card') : undefined;
  const footer: string[] = [];

  if (inColumns) {
    const detail: ColumnContext['detail'] = (one, name) => details?.cell(one, name);
    const knowledge: ColumnContext = { now, shutdownOf: () => shutdown, detail };
    const choice = { format, details: flags.details ?? false, cost: flags.tokens !== undefined };
    const columns = await shownColumns(asked, choice, knowledge);
    const unproven = new Unproven(columns);
    unproven.see([model]);
    unproven.check();
    const below = (notes: TableNotes) => footer.push(...notesBelow(notes, details, MORE_ROOM));
    const page = isPage(format) ? { page: pageFacts(api, { asked: columns, flags, knowledge, details }) } : {};
    return { shown, view: { ...headersOf(flags), columns, asked: asked.length > 0, below, ...page }, footer };
  }
  if (details?.age) footer.push(details.age);
  if (format === 'card' || format === 'pretty') {
    const sections = [baseSection(shutdown, now), details?.section(model)];
    return { shown, view: { sections: () => sections.flatMap((section) => section || []) }, footer };
  }
  return { shown: details ? withDetails(details, shown) : shown, view: headersOf(flags), footer };
}

/** The model's own date, else its base's according to the server, else the dataset's. */
async function shutdownOf(
  api: ServerOfOne,
  model: Model,
  details: Detailing | undefined,
  ask: boolean,
): Promise<Shutdown | undefined> {
  const own = serverShutdown(model);
  if (own) return own;
  const base = model.id === undefined ? undefined : baseOf(model.id);
  const inherited = base === undefined || !ask ? undefined : await shutdownOfBase(api, base);
  return inherited ?? details?.shutdownOf(model);
}

/** Ids that may be requested: the id comes from the server, and must not lead to another path. */
const PLAIN_ID = /^\w[\w.-]*$/;

/** A fine-tuned model shuts down with its base. A base that cannot be retrieved is ignored. */
async function shutdownOfBase({ retrieve }: ServerOfOne, base: string): Promise<Shutdown | undefined> {
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

function withDetails(details: Detailing, shown: Shown): Shown {
  const { start, end } = shown.range;
  const batch = details.add(ModelBatch.of(shown.body, start, end));
  const model = batch.at(0);
  return { ...shown, body: batch.bytes, range: { start: model.start, end: model.end } };
}
