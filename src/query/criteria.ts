/**
 * The flags that narrow a list, one entry each: how to read the value, the test and what it needs, and what to compare
 * with if nothing matches. All tests must pass. Used wherever models are selected.
 */
import { CliError } from '../errors/error.ts';
import type { Cell } from '../models/cell.ts';
import { globTest } from '../models/glob.ts';
import { baseOf, isFineTuned, withoutSnapshot } from '../models/id.ts';
import type { Model } from '../models/model.ts';
import type { ShutdownOf } from '../models/shutdown.ts';
import { parseWhen, WHEN_EXPECTED } from '../models/time.ts';
import type { FlagValues } from '../spec/flags.ts';
import { CRITERIA_NAMES, type CriterionFlag } from '../spec/selection-flags.ts';
import { type Condition, readCondition } from './where.ts';

/** What tests know besides the model. */
export interface TestContext {
  shutdownOf: ShutdownOf;
  /** The cell of a column of `Criteria.conditions`, by its name as typed. */
  cell?(model: Model, column: string): Cell | undefined;
}

export type Test = (model: Model, known: TestContext) => boolean;

/** Flags from the command line or from a program. Only those that narrow are read. */
export type CriteriaInput = Pick<FlagValues, CriterionFlag>;

interface Criterion<Flag extends CriterionFlag> {
  /**
   * The test for a value, or the conditions that must all hold.
   * @param now Unix seconds
   * @throws CliError `bad-value`
   */
  read(value: NonNullable<CriteriaInput[Flag]>, now: number): Test | readonly Condition[];
  /** Dates may come from other models of the list and from the dataset, so the whole list is needed. */
  needs?: 'dates';
  /** What to compare with, to suggest similar values if nothing matches. */
  suggests?: 'text' | 'base' | 'owner';
  /** Flags that it conflicts with. */
  excludes?: readonly CriterionFlag[];
}

const CRITERIA: { [Flag in CriterionFlag]: Criterion<Flag> } = {
  search: {
    suggests: 'text',
    read: (texts) => searchTest(texts.map((text) => requireText('--search', text, 'a word in the id, such as mini'))),
  },
  match: {
    suggests: 'text',
    read: (globs) => matchTest(globs.map((glob) => requireText('--match', glob, "a glob such as 'gpt-4*'"))),
  },
  'owned-by': {
    suggests: 'owner',
    read: (names) =>
      ownerTest(names.map((name) => requireText('--owned-by', name, "an owner such as openai or '!system'"))),
  },
  'fine-tuned': { excludes: ['no-fine-tuned'], read: () => isFineTunedModel },
  'no-fine-tuned': { read: () => (model) => !isFineTunedModel(model) },
  base: {
    suggests: 'base',
    excludes: ['no-fine-tuned'],
    read: (text) => baseTest(requireText('--base', text, 'a model such as gpt-4o-mini')),
  },
  'created-after': { read: (text, now) => createdTest(parseTime('--created-after', text, now), true) },
  'created-before': { read: (text, now) => createdTest(parseTime('--created-before', text, now), false) },
  retiring: { needs: 'dates', read: (text, now) => retiringTest(text === '' ? undefined : parseDeadline(text, now)) },
  where: { read: (texts, now) => texts.map((text) => readCondition(text, now)) },
};

/** Criteria as read. All must hold. */
export interface Criteria {
  test: Test;
  needsDates: boolean;
  /** The `--where` conditions, whose columns must be known. */
  conditions: readonly Condition[];
  /** As typed, for people: `--match 'gpt-4*'`. */
  words: readonly string[];
  /** What was typed of each kind, to suggest similar values if nothing matches. */
  suggestable: { text: readonly string[]; base: readonly string[]; owner: readonly string[] };
}

/**
 * Reads the flags that narrow. Returns `undefined` if there are none.
 * @param now Unix seconds
 * @throws CliError `bad-value`, `conflict` (exit 2)
 */
export function readCriteria(input: CriteriaInput, now: number): Criteria | undefined {
  const activeFlags = CRITERIA_NAMES.filter((name) => input[name] !== undefined && input[name] !== false);
  if (activeFlags.length === 0) return undefined;
  const tests: Test[] = [];
  const conditions: Condition[] = [];
  for (const name of activeFlags) {
    const other = CRITERIA[name].excludes?.find((one) => activeFlags.includes(one));
    if (other) throw new CliError('conflict', { flags: [`--${name}`, `--${other}`] });
    const read = readOne(name, input[name] as never, now);
    if (typeof read === 'function') tests.push(read);
    else {
      conditions.push(...read);
      tests.push(whereTest(read));
    }
  }
  const near = (what: 'text' | 'base' | 'owner') =>
    activeFlags
      .filter((name) => CRITERIA[name].suggests === what)
      .flatMap((name) => [input[name] ?? []].flat() as string[]);
  return {
    // A plain loop: compiling a method that takes a callback costs more than testing a list of models.
    test(model, known) {
      for (const test of tests) if (!test(model, known)) return false;
      return true;
    },
    conditions,
    needsDates: activeFlags.some((name) => CRITERIA[name].needs === 'dates'),
    words: activeFlags.flatMap((name) => wordsOf(name, input[name])),
    suggestable: { text: near('text'), base: near('base'), owner: near('owner') },
  };
}

function readOne<Flag extends CriterionFlag>(
  name: Flag,
  value: NonNullable<CriteriaInput[Flag]>,
  now: number,
): Test | readonly Condition[] {
  return (CRITERIA[name] as Criterion<Flag>).read(value, now);
}

/** The most characters in a flag's text. */
const MAX_LENGTH = 10_000;

function requireText(what: string, text: string, want: string): string {
  const bare = what === '--search' ? text.trim() : text.replace(/^!(?!\()/, '');
  if (bare === '' || text.length > MAX_LENGTH)
    throw new CliError('bad-value', { what, value: text.slice(0, 80), want });
  return text;
}

function parseTime(what: string, text: string, now: number): number {
  const when = parseWhen(text.trim(), now);
  if (when === undefined) throw new CliError('bad-value', { what, value: text, want: WHEN_EXPECTED });
  return when;
}

/** Here an age counts forward from now. */
function parseDeadline(text: string, now: number): number {
  const when = parseWhen(text.trim(), now, true);
  if (when !== undefined) return when;
  const want = 'a future time such as 90d or 2027-01-31';
  throw new CliError('bad-value', { what: '--retiring', value: text, want });
}

/** The flag as one would type it. */
function wordsOf(name: CriterionFlag, value: unknown): string[] {
  if (value === true || value === '') return [`--${name}`];
  return [value].flat().map((one) => `--${name} ${quoted(String(one))}`);
}

function quoted(value: string): string {
  return /^[\w.,:/@%+-]+$/.test(value) ? value : `'${value}'`;
}

const isFineTunedModel = ({ id }: Model): boolean => id !== undefined && isFineTuned(id);

/** Matches the base of a fine-tuned model, or the model that the base is a snapshot of. */
function baseTest(expectedBase: string): Test {
  return ({ id }) => {
    const base = id === undefined ? undefined : baseOf(id);
    return base !== undefined && (base === expectedBase || withoutSnapshot(base) === expectedBase);
  };
}

/** A model of unknown age is neither before nor after. */
function createdTest(when: number, after: boolean): Test {
  return ({ created }) => created !== undefined && (after ? created >= when : created < when);
}

/** Shuts down at this time at the latest. Without one, any known date counts. */
function retiringTest(by: number = Number.POSITIVE_INFINITY): Test {
  return (model, { shutdownOf }) => (shutdownOf(model)?.seconds ?? Number.NaN) <= by;
}

/** Whether all conditions hold. */
function whereTest(conditions: readonly Condition[]): Test {
  return (model, { cell }) => {
    for (const { column, holds } of conditions) if (!holds(cell?.(model, column))) return false;
    return true;
  };
}

/** Whether every word occurs in the id, the owner or a display name, ignoring case. */
function searchTest(texts: readonly string[]): Test {
  const words = texts.flatMap((text) => text.toLowerCase().split(/\s+/).filter(Boolean));
  return (model) => {
    const { id = '', owner = '', names } = model;
    let text = `${id}\n${owner}`;
    for (const name of names) text += `\n${name}`;
    text = text.toLowerCase();
    for (const word of words) if (!text.includes(word)) return false;
    return true;
  };
}

/** One of the globs must match, and none of those that begin with `!` may. */
function matchTest(globs: readonly string[]): Test {
  const { included, excluded } = partition(globs, (glob) => glob.startsWith('!') && glob[1] !== '(');
  const includedTests = included.map(globTest);
  const excludedTests = excluded.map(globTest);
  return ({ id }) => {
    if (id === undefined) return false;
    return (
      (includedTests.length === 0 || includedTests.some((test) => test(id))) && !excludedTests.some((test) => test(id))
    );
  };
}

/** The same for owners, ignoring case. */
function ownerTest(owners: readonly string[]): Test {
  const lower = owners.map((owner) => owner.toLowerCase());
  const { included, excluded } = partition(lower, (owner) => owner.startsWith('!'));
  return ({ owner = '' }) => {
    const name = owner.toLowerCase();
    return (included.length === 0 || included.includes(name)) && !excluded.includes(name);
  };
}

/** Separates wanted values from those that a leading `!` excludes. */
function partition(
  values: readonly string[],
  isNot: (value: string) => boolean,
): { included: string[]; excluded: string[] } {
  return {
    included: values.filter((value) => !isNot(value)),
    excluded: values.filter(isNot).map((value) => value.slice(1)),
  };
}
