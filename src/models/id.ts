/**
 * Recognizes fine-tuned models by their ids: `ft:BASE:ORGANIZATION:SUFFIX:ID`, with `:ckpt-step-N` for a checkpoint;
 * the form used before 2023, `BASE:ft-ORGANIZATION-...`; and Azure's `BASE.ft-ID`.
 */

const FORM = /^ft:([^:]+):/;
const OLD_FORM = /^([^:]+):ft-/;
/** The base's own dots (`gpt-4.1`) are followed by a digit, never by `ft-`. */
const AZURE_FORM = /^([^:/]+)\.ft-[^.]/;
/** The date at the end of a snapshot's id: `-2024-07-18`, `-0125`. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{4})$/;

/** The model that a fine-tuned one was made from; `undefined` if the id does not say. */
export function baseOf(id: string): string | undefined {
  if (id.startsWith('ft:')) return FORM.exec(id)?.[1];
  if (!id.includes('ft-')) return undefined;
  return (OLD_FORM.exec(id) ?? AZURE_FORM.exec(id))?.[1];
}

export function isFineTuned(id: string): boolean {
  return id.startsWith('ft:') || baseOf(id) !== undefined;
}

/** The id without its snapshot date: `gpt-4o` for `gpt-4o-2024-08-06`. */
export function withoutSnapshot(id: string): string {
  return id.replace(SNAPSHOT, '');
}

/** How to write an id that must be read back exactly, and one that must not be mistaken for another. */

/** What a line cannot carry, or what would be misread: blanks at either end, controls, the start of JSON. */
const NOT_A_LINE = /^[\s"{[]|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029]|\p{Surrogate}/u;

/** Every blank but the plain space, and characters that are invisible but not controls: fillers, selectors, braille. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant
  /[\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** The line of an id for a pipe: the id itself, or a JSON string if the id would not survive. */
export function formatIdLine(id: string): string {
  return NOT_A_LINE.test(id) ? escaped(JSON.stringify(id)) : id;
}

/**
 * The id as a prompt shows it. Whatever is invisible, including a blank at either end, becomes an escape, and so does a
 * backslash that would look like the start of one. Two different ids never look the same because of invisible text.
 */
export function visibleId(id: string): string {
  let start = 0;
  let end = id.length;
  while (start < end && id[start] === ' ') start++;
  while (end > start && id[end - 1] === ' ') end--;
  const middle = id.slice(start, end).replace(/\\(?=u)/g, '\\u005c');
  return escaped(`${BLANK.repeat(start)}${middle}${BLANK.repeat(id.length - end)}`);
}

/** A plain blank in a place where it is invisible. */
const BLANK = '\\u0020';

function escaped(text: string): string {
  return text.replace(INVISIBLE, (found) => {
    let units = '';
    for (let i = 0; i < found.length; i++) units += `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`;
    return units;
  });
}
