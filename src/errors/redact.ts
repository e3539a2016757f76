/**
 * Keys, and what servers quote of them, taken out of text that somebody else wrote: whole or cut, masked, and in the
 * encodings that servers put them in, one inside the other. OpenAI's own 401 repeats the ends of the key around
 * asterisks; others put dots there; PHP writes a slash as `\/`. Every step takes time in proportion to the text, which
 * may be long and hostile.
 */
import { type Decoded, decoded, decodedText, encodings } from './escapes.ts';

const PLACEHOLDER = '[key]';
/** The usual looks of keys: a known prefix and what follows, whole or masked. Never the name of a flag. */
const KEY_LIKE = /(?<![\w-])(?:sk|pk|rk|gsk|xai|sess)[-_][\w*.…-]{3,}/g;
/** What stands for hidden characters. */
const MASK = /\*+|\.{2,}|…+|•+/g;
const ENDS_WITH_WORD = /[\w-]/;
/** A cut: the end of the text or a sign for what is left out, behind what it left of an escape, of one inside another too. */
const CUT =
  /(?:\\(?:[uUx]\{?[0-9a-f]{0,7}|[0-7]{1,2})?|%u?[0-9a-f]{0,3}|&#?[0-9a-z]{0,7}){0,3}(?:$| ?(?:…|•|\*|\.\.))/iy;

/** Shorter secrets would turn ordinary words into placeholders. */
const SHORTEST = 4;
/** From this length on no other word looks like it: it is known in any case of its letters and in other alphabets. */
const LONG = 8;
/** Shorter ends of a secret say nothing about it. */
const SHORTEST_END = 2;
/** So many asterisks hide something, whatever stands around them. */
const SURELY_HIDDEN = 3;
/** A larger text is looked through in pieces of this size, where the ends of other alphabets are not looked for. */
const LARGE = 1 << 20;
/** Pieces overlap by more than a key takes in any encoding. */
const OVERLAP = 1 << 16;
/** What is encoded more often than this nobody reads. */
const DEEPEST = 6;

/** Where something stands that must not be shown. */
type Range = readonly [start: number, end: number];

export function redact(text: string, secrets: readonly string[]): string {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST);
  if (text.length <= LARGE) return without(text, [...encodedRanges(text, known, occurrences)]);
  // Piece by piece: to know where each character comes from takes far more memory than the text.
  const found: Range[] = [];
  for (let from = 0; from < text.length; from += LARGE - OVERLAP)
    for (const [start, end] of encodedRanges(text.slice(from, from + LARGE), known, whole))
      found.push([from + start, from + end]);
  return without(text, found);
}

/** @param inOthers how a secret in another alphabet is looked for */
function* encodedRanges(text: string, secrets: readonly string[], inOthers: typeof whole): Generator<Range> {
  let view: Decoded | undefined = { text, source: (at) => at };
  for (let depth = 0; view && depth < DEEPEST; depth++) {
    const { source } = view;
    const unbroken = wholeEscapes(view.text);
    for (const range of rangesIn(view.text, secrets, inOthers)) {
      const [start, end] = unbroken(range);
      yield [source(start), source(end)];
    }
    view = decoded(view);
  }
}

/**
 * Widens ranges to whole pairs of a backslash and what it escapes: a secret that begins or ends with a backslash is found
 * between the two that JSON makes of it, and one that is left over would break the JSON.
 */
function wholeEscapes(text: string): (range: Range) => Range {
  // The run of backslashes that was counted last: many ranges may begin in one.
  let from = 0;
  let to = 0;
  const escapedBy = (at: number): boolean => {
    let first = at;
    while (first > 0 && text[first - 1] === '\\' && !(first >= from && first <= to)) first--;
    if (first >= from && first <= to) first = from;
    from = first;
    to = at;
    return (at - first) % 2 === 1;
  };
  return ([start, end]) => [escapedBy(start) ? start - 1 : start, text[end] === '\\' && escapedBy(end) ? end + 1 : end];
}

/** The text without these very secrets; what only looks like one stays. For data that must not change otherwise. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) if (secret.length >= SHORTEST) safe = safe.split(secret).join(PLACEHOLDER);
  return safe;
}

function without(text: string, ranges: Range[]): string {
  let safe = '';
  let done = 0;
  let last = -1;
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    // What touches is one.
    if (start > last) safe += text.slice(done, start) + PLACEHOLDER;
    last = Math.max(last, end);
    done = last;
  }
  return safe + text.slice(done);
}

function* rangesIn(text: string, secrets: readonly string[], inOthers: typeof whole): Generator<Range> {
  for (const secret of secrets) {
    // A secret that looks like an escape itself is decoded with the text around it.
    for (const one of new Set([secret, decodedText(secret, DEEPEST)])) yield* occurrences(text, one);
    if (secret.length >= LONG) for (const other of encodings(secret)) yield* inOthers(text, other);
  }
  for (const { 0: like, index } of text.matchAll(KEY_LIKE)) yield [index, index + like.length];
  yield* masked(text, secrets);
}

/**
 * Where the secret stands, whole, or as far as it got before the text was cut: at its end, or at a sign for what is left
 * out. Knuth, Morris and Pratt: `length` characters of the secret stand before each place.
 */
function* occurrences(given: string, secret: string): Generator<Range> {
  const [text, wanted] = sameCase(given, secret);
  const falls = fallsOf(wanted);
  const shortest = wanted.length >= 2 * LONG ? SHORTEST : Math.max(SHORTEST, Math.ceil(wanted.length / 2));
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    while (length > 0 && text[at] !== wanted[length]) length = falls[length - 1] as number;
    if (text[at] === wanted[length]) length++;
    const after = at + 1;
    if (length === wanted.length) {
      yield [after - length, after];
      length = falls[length - 1] as number;
    } else if (length >= shortest && isCut(text, after)) yield [after - length, after];
  }
  const most = Math.min(wanted.length - 1, text.length);
  for (let kept = most; kept >= shortest; kept--) if (text.startsWith(wanted.slice(-kept))) return yield [0, kept];
}

/** For each length of a beginning, that of its longest own beginning that it ends with. */
function fallsOf(word: string): number[] {
  const falls = [0];
  for (let at = 1, length = 0; at < word.length; at++) {
    while (length > 0 && word[at] !== word[length]) length = falls[length - 1] as number;
    if (word[at] === word[length]) length++;
    falls.push(length);
  }
  return falls;
}

function isCut(text: string, at: number): boolean {
  CUT.lastIndex = at;
  return CUT.test(text);
}

/** Only where it is whole: a search that any engine has at hand. */
function* whole(given: string, other: string): Generator<Range> {
  const [text, wanted] = sameCase(given, other);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length))
    yield [at, at + wanted.length];
}

/** Lower case has the same length only where the text says so: Turkish letters have not. */
function sameCase(text: string, secret: string): [text: string, secret: string] {
  if (secret.length < LONG) return [text, secret];
  const lower = text.toLowerCase();
  return lower.length === text.length ? [lower, secret.toLowerCase()] : [text, secret];
}

/** What is masked and has the ends of a secret around it. */
function* masked(text: string, secrets: readonly string[]): Generator<Range> {
  let done = 0;
  for (const { 0: mask, index } of text.matchAll(MASK)) {
    if (index < done) continue;
    let start = index;
    while (start > done && ENDS_WITH_WORD.test(text[start - 1] as string)) start--;
    let end = index + mask.length;
    while (end < text.length && ENDS_WITH_WORD.test(text[end] as string)) end++;
    const hidden = mask[0] === '*' && mask.length >= SURELY_HIDDEN;
    if (!hidden && !isEndOf(secrets, text.slice(start, index), text.slice(index + mask.length, end))) continue;
    done = end;
    yield [start, end];
  }
}

function isEndOf(secrets: readonly string[], head: string, tail: string): boolean {
  return secrets.some(
    (secret) =>
      (head.length >= SHORTEST_END && secret.startsWith(head)) ||
      (tail.length >= SHORTEST_END && secret.endsWith(tail)),
  );
}
