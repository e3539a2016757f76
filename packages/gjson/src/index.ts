/**
 * GJSON paths on JSON text, with the syntax and the results of github.com/tidwall/gjson v1.19.0. Text in, text out: raw
 * texts, number spellings and duplicate keys are kept, and a broken document is searched as far as it goes.
 *
 * Nothing throws. An evaluation that would need far more work than its document is large (see run.ts) reports that the
 * value does not exist.
 */
import { Path } from './path.ts';
import { evaluate, OverBudget, Run } from './run.ts';
import { rawOf, stringOf, type ValueType } from './value.ts';

/** The result of a path. */
export interface GjsonResult {
  /** False if there is no value. A JSON null is a value. */
  readonly exists: boolean;
  /** `JSON` for an object or array; `Null` also for a value that does not exist. */
  readonly type: ValueType;
  /** The value's text as in the document, or as it was built; empty if it does not exist. */
  readonly raw: string;
  /** Strings decoded, numbers without an exponent, `true`, `false`, objects and arrays as `raw`; null is empty. */
  readonly string: string;
}

/** A parsed path, ready for many documents. */
export type Compiled = (json: string) => GjsonResult;

const MISSING: GjsonResult = Object.freeze({ exists: false, type: 'Null', raw: '', string: '' });

/** Parses a path once, to be applied to many documents. Any string is a path. */
export function compile(path: string): Compiled {
  const parsed = new Path(path);
  return (json) => answer(json, parsed);
}

/** The value of a path in a JSON text. Accepts any strings, and caches recent paths. */
export function get(json: string, path: string): GjsonResult {
  return answer(json, recall(path));
}

function answer(json: string, path: Path): GjsonResult {
  try {
    const value = evaluate(json, 0, json.length, path, new Run(json.length));
    if (value === undefined) return MISSING;
    return { exists: true, type: value.type, raw: rawOf(value), string: stringOf(value) };
  } catch (error) {
    // RangeError: the engine's own limits, on the length of a string or the depth of the caller's stack.
    if (error instanceof OverBudget || error instanceof RangeError) return MISSING;
    throw error;
  }
}

const REMEMBERED = 64;
const MAX_CACHED_LENGTH = 4096;
const recent = new Map<string, Path>();

function recall(text: string): Path {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const path = new Path(text);
  if (text.length > MAX_CACHED_LENGTH) return path;
  if (recent.size >= REMEMBERED) recent.clear();
  recent.set(text, path);
  return path;
}
