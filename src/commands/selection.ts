/** What the selection flags ask for, checked before anything is sent: the same for every command that selects. */
import { CliError } from '../errors.ts';
import type { Criteria } from '../models/select.ts';
import { parseWhen, WHEN_WANTED } from '../models/when.ts';
import { SELECTION_FLAGS } from '../spec/selection-flags.ts';
import type { Session } from './session.ts';

export interface SortSpec {
  /** A column, a field or a GJSON path. */
  name: string;
  descending: boolean;
}

export interface Selection {
  /** `undefined` where every model is wanted. */
  criteria: Criteria | undefined;
  sort: readonly SortSpec[];
  /** Infinity for all. */
  limit: number;
  /** The flags that narrow, as typed, for people: `--match 'gpt-4*'`. */
  words: readonly string[];
}

/**
 * Reads the selection flags.
 * @throws CliError `bad-value`, `conflict`, `needs-flag` (exit 2)
 */
export function selectionOf(session: Session): Selection {
  const { flags } = session;
  if (flags['fine-tuned'] && flags['no-fine-tuned'])
    throw new CliError('conflict', { flags: ['--fine-tuned', '--no-fine-tuned'] });
  if (flags.base !== undefined && flags['no-fine-tuned'])
    throw new CliError('conflict', { flags: ['--base', '--no-fine-tuned'] });
  if (flags['exit-code'] && flags.retiring === undefined)
    throw new CliError('needs-flag', { flag: '--exit-code', needs: '--retiring' });
  const criteria = criteriaOf(session);
  const most = flags['max-items'] ?? -1;
  return {
    criteria: Object.keys(criteria).length > 0 ? criteria : undefined,
    sort: (flags.sort ?? []).map(sortOf),
    limit: most < 0 ? Number.POSITIVE_INFINITY : most,
    words: wordsOf(session),
  };
}

function criteriaOf({ flags, ctx }: Session): Criteria {
  const now = ctx.now() / 1000;
  const after = whenOf('--created-after', flags['created-after'], now);
  const before = whenOf('--created-before', flags['created-before'], now);
  return {
    ...(flags.search !== undefined && { search: filled('--search', flags.search, 'a word of the id, such as mini') }),
    ...(flags.match && { match: flags.match.map((glob) => filled('--match', glob, "a glob such as 'gpt-4*'")) }),
    ...(flags['owned-by'] && {
      ownedBy: flags['owned-by'].map((owner) => filled('--owned-by', owner, "an owner such as openai or '!system'")),
    }),
    ...(flags['fine-tuned'] && { fineTuned: true }),
    ...(flags['no-fine-tuned'] && { fineTuned: false }),
    ...(flags.base !== undefined && { base: filled('--base', flags.base, 'a model such as gpt-4o-mini') }),
    ...(after !== undefined && { createdAfter: after }),
    ...(before !== undefined && { createdBefore: before }),
    ...(flags.retiring !== undefined && { retiringBy: retiringBy(flags.retiring, now) }),
  };
}

function whenOf(what: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const when = parseWhen(text.trim(), now);
  if (when === undefined) throw new CliError('bad-value', { what, value: text, want: WHEN_WANTED });
  return when;
}

/** Without a time every known date counts; an age counts ahead. */
function retiringBy(text: string, now: number): number {
  if (text === '') return Number.POSITIVE_INFINITY;
  const when = parseWhen(text.trim(), now, true);
  if (when === undefined)
    throw new CliError('bad-value', {
      what: '--retiring',
      value: text,
      want: 'a time to come such as 90d or 2027-01-31',
    });
  return when;
}

const LONGEST = 10_000;

function filled(what: string, text: string, want: string): string {
  const bare = what === '--search' ? text.trim() : text.replace(/^!(?!\()/, '');
  if (bare === '' || text.length > LONGEST) throw new CliError('bad-value', { what, value: text.slice(0, 80), want });
  return text;
}

function sortOf(text: string): SortSpec {
  const direction = /:(asc|desc)$/i.exec(text)?.[1]?.toLowerCase();
  const name = direction ? text.slice(0, -direction.length - 1) : text;
  if (name.trim() === '')
    throw new CliError('bad-value', { what: '--sort', value: text, want: 'a column such as created or created:desc' });
  return { name: name.trim(), descending: direction === 'desc' };
}

function wordsOf({ flags }: Session): string[] {
  return SELECTION_FLAGS.filter((name) => name !== 'sort' && name !== 'max-items').flatMap((name) => {
    const value = flags[name];
    if (value === undefined || value === false) return [];
    if (value === true || value === '') return [`--${name}`];
    return (Array.isArray(value) ? value : [value]).map((one) => `--${name} ${shown(String(one))}`);
  });
}

/** As one would type it. */
function shown(value: string): string {
  return /^[\w.,:/@%+-]+$/.test(value) ? value : `'${value}'`;
}
