/** Reads a few fields of models, including nested ones, as the text the server wrote, straight from the bytes. */
import { decode, QUOTE } from '../json/bytes.ts';
import { MemberReader } from '../json/known-members.ts';
import type { Range } from '../json/members.ts';

/** A field to look for: a member of the model, or of an object nested in it at any depth. */
export interface Field {
  readonly outer: number;
  readonly inner: Field | undefined;
}

/** An object on the path to a field. */
class Level {
  readonly known = new MemberReader();
  readonly inner: (Level | undefined)[] = [];
  /** Which of its members have been read already. */
  readonly opened: boolean[] = [];
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A longer number is ignored. */
const MAX_LENGTH = 64;

export class FieldReader {
  bytes: Uint8Array = new Uint8Array(0);
  private readonly root = new Level();

  /** Registers a field to look for: `context_length`, or `meta.n_ctx`. */
  add(path: string): Field {
    return addTo(this.root, path.split('.'));
  }

  /** The names of the model's own members that were added after this number. */
  namesAfter(number: number): readonly string[] {
    return this.root.known.names.slice(number + 1);
  }

  /** Reads the object at `bytes[start, end)`. Returns the highest `outer` of the fields it has, or -1. */
  open(bytes: Uint8Array, start: number, end: number): number {
    this.bytes = bytes;
    this.root.opened.fill(false);
    return this.root.known.read(bytes, start, end);
  }

  at(field: Field): Range | undefined {
    let level = this.root;
    for (let { outer, inner } = field; ; { outer, inner } = inner) {
      const start = level.known.starts[outer] as number;
      if (!(start >= 0)) return undefined;
      const end = level.known.ends[outer] as number;
      if (inner === undefined) return { start, end };
      const next = level.inner[outer] as Level;
      if (!level.opened[outer]) {
        next.known.read(this.bytes, start, end);
        next.opened.fill(false);
        level.opened[outer] = true;
      }
      level = next;
    }
  }

  has(field: Field): boolean {
    return this.at(field) !== undefined;
  }
}

function addTo(level: Level, [name = '', ...rest]: readonly string[]): Field {
  const outer = level.known.add(name);
  if (rest.length === 0) return { outer, inner: undefined };
  level.inner[outer] ??= new Level();
  return { outer, inner: addTo(level.inner[outer], rest) };
}

/** A number as written, including one in a string, as some servers send it. */
export function numberAt(bytes: Uint8Array, { start, end }: Range): string | undefined {
  if (end - start > MAX_LENGTH) return undefined;
  const quoted = bytes[start] === QUOTE ? 1 : 0;
  const text = decode(bytes, start + quoted, end - quoted);
  return NUMBER.test(text) ? text : undefined;
}
