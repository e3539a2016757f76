/**
 * What one evaluation may spend. A path and a document together can ask for far more work than their length (`@dig` on a
 * deep document, a multipath that doubles its input at every pipe), so work and nesting are counted, and an evaluation
 * that runs out ends as a value that does not exist.
 *
 * One unit of work is roughly one character read or written. The allowance grows with the document, so that honest paths
 * on large documents never meet it.
 */
import type { Path } from './path.ts';
import type { Value } from './value.ts';

/** Evaluates a path on the part of `text` from `from` up to `to`; undefined is a value that does not exist. */
export type Evaluate = (text: string, from: number, to: number, path: Path, run: Run) => Value | undefined;

const BASE_WORK = 50_000_000;
const WORK_PER_CHARACTER = 256;
/** Each level costs a handful of stack frames; this many stay well inside the smallest usual stack. */
const MAX_DEPTH = 200;
/** Half of the engine's longest string. */
const MAX_TEXT = 2 ** 28;
/** Half of the engine's largest array, past which it would not throw but end the process. */
const MAX_PIECES = 2 ** 26;
/** Text that is built is read again, and held in pieces until it is done. */
const WORK_PER_BUILT_CHARACTER = 4;

/** Thrown to unwind an evaluation that used up its allowance; it never leaves this library. */
export class OverBudget extends Error {}

/** The allowance of one evaluation, and the door through which it nests. */
export class Run {
  private work: number;
  private depth = 0;
  private readonly evaluator: Evaluate;

  /** @param size - Length of the document, in UTF-16 units. */
  constructor(size: number, evaluator: Evaluate) {
    this.work = BASE_WORK + WORK_PER_CHARACTER * size;
    this.evaluator = evaluator;
  }

  /** Counts work; throws {@link OverBudget} when the allowance is used up. */
  spend(work: number): void {
    this.work -= work;
    if (this.work < 0) throw new OverBudget();
  }

  /** Counts a text about to be built, by its length. */
  build(length: number): void {
    if (length > MAX_TEXT) throw new OverBudget();
    this.spend(WORK_PER_BUILT_CHARACTER * length);
  }

  /** Checks how many pieces of text are held. */
  hold(pieces: number): void {
    if (pieces > MAX_PIECES) throw new OverBudget();
  }

  /** Evaluates a path inside another one: an item of `#`, a query's left side, a part of a multipath. */
  evaluate(text: string, from: number, to: number, path: Path): Value | undefined {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new OverBudget();
    const value = this.evaluator(text, from, to, path, this);
    this.depth -= 1;
    return value;
  }
}
