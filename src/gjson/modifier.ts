/**
 * The table of modifiers: text in, text out. A text that comes out empty is a missing value.
 */
import { compact } from './compact.ts';
import { dig } from './dig.ts';
import type { ModifierName } from './modifier-name.ts';
import type { Path } from './path.ts';
import { pretty } from './pretty.ts';
import { readPrettyOptions } from './pretty-options.ts';
import { quote } from './quote.ts';
import { flatten, group, join, keys, reverse, values } from './reshape.ts';
import type { Run } from './run.ts';
import { isValidJson } from './validity.ts';
import { parseValue, stringOf } from './value.ts';

type Modifier = (json: string, argument: Path, run: Run) => string;

const MODIFIERS = {
  pretty: (json, argument, run) => pretty(json, readPrettyOptions(argument.text, run), run),
  ugly: (json, _argument, run) => compact(json, run),
  reverse: (json, _argument, run) => reverse(json, run),
  this: (json) => json,
  flatten: (json, argument, run) => flatten(json, argument.text, run),
  join: (json, argument, run) => join(json, argument.text, run),
  valid: (json) => (isValidJson(json) ? json : ''),
  keys: (json, _argument, run) => keys(json, run),
  values: (json, _argument, run) => values(json, run),
  tostr: (json, _argument, run) => quoted(json, run),
  fromstr: (json) => (isValidJson(json) ? content(json) : ''),
  group: (json, _argument, run) => group(json, run),
  dig,
} as const satisfies Record<ModifierName, Modifier>;

/** Counted twice: as many characters again may be added. */
function quoted(json: string, run: Run): string {
  run.build(2 * json.length);
  return quote(json);
}

function content(json: string): string {
  const value = parseValue(json, 0, json.length);
  return value === undefined ? '' : stringOf(value);
}

/** Modifiers that do not look at the text cost nothing by its length. */
const FREE: ReadonlySet<ModifierName> = new Set(['this']);

/** Applies a modifier to a text. */
export function modify(name: ModifierName, json: string, argument: Path, run: Run): string {
  if (!FREE.has(name)) run.spend(json.length);
  const modifier: Modifier = MODIFIERS[name];
  return modifier(json, argument, run);
}
