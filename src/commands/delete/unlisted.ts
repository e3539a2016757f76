/** What is to be said of ids that the server does not list: no request is sent for them. */
import type { Outcome } from '../../deletion/outcome.ts';
import { journalPath } from '../../journal/files.ts';
import type { Entry, History } from '../../journal/history.ts';
import { withoutSecrets } from '../../redact.ts';
import type { Session } from '../session.ts';
import type { Planned } from './make-plan.ts';
import type { Place } from './place.ts';

/**
 * `not-found`, or `gone` where the journal tells of an earlier run that deleted the model at this place, or may have:
 * so the same list can be given again after a run that was killed.
 */
export async function unlistedOutcomes(
  session: Session,
  place: Omit<Place, 'journal'>,
  { plan, near }: Planned,
): Promise<Outcome[]> {
  if (plan.unlisted.length === 0) return [];
  const gone = await deletedBefore(session, place);
  return plan.unlisted.map((id) => {
    const before = gone.get(id);
    if (before !== undefined) return { id, outcome: 'gone', deleted: true, reason: before, exit: 0 };
    const nearest = near(id);
    const hint = nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : '';
    return { id, outcome: 'not-found', deleted: false, reason: `the server does not list it${hint}`, exit: 5 };
  });
}

/** A journal that cannot be read tells of nothing. */
function entriesOf(read: () => History): readonly Entry[] {
  try {
    return read().entries;
  } catch {
    return [];
  }
}

/** Ids whose last request, as far as the journal knows, was not refused, and how they are known to be gone. */
async function deletedBefore({ ctx, secrets }: Session, place: Omit<Place, 'journal'>): Promise<Map<string, string>> {
  const path = journalPath(ctx);
  if (path === undefined) return new Map();
  const { readHistory } = await import('../../journal/history.ts');
  const endpoint = withoutSecrets(place.endpoint, secrets);
  const last = new Map<string, boolean | null>();
  for (const entry of entriesOf(() => readHistory(path)))
    if (entry.endpoint === endpoint && entry.organization === place.organization && entry.project === place.project)
      last.set(entry.id, entry.deleted);
  return new Map(
    [...last].flatMap(([id, deleted]): [string, string][] => {
      if (deleted === false) return [];
      return [
        [id, deleted ? 'an earlier run deleted it' : 'it is not listed any more since an earlier run asked for it'],
      ];
    }),
  );
}
