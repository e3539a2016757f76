/**
 * `@dig`: the answers of a path at every value of the document, parents before children.
 */
import { ArrayText } from './array-text.ts';
import { Entries } from './entries.ts';
import type { Path } from './path.ts';
import type { Run } from './run.ts';
import { parseValue, type Value } from './value.ts';

/** Evaluates the path at the value a text starts with, and at everything inside it. */
export function dig(json: string, path: Path, run: Run): string {
  const answers = new ArrayText(run);
  const open: Entries[] = [];
  const visit = (text: string, start: number, end: number, value: Value | undefined): void => {
    const answer = run.evaluate(text, start, end, path);
    if (answer !== undefined) answers.add(answer);
    if (value?.type === 'JSON') open.push(new Entries(value, run));
  };
  const root = parseValue(json, 0, json.length);
  visit(json, root?.start ?? 0, root?.end ?? 0, root);
  for (let entries = open.at(-1); entries !== undefined; entries = open.at(-1)) {
    const value = entries.next();
    if (value === undefined) open.pop();
    else visit(value.text, value.start, value.end, value);
  }
  return answers.toText();
}
