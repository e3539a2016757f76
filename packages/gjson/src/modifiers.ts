/**
 * The modifiers: text in, text out. An empty result is a missing value. Modifiers that move the entries of a container
 * keep their text. Input that a modifier does not apply to is returned unchanged, except that `@keys` and `@values`
 * always return an array, and `@group` returns nothing for anything but an object.
 */
import { ArrayText, Entries, readOptions } from './containers.ts';
import type { ModifierName, Path } from './path.ts';
import { pretty, readPrettyOptions } from './pretty.ts';
import type { Run } from './run.ts';
import { quote, trimControls, trimUnicode } from './text.ts';
import { QUOTE, SPACE, stringClose } from './token.ts';
import { isValidJson } from './validity.ts';
import { booleanOf, isArray, isObject, parseValue, rawOf, stringOf, type Value } from './value.ts';

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

/** Modifiers that do not read the text, so its length costs nothing. */
const FREE: ReadonlySet<ModifierName> = new Set(['this']);

/** Applies a modifier to a text. */
export function modify(name: ModifierName, json: string, argument: Path, run: Run): string {
  if (!FREE.has(name)) run.spend(json.length);
  const modifier: Modifier = MODIFIERS[name];
  return modifier(json, argument, run);
}

/** `@reverse`: items of an array, or members of an object, last first. */
function reverse(json: string, run: Run): string {
  const value = parseValue(json, 0, json.length);
  if (value?.type !== 'JSON') return json;
  const entries = new Entries(value, run);
  const items = new ArrayText(run);
  for (let entry = entries.next(); entry !== undefined; entry = entries.next()) {
    items.addText(entries.isObject ? `${entries.keyRaw()}:${rawOf(entry)}` : rawOf(entry));
  }
  items.reverse();
  return entries.isObject ? items.toText('{', '}') : items.toText();
}

/** `@flatten`: merges the items of inner arrays into the outer one; at every depth with `{"deep":true}`. */
function flatten(json: string, argument: string, run: Run): string {
  const value = parseValue(json, 0, json.length);
  if (value === undefined || !isArray(value)) return json;
  const deep = isOn(readOptions(argument, run), 'deep');
  const items = new ArrayText(run);
  const open = [new Entries(value, run)];
  for (let entries = open.at(-1); entries !== undefined; entries = open.at(-1)) {
    const entry = entries.next();
    if (entry === undefined) {
      open.pop();
    } else if (deep && isArray(entry)) {
      open.push(new Entries(entry, run));
    } else {
      const raw = trimUnicode(isArray(entry) ? unwrap(rawOf(entry)) : rawOf(entry));
      if (raw !== '') items.addText(raw);
    }
  }
  return items.toText();
}

/** The text between the brackets. In truncated text, the last character is dropped even if it is not a bracket. */
function unwrap(raw: string): string {
  const trimmed = trimControls(raw);
  return trimmed.length >= 2 ? trimmed.slice(1, -1) : trimmed;
}

/** `@join`: merges the members of all objects of an array. Equal keys keep the first position and the last value. */
function join(json: string, argument: string, run: Run): string {
  const value = parseValue(json, 0, json.length);
  if (value === undefined || !isArray(value)) return json;
  const preserve = isOn(readOptions(argument, run), 'preserve');
  const items = new ArrayText(run);
  const members = new Map<string, { readonly key: string; value: Value }>();
  const entries = new Entries(value, run);
  for (let entry = entries.next(); entry !== undefined; entry = entries.next()) {
    if (!isObject(entry)) continue;
    if (preserve) items.addText(unwrap(rawOf(entry)));
    else collectMembers(new Entries(entry, run), members);
  }
  for (const member of members.values()) items.addText(`${member.key}:${rawOf(member.value)}`);
  return items.toText('{', '}');
}

function collectMembers(entries: Entries, members: Map<string, { readonly key: string; value: Value }>): void {
  for (let value = entries.next(); value !== undefined; value = entries.next()) {
    const key = entries.key();
    const member = members.get(key);
    if (member === undefined) members.set(key, { key: entries.keyRaw(), value });
    else member.value = value;
  }
}

/** `@keys`: the keys of an object; a null for each item of an array, and for a bare value. */
function keys(json: string, run: Run): string {
  const value = parseValue(json, 0, json.length);
  if (value === undefined) return '[]';
  if (value.type !== 'JSON') return '[null]';
  const entries = new Entries(value, run);
  const items = new ArrayText(run);
  while (entries.next() !== undefined) items.addText(entries.isObject ? entries.keyRaw() : 'null');
  return items.toText();
}

/** `@values`: the values of an object; an array as it is; a bare value in an array. */
function values(json: string, run: Run): string {
  const value = parseValue(json, 0, json.length);
  if (value === undefined) return '[]';
  if (isArray(value)) return json;
  const items = new ArrayText(run);
  if (isObject(value)) {
    const entries = new Entries(value, run);
    for (let entry = entries.next(); entry !== undefined; entry = entries.next()) items.add(entry);
  } else {
    items.add(value);
  }
  return items.toText();
}

/** `@group`: turns an object of arrays into an array of objects; the n-th holds the n-th item of every array. */
function group(json: string, run: Run): string {
  const value = parseValue(json, 0, json.length);
  if (value === undefined || !isObject(value)) return '';
  const rows: ArrayText[] = [];
  const columns = new Entries(value, run);
  for (let column = columns.next(); column !== undefined; column = columns.next()) {
    if (!isArray(column)) continue;
    const key = columns.keyRaw();
    const cells = new Entries(column, run);
    let row = 0;
    for (let cell = cells.next(); cell !== undefined; cell = cells.next()) {
      rows[row] ??= new ArrayText(run);
      rows[row]!.addText(`${key}:${rawOf(cell)}`);
      row += 1;
    }
  }
  const items = new ArrayText(run);
  for (const row of rows) items.addText(row.toText('{', '}'));
  return items.toText();
}

function isOn(options: ReadonlyMap<string, Value>, name: string): boolean {
  const value = options.get(name);
  return value !== undefined && booleanOf(value);
}

/** `@dig`: the results of a path at the text's first value and at everything inside it, parents before children. */
function dig(json: string, path: Path, run: Run): string {
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

/**
 * `@ugly`: the text without white space and control characters outside strings. An unterminated string is kept whole.
 */
function compact(json: string, run: Run): string {
  const pieces: string[] = [];
  let copied = 0;
  let i = 0;
  while (i < json.length) {
    const code = json.charCodeAt(i);
    if (code === QUOTE) {
      const close = stringClose(json, i + 1, json.length);
      i = close < 0 ? json.length : close + 1;
    } else if (code > SPACE) {
      i += 1;
    } else {
      run.hold(pieces.push(json.slice(copied, i)));
      while (i < json.length && json.charCodeAt(i) <= SPACE) i += 1;
      copied = i;
    }
  }
  pieces.push(json.slice(copied));
  return pieces.join('');
}

/** `@tostr`. Counts the length twice, because escapes may add as many characters again. */
function quoted(json: string, run: Run): string {
  run.build(2 * json.length);
  return quote(json);
}

/** `@fromstr`. */
function content(json: string): string {
  const value = parseValue(json, 0, json.length);
  return value === undefined ? '' : stringOf(value);
}
