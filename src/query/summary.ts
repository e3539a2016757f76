/** What a person is told below a list: how much of it is shown, and why it is empty. */
import { nearestByPart } from '../errors/nearest.ts';
import type { ListCounts } from './run.ts';
import type { Selection } from './selection.ts';

const NEAREST = 3;
const MAX_OWNERS = 5;

/** Says how much was left out, or `undefined` if nothing was. */
export function describeOmitted({ shown, selected, listed, complete }: ListCounts): string | undefined {
  if (!complete) return `Showing ${models(shown)}. There are more.`;
  if (shown === listed) return undefined;
  const matching = selected === listed || selected === shown ? '' : ` (${number(selected)} match)`;
  return `Showing ${number(shown)} of ${models(listed)}${matching}`;
}

/** Says how many models a condition left out because they have no value. */
export function describeMissingValues({ criteria }: Pick<Selection, 'criteria'>): string[] {
  return (criteria?.conditions ?? [])
    .filter(({ missing }) => missing > 0)
    .map(({ missing, column }) => `${models(missing)} without ${column} left out.`);
}

/**
 * Says why there is nothing to show, and suggests similar values.
 * @param noun what was asked for, if not just any model; similar ids may then be of another kind, so none are suggested
 */
export function describeEmpty({ criteria }: Pick<Selection, 'criteria'>, tally: ListCounts, noun?: string): string {
  const { listed, ids, owners } = tally;
  if (listed === 0) return 'No models.';
  if (!criteria || tally.selected > 0) return `Showing 0 of ${number(listed)} models.`;
  const { words, suggestable } = criteria;
  const [text = suggestable.base[0] ?? ''] = suggestable.text;
  const criterion = words.length === 1 && suggestable.text.length === 1 ? `'${text}'` : words.join(' ');
  const nearest = noun ? [] : nearestByPart(bare(text), ids, NEAREST);
  const hint =
    nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : ownersHint(suggestable.owner.length > 0, owners);
  return `No ${noun ?? 'model'} matches ${criterion}. ${models(listed)}${hint}.`;
}

function ownersHint(isOwnerCriterion: boolean, owners: ReadonlySet<string>): string {
  if (!isOwnerCriterion || owners.size === 0) return '';
  const some = [...owners].slice(0, MAX_OWNERS);
  return `; owners: ${some.join(', ')}${owners.size > some.length ? ', ...' : ''}`;
}

/** A glob without its special characters, for comparing with ids. */
function bare(glob: string): string {
  return glob.replace(/[*?[\]{}!()|+@]/g, '');
}

function models(count: number): string {
  return `${number(count)} ${count === 1 ? 'model' : 'models'}`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
