/** `--transform`: applies a GJSON path to a model's JSON text, so that nothing is lost on the way. */
import { compile } from '@openai-models/gjson';
import { encode } from '../json/bytes.ts';
import type { Range } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { type Column, jsonCell } from './columns.ts';

export interface TransformResult {
  /** The result's text. */
  bytes: Uint8Array;
  /** The range of its JSON value; `undefined` if the path produced something that is not JSON. */
  range: Range | undefined;
  /** The decoded text if the result is a string. */
  string: string | undefined;
}

/** A function that returns the path's result in a JSON text, or `undefined` if it matches nothing. */
export function compileTransform(path: string): (json: string) => TransformResult | undefined {
  const find = compile(path);
  return (json) => {
    const result = find(json);
    if (!result.exists) return undefined;
    const bytes = encode(result.raw);
    return { bytes, range: validRange(bytes), string: result.type === 'String' ? result.string : undefined };
  };
}

/** The range of the one JSON value in these bytes, without white space around it. */
function validRange(bytes: Uint8Array): Range | undefined {
  const scanner = new Scanner();
  let start = 0;
  let end = bytes.length;
  while (start < end && (bytes[start] as number) <= 0x20) start++;
  while (end > start && (bytes[end - 1] as number) <= 0x20) end--;
  return scanner.value(bytes, start, end) && scanner.position === end ? { start, end } : undefined;
}

// A column given by a GJSON path.

/** Characters that no plain field name needs: a name with one of them is a path. */
const SYNTAX = /[.|#@*?{}[\]()!\\"]/;

/** Whether a text is a path rather than the name of a field. */
export function isPath(text: string): boolean {
  return SYNTAX.test(text);
}

export function pathColumn(path: string): Column {
  const find = compile(path);
  return {
    name: path,
    cell(model) {
      const result = find(model.text);
      if (!result.exists) return undefined;
      const bytes = encode(result.raw);
      return isCompleteValue(bytes)
        ? jsonCell(bytes, { start: 0, end: bytes.length })
        : { type: 'text', text: result.string };
    },
    isPresent: (model) => find(model.text).exists,
  };
}

/** A path may produce something that is not one JSON value. */
function isCompleteValue(bytes: Uint8Array): boolean {
  const scanner = new Scanner();
  return scanner.value(bytes, 0, bytes.length) && scanner.position === bytes.length;
}
