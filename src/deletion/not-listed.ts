/** Reports ids that the server does not list. No request is sent for them. */

import type { Session } from '../session/session.ts';
import { type JournalEntry, journalPath } from './history.ts';
import type { Outcome } from './outcome.ts';
import type { PlanResult } from './plan.ts';
import { type DeletionTarget, removeKeys } from './target.ts';

/**
 * `not-found`, or `gone` if the journal says that an earlier run deleted the model with this key at this endpoint. That
 * way the same list of ids can be used again after an interrupted run.
 */
export async function resolveUnlisted(
  session: Session,
  target: Omit<DeletionTarget, 'journal'>,
  { plan, similarIds }: PlanResult,
): Promise<Outcome[]> {
  if (plan.unlisted.length === 0) return [];
  const earlier = await earlierRuns(session, target, plan.unlisted);
  const exit = session.flags['ignore-not-found'] ? 0 : 5;
  return plan.unlisted.map((id) => {
    const before = earlier.get(id);
    if (before?.deleted) return goneOutcome(id);
    const nearest = similarIds(id);
    const hint = nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : '';
    const reason = `the server does not list it${before ? `; ${OPEN}` : hint}`;
    return { id, outcome: 'not-found', deleted: before ? null : false, reason, exit };
  });
}

const OPEN = 'an earlier run tried to delete it and got no response';

/** The outcome of a model that the server does not have, if an earlier run deleted it. */
export async function findEarlierDeletion(
  session: Session,
  target: Omit<DeletionTarget, 'journal'>,
  id: string,
): Promise<Outcome | undefined> {
  const before = (await earlierRuns(session, target, [id])).get(id);
  return before?.deleted ? goneOutcome(id) : undefined;
}

function goneOutcome(id: string): Outcome {
  return { id, outcome: 'gone', deleted: true, reason: 'an earlier run deleted it', exit: 0 };
}

/**
 * The newest requests for these ids in the journal, with the same key at the same endpoint. Rejected ones do not count,
 * and neither do those of another key, organization or project, which may not see an existing model. An unreadable
 * journal counts as empty.
 */
async function earlierRuns(
  { ctx, secrets }: Session,
  place: Omit<DeletionTarget, 'journal'>,
  ids: readonly string[],
): Promise<Map<string, JournalEntry>> {
  const path = journalPath(ctx);
  if (path === undefined || place.fingerprint === null) return new Map();
  const { lastRequests } = await import('./history.ts');
  const clean = (text: string) => removeKeys(text, secrets);
  const [endpoint, organization, project] = [place.endpoint, place.organization, place.project].map(
    (text) => text && clean(text),
  );
  const isOurs = (entry: JournalEntry) =>
    entry.endpoint === endpoint &&
    entry.organization === organization &&
    entry.project === project &&
    entry.key_fingerprint === place.fingerprint;
  const names = new Map(ids.map((id) => [clean(id), id]));
  try {
    const found = [...lastRequests(path, names.keys(), isOurs)];
    return new Map(
      found.filter(([, { deleted }]) => deleted !== false).map(([name, entry]) => [names.get(name) ?? name, entry]),
    );
  } catch {
    return new Map();
  }
}
