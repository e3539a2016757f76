/**
 * Any JSON values as a table of text: an object's keys are its columns, an array's places, a single value stands in
 * the column `value`. The columns are known only at the end, so rows are kept until then.
 */
import { ByteBuffer } from '../json/buffer.ts';
import { decode } from '../json/bytes.ts';
import { compact } from '../json/layout.ts';
import { kindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';

export class ValueColumns {
  private readonly columns = new Set<string>();
  private readonly found: Map<string, string>[] = [];

  add(bytes: Uint8Array, range: Range): void {
    const cells = new Map<string, string>();
    for (const [name, value] of fieldsOf(bytes, range)) {
      this.columns.add(name);
      cells.set(name, cellText(bytes, value));
    }
    this.found.push(cells);
  }

  get names(): string[] {
    return [...this.columns];
  }

  get rows(): string[][] {
    const { names } = this;
    return this.found.map((cells) => names.map((name) => cells.get(name) ?? ''));
  }
}

function fieldsOf(bytes: Uint8Array, range: Range): [string, Range][] {
  switch (kindOf(bytes, range)) {
    case 'object':
      return readMembers(bytes, range).map((member) => [member.key, member]);
    case 'array':
      return readElements(bytes, range).map((element, i) => [String(i + 1), element]);
    default:
      return [['value', range]];
  }
}

/** A string decoded, null as nothing, containers as compact JSON, the rest as written. */
function cellText(bytes: Uint8Array, range: Range): string {
  const kind = kindOf(bytes, range);
  if (kind === 'string') return readString(bytes, range);
  if (kind === 'null') return '';
  if (kind !== 'object' && kind !== 'array') return decode(bytes, range.start, range.end);
  const out = new ByteBuffer(range.end - range.start);
  compact(bytes, range.start, range.end, out);
  return decode(out.take());
}
