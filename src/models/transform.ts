/** `--transform`: a GJSON path on the JSON text of a model, so that nothing is lost on the way. */
import { compile } from '../gjson/index.ts';
import { encode } from '../json/bytes.ts';
import type { Range } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';

export interface Transformed {
  /** The result's text. */
  bytes: Uint8Array;
  /** Where its JSON value stands; `undefined` where a path made something that is not JSON. */
  range: Range | undefined;
  /** The decoded text of a result that is a string. */
  string: string | undefined;
}

/** A function that gives the path's result in a JSON text, or `undefined` where it matches nothing. */
export function transformer(path: string): (json: string) => Transformed | undefined {
  const find = compile(path);
  return (json) => {
    const result = find(json);
    if (!result.exists) return undefined;
    const bytes = encode(result.raw);
    return { bytes, range: wholeValue(bytes), string: result.type === 'String' ? result.string : undefined };
  };
}

/** The one JSON value that these bytes are, white space around it aside. */
function wholeValue(bytes: Uint8Array): Range | undefined {
  const scanner = new Scanner();
  let start = 0;
  let end = bytes.length;
  while (start < end && (bytes[start] as number) <= 0x20) start++;
  while (end > start && (bytes[end - 1] as number) <= 0x20) end--;
  return scanner.value(bytes, start, end) && scanner.position === end ? { start, end } : undefined;
}
