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
  return readable(words)
    .map((candidate) => ({ candidate, cost: cost(asked, candidate.toLowerCase()) }))
    .filter((near) => near.cost <= limit)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, count)
    .map((near) => near.candidate);
}

/** Ids of servers have no limit; nobody types one that is longer than this. */
const LONGEST = 500;

function readable(words: readonly string[]): string[] {
  return words.filter(({ length }) => length <= LONGEST);
}

function cost(asked: string, candidate: string): number {
  if (asked.length >= 2 && candidate.startsWith(asked)) return 0.5;
  return distance(asked, candidate);
}

/**
 * The words that a part of a word, such as `gtp-4`, may be meant for: near to their beginning, or to one of the parts
 * between their marks. Best first.
 */
export function nearestByPart(part: string, words: readonly string[], count: number): string[] {
  const asked = part.toLowerCase();
  if (asked.length < 2) return [];
  const limit = Math.max(2, Math.floor(asked.length / 3));
  return readable(words)
    .map((candidate) => ({ candidate, cost: partCost(asked, candidate.toLowerCase()) }))
    .filter((near) => near.cost <= limit && near.cost < asked.length / 2)
    .sort((a, b) => a.cost - b.cost || a.candidate.length - b.candidate.length)
    .slice(0, count)
    .map((near) => near.candidate);
}

function partCost(asked: string, candidate: string): number {
  const parts = candidate.split(/[^\p{L}\p{N}]+/u);
  return Math.min(distance(asked, candidate.slice(0, asked.length)), ...parts.map((part) => distance(asked, part)));
}
