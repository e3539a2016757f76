/**
 * Keys, and what servers quote of them, taken out of text that somebody else wrote. OpenAI's own 401 repeats the ends
 * of the key around asterisks.
 */

const PLACEHOLDER = '[key]';
/** The usual looks of keys: a known prefix and what follows, whole or masked. */
const KEY_LIKE = /\b(?:sk|pk|rk|gsk|xai|sess|key)-[\w*.…-]{3,}/g;
/** Something masked in the middle or at an end. */
const MASKED = /[\w-]*\*{3,}[\w-]*/g;

/** Shorter secrets would turn ordinary words into placeholders. */
const SHORTEST = 4;

export function redact(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) if (secret.length >= SHORTEST) safe = safe.split(secret).join(PLACEHOLDER);
  return safe.replace(KEY_LIKE, PLACEHOLDER).replace(MASKED, PLACEHOLDER);
}
