/**
 * Modifiers that move the entries of a container around: reverse, flatten, join, keys, values, group. Entries keep their
 * text. What they do not apply to comes back as it is, except that `keys` and `values` always answer with an array and
 * `group` of anything but an object with nothing.
 */
import { ArrayText } from './array-text.ts';
import { Entries } from './entries.ts';
import { readOptions } from './option.ts';
import type { Run } from './run.ts';
import { trimControls, trimUnicode } from './utf8.ts';
import { booleanOf, isArray, isObject, parseValue, rawOf, type Value } from './value.ts';

/** `@reverse`: items of an array, or members of an object, last first. */
export function reverse(json: string, run: Run): string {
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

/** `@flatten`: the items of inner arrays among those of the outer one; at every depth with `{"deep":true}`. */
export function flatten(json: string, argument: string, run: Run): string {
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

/** The text between the brackets; the last character goes even when it is not one, in a text cut off. */
function unwrap(raw: string): string {
  const trimmed = trimControls(raw);
  return trimmed.length >= 2 ? trimmed.slice(1, -1) : trimmed;
}

/** `@join`: the members of all objects of an array in one; equal keys keep the first place and the last value. */
export function join(json: string, argument: string, run: Run): string {
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

/** `@keys`: the keys of an object; a null for every item of an array, and for a bare value. */
export function keys(json: string, run: Run): string {
  const value = parseValue(json, 0, json.length);
  if (value === undefined) return '[]';
  if (value.type !== 'JSON') return '[null]';
  const entries = new Entries(value, run);
  const items = new ArrayText(run);
  while (entries.next() !== undefined) items.addText(entries.isObject ? entries.keyRaw() : 'null');
  return items.toText();
}

/** `@values`: the values of an object; an array as it is; a bare value in an array. */
export function values(json: string, run: Run): string {
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

/** `@group`: an object of arrays as an array of objects, the n-th made of every array's n-th item. */
export function group(json: string, run: Run): string {
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
