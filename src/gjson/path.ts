/**
 * A path is read piece by piece, only as far as a document leads into it, because the same text means different things in
 * an object, in an array, and at the start of an evaluation. Each reading is kept, so a path used on a million items is
 * read once.
 */
import { type Head, readHead } from './head.ts';
import { type KeyPart, readKey } from './key.ts';
import { readSlot, type SlotPart } from './slot.ts';

/** Makes the path for a text cut out of another one. */
export type Follow = (text: string) => Path;

const follow: Follow = (text) => new Path(text);

/** A path text with its readings. */
export class Path {
  readonly text: string;
  private headPart: Head | undefined = undefined;
  private keyPart: KeyPart | undefined = undefined;
  private slotPart: SlotPart | undefined = undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** What the path starts with when an evaluation starts. */
  get head(): Head {
    this.headPart ??= readHead(this, follow);
    return this.headPart;
  }

  /** The first part as an object understands it. */
  get key(): KeyPart {
    this.keyPart ??= readKey(this.text, follow);
    return this.keyPart;
  }

  /** The first part as an array understands it. */
  get slot(): SlotPart {
    this.slotPart ??= readSlot(this.text, follow);
    return this.slotPart;
  }
}
