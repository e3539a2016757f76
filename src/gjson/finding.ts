/**
 * The state of a search: where it is, and what it found so far.
 */
import type { Path } from './path.ts';
import type { Run } from './run.ts';
import type { Value } from './value.ts';

/** How scanning a container ended: the value was found, nothing more is in it, or a child is to be entered. */
export const FOUND = 0;
export const CLOSED = 1;
export const ENTER = 2;

/** One of {@link FOUND}, {@link CLOSED} and {@link ENTER}. */
export type Outcome = typeof FOUND | typeof CLOSED | typeof ENTER;

/** A search under way, and its answer: the value, and the path to go on with from it. */
export class Finding {
  readonly text: string;
  readonly end: number;
  readonly run: Run;
  /** Position of the next character to read; past `end` when the text was cut off inside a container. */
  at: number;
  value: Value | undefined = undefined;
  pipe: Path | undefined = undefined;

  constructor(text: string, from: number, to: number, run: Run) {
    this.text = text;
    this.at = from;
    this.end = to;
    this.run = run;
  }
}
