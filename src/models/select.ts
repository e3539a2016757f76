/** Which models are wanted: criteria in, a test of one model out. Pure, and the same wherever models are selected. */
import { baseOf, isFineTuned, withoutSnapshot } from './fine-tuned.ts';
import { globTest } from './glob.ts';
import type { Model } from './model.ts';
import type { ShutdownOf } from './shutdown.ts';

/** All must hold. Of several globs or owners one must, and none of those that begin with `!` may. */
export interface Criteria {
  /** Every word occurs in the id or the owner, case aside. */
  search?: string;
  match?: readonly string[];
  /** Owners, case aside. */
  ownedBy?: readonly string[];
  fineTuned?: boolean;
  /** The base of a fine-tuned model, or what its base is a snapshot of. */
  base?: string;
  /** Unix seconds. A model of unknown age is neither before nor after. */
  createdAfter?: number;
  createdBefore?: number;
  /** Shuts down at this time at the latest, in Unix seconds; infinity for any known date. */
  retiringBy?: number;
}

export type Test = (model: Model) => boolean;

/**
 * The test of these criteria.
 * @param shutdownOf the dates that `retiringBy` goes by
 */
export function matcher(criteria: Criteria, shutdownOf: ShutdownOf): Test {
  const tests = [...testsOf(criteria, shutdownOf)];
  // Loops, here and below: a method that is given a function costs more to compile than a list of models takes.
  return (model) => {
    for (const test of tests) if (!test(model)) return false;
    return true;
  };
}

function* testsOf(criteria: Criteria, shutdownOf: ShutdownOf): Generator<Test> {
  const { search, match, ownedBy, fineTuned, base, createdAfter, createdBefore, retiringBy } = criteria;
  if (fineTuned !== undefined) yield ({ id }) => (id !== undefined && isFineTuned(id)) === fineTuned;
  if (base !== undefined) yield ({ id }) => isBase(id === undefined ? undefined : baseOf(id), base);
  if (match) yield matchTest(match);
  if (search !== undefined) yield searchTest(search);
  if (ownedBy) yield ownerTest(ownedBy);
  if (createdAfter !== undefined) yield ({ created }) => created !== undefined && created >= createdAfter;
  if (createdBefore !== undefined) yield ({ created }) => created !== undefined && created < createdBefore;
  if (retiringBy !== undefined) yield (model) => (shutdownOf(model)?.seconds ?? Number.NaN) <= retiringBy;
}

function isBase(base: string | undefined, wanted: string): boolean {
  return base !== undefined && (base === wanted || withoutSnapshot(base) === wanted);
}

function searchTest(search: string): Test {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ id = '', owner = '' }) => {
    const text = `${id}\n${owner}`.toLowerCase();
    for (const word of words) if (!text.includes(word)) return false;
    return true;
  };
}

function matchTest(globs: readonly string[]): Test {
  const { wanted, unwanted } = sides(globs, (glob) => glob.startsWith('!') && glob[1] !== '(');
  const like = wanted.map(globTest);
  const unlike = unwanted.map(globTest);
  return ({ id }) => {
    if (id === undefined) return false;
    return (like.length === 0 || like.some((test) => test(id))) && !unlike.some((test) => test(id));
  };
}

function ownerTest(owners: readonly string[]): Test {
  const { wanted, unwanted } = sides(
    owners.map((owner) => owner.toLowerCase()),
    (owner) => owner.startsWith('!'),
  );
  return ({ owner = '' }) => {
    const lower = owner.toLowerCase();
    return (wanted.length === 0 || wanted.includes(lower)) && !unwanted.includes(lower);
  };
}

/** What is wanted, and what a leading `!` says is not. */
function sides(values: readonly string[], isNot: (value: string) => boolean): { wanted: string[]; unwanted: string[] } {
  return {
    wanted: values.filter((value) => !isNot(value)),
    unwanted: values.filter(isNot).map((value) => value.slice(1)),
  };
}
