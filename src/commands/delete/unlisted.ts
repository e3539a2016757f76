/** What is to be said of ids that the server does not list: no request is sent for them. */
import type { Outcome } from '../../deletion/outcome.ts';
import { journalPath } from '../../journal/files.ts';
import type { Entry, History } from '../../journal/history.ts';
import type { Session } from '../session.ts';
import type { Planned } from './make-plan.ts';
import { type Place, withoutKeys } from './place.ts';

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
    if (before?.deleted) return { id, outcome: 'gone', deleted: true, reason: before.reason, exit: 0 };
    const nearest = near(id);
    const hint = nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : '';
    const reason = `the server does not list it${before ? `; ${before.reason}` : hint}`;
    return { id, outcome: 'not-found', deleted: false, reason, exit: 5 };
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

interface Past {
  /** An earlier run deleted it, or asked for it while the server listed it. */
  deleted: boolean;
  reason: string;
}

/** Ids whose last request, as far as the journal knows, was not refused. */
async function deletedBefore({ ctx, secrets }: Session, place: Omit<Place, 'journal'>): Promise<Map<string, Past>> {
  const path = journalPath(ctx);
  if (path === undefined) return new Map();
  const { readHistory } = await import('../../journal/history.ts');
  const clean = (text: string | null) => text && withoutKeys(text, secrets);
  const [endpoint, organization, project] = [place.endpoint, place.organization, place.project].map(clean);
  const last = new Map<string, Entry>();
  for (const entry of entriesOf(() => readHistory(path)))
    if (entry.endpoint === endpoint && entry.organization === organization && entry.project === project)
      if (entry.outcome !== 'not-found')
        // That a model is missing is what its deletion leads to, and no news.
        last.set(entry.id, entry);
  return new Map([...last].flatMap(([id, entry]): [string, Past][] => pastOf(entry).map((past) => [id, past])));
}

function pastOf({ deleted, model }: Entry): Past[] {
  if (deleted === false) return [];
  if (deleted) return [{ deleted, reason: 'an earlier run deleted it' }];
  // Without the model beside it nobody knows whether there ever was one.
  return model === 'null'
    ? [{ deleted: false, reason: 'an earlier run asked for it and got no answer' }]
    : [{ deleted: true, reason: 'it is not listed any more since an earlier run asked for it' }];
}
