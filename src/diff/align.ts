/** Finds the models of two lists that have the same text, wherever they are. */
import type { BufferedList } from './kept-list.ts';

/** For each model on the left, the index of the same text on the right or -1; and the indexes of all other models. */
export interface Alignment {
  same: Int32Array;
  left: number[];
  right: number[];
}

/** Each text is matched once. Most are in the same order; an index is built only when one is not. */
export function alignLists(from: BufferedList, to: BufferedList): Alignment {
  const same = new Int32Array(from.length).fill(-1);
  const taken = new Uint8Array(to.length);
  const left: number[] = [];
  let index: TextIndex | undefined;
  let next = 0;
  for (let i = 0; i < from.length; i++) {
    let place = -1;
    if (next < to.length && taken[next] === 0 && from.isSame(i, to, next)) place = next;
    else {
      index ??= new TextIndex(to);
      place = index.find(from, i, taken);
    }
    if (place < 0) {
      left.push(i);
      // Usually, one model has changed in place.
      next++;
      continue;
    }
    same[i] = place;
    taken[place] = 1;
    next = place + 1;
  }
  const right: number[] = [];
  for (let j = 0; j < to.length; j++) if (taken[j] === 0) right.push(j);
  return { same, left, right };
}

/** How many texts with one hash to compare. Only a malicious list has more; the rest are then matched by id. */
const MAX_COMPARED = 64;

/** Finds a text's position in a list. */
class TextIndex {
  private readonly list: BufferedList;
  private readonly mask: number;
  /** The index + 1 of the first model for each hash, and of the next one after each model; 0 if there is none. */
  private readonly heads: Int32Array;
  private readonly nexts: Int32Array;

  constructor(list: BufferedList) {
    this.list = list;
    this.mask = (1 << (32 - Math.clz32(list.length))) - 1;
    this.heads = new Int32Array(this.mask + 1);
    this.nexts = new Int32Array(list.length);
    // From the end, so that the first of several is found first.
    for (let i = list.length - 1; i >= 0; i--) {
      const hash = list.hashAt(i) & this.mask;
      this.nexts[i] = this.heads[hash] as number;
      this.heads[hash] = i + 1;
    }
  }

  /** The first index with the same text that is not taken; -1 if there is none. */
  find(other: BufferedList, place: number, taken: Uint8Array): number {
    const hash = other.hashAt(place) & this.mask;
    let next = this.heads[hash] as number;
    for (let tries = 0; next > 0 && tries < MAX_COMPARED; tries++) {
      if (taken[next - 1] === 0 && other.isSame(place, this.list, next - 1)) return next - 1;
      next = this.nexts[next - 1] as number;
    }
    return -1;
  }
}
