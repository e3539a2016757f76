/**
 * Compares two lists: which models were added, removed or changed. Models are matched by id in any order; if several
 * have the same id, as many are matched as are on both sides. Most of the text is the same in both lists, and is never
 * parsed.
 */
import { BACKSLASH, decode, encode, QUOTE } from '../json/bytes.ts';
import { Model } from '../models/model.ts';
import { alignLists } from './align.ts';
import { changedFields, type DetectedChange, type FieldChange, timeOfPath } from './fields.ts';
import { type BufferedList, HashFilter, hashOfId, ID_FIRST } from './kept-list.ts';

export interface DiffSide {
  list: BufferedList;
  /** When the list was current, in Unix seconds; with several sources, that of the named one. */
  at(source: string): number | undefined;
}

export type ModelChange =
  | { change: 'added' | 'removed'; id: string | null; source: string | undefined; model: Model }
  | { change: 'changed'; id: string | null; source: string | undefined; fields: readonly FieldChange[] };

export interface Difference {
  /** By id, then by source. */
  changes: ModelChange[];
  /** For models that differ: the ids that occur more than once in a list, one line each. */
  repeated: string[];
}

export interface DiffOptions {
  /** Whether timestamps that a server renews in every response count as changes. */
  allFields?: boolean;
  /** Whether the lists combine several sources, given in `source`: models are then matched only within one source. */
  hasSources?: boolean;
  /** Sources that failed: nothing is reported about their models. */
  excludedSources?: ReadonlySet<string>;
}

/** How close a timestamp is to the time of its list, in seconds. */
const STAMP_TOLERANCE = 60;
/** Up to this many models with one id are all compared with each other. */
const MAX_SAME_ID = 50;

interface Pair {
  from: Model;
  to: Model;
}

export function compareLists(from: DiffSide, to: DiffSide, options: DiffOptions = {}): Difference {
  const { same, left, right } = alignLists(from.list, to.list);
  const groups = groupModels(from.list, left, to.list, right, options);
  const pairs: (Pair & { key: Key; found: DetectedChange[] })[] = [];
  const changes: ModelChange[] = [];
  const repeated: Key[] = [];
  for (const { key, before, after } of groups.values()) {
    if (key.id !== null && (before.length !== 1 || after.length !== 1)) repeated.push(key);
    for (const { pair, found } of pairModels(before, after, options.hasSources)) pairs.push({ ...pair, key, found });
    for (const model of before) changes.push({ change: 'removed', ...key, model });
    for (const model of after) changes.push({ change: 'added', ...key, model });
  }
  const isStamp = options.allFields ? () => false : stampTest(from, to, same, pairs, options.hasSources);
  for (const { key, found } of pairs) {
    const fields = found.filter(({ path }) => !isStamp(path)).map(({ times: _, ...field }) => field);
    if (fields.length > 0) changes.push({ change: 'changed', ...key, fields });
  }
  return { changes: changes.sort(byId), repeated: repeatedIds(repeated, from, to, options.hasSources) };
}

/** What models are matched by. */
interface Key {
  id: string | null;
  source: string | undefined;
}

interface Group {
  key: Key;
  before: Model[];
  after: Model[];
}

function groupModels(
  from: BufferedList,
  left: readonly number[],
  to: BufferedList,
  right: readonly number[],
  { hasSources, excludedSources }: DiffOptions,
): Map<string, Group> {
  const groups = new Map<string, Group>();
  const groupOf = (model: Model): Group | undefined => {
    const key = keyOf(model, hasSources);
    if (key.source !== undefined && excludedSources?.has(key.source)) return undefined;
    // A model without an id is identified by its whole text.
    const name = key.id === null ? `t${model.line}` : `i${key.source ?? ''}\n${key.id}`;
    let group = groups.get(name);
    if (!group) {
      group = { key, before: [], after: [] };
      groups.set(name, group);
    }
    return group;
  };
  for (const position of left) {
    const model = from.at(position);
    groupOf(model)?.before.push(withoutCache(model));
  }
  for (const position of right) {
    const model = to.at(position);
    groupOf(model)?.after.push(withoutCache(model));
  }
  return groups;
}

/** The same model without its parsed fields: for a million models, those would take more memory than the lists. */
function withoutCache({ bytes, start, end }: Model): Model {
  return new Model(bytes, start, end);
}

function keyOf(model: Model, several: boolean | undefined): Key {
  const source = several ? model.string('source') : undefined;
  const id = (several ? undefined : plainId(model)) ?? model.id ?? null;
  return { id, source: source && comparisonName(source) };
}

/** The name of a source in a comparison: a profile's snapshot (`@work:last`) is compared with the profile. */
export function comparisonName(source: string): string {
  return source.replace(/:last$/, '');
}

/**
 * The id of a model whose text begins with it, has no escapes, and has no other `"id"` at any depth: most models are
 * like that and need not be parsed.
 */
function plainId({ bytes, start, end }: Model): string | undefined {
  if (hashOfId(bytes, start, end) === undefined) return undefined;
  const from = start + ID_FIRST.length;
  let to = from;
  while (bytes[to] !== QUOTE) to++;
  for (let i = to + 1; i + 3 < end; i++) {
    // An escape could spell the member's name.
    if (bytes[i] === BACKSLASH) return undefined;
    if (bytes[i] === QUOTE && bytes[i + 1] === 0x69 && bytes[i + 2] === 0x64 && bytes[i + 3] === QUOTE)
      return undefined;
  }
  return decode(bytes, from, to);
}

/** Removes the models with one id that match from both sides: unchanged ones first, then the rest in order. */
function pairModels(
  before: Model[],
  after: Model[],
  several: boolean | undefined,
): { pair: Pair; found: DetectedChange[] }[] {
  const pairs: { pair: Pair; found: DetectedChange[] }[] = [];
  const take = (i: number, j: number, found: DetectedChange[]) => {
    const [[from], [to]] = [before.splice(i, 1), after.splice(j, 1)];
    if (from && to) pairs.push({ pair: { from, to }, found });
  };
  const changesBetween = (from: Model, to: Model) =>
    changedFields(from, to).filter(({ path }) => !(several && path === 'source'));
  if (before.length * after.length > 1 && before.length + after.length <= MAX_SAME_ID)
    for (let i = before.length - 1; i >= 0; i--) {
      const j = after.findIndex((model) => changesBetween(before[i] as Model, model).length === 0);
      if (j >= 0) take(i, j, []);
    }
  // Removed all at once: there may be as many as a list has.
  const left = before.splice(0, Math.min(before.length, after.length));
  const right = after.splice(0, left.length);
  for (const [i, from] of left.entries()) {
    const to = right[i] as Model;
    pairs.push({ pair: { from, to }, found: changesBetween(from, to) });
  }
  return pairs;
}

/**
 * Detects what a server renews in every response: `permission`, which has a new made-up id each time, and the fields
 * that in every model hold a time within a minute of that of the list.
 */
function stampTest(
  from: DiffSide,
  to: DiffSide,
  same: Int32Array,
  pairs: readonly (Pair & { key: Key; found: DetectedChange[] })[],
  several: boolean | undefined,
): (path: string) => boolean {
  const isNear = (time: number | undefined, side: DiffSide, source: string | undefined) => {
    const at = side.at(source ?? '');
    return time !== undefined && at !== undefined && Math.abs(time - at) <= STAMP_TOLERANCE;
  };
  const candidates = new Set<string>();
  for (const { key, found } of pairs)
    for (const { path, times } of found)
      if (times && isNear(times[0], from, key.source) && isNear(times[1], to, key.source)) candidates.add(path);
  const holdsFor = (path: string): boolean => {
    const isStamped = ({ from: before, to: after }: Pair, source: string | undefined) =>
      isNear(timeOfPath(before, path), from, source) && isNear(timeOfPath(after, path), to, source);
    for (const pair of pairs) if (!isStamped(pair, pair.key.source)) return false;
    for (let i = 0; i < same.length; i++) {
      const place = same[i] as number;
      if (place < 0) continue;
      const before = from.list.at(i);
      if (!isStamped({ from: before, to: to.list.at(place) }, keyOf(before, several).source)) return false;
    }
    return true;
  };
  const stamps = new Set([...candidates].filter(holdsFor));
  return (path) => path === 'permission' || path.startsWith('permission.') || stamps.has(path);
}

/** In JavaScript's string order, which is the same everywhere; models without an id come last. */
function byId(a: ModelChange, b: ModelChange): number {
  return compareTexts(a.id ?? '\uffff', b.id ?? '\uffff') || compareTexts(a.source ?? '', b.source ?? '');
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Up to this many ids, a search for their text shows whether they may repeat; with more, all models are read. */
const MAX_SOUGHT = 64;

/** The ids of added or removed models that occur more than once: how often, one line each. */
function repeatedIds(keys: readonly Key[], from: DiffSide, to: DiffSide, several: boolean | undefined): string[] {
  const isSought = (key: Key) => mayOccurTwice(key.id, from.list) || mayOccurTwice(key.id, to.list);
  const sought = keys.length > MAX_SOUGHT ? keys : keys.filter(isSought);
  if (sought.length === 0) return [];
  const names = new Map(sought.map((key) => [nameOf(key), key]));
  const [before, after] = [from, to].map(({ list }) => countsOf(names, list, several));
  return [...names].flatMap(([name, { id }]) => {
    const [left, right] = [before?.get(name) ?? 0, after?.get(name) ?? 0];
    return left > 1 || right > 1
      ? [`${id} is listed ${times(left)} on the left and ${times(right)} on the right.`]
      : [];
  });
}

function mayOccurTwice(id: string | null, list: BufferedList): boolean {
  return id !== null && list.containsTwice(encode(JSON.stringify(id)));
}

function countsOf(
  names: ReadonlyMap<string, Key>,
  list: BufferedList,
  several: boolean | undefined,
): Map<string, number> {
  const counts = new Map<string, number>();
  const sought = new HashFilter(names.size);
  for (const { id } of names.values()) {
    const text = encode(`{"id":${JSON.stringify(id)}`);
    const hash = hashOfId(text, 0, text.length);
    if (hash !== undefined) sought.add(hash);
  }
  list.forEachMatching(sought, (model) => {
    const name = nameOf(keyOf(model, several));
    if (names.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return counts;
}

function nameOf({ id, source }: Key): string {
  return `${source ?? ''}\n${id}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
