/**
 * Plans what a command line will delete before anything is sent, as pure values. Only a model in the plan is deleted.
 */

import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { CliError, isFailure } from '../errors/error.ts';
import { nearestIds } from '../errors/nearest.ts';
import { encode } from '../json/bytes.ts';
import { textCell } from '../models/cell.ts';
import { type Column, type ColumnContext, namedColumn } from '../models/columns.ts';
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
import { describeEmpty } from '../query/summary.ts';
import { tableNotes } from '../query/table-notes.ts';
import { note, type Session } from '../session/session.ts';
import { createList } from '../session/show-list.ts';
import type { DeletionRequest } from './request.ts';

/** A model to delete. */
export interface PlannedModel {
  id: string;
  /** As the server listed it, or `undefined` if its list was not available. */
  model: Model | undefined;
}

export interface DeletionPlan {
  /** Every id that was named or selected, once each, in the order of the outcomes. */
  ids: readonly string[];
  /** The models to delete, in the same order. */
  targets: readonly PlannedModel[];
  /** Named ids that are not on the server's list. No request is sent for them. */
  unlisted: readonly string[];
  /** How many selected models are kept, because only fine-tuned ones are deleted. */
  kept: number;
}

/**
 * The plan for ids that were named.
 * @param listed the server's models by id; `undefined` if there is no list to check against
 */
export function planIds(ids: Iterable<string>, listed: ReadonlyMap<string, Model> | undefined): DeletionPlan {
  const targets: PlannedModel[] = [];
  const unlisted: string[] = [];
  const uniqueIds = [...new Set(ids)];
  for (const id of uniqueIds) {
    const model = listed?.get(id);
    if (listed && !model) unlisted.push(id);
    else targets.push({ id, model });
  }
  return { ids: uniqueIds, targets, unlisted, kept: 0 };
}

/**
 * The plan for selected models: the fine-tuned ones, or all of them with `any`. A model without an id cannot be
 * addressed, so it is not deleted.
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

/** The model of a target, with at least its id. */
export function toModel({ id, model }: PlannedModel): Model {
  if (model) return model;
  const bytes = encode(JSON.stringify({ id, object: 'model' }));
  return new Model(bytes, 0, bytes.length);
}

/** Copies a model, to outlive the buffer that holds it. */
export function copyModel({ bytes, start, end }: Model): Model {
  const own = bytes.slice(start, end);
  return new Model(own, 0, own.length);
}

// The plan of a command line, from what the server lists.

export interface PlanResult {
  plan: DeletionPlan;
  /** False if the server's list is not available. */
  hasList: boolean;
  /** Ids on the list that are similar to one that is not. */
  similarIds(id: string): string[];
  /** When the listed models shut down, according to the server. */
  dates: ShutdownDates;
}

/** @throws CliError those of the list; for named ids, an unavailable list only prints a note */
export async function makePlan(session: Session, api: Api, request: DeletionRequest): Promise<PlanResult> {
  return request.kind === 'ids' ? planNamed(session, api, request.ids) : planSelected(session, api, request.selection);
}

async function planNamed(session: Session, api: Api, ids: readonly string[]): Promise<PlanResult> {
  const dates = new ShutdownDates();
  if (ids.length === 0) return { plan: planIds(ids, undefined), hasList: true, similarIds: () => [], dates };
  const requested = new Set(ids);
  const listed = new Map<string, Model>();
  const all: string[] = [];
  try {
    for await (const { batch } of readPages(api)) {
      for (const model of batch) {
        dates.add(model);
        const { id } = model;
        if (id === undefined) continue;
        all.push(id);
        if (requested.has(id) && !listed.has(id)) listed.set(id, copyModel(model));
      }
    }
  } catch (error) {
    if (!isFailure(error) || error.code !== 'server' || !NO_LIST.includes(error.args.status)) throw error;
    const why = `The server's list cannot be read (${error.args.status})`;
    await note(session, [`${why}: cannot check which of these models exist, so each is tried.`]);
    return { plan: planIds(ids, undefined), hasList: false, similarIds: () => [], dates };
  }
  return { plan: planIds(ids, listed), hasList: true, similarIds: (id) => nearestIds(id, all, 3), dates };
}

async function planSelected(session: Session, api: Api, selection: Selection): Promise<PlanResult> {
  const { any, 'trust-details': trusting, 'dry-run': dry } = session.flags;
  const source = endpointSource(api);
  const now = session.ctx.now() / 1000;
  const tally = newCounts();
  const models: Model[] = [];
  let untrusted: { flag: string; models: number } | undefined;
  // Checks every match, because those beyond the limit affect which ones are within it.
  const all = { ...selection, limit: Number.POSITIVE_INFINITY };
  const resolved = await resolveQuery(session.flags, selection, { format: 'jsonl', source, session, now });
  const dates = resolved.dates ?? new ShutdownDates();
  const query = { ...resolved, selection: all, dates, needsWholeList: true };
  for await (const { batch } of runQuery(source, query, tally))
    for (const model of batch) {
      if (models.length < selection.limit) models.push(copyModel(model));
      const flag = query.datasetFlag(model);
      if (flag) untrusted = { flag: untrusted?.flag ?? flag, models: (untrusted?.models ?? 0) + 1 };
    }
  if (untrusted && !trusting) {
    if (!dry) throw new CliError('untrusted-details', untrusted);
    await note(session, [`${untrusted.flag} relies on the dataset here, so deleting needs --trust-details.`]);
  }
  const planned = planModels(models, any ?? false);
  if (planned.targets.length === 0) {
    const hint = any ? '' : ' Only fine-tuned models are selected; use --any to include others.';
    await note(session, [`${describeEmpty(selection, tally, any ? undefined : 'fine-tuned model')}${hint}`]);
  }
  return { plan: planned, hasList: true, similarIds: () => [], dates };
}

/**
 * Statuses of a server or key that has no list but may still delete a named model. A broken response does not count.
 */
const NO_LIST = [403, 404, 405, 501];

/** Column ranks of a plan. Shutdown ranks first: a model that is going away may not need deleting. */
const PLAN_COLUMNS = { owned_by: 2, created: 3, age: 3, shutdown: 1 } as const;

/** How to show the models to delete, and the notes below them. `notes` fills up while the table is built. */
export async function planView(
  session: Session,
  { dates }: Pick<PlanResult, 'dates'>,
  api: Pick<Api, 'baseUrl' | 'preset'>,
  view: View,
): Promise<{ view: View; notes: string[] }> {
  const details = await loadDetails(api, session);
  const knowledge: ColumnContext = {
    now: view.now,
    shutdownOf: (model) => dates.of(model) ?? details.shutdownOf(model),
  };
  const id: Column = { ...namedColumn('id', knowledge), cell: ({ id }) => textCell(id && visibleId(id)) };
  const others = Object.entries(PLAN_COLUMNS).map(([name, rank]): Column => {
    return { ...namedColumn(name as keyof typeof PLAN_COLUMNS, knowledge), rank };
  });
  const notes: string[] = [];
  const onNotes = (found: TableNotes) => notes.push(...tableNotes(found, details));
  return { view: { ...view, columns: [id, ...others], onNotes }, notes };
}

/** The models to delete, with what the list says about them. */
export function planTable(targets: readonly PlannedModel[], view: View): Chunk[] {
  const table = modelTable(view);
  const [part] = createList(targets.map((target) => toModel(target).line));
  return part ? [table.begin(part.document), table.part(part), table.end(part.document)] : [];
}
