/**
 * Keys, and what servers quote of them, taken out of text that somebody else wrote. OpenAI's own 401 repeats the ends
 * of the key around asterisks; others put dots there. Every step takes time in proportion to the text, which may be
 * long and hostile.
 */

const PLACEHOLDER = '[key]';
/** The usual looks of keys: a known prefix and what follows, whole or masked. Never the name of a flag. */
const KEY_LIKE = /(?<![\w-])(?:sk|pk|rk|gsk|xai|sess)[-_][\w*.…-]{3,}/g;
/** What stands for hidden characters. */
const MASK = /\*+|\.{2,}|…+|•+/g;
const ENDS_WITH_WORD = /[\w-]/;

/** Shorter secrets would turn ordinary words into placeholders. */
const SHORTEST = 4;
/** Shorter ends of a secret say nothing about it. */
const SHORTEST_END = 2;
/** So many asterisks hide something, whatever stands around them. */
const SURELY_HIDDEN = 3;

export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= SHORTEST);
  return redactMasked(withoutSecrets(text, known).replace(KEY_LIKE, PLACEHOLDER), known);
}

/** The text without these very secrets; what only looks like one stays. For data that must not change otherwise. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) if (secret.length >= SHORTEST) safe = safe.split(secret).join(PLACEHOLDER);
  return safe;
}

/** Takes out what is masked and has the ends of a secret around it. */
function redactMasked(text: string, secrets: readonly string[]): string {
  let safe = '';
  let done = 0;
  for (const { 0: mask, index } of text.matchAll(MASK)) {
    if (index < done) continue;
    let start = index;
    while (start > done && ENDS_WITH_WORD.test(text[start - 1] as string)) start--;
    let end = index + mask.length;
    while (end < text.length && ENDS_WITH_WORD.test(text[end] as string)) end++;
    const hidden = mask[0] === '*' && mask.length >= SURELY_HIDDEN;
    if (!hidden && !isEndOf(secrets, text.slice(start, index), text.slice(index + mask.length, end))) continue;
    safe += text.slice(done, start) + PLACEHOLDER;
    done = end;
  }
  return safe + text.slice(done);
}

function isEndOf(secrets: readonly string[], head: string, tail: string): boolean {
  return secrets.some(
    (secret) =>
      (head.length >= SHORTEST_END && secret.startsWith(head)) ||
      (tail.length >= SHORTEST_END && secret.endsWith(tail)),
  );
}
