/**
 * Evaluates a path on a text, and limits what one evaluation may spend.
 *
 * A pipe starts over on the text found, so a path is a loop over texts, and only paths inside other paths nest. A path
 * and a document together can demand far more work than their length (`@dig` on a deep document, a multipath that
 * doubles its input at every pipe), so work and nesting are counted, and an evaluation that runs out ends as a value
 * that does not exist. One unit of work is roughly one character read or written. The allowance grows with the
 * document, so legitimate paths on large documents never reach it.
 */
import { modify } from './modifiers.ts';
import { buildMultipath } from './multipath.ts';
import type { Path } from './path.ts';
import { search } from './search.ts';
import { builtValue, parseValue, type Value } from './value.ts';

const BASE_WORK = 50_000_000;
const WORK_PER_CHARACTER = 256;
/** Each level takes a handful of stack frames. This many are well within the smallest usual stack. */
const MAX_DEPTH = 200;
/** Half of the engine's longest string. */
const MAX_TEXT = 2 ** 28;
/** Half of the engine's largest array. Beyond that, it would not throw but end the process. */
const MAX_PIECES = 2 ** 26;
/** Text that is built is read again, and kept in pieces until it is done. */
const WORK_PER_BUILT_CHARACTER = 4;

/** Work of a step that is not a search, in addition to the characters it reads and writes. */
const HEAD_WORK = 32;

/** Thrown to unwind an evaluation that used up its allowance. It never leaves this library. */
export class OverBudget extends Error {}

/** The allowance of one evaluation. All nested evaluations go through it. */
export class Run {
  private work: number;
  private depth = 0;

  /** @param size - Length of the document, in UTF-16 units. */
  constructor(size: number) {
    this.work = BASE_WORK + WORK_PER_CHARACTER * size;
  }

  /** Counts work. Throws {@link OverBudget} if the allowance is used up. */
  spend(work: number): void {
    this.work -= work;
    if (this.work < 0) throw new OverBudget();
  }

  /** Counts a text that is about to be built, by its length. */
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
    const value = evaluate(text, from, to, path, this);
    this.depth -= 1;
    return value;
  }
}

/** Evaluates a path on the part of `document` from `start` up to `end`. Undefined means that there is no value. */
export function evaluate(document: string, start: number, end: number, whole: Path, run: Run): Value | undefined {
  let text = document;
  let from = start;
  let to = end;
  let path = whole;
  for (;;) {
    const { head } = path;
    if (head.kind === 'search') {
      const { value, pipe } = search(text, from, to, head.path, head.lines, run);
      if (pipe === undefined) return value;
      // After a missing value, the pipe continues on the empty text.
      text = value?.text ?? '';
      from = value?.start ?? 0;
      to = value?.end ?? 0;
      path = pipe;
      continue;
    }
    run.spend(HEAD_WORK);
    switch (head.kind) {
      case 'modifier':
        text = modify(head.name, text.slice(from, to), head.argument, run);
        break;
      case 'literal':
        text = head.text;
        break;
      case 'multipath':
        text = buildMultipath(text, from, to, head.parts, head.object, run);
        break;
    }
    from = 0;
    to = text.length;
    if (head.next === undefined) return head.kind === 'multipath' ? builtValue(text) : parseValue(text, from, to);
    path = head.next;
  }
}
