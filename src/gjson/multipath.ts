/**
 * Building the answer of a multipath: what is missing is left out, and the result exists even when it is empty.
 */
import { ArrayText } from './array-text.ts';
import type { MultipathPart } from './multipath-part.ts';
import type { Run } from './run.ts';
import { rawOf } from './value.ts';

/** Evaluates the parts on the text from `from` up to `to`, and writes the object or array. */
export function buildMultipath(
  text: string,
  from: number,
  to: number,
  parts: readonly MultipathPart[],
  object: boolean,
  run: Run,
): string {
  const items = new ArrayText(run);
  for (const { label, path } of parts) {
    const value = run.evaluate(text, from, to, path);
    if (value !== undefined) items.addText(label + rawOf(value));
  }
  return object ? items.toText('{', '}') : items.toText();
}
