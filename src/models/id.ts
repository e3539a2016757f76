/**
 * Fine-tuned models by their ids, for everything that asks: `ft:BASE:ORGANIZATION:SUFFIX:ID`, with `:ckpt-step-N` for a
 * checkpoint; the form of before 2023, `BASE:ft-ORGANIZATION-...`; and Azure's `BASE.ft-ID`.
 */

const FORM = /^ft:([^:]+):/;
const OLD_FORM = /^([^:]+):ft-/;
/** The base's own dots (`gpt-4.1`) are followed by a digit, never by `ft-`. */
const AZURE_FORM = /^([^:/]+)\.ft-[^.]/;
/** The date at the end of a snapshot's id: `-2024-07-18`, `-0125`. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{4})$/;

/** The model that a fine-tuned one was made from; `undefined` where the id does not say. */
export function baseOf(id: string): string | undefined {
  if (id.startsWith('ft:')) return FORM.exec(id)?.[1];
  if (!id.includes('ft-')) return undefined;
  return (OLD_FORM.exec(id) ?? AZURE_FORM.exec(id))?.[1];
}

export function isFineTuned(id: string): boolean {
  return id.startsWith('ft:') || baseOf(id) !== undefined;
}

/** The id without the date of a snapshot: `gpt-4o` of `gpt-4o-2024-08-06`. */
export function withoutSnapshot(id: string): string {
  return id.replace(SNAPSHOT, '');
}

/** How an id is written where it must come back exactly, and where it must not be taken for another. */

/** What a line cannot carry, or would be read as something else: blanks at an end, controls, the beginning of JSON. */
const NOT_A_LINE = /^[\s"{[]|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029]|\p{Surrogate}/u;

/** Every blank but the plain one, and what shows nothing at all though it is no control: fillers, selectors, braille. */
const UNSEEN =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant
  /[\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** The line of an id for a pipe: the id itself, or a JSON string where it would not survive the way. */
export function idLine(id: string): string {
  return NOT_A_LINE.test(id) ? escaped(JSON.stringify(id)) : id;
}

/**
 * The id as a question shows it: what cannot be seen, a blank at an end too, is an escape, and so is a backslash that
 * would read as the beginning of one. Two ids that differ never look the same because of what is invisible.
 */
export function visibleId(id: string): string {
  let start = 0;
  let end = id.length;
  while (start < end && id[start] === ' ') start++;
  while (end > start && id[end - 1] === ' ') end--;
  const middle = id.slice(start, end).replace(/\\(?=u)/g, '\\u005c');
  return escaped(`${BLANK.repeat(start)}${middle}${BLANK.repeat(id.length - end)}`);
}

/** A plain blank, where it cannot be seen. */
const BLANK = '\\u0020';

function escaped(text: string): string {
  return text.replace(UNSEEN, (found) => {
    let units = '';
    for (let i = 0; i < found.length; i++) units += `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`;
    return units;
  });
}
