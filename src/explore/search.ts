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

/** A search without these is one word: nothing in it is excluded or matched literally, nor in what it begins with. */
const BEYOND_ONE_WORD = /[^a-z\d]/;

/** The first bit of `lettersIn` that stands for digits. */
const FIRST_DIGIT = 1 << 26;

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
  /** The letters of each text, as `lettersIn` packs them. */
  private readonly letters: number[] = [];
  /** The search before this one, and what it found before ranking. */
  private last: { needle: string; among: Uint32Array; length: number; found: number[] } | undefined;

  get length(): number {
    return this.texts.length;
  }

  /** @param text what a model is found by and shown as */
  add(text: string): void {
    const searched = searchablePart(text);
    this.texts.push(searched);
    this.letters.push(lettersIn(searched));
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
    const candidates = this.candidates(needle, letters, among);
    // uFuzzy treats an empty list of candidates as all of them.
    if (candidates.length === 0) return { indexes: new Uint32Array(0), marks };
    // One word passes uFuzzy's filter if its letters occur in order, so only ranking is left, and only for a few.
    const filtered = words.length === 0 || (!BEYOND_ONE_WORD.test(needle) && candidates.length > MAX_RANKED);
    if (filtered) return { indexes: this.byPlainness(candidates, needle), marks };
    const [found, info, order] = fuzzy.search(texts, needle, MAX_WORDS, MAX_RANKED, candidates);
    const ranked = info && order && Uint32Array.from(order, (at) => info.idx[at] as number);
    return { indexes: ranked ?? this.byPlainness(found ?? [], needle), marks };
  }

  /**
   * The models whose texts have the letters of the words, in the order of `among`. Other texts must not reach uFuzzy's
   * patterns, which take very long to fail on them.
   */
  private candidates(needle: string, words: readonly string[], among: Uint32Array): number[] {
    const { texts, last } = this;
    const isSame = last?.among === among && last.length === texts.length;
    // While the user types a word, each search finds some of what the one before found.
    const narrows = isSame && needle.startsWith(last.needle) && !BEYOND_ONE_WORD.test(needle);
    const wanted = lettersIn(words.join(''));
    const isLetter = needle.length === 1 && wanted !== 0 && wanted < FIRST_DIGIT;
    const found: number[] = [];
    const source = narrows ? last.found : among;
    for (let i = 0; i < source.length; i++) {
      const place = source[i] as number;
      if (((this.letters[place] as number) & wanted) !== wanted) continue;
      if (isLetter || hasAll(texts[place] as string, words)) found.push(place);
    }
    this.last = { needle, among, length: texts.length, found };
    return found;
  }

  /** Texts that begin with the search first, then those that contain it, then the rest; each in the given order. */
  private byPlainness(places: readonly number[], needle: string): Uint32Array {
    const groups = new Uint8Array(places.length);
    const sizes: [number, number, number] = [0, 0, 0];
    for (let i = 0; i < places.length; i++) {
      const text = this.texts[places[i] as number] as string;
      // A text that was found has the letter of a search of one, so it need not be looked for again.
      const group = text.startsWith(needle) ? 0 : needle.length === 1 || text.includes(needle) ? 1 : 2;
      groups[i] = group;
      sizes[group]++;
    }
    const next = [0, sizes[0], sizes[0] + sizes[1]];
    const sorted = new Uint32Array(places.length);
    for (let i = 0; i < places.length; i++) {
      const group = groups[i] as number;
      sorted[next[group] as number] = places[i] as number;
      next[group] = (next[group] as number) + 1;
    }
    return sorted;
  }
}

/** Which of the letters a to z occur, a bit each, and digits in groups: rules out most texts without reading them. */
function lettersIn(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x61 && code <= 0x7a) letters |= 1 << (code - 0x61);
    else if (code >= 0x30 && code <= 0x39) letters |= FIRST_DIGIT << (code & 3);
  }
  return letters;
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
