import { distance } from 'fastest-levenshtein';

/**
 * The word of `words` that `word` most likely stands for, or `undefined` when none is near: one edit in three letters
 * at most, or a beginning of it.
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  return nearestAll(word, words, 1)[0];
}

/** The nearest `count` words, best first. */
export function nearestAll(word: string, words: readonly string[], count: number): string[] {
  const asked = word.toLowerCase();
  const limit = Math.max(1, Math.floor(asked.length / 3));
  return words
    .map((candidate) => ({ candidate, cost: cost(asked, candidate.toLowerCase()) }))
    .filter((near) => near.cost <= limit)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, count)
    .map((near) => near.candidate);
}

function cost(asked: string, candidate: string): number {
  if (asked.length >= 2 && candidate.startsWith(asked)) return 0.5;
  return distance(asked, candidate);
}
