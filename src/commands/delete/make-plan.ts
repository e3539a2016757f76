/** The plan of a command line, from what the server lists. */
import type { Api } from '../../api/client.ts';
import { readPages } from '../../api/pages.ts';
import { copyOf, type Plan, planIds, planModels } from '../../deletion/plan.ts';
import { CliError, type ErrorArguments } from '../../errors.ts';
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
  /** Ids of the list that are near one that is not on it. */
  near(id: string): string[];
}

/** @throws CliError those of the list; where ids were named, one that cannot be had is only said */
export async function makePlan(session: Session, api: Api, order: Order): Promise<Planned> {
  return order.kind === 'ids' ? planNamed(session, api, order.ids) : planSelected(session, api, order.selection);
}

async function planNamed(session: Session, api: Api, ids: readonly string[]): Promise<Planned> {
  if (ids.length === 0) return { plan: planIds(ids, undefined), near: () => [] };
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
    if (!(error instanceof CliError) || !hasNoList(error)) throw error;
    const { status } = error.args as ErrorArguments['server'];
    await note(session, [
      `The server's list cannot be had (${status}), so which of these models there are is not known. Each is asked for as it is.`,
    ]);
    return { plan: planIds(ids, undefined), near: () => [] };
  }
  return { plan: planIds(ids, listed), near: (id) => nearestAll(id, all, 3) };
}

async function planSelected(session: Session, api: Api, selection: Selection): Promise<Planned> {
  const { wanted } = await planList(session, 'json');
  const tally = newTally();
  const models: Model[] = [];
  for await (const { batch } of selectedParts(api, { ...wanted, selection }, tally))
    for (const model of batch) models.push(copyOf(model));
  const plan = planModels(models, session.flags.any ?? false);
  if (plan.targets.length === 0) {
    const { any } = session.flags;
    const hint = any ? '' : ' Only fine-tuned models are selected here; --any takes others too.';
    await note(session, [`${nothing(selection, tally, any ? undefined : 'fine-tuned model')}${hint}`]);
  }
  return { plan, near: () => [] };
}

/** A server, or a key, without a list may still delete what somebody names. A broken answer is no such thing. */
function hasNoList(error: CliError): error is CliError<'server'> {
  return error.code === 'server' && [403, 404, 405, 501].includes((error.args as ErrorArguments['server']).status);
}
