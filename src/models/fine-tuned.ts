/**
 * Fine-tuned models by their ids: `ft:BASE:ORGANIZATION:SUFFIX:ID`, with `:ckpt-step-N` for a checkpoint, and the form
 * of before 2023, `BASE:ft-ORGANIZATION-...`.
 */

const OLD_FORM = /^([^:]+):ft-/;
/** The date at the end of a snapshot's id: `-2024-07-18`, `-0125`. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{4})$/;

/** The model that a fine-tuned one was made from; `undefined` for an id that is not of a fine-tuned model. */
export function baseOf(id: string): string | undefined {
  if (id.startsWith('ft:')) return id.slice(3).split(':', 1)[0] || undefined;
  return OLD_FORM.exec(id)?.[1];
}

export function isFineTuned(id: string): boolean {
  return id.startsWith('ft:') || OLD_FORM.test(id);
}

/** The id without the date of a snapshot: `gpt-4o` of `gpt-4o-2024-08-06`. */
export function withoutSnapshot(id: string): string {
  return id.replace(SNAPSHOT, '');
}
