/**
 * Removes keys, and what servers quote of them, from text that came from elsewhere: whole or truncated, masked, and in
 * the encodings that servers use, nested too. OpenAI's own 401 repeats the ends of the key around asterisks; others use
 * dots; PHP writes a slash as `\/`. Every step takes time linear in the text, which may be long and hostile.
 */
import { type Decoded, decodedText, decodeOnce, encodings } from './escapes.ts';

const PLACEHOLDER = '[key]';
/** The usual forms of keys: a known prefix and what follows, whole or masked. Never the name of a flag. */
const KEY_LIKE = /(?<![\w-])(?:sk|pk|rk|gsk|xai|sess)[-_][\w*.…-]{3,}/g;
/** Characters that mask others. */
const MASK = /\*+|\.{2,}|…+|•+/g;
const ENDS_WITH_WORD = /[\w-]/;
/** A truncation: the end of the text or an ellipsis, possibly after fragments of nested escapes. */
const CUT =
  /(?:\\(?:[uUx]\{?[0-9a-f]{0,7}|[0-7]{1,2})?|%u?[0-9a-f]{0,3}|&#?[0-9a-z]{0,7}){0,3}(?:$| ?(?:…|•|\*|\.\.))/iy;

/** Shorter secrets would turn ordinary words into placeholders. */
const MIN_LENGTH = 4;
/**
 * From this length up, a secret is not confused with other words, so its case is ignored and encoded forms are
 * searched.
 */
const LONG = 8;
/** The fewest characters at an end of a secret that identify it. */
const MIN_END_LENGTH = 2;
/** This many asterisks hide something, whatever surrounds them. */
const SURELY_HIDDEN = 3;
/** A larger text is searched in pieces of this size, and encoded secrets are then found only if they are whole. */
const LARGE = 1 << 20;
/** Pieces overlap by more than a key takes in any encoding. */
const OVERLAP = 1 << 16;
/** Nobody reads text that is encoded more times than this. */
const MAX_DEPTH = 6;

/** The range of something that must not be shown. */
type Range = readonly [start: number, end: number];

export function redact(text: string, secrets: readonly string[]): string {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= MIN_LENGTH);
  if (text.length <= LARGE) return without(text, [...encodedRanges(text, known, findOccurrences)]);
  // In pieces, because recording where each character comes from takes far more memory than the text.
  const found: Range[] = [];
  for (let from = 0; from < text.length; from += LARGE - OVERLAP)
    for (const [start, end] of encodedRanges(text.slice(from, from + LARGE), known, findWholeOccurrences))
      found.push([from + start, from + end]);
  return without(text, found);
}

/** @param inOthers how to search for an encoded secret */
function* encodedRanges(
  text: string,
  secrets: readonly string[],
  inOthers: typeof findWholeOccurrences,
): Generator<Range> {
  let view: Decoded | undefined = { text, source: (at) => at };
  for (let depth = 0; view && depth < MAX_DEPTH; depth++) {
    const { source } = view;
    const unbroken = wholeEscapes(view.text);
    for (const range of rangesIn(view.text, secrets, inOthers)) {
      const [start, end] = unbroken(range);
      yield [source(start), source(end)];
    }
    view = decodeOnce(view);
  }
}

/**
 * Widens ranges to whole pairs of a backslash and the character it escapes: a secret that begins or ends with a
 * backslash is found between the two that JSON makes of it, and a leftover one would break the JSON.
 */
function wholeEscapes(text: string): (range: Range) => Range {
  // Caches the last run of backslashes counted, because many ranges may begin in the same one.
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

/**
 * The text without exactly these secrets; text that only looks like a key stays. For data that must not change
 * otherwise.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) if (secret.length >= MIN_LENGTH) safe = safe.split(secret).join(PLACEHOLDER);
  return safe;
}

function without(text: string, ranges: Range[]): string {
  let safe = '';
  let done = 0;
  let last = -1;
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    // Adjacent ranges share one placeholder.
    if (start > last) safe += text.slice(done, start) + PLACEHOLDER;
    last = Math.max(last, end);
    done = last;
  }
  return safe + text.slice(done);
}

function* rangesIn(text: string, secrets: readonly string[], inOthers: typeof findWholeOccurrences): Generator<Range> {
  for (const secret of secrets) {
    // A secret that itself looks like an escape is decoded along with the text around it.
    for (const one of new Set([secret, decodedText(secret, MAX_DEPTH)])) yield* findOccurrences(text, one);
    if (secret.length >= LONG) for (const other of encodings(secret)) yield* inOthers(text, other);
  }
  for (const { 0: like, index } of text.matchAll(KEY_LIKE)) yield [index, index + like.length];
  yield* findMasked(text, secrets);
}

/**
 * Finds the secret whole, or truncated at the end of the text or before an ellipsis. Uses the Knuth-Morris-Pratt
 * algorithm: `length` characters of the secret match before each position.
 */
function* findOccurrences(original: string, secret: string): Generator<Range> {
  const [text, pattern] = normalizeCase(original, secret);
  const failures = failureTable(pattern);
  const shortest = pattern.length >= 2 * LONG ? MIN_LENGTH : Math.max(MIN_LENGTH, Math.ceil(pattern.length / 2));
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    while (length > 0 && text[at] !== pattern[length]) length = failures[length - 1] as number;
    if (text[at] === pattern[length]) length++;
    const after = at + 1;
    if (length === pattern.length) {
      yield [after - length, after];
      length = failures[length - 1] as number;
    } else if (length >= shortest && isCut(text, after)) yield [after - length, after];
  }
  const most = Math.min(pattern.length - 1, text.length);
  for (let kept = most; kept >= shortest; kept--) if (text.startsWith(pattern.slice(-kept))) return yield [0, kept];
}

/** For each prefix of the word, the length of its longest proper prefix that is also its suffix. */
function failureTable(word: string): number[] {
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

/** Finds whole occurrences only, with the engine's own fast search. */
function* findWholeOccurrences(original: string, other: string): Generator<Range> {
  const [text, pattern] = normalizeCase(original, other);
  for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + pattern.length))
    yield [at, at + pattern.length];
}

/** Lower-cases both, unless that changes the text's length, as with some Turkish letters. */
function normalizeCase(text: string, secret: string): [text: string, secret: string] {
  if (secret.length < LONG) return [text, secret];
  const lower = text.toLowerCase();
  return lower.length === text.length ? [lower, secret.toLowerCase()] : [text, secret];
}

/** Masked text with the ends of a secret around it. */
function* findMasked(text: string, secrets: readonly string[]): Generator<Range> {
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
      (head.length >= MIN_END_LENGTH && secret.startsWith(head)) ||
      (tail.length >= MIN_END_LENGTH && secret.endsWith(tail)),
  );
}
