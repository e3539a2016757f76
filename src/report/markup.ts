/**
 * Text into HTML. Whatever a server sent is text in the page and nothing else: between tags, in attributes, and in the
 * JSON that the page's script reads. Invisible and controlling characters are no business of this file: texts come here
 * as they may be shown.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for between tags, and for an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (found) => ENTITIES[found] as string) : text;
}

/**
 * What an HTML parser would read (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements),
 * line breaks of JavaScript's that JSON does not have, and what would hide or turn around the text of who looks at the source.
 */
const NOT_IN_SCRIPT = /[<>&\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** JSON text for a script element of `application/json`: other characters, and still the same JSON. */
export function embeddedJson(json: string): string {
  return json.replace(NOT_IN_SCRIPT, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Longer texts show their beginning, and all of it when they are opened. */
const LONGEST = 120;
const BEGINNING = 80;

/** A text that must not stretch what it stands in, with the whole of it there. */
export function clippedText(text: string): string {
  if (text.length <= LONGEST) return escapeHtml(text);
  // Not between the halves of one character.
  const end = /[\ud800-\udbff]/.test(text.charAt(BEGINNING - 1)) ? BEGINNING - 1 : BEGINNING;
  const summary = `${escapeHtml(text.slice(0, end))}… <i>${text.length.toLocaleString('en-US')} characters</i>`;
  return `<details class="long"><summary>${summary}</summary>${escapeHtml(text)}</details>`;
}

/** The same without anything to open, for where only the table has room for the whole. */
export function shortText(text: string): string {
  return escapeHtml(text.length <= LONGEST ? text : `${text.slice(0, BEGINNING - 1)}…`);
}

/** `1 model`, `1,204 models`. */
export function countText(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
