/**
 * Arguments of modifiers: the members of a JSON object, read as leniently as the document.
 */
import { Entries } from './entries.ts';
import { parseInt64 } from './number.ts';
import type { Run } from './run.ts';
import { isObject, numberOf, parseValue, rawOf, stringOf, type Value } from './value.ts';

/** The options of an argument by name; the last of equal names counts. */
export function readOptions(argument: string, run: Run): ReadonlyMap<string, Value> {
  const options = new Map<string, Value>();
  const value = parseValue(argument, 0, argument.length);
  if (value === undefined || !isObject(value)) return options;
  const entries = new Entries(value, run);
  for (let entry = entries.next(); entry !== undefined; entry = entries.next()) options.set(entries.key(), entry);
  return options;
}

/** A value as a 64-bit integer, near enough for sizes: what does not fit wraps when it is spelled as an integer. */
export function integerOf(value: Value): number {
  switch (value.type) {
    case 'True':
      return 1;
    case 'String':
      return Number(parseInt64(stringOf(value)) ?? 0n);
    case 'Number': {
      const size = numberOf(value);
      if (Math.abs(size) <= Number.MAX_SAFE_INTEGER) return Math.trunc(size);
      const spelled = parseInt64(rawOf(value));
      if (spelled !== undefined) return Number(spelled);
      return Math.abs(size) < 2 ** 63 ? Math.trunc(size) : -(2 ** 63);
    }
    default:
      return 0;
  }
}
