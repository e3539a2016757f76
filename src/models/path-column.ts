/** A column that is a GJSON path. */
import { compile } from '../gjson/index.ts';
import { encode } from '../json/bytes.ts';
import { Scanner } from '../json/scanner.ts';
import type { Column } from './columns.ts';
import { jsonCell } from './columns.ts';

/** Characters that no plain field name needs: they make a name a path. */
const SYNTAX = /[.|#@*?{}[\]()!\\"]/;

/** True for text that is a path rather than the name of a field. */
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
      return isWhole(bytes) ? jsonCell(bytes, { start: 0, end: bytes.length }) : { type: 'text', text: result.string };
    },
    occurs: (model) => find(model.text).exists,
  };
}

/** A path may make something that is not one JSON value. */
function isWhole(bytes: Uint8Array): boolean {
  const scanner = new Scanner();
  return scanner.value(bytes, 0, bytes.length) && scanner.position === bytes.length;
}
