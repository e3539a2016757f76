/**
 * Puts text into HTML. Whatever a server sent is only ever text in the page: between tags, in attributes, and in the
 * JSON that the page's script reads. Invisible and control characters are not handled here: texts arrive ready to be
 * shown.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for use between tags, or in an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (found) => ENTITIES[found] as string) : text;
}

/**
 * Characters that an HTML parser would act on
 * (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements), JavaScript's
 * additional line breaks, and characters that would hide or reverse text for someone reading the source.
 */
const NOT_IN_SCRIPT = /[<>&\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Escapes JSON text for an `application/json` script element; it is still the same JSON. */
export function embeddedJson(json: string): string {
  return json.replace(NOT_IN_SCRIPT, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Longer texts show only their beginning until they are opened. */
const MAX_LENGTH = 120;
const BEGINNING = 80;

/** A text that does not stretch its container, but is there as a whole. */
export function clippedText(text: string): string {
  if (text.length <= MAX_LENGTH) return escapeHtml(text);
  // Do not split a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(BEGINNING - 1)) ? BEGINNING - 1 : BEGINNING;
  const summary = `${escapeHtml(text.slice(0, end))}… <i>${text.length.toLocaleString('en-US')} characters</i>`;
  return `<details class="long"><summary>${summary}</summary>${escapeHtml(text)}</details>`;
}

/** The same without anything to open, for places where only the table has room for the whole text. */
export function shortText(text: string): string {
  return escapeHtml(text.length <= MAX_LENGTH ? text : `${text.slice(0, BEGINNING - 1)}…`);
}

/** `1 model`, `1,204 models`. */
export function countText(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
