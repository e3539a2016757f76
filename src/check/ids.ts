/**
 * The ids to look for, as one matcher over bytes: a shift table finds the places that may hold an id, up to three bytes
 * per step, and a trie reads the longest id there. Neither gets slower with more ids.
 *
 * The shifts are those of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994) on blocks of two bytes,
 * for a stretch of four bytes of each id: the one that is rarest in other text. A shorter id is looked for together
 * with a neighboring byte that is not part of a word.
 */

/** How an id is recognized: an everyday word or a short code is not an id everywhere. */
export type IdClass =
  /** Has a hyphen, a dot or an at sign: counts wherever it stands alone. */
  | 'plain'
  /** `o1`, `imagetext`: counts only as a whole string, or where a model is named. */
  | 'short'
  /** `ada`, `command`: counts only where a model is named. */
  | 'everyday';

const EVERYDAY = new Set(['ada', 'babbage', 'command', 'curie', 'davinci', 'inkling', 'rune', 'sonar', 'whisper']);

export function classOf(id: string): IdClass {
  if (EVERYDAY.has(id)) return 'everyday';
  // Also a keyboard shortcut.
  if (id === 'command-r') return 'short';
  return /[-.@]/.test(id) ? 'plain' : 'short';
}

/** Length in bytes of the stretch that an id is found by. */
const STRETCH = 4;
/** The stretch lies within this many first bytes. */
const HEAD = 24;

const ROUGH = 1 << 14;

const encoder = new TextEncoder();

/** Called for each place where an id may begin, in the order of the stretches, possibly repeatedly for one place. */
export type OnCandidate = (start: number) => void;

export class IdSet {
  private readonly known: ReadonlySet<string>;
  /** For a pair of bytes, the least distance to the next place of interest; 0 if a stretch may end here. */
  private readonly shifts = new Uint8Array(1 << 16).fill(STRETCH - 1);
  /** For the four bytes of a stretch, how far before its end ids begin. */
  private readonly patterns = new Map<number, number[]>();
  /** Rules out most byte sequences that are not a stretch. */
  private readonly roughFilter = new Uint8Array(ROUGH);
  /** The byte pairs that are ids themselves. */
  private readonly pairs = new Uint8Array(1 << 16);
  /** The trie: maps a node and a byte to the next node. Node 0 is the root. */
  private readonly edges = new Map<number, number>();
  private readonly ends: (string | undefined)[] = [undefined];

  constructor(ids: Iterable<string>) {
    this.known = new Set([...ids].filter((id) => id.length > 1));
    for (const id of this.known) this.add(id);
  }

  get size(): number {
    return this.known.size;
  }

  has(id: string): boolean {
    return this.known.has(id);
  }

  /** Finds the places in `bytes` between `from` and `to` where an id may begin; `on` has to read the id. */
  find(bytes: Uint8Array, from: number, to: number, on: OnCandidate): void {
    const { shifts, roughFilter, pairs } = this;
    for (let i = from + 1; i < to; ) {
      const shift = shifts[((bytes[i - 1] as number) << 8) | (bytes[i] as number)] as number;
      if (shift > 0) {
        i += shift;
        continue;
      }
      const stretch = stretchAt(bytes, i);
      if (roughFilter[roughly(stretch)] === 1) {
        const lengths = this.patterns.get(stretch);
        if (lengths) for (const length of lengths) if (i + 1 - length >= from) on(i + 1 - length);
      }
      if (i - 2 >= from && pairs[(stretch >>> 8) & 0xffff] === 1) on(i - 2);
      i++;
    }
    // A pair at the end has no byte after it to be found by.
    if (to - 2 >= from && pairs[((bytes[to - 2] as number) << 8) | (bytes[to - 1] as number)] === 1) on(to - 2);
  }

  /** The ids that begin at a place, longest first. */
  at(bytes: Uint8Array, start: number, to: number): string[] {
    const found: string[] = [];
    let node: number | undefined = 0;
    for (let i = start; i < to; i++) {
      node = this.edges.get((node << 8) | (bytes[i] as number));
      if (node === undefined) break;
      const id = this.ends[node];
      if (id !== undefined) found.unshift(id);
    }
    return found;
  }

  private add(id: string): void {
    const bytes = encoder.encode(id);
    let node = 0;
    for (const byte of bytes) {
      const key = (node << 8) | byte;
      let next = this.edges.get(key);
      if (next === undefined) {
        next = this.ends.push(undefined) - 1;
        this.edges.set(key, next);
      }
      node = next;
    }
    this.ends[node] = id;
    if (bytes.length === 2) this.watchPair(bytes[0] as number, bytes[1] as number);
    else if (bytes.length < STRETCH) for (const mark of MARKS) this.watch([mark, ...bytes], 1);
    else {
      const at = chooseStretch(bytes);
      this.watch([...bytes.subarray(at, at + STRETCH)], -at);
    }
  }

  private watchPair(first: number, last: number): void {
    this.pairs[(first << 8) | last] = 1;
    for (const mark of MARKS) {
      this.shorten((mark << 8) | first, 2);
      this.shorten((last << 8) | mark, 0);
    }
    this.shorten((first << 8) | last, 1);
  }

  private shorten(pair: number, shift: number): void {
    this.shifts[pair] = Math.min(shift, this.shifts[pair] as number);
  }

  /** @param offset where the id begins, relative to the stretch */
  private watch(stretch: readonly number[], offset: number): void {
    const [a = 0, b = 0, c = 0, d = 0] = stretch;
    this.shorten((a << 8) | b, 2);
    this.shorten((b << 8) | c, 1);
    this.shorten((c << 8) | d, 0);
    const key = stretchAt(Uint8Array.of(a, b, c, d), STRETCH - 1);
    const lengths = this.patterns.get(key) ?? [];
    const length = STRETCH - offset;
    if (!lengths.includes(length)) lengths.push(length);
    this.patterns.set(key, lengths);
    this.roughFilter[roughly(key)] = 1;
  }
}

/** The start of the stretch that is rarest in text without ids: letter, hyphen and digit together are rare. */
function chooseStretch(bytes: Uint8Array): number {
  let best = 0;
  let most = -1;
  for (let at = 0; at + STRETCH <= Math.min(bytes.length, HEAD); at++) {
    const part = [...bytes.subarray(at, at + STRETCH)];
    const kinds = new Set(part.map((byte) => (isDigit(byte) ? 'digit' : isWord(byte) ? 'letter' : 'other'))).size;
    const rarity = 3 * kinds + (part.includes(HYPHEN) ? 2 : 0);
    if (rarity > most) {
      most = rarity;
      best = at;
    }
  }
  return best;
}

const HYPHEN = 0x2d;
const LINE_FEED = 0x0a;

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** The four bytes that end at a position; a line feed stands in for bytes before the first. */
function stretchAt(bytes: Uint8Array, end: number): number {
  const [a, b] = [bytes[end - 3] ?? LINE_FEED, bytes[end - 2] ?? LINE_FEED];
  return (a << 24) | (b << 16) | ((bytes[end - 1] as number) << 8) | (bytes[end] as number);
}

/** An index into `rough`. */
function roughly(stretch: number): number {
  return (stretch ^ (stretch >>> 11)) & (ROUGH - 1);
}

/** ASCII letters, digits and underscore, and every byte of non-ASCII characters. */
function isWord(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) - 0x61) >>> 0 < 26 || byte === 0x5f || byte >= 0x80;
}

/** The bytes that are not part of a word. */
const MARKS = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !isWord(byte));
