/**
 * Walking the entries of a container, for the modifiers. Broken text is walked too: closing brackets are passed over, and
 * the one character after a value is skipped unseen, comma or not.
 */
import { BRACE_OPEN, QUOTE } from './char.ts';
import type { Run } from './run.ts';
import { seekToken, stringClose, tokenEnd, tokenKind } from './token.ts';
import { decodeString, tokenValue, type Value } from './value.ts';

/** A cursor over the entries of an object or array. */
export class Entries {
  readonly isObject: boolean;
  private readonly text: string;
  private readonly end: number;
  private at: number;
  private keyStart = 0;
  private keyEnd = 0;

  /** @param container - A value of type `JSON`. */
  constructor(container: Value, run: Run) {
    this.text = container.text;
    this.end = container.end;
    this.at = container.start;
    this.isObject = container.text.charCodeAt(container.start) === BRACE_OPEN;
    run.spend(container.end - container.start);
  }

  /** The next entry's value, or undefined after the last; its key is then {@link keyRaw}. */
  next(): Value | undefined {
    const { text, end } = this;
    let i = this.at + 1;
    this.at = end;
    if (this.isObject) {
      while (i < end && text.charCodeAt(i) !== QUOTE) i += 1;
      if (i >= end) return undefined;
      const close = stringClose(text, i + 1, end);
      if (close < 0) return undefined;
      this.keyStart = i;
      this.keyEnd = close + 1;
      i = close + 1;
    }
    i = seekToken(text, i, end);
    if (i >= end) return undefined;
    const kind = tokenKind(text, i, end);
    const next = tokenEnd(text, i, end, kind);
    if (next < 0) return undefined;
    this.at = next;
    return tokenValue(text, i, Math.min(next, end), kind);
  }

  /** The key of the current entry as it is written, quotes included; only in an object. */
  keyRaw(): string {
    return this.text.slice(this.keyStart, this.keyEnd);
  }

  /** The key of the current entry, decoded; only in an object. */
  key(): string {
    return decodeString(this.text, this.keyStart, this.keyEnd);
  }
}
