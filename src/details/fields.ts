/** Reads a few fields of models, also nested ones, as the text that the server wrote, straight from the bytes. */
import { decode, QUOTE } from '../json/bytes.ts';
import { KnownMembers } from '../json/known-members.ts';
import type { Range } from '../json/members.ts';

/** A field that is looked for: a member of the model, or one of an object that is a member of the model. */
export interface Field {
  readonly outer: number;
  readonly inner: number | undefined;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Longer numbers say nothing of a model. */
const LONGEST = 64;

export class Fields {
  bytes: Uint8Array = new Uint8Array(0);
  private readonly outer = new KnownMembers();
  private readonly inner: (KnownMembers | undefined)[] = [];
  /** Which objects within the model were read already. */
  private readonly opened: boolean[] = [];

  /** Looks for a field from now on: `context_length`, or `meta.n_ctx`. */
  add(path: string): Field {
    const [first = '', second] = path.split('.');
    const outer = this.outer.add(first);
    if (second === undefined) return { outer, inner: undefined };
    this.inner[outer] ??= new KnownMembers();
    return { outer, inner: (this.inner[outer] as KnownMembers).add(second) };
  }

  /** Turns to the object at `bytes[start, end)`. Returns the highest `outer` of the fields that it has, or -1. */
  open(bytes: Uint8Array, start: number, end: number): number {
    this.bytes = bytes;
    this.opened.fill(false);
    return this.outer.read(bytes, start, end);
  }

  at({ outer, inner }: Field): Range | undefined {
    const start = this.outer.starts[outer] as number;
    if (start < 0) return undefined;
    const end = this.outer.ends[outer] as number;
    if (inner === undefined) return { start, end };
    const members = this.inner[outer] as KnownMembers;
    if (!this.opened[outer]) {
      members.read(this.bytes, start, end);
      this.opened[outer] = true;
    }
    const found = members.starts[inner] as number;
    return found < 0 ? undefined : { start: found, end: members.ends[inner] as number };
  }

  has(field: Field): boolean {
    return this.at(field) !== undefined;
  }
}

/** A number as it was written; also one in a string, as some servers have it. */
export function numberAt(bytes: Uint8Array, { start, end }: Range): string | undefined {
  if (end - start > LONGEST) return undefined;
  const quoted = bytes[start] === QUOTE ? 1 : 0;
  const text = decode(bytes, start + quoted, end - quoted);
  return NUMBER.test(text) ? text : undefined;
}
