/**
 * What a command line is about to delete, before anything is sent: values in, values out. A model is deleted only if it
 * stands here.
 */

import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { CliError, isFailure } from '../errors/error.ts';
import { nearestIds } from '../errors/nearest.ts';
import { encode } from '../json/bytes.ts';
import { textCell } from '../models/cell.ts';
import { type Column, type Knowledge, namedColumn } from '../models/columns.ts';
import { isFineTuned, visibleId } from '../models/id.ts';
import { Model } from '../models/model.ts';
import { ShutdownDates } from '../models/shutdown.ts';
import { modelTable } from '../output/model-table.ts';
import type { TableNotes, View } from '../output/renderer.ts';
import type { Chunk } from '../output/terminal-text.ts';
import { loadDetails } from '../query/details.ts';
import { resolveQuery } from '../query/query.ts';
import { newCounts, runQuery } from '../query/run.ts';
import type { Selection } from '../query/selection.ts';
import { endpointSource } from '../query/source.ts';
import { nothing } from '../query/summary.ts';
import { notesBelow } from '../query/table-notes.ts';
import { note, type Session } from '../session/session.ts';
import { listOf } from '../session/show-list.ts';
import type { DeletionRequest } from './request.ts';

/** A model to delete. */
export interface PlannedModel {
  id: string;
  /** As the server listed it; `undefined` where its list could not be had. */
  model: Model | undefined;
}

export interface DeletionPlan {
  /** Every id that was asked for or selected, each once: the order of the outcomes. */
  ids: readonly string[];
  /** Those to delete, in the same order. */
  targets: readonly PlannedModel[];
  /** Ids that were asked for and are not on the server's list: no request is sent for them. */
  unlisted: readonly string[];
  /** Models that a selection matched and that stay, because only fine-tuned ones are selected. */
  kept: number;
}

/**
 * The plan for ids that somebody named.
 * @param listed the server's models by id; `undefined` where there is no list, so that nothing is known of any
 */
export function planIds(ids: Iterable<string>, listed: ReadonlyMap<string, Model> | undefined): DeletionPlan {
  const targets: PlannedModel[] = [];
  const unlisted: string[] = [];
  const asked = [...new Set(ids)];
  for (const id of asked) {
    const model = listed?.get(id);
    if (listed && !model) unlisted.push(id);
    else targets.push({ id, model });
  }
  return { ids: asked, targets, unlisted, kept: 0 };
}

/**
 * The plan for the models that a selection found: the fine-tuned ones, or all with `any`. A model without an id cannot
 * be named, so it is not deleted either.
 */
export function planModels(models: Iterable<Model>, any: boolean): DeletionPlan {
  const targets = new Map<string, PlannedModel>();
  let kept = 0;
  for (const model of models) {
    const { id } = model;
    if (id === undefined) continue;
    if (any || isFineTuned(id)) targets.set(id, targets.get(id) ?? { id, model });
    else kept++;
  }
  return { ids: [...targets.keys()], targets: [...targets.values()], unlisted: [], kept };
}

/** The model of a target, as far as it is known: at the least its id. */
export function modelOf({ id, model }: PlannedModel): Model {
  if (model) return model;
  const bytes = encode(JSON.stringify({ id, object: 'model' }));
  return new Model(bytes, 0, bytes.length);
}

/** A copy of a model, for what must outlive the memory that it stands in. */
export function copyOf({ bytes, start, end }: Model): Model {
  const own = bytes.slice(start, end);
  return new Model(own, 0, own.length);
}

// The plan of a command line, from what the server lists.

export interface Planned {
  plan: DeletionPlan;
  /** False where the server's list cannot be had. */
  hasList: boolean;
  /** Ids of the list that are near one that is not on it. */
  near(id: string): string[];
  /** When the listed models shut down, as the server says. */
  dates: ShutdownDates;
}

/** @throws CliError those of the list; where ids were named, one that cannot be had is only said */
export async function makePlan(session: Session, api: Api, order: DeletionRequest): Promise<Planned> {
  return order.kind === 'ids' ? planNamed(session, api, order.ids) : planSelected(session, api, order.selection);
}

async function planNamed(session: Session, api: Api, ids: readonly string[]): Promise<Planned> {
  const dates = new ShutdownDates();
  if (ids.length === 0) return { plan: planIds(ids, undefined), hasList: true, near: () => [], dates };
  const wanted = new Set(ids);
  const listed = new Map<string, Model>();
  const all: string[] = [];
  try {
    for await (const { batch } of readPages(api)) {
      for (const model of batch) {
        dates.add(model);
        const { id } = model;
        if (id === undefined) continue;
        all.push(id);
        if (wanted.has(id) && !listed.has(id)) listed.set(id, copyOf(model));
      }
    }
  } catch (error) {
    if (!isFailure(error) || error.code !== 'server' || !NO_LIST.includes(error.args.status)) throw error;
    const why = `The server's list cannot be read (${error.args.status})`;
    await note(session, [`${why}: cannot check which of these models exist; trying each.`]);
    return { plan: planIds(ids, undefined), hasList: false, near: () => [], dates };
  }
  return { plan: planIds(ids, listed), hasList: true, near: (id) => nearestIds(id, all, 3), dates };
}

async function planSelected(session: Session, api: Api, selection: Selection): Promise<Planned> {
  const { any, 'trust-details': trusting, 'dry-run': dry } = session.flags;
  const source = endpointSource(api);
  const now = session.ctx.now() / 1000;
  const tally = newCounts();
  const models: Model[] = [];
  let untrusted: { flag: string; models: number } | undefined;
  // All that pass are looked at: those beyond the limit too decide which ones are within.
  const all = { ...selection, limit: Number.POSITIVE_INFINITY };
  const resolved = await resolveQuery(session.flags, selection, { format: 'jsonl', source, session, now });
  const dates = resolved.dates ?? new ShutdownDates();
  const query = { ...resolved, selection: all, dates, whole: true };
  for await (const { batch } of runQuery(source, query, tally))
    for (const model of batch) {
      if (models.length < selection.limit) models.push(copyOf(model));
      const flag = query.datasetFlag(model);
      if (flag) untrusted = { flag: untrusted?.flag ?? flag, models: (untrusted?.models ?? 0) + 1 };
    }
  if (untrusted && !trusting) {
    if (!dry) throw new CliError('untrusted-details', untrusted);
    await note(session, [`${untrusted.flag} relies on the dataset here: deleting also needs --trust-details.`]);
  }
  const planned = planModels(models, any ?? false);
  if (planned.targets.length === 0) {
    const hint = any ? '' : ' Only fine-tuned models are selected; --any includes others.';
    await note(session, [`${nothing(selection, tally, any ? undefined : 'fine-tuned model')}${hint}`]);
  }
  return { plan: planned, hasList: true, near: () => [], dates };
}

/** A server, or a key, without a list may still delete what somebody names. A broken answer is no such thing. */
const NO_LIST = [403, 404, 405, 501];

/** How a plan ranks its columns: the end of a model says whether it need be deleted at all. */
const PLAN_COLUMNS = { owned_by: 2, created: 3, age: 3, shutdown: 1 } as const;

/** How the models to delete are shown, with what is to be said below them: `notes` fills as the table is made. */
export async function planView(
  session: Session,
  { dates }: Pick<Planned, 'dates'>,
  api: Pick<Api, 'baseUrl' | 'preset'>,
  view: View,
): Promise<{ view: View; notes: string[] }> {
  const details = await loadDetails(api, session);
  const knowledge: Knowledge = { now: view.now, shutdownOf: (model) => dates.of(model) ?? details.shutdownOf(model) };
  const id: Column = { ...namedColumn('id', knowledge), cell: ({ id }) => textCell(id && visibleId(id)) };
  const others = Object.entries(PLAN_COLUMNS).map(([name, rank]): Column => {
    return { ...namedColumn(name as keyof typeof PLAN_COLUMNS, knowledge), rank };
  });
  const notes: string[] = [];
  const below = (found: TableNotes) => notes.push(...notesBelow(found, details));
  return { view: { ...view, columns: [id, ...others], below }, notes };
}

/** The models to delete, as the list said of them. */
export function planTable(targets: readonly PlannedModel[], view: View): Chunk[] {
  const table = modelTable(view);
  const [part] = listOf(targets.map((target) => modelOf(target).line));
  return part ? [table.begin(part.document), table.part(part), table.end(part.document)] : [];
}
