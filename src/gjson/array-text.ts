/**
 * Writing an array out of values found elsewhere, each as it is spelled.
 */
import type { Run } from './run.ts';
import { rawOf, type Value } from './value.ts';

/** Work of an item besides its characters. */
const ITEM_WORK = 8;

/** An array under construction; what goes into it is counted. */
export class ArrayText {
  private readonly run: Run;
  private readonly items: string[] = [];
  private length = 2;

  constructor(run: Run) {
    this.run = run;
  }

  /** Appends a value. */
  add(value: Value): void {
    this.addText(rawOf(value));
  }

  /** Appends the text of a value. */
  addText(raw: string): void {
    this.length += raw.length + 1;
    this.run.spend(raw.length + ITEM_WORK);
    this.run.hold(this.items.push(raw));
  }

  /** Turns the order round. */
  reverse(): void {
    this.items.reverse();
  }

  /** The array's text, or the text of an object when the items are members. */
  toText(open = '[', close = ']'): string {
    this.run.build(this.length);
    return open + this.items.join(',') + close;
  }
}
