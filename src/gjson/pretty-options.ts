/**
 * The argument of `@pretty`. Of `indent` and `prefix` only the white space is used, so that what is printed stays JSON.
 */
import { integerOf, readOptions } from './option.ts';
import type { Run } from './run.ts';
import { booleanOf, stringOf } from './value.ts';

/** How to lay a text out. */
export interface PrettyOptions {
  readonly sortKeys: boolean;
  /** What each level is indented by. */
  readonly indent: string;
  /** What every line starts with. */
  readonly prefix: string;
  /** Columns (UTF-8 bytes) up to which an array without objects stays on one line; zero and below break every array. */
  readonly width: number;
}

/** Reads the argument of `@pretty`; what it does not say keeps its default. */
export function readPrettyOptions(argument: string, run: Run): PrettyOptions {
  const options = readOptions(argument, run);
  const sortKeys = options.get('sortKeys');
  const indent = options.get('indent');
  const prefix = options.get('prefix');
  const width = options.get('width');
  return {
    sortKeys: sortKeys !== undefined && booleanOf(sortKeys),
    indent: indent === undefined ? '  ' : whiteSpaceOf(stringOf(indent)),
    prefix: prefix === undefined ? '' : whiteSpaceOf(stringOf(prefix)),
    width: width === undefined ? 80 : integerOf(width),
  };
}

function whiteSpaceOf(text: string): string {
  return text.replace(/[^ \t\r\n]+/g, '');
}
