/** Reads fields of a model, also nested ones, as the text that the server wrote. */
import { decode } from '../json/bytes.ts';
import { kindOf, type Member, type Range, readElements, readMembers, readString } from '../json/members.ts';
import type { Model } from '../models/model.ts';

/** A field's name, or the names on the way to it. */
export type FieldPath = readonly string[];

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export class Fields {
  readonly bytes: Uint8Array;
  private readonly model: Model;
  private readonly nested = new Map<string, Map<string, Member>>();

  constructor(model: Model) {
    this.model = model;
    this.bytes = model.bytes;
  }

  at([first, ...rest]: FieldPath): Range | undefined {
    let found: Range | undefined = this.model.members.get(first as string);
    let path = first as string;
    for (const name of rest) {
      if (!found) return undefined;
      found = this.membersOf(path, found).get(name);
      path += `\0${name}`;
    }
    return found;
  }

  /** The number in a field as it was written; also one in a string. */
  number(path: FieldPath): string | undefined {
    const range = this.at(path);
    return range && this.numberAt(range);
  }

  numberAt(range: Range): string | undefined {
    const kind = kindOf(this.bytes, range);
    if (kind === 'number') return decode(this.bytes, range.start, range.end);
    const text = kind === 'string' ? readString(this.bytes, range) : '';
    return NUMBER.test(text) ? text : undefined;
  }

  string(path: FieldPath): string | undefined {
    const range = this.at(path);
    return range && this.text(range);
  }

  /** The text of a string; `undefined` for any other value. */
  text(range: Range): string | undefined {
    return kindOf(this.bytes, range) === 'string' ? readString(this.bytes, range) : undefined;
  }

  /** The strings of a list; `undefined` where there is none. */
  strings(path: FieldPath): string[] | undefined {
    const found = this.elements(path)
      .filter((range) => kindOf(this.bytes, range) === 'string')
      .map((range) => readString(this.bytes, range));
    return found.length > 0 ? found : undefined;
  }

  elements(path: FieldPath): Range[] {
    const range = this.at(path);
    return range ? this.elementsAt(range) : [];
  }

  elementsAt(range: Range): Range[] {
    return kindOf(this.bytes, range) === 'array' ? readElements(this.bytes, range) : [];
  }

  /** The members of the object at a path. */
  members(path: FieldPath): ReadonlyMap<string, Member> {
    const range = this.at(path);
    return range ? this.membersOf(path.join('\0'), range) : new Map();
  }

  /** The members of any object of the model. */
  membersAt(range: Range): Map<string, Member> {
    return new Map(readMembers(this.bytes, range).map((member) => [member.key, member]));
  }

  private membersOf(key: string, range: Range): Map<string, Member> {
    let found = this.nested.get(key);
    if (!found) {
      found = this.membersAt(range);
      this.nested.set(key, found);
    }
    return found;
  }
}
