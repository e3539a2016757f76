/**
 * The explorer's fuzzy search: the letters of each word in order, whatever comes between them; words in any order, and
 * `-word` to exclude a word. uFuzzy does the matching and ranking; limits are placed around it because its patterns
 * take time that is a power of the length on texts made for it.
 */
import uFuzzy from '@leeoniya/ufuzzy';

/** Maximum characters searched of an id, and of the typed text. */
const MAX_LOOKED_AT = 200;
export const MAX_SEARCH_LENGTH = 80;
/** More matches take longer to rank than a key press may; they are grouped by how plainly they match. */
const MAX_RANKED = 2_000;
/** How many words may come in any order: each order is a separate search. */
const MAX_WORDS = 4;

const OPTIONS: uFuzzy.Options = {
  intraMode: 0,
  intraIns: Number.POSITIVE_INFINITY,
  interIns: Number.POSITIVE_INFINITY,
  // A word's letters may be on both sides of a hyphen: 4omini finds gpt-4o-mini.
  intraChars: '.',
};

const latin = new uFuzzy(OPTIONS);
let unicode: uFuzzy | undefined;

/** The matches: indexes into the searched list, best first. */
export interface SearchResult {
  readonly indexes: Uint32Array;
  /** The stretches of a text that match, as pairs of start and end. */
  marks(text: string): readonly number[];
}

/** The texts to search, one per model; they are kept so that a key press costs no more than the search. */
export class SearchIndex {
  /** In lowercase. */
  private readonly texts: string[] = [];

  get length(): number {
    return this.texts.length;
  }

  /** @param text what a model is found by and shown as */
  add(text: string): void {
    this.texts.push(searchablePart(text));
  }

  /**
   * Searches among some of the models.
   * @param among their indexes, in the order to use if nothing is ranked
   */
  search(typed: string, among: Uint32Array): SearchResult {
    const needle = typed.slice(0, MAX_SEARCH_LENGTH).trim().toLowerCase();
    if (needle === '') return { indexes: among, marks: () => [] };
    const fuzzy = /^[\x20-\x7e]*$/.test(needle) ? latin : unicodeSearch();
    const words = positiveWords(fuzzy, needle);
    // A search without letters and digits is matched literally.
    const letters = words.length > 0 ? words : [needle];
    const marks = (text: string) => marksOf(letters, searchablePart(text));
    const { texts } = this;
    // Texts without the letters must not reach the patterns, which take very long to fail on them.
    const candidates: number[] = [];
    for (const place of among) if (hasAll(texts[place] as string, letters)) candidates.push(place);
    // uFuzzy treats an empty list of candidates as all of them.
    if (candidates.length === 0) return { indexes: new Uint32Array(0), marks };
    if (words.length === 0) return { indexes: Uint32Array.from(this.byPlainness(candidates, needle)), marks };
    const [found, info, order] = fuzzy.search(texts, needle, MAX_WORDS, MAX_RANKED, candidates);
    const places = info && order ? order.map((at) => info.idx[at] as number) : this.byPlainness(found ?? [], needle);
    return { indexes: Uint32Array.from(places), marks };
  }

  /** Texts that begin with the search first, then those that contain it, then the rest; each in the given order. */
  private byPlainness(places: readonly number[], needle: string): number[] {
    const groups: [number[], number[], number[]] = [[], [], []];
    for (const place of places) {
      const at = (this.texts[place] as string).indexOf(needle);
      groups[at === 0 ? 0 : at > 0 ? 1 : 2].push(place);
    }
    return groups.flat();
  }
}

function searchablePart(text: string): string {
  return (text.length > MAX_LOOKED_AT ? text.slice(0, MAX_LOOKED_AT) : text).toLowerCase();
}

function unicodeSearch(): uFuzzy {
  unicode ??= new uFuzzy({ ...OPTIONS, unicode: true, interSplit: "[^\\p{L}\\d']+", intraSplit: '\\p{Ll}\\p{Lu}' });
  return unicode;
}

/** The words that must occur, without the excluded ones. */
function positiveWords(fuzzy: uFuzzy, needle: string): string[] {
  const wanted = needle.replace(/(?:^|\s)-\S+/g, ' ').trim();
  return wanted === '' ? [] : fuzzy.split(wanted);
}

function hasAll(text: string, words: readonly string[]): boolean {
  for (const word of words) if (endOf(text, word) < 0) return false;
  return true;
}

/** The position after the last of a word's letters, found in order; -1 if they do not all occur. */
function endOf(text: string, word: string): number {
  let at = text.indexOf(word);
  if (at >= 0) return at + word.length;
  for (let i = 0; i < word.length; i++) {
    at = text.indexOf(word[i] as string, at + 1);
    if (at < 0) return -1;
  }
  return at + 1;
}

/** The letters of each word, as close as possible to the end of their first match, as stretches in order. */
function marksOf(words: readonly string[], text: string): readonly number[] {
  const marked = new Set<number>();
  for (const word of words) {
    let at = endOf(text, word);
    for (let i = word.length - 1; i >= 0 && at >= 0; i--) {
      at = text.lastIndexOf(word[i] as string, at - 1);
      if (at >= 0) marked.add(at);
    }
  }
  const stretches: number[] = [];
  for (const at of [...marked].sort((a, b) => a - b)) {
    if (stretches.at(-1) === at) stretches[stretches.length - 1] = at + 1;
    else stretches.push(at, at + 1);
  }
  return stretches;
}
