/** The plan of a command line, from what the server lists. */
import type { Api } from '../../api/client.ts';
import { readPages } from '../../api/pages.ts';
import { copyOf, type Plan, planIds, planModels } from '../../deletion/plan.ts';
import { CliError, isFailure } from '../../errors.ts';
import type { Model } from '../../models/model.ts';
import { nearestAll } from '../../nearest.ts';
import { nothing } from '../list-footer.ts';
import { planList } from '../list-plan.ts';
import { newTally, selectedParts } from '../selected.ts';
import type { Selection } from '../selection.ts';
import { note, type Session } from '../session.ts';
import type { Order } from './order.ts';

export interface Planned {
  plan: Plan;
  /** False where the server's list cannot be had. */
  hasList: boolean;
  /** Ids of the list that are near one that is not on it. */
  near(id: string): string[];
}

/** @throws CliError those of the list; where ids were named, one that cannot be had is only said */
export async function makePlan(session: Session, api: Api, order: Order): Promise<Planned> {
  return order.kind === 'ids' ? planNamed(session, api, order.ids) : planSelected(session, api, order.selection);
}

async function planNamed(session: Session, api: Api, ids: readonly string[]): Promise<Planned> {
  if (ids.length === 0) return { plan: planIds(ids, undefined), hasList: true, near: () => [] };
  const wanted = new Set(ids);
  const listed = new Map<string, Model>();
  const all: string[] = [];
  try {
    for await (const { batch } of readPages(api, api.baseUrl)) {
      for (const model of batch) {
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
    return { plan: planIds(ids, undefined), hasList: false, near: () => [] };
  }
  return { plan: planIds(ids, listed), hasList: true, near: (id) => nearestAll(id, all, 3) };
}

async function planSelected(session: Session, api: Api, selection: Selection): Promise<Planned> {
  const { any, 'trust-details': trusting, 'dry-run': dry } = session.flags;
  const plan = await planList(session, 'jsonl');
  const wanted = await plan.prepare(api);
  const tally = newTally();
  const models: Model[] = [];
  let untrusted: { flag: string; models: number } | undefined;
  // All that pass are looked at: those beyond the limit too decide which ones are within.
  const all = { ...selection, limit: Number.POSITIVE_INFINITY };
  for await (const { batch } of selectedParts(api, { ...wanted, selection: all }, tally))
    for (const model of batch) {
      if (models.length < selection.limit) models.push(copyOf(model));
      const flag = wanted.datasetFlag(model);
      if (flag) untrusted = { flag: untrusted?.flag ?? flag, models: (untrusted?.models ?? 0) + 1 };
    }
  if (untrusted && !trusting) {
    if (!dry) throw new CliError('untrusted-details', untrusted);
    await note(session, [`${untrusted.flag} goes by the dataset's word here: deleting takes --trust-details too.`]);
  }
  const planned = planModels(models, any ?? false);
  if (planned.targets.length === 0) {
    const hint = any ? '' : ' Only fine-tuned models are selected here; --any takes others too.';
    await note(session, [`${nothing(selection, tally, any ? undefined : 'fine-tuned model')}${hint}`]);
  }
  return { plan: planned, hasList: true, near: () => [] };
}

/** A server, or a key, without a list may still delete what somebody names. A broken answer is no such thing. */
const NO_LIST = [403, 404, 405, 501];
