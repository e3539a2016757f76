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
