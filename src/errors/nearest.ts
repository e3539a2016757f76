import { distance } from 'fastest-levenshtein';

/**
 * The word of `words` that `word` most likely stands for, or `undefined` if none is close: at most one edit per three
 * letters, or `word` is a prefix of it.
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  return nearestAll(word, words, 1)[0];
}

/** The nearest `count` words, best first. */
export function nearestAll(word: string, words: readonly string[], count: number): string[] {
  const query = word.toLowerCase();
  const limit = Math.max(1, Math.floor(query.length / 3));
  return readable(words)
    .map((candidate) => ({ candidate, cost: cost(query, candidate.toLowerCase()) }))
    .filter((near) => near.cost <= limit)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, count)
    .map((near) => near.candidate);
}

/** Names with the word as one of their parts, such as `input_price` for `price`, or else similar names. */
export function nearestNames(word: string, names: readonly string[], count: number): string[] {
  const query = word.toLowerCase();
  const within =
    query.length < 3
      ? []
      : names.filter((name) =>
          name
            .toLowerCase()
            .split(/[_.\s-]/)
            .includes(query),
        );
  return within.length > 0 ? within.slice(0, count) : nearestAll(word, names, 1);
}

/**
 * Ids that `asked` may stand for, best first: equal after the last `/`; equal except for a `:tag` or a date at the end;
 * ids that contain it; ids that differ by a few letters.
 */
export function nearestIds(typed: string, ids: readonly string[], count: number): string[] {
  const query = typed.toLowerCase();
  const limit = Math.max(1, Math.floor(typed.length / 3));
  const bare = withoutEnding(lastPart(query));
  const ranked = readable([...new Set(ids)]).flatMap((id) => {
    const lower = id.toLowerCase();
    const last = lastPart(lower);
    if (lower === query || last === lastPart(query)) return [{ id, rank: 0, cost: id.length }];
    if (withoutEnding(last) === bare) return [{ id, rank: 1, cost: last === bare ? 0 : editDistance(query, lower) }];
    if (query.length >= 2 && lower.includes(query))
      return [{ id, rank: 2, cost: lower.indexOf(query) * 1000 + id.length }];
    const edits = Math.min(editDistance(query, lower), editDistance(query, last));
    return edits <= limit ? [{ id, rank: 3, cost: edits }] : [];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.cost - b.cost)
    .slice(0, count)
    .map(({ id }) => id);
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Drops the tag that local servers use, and the date of a snapshot. */
function withoutEnding(id: string): string {
  // A tag follows the only colon; fine-tuned models have several.
  return id.replace(/^([^:]+):[\w.-]+$/, '$1').replace(/[-@](?:\d{4}-\d{2}-\d{2}|\d{6,8}|\d{4}|latest)$/, '');
}

/** Edits between two words. Two swapped letters are one edit. */
function editDistance(a: string, b: string): number {
  const edits = distance(a, b);
  if (edits !== 2 || a.length !== b.length) return edits;
  let first = 0;
  while (a[first] === b[first]) first++;
  const swapped = a.slice(0, first) + a[first + 1] + a[first] + a.slice(first + 2);
  return swapped === b ? 1 : edits;
}

/** A longer id is skipped: servers set no limit, but nobody types one this long. */
const MAX_LENGTH = 500;

function readable(words: readonly string[]): string[] {
  return words.filter(({ length }) => length <= MAX_LENGTH);
}

function cost(query: string, candidate: string): number {
  if (query.length >= 2 && candidate.startsWith(query)) return 0.5;
  return editDistance(query, candidate);
}

/**
 * The words that a part of a word, such as `gtp-4`, may stand for: it is close to their beginning, or to one of their
 * parts between punctuation. Best first.
 */
export function nearestByPart(part: string, words: readonly string[], count: number): string[] {
  const query = part.toLowerCase();
  if (query.length < 2) return [];
  const limit = Math.max(2, Math.floor(query.length / 3));
  return readable(words)
    .map((candidate) => ({ candidate, cost: partCost(query, candidate.toLowerCase()) }))
    .filter((near) => near.cost <= limit && near.cost < query.length / 2)
    .sort((a, b) => a.cost - b.cost || a.candidate.length - b.candidate.length)
    .slice(0, count)
    .map((near) => near.candidate);
}

function partCost(query: string, candidate: string): number {
  const parts = candidate.split(/[^\p{L}\p{N}]+/u);
  return Math.min(distance(query, candidate.slice(0, query.length)), ...parts.map((part) => distance(query, part)));
}
