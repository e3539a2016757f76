/**
 * Reads a short list answer with the engine's own parser, where that proves to lose nothing: what it read, written
 * again, is the answer byte for byte. So numbers, key order and escapes are as they came, and no key stands twice. A
 * program that has only just started does this many times faster than it walks the bytes.
 */
import { encode } from './bytes.ts';
import type { RootMember } from './list-scanner.ts';

export interface ExactList {
  /** The members of the root before and after the list. */
  before: readonly RootMember[];
  after: readonly RootMember[];
  /** The elements, all of them objects. */
  values: readonly Readonly<Record<string, unknown>>[];
  /** There is no white space between the tokens. */
  compact: boolean;
  /** Finds where each element stands in the answer. */
  locate(): { starts: Int32Array; ends: Int32Array };
}

/** How servers lay out an answer, as `JSON.stringify` knows it: on one line, or indented by two. */
interface Layout {
  indent: number;
  colon: string;
  /** What stands before a member of the root, and before an element of the list. */
  member: string;
  element: string;
}

const COMPACT: Layout = { indent: 0, colon: ':', member: '', element: '' };
const INDENTED: Layout = { indent: 2, colon: ': ', member: '\n  ', element: '\n    ' };

/** The list in `data` of the object that `bytes` hold; `undefined` where it has to be read by its bytes. */
export function readExactList(bytes: Uint8Array): ExactList | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // Otherwise places in the text are not places in the bytes.
    if (text.length !== bytes.length) return undefined;
    const root: unknown = JSON.parse(text);
    if (typeof root !== 'object' || root === null || !('data' in root) || !isArrayOfObjects(root.data))
      return undefined;
    const layout = text[1] === '\n' ? INDENTED : COMPACT;
    const rewritten = JSON.stringify(root, null, layout.indent);
    if (!text.startsWith(rewritten) || text.slice(rewritten.length).trim() !== '') return undefined;
    return toExactList(root, root.data, layout);
  } catch {
    // Not JSON, not UTF-8, or too deep for the engine: whoever walks the bytes will say what it is.
    return undefined;
  }
}

/** One loop without a call in it: where there are few elements, the engine need not compile anything for it. */
function isArrayOfObjects(value: unknown): value is Record<string, unknown>[] {
  if (!Array.isArray(value)) return false;
  for (const element of value as unknown[])
    if (typeof element !== 'object' || element === null || Array.isArray(element)) return false;
  return true;
}

function toExactList(root: object, values: readonly Record<string, unknown>[], layout: Layout): ExactList {
  const before: RootMember[] = [];
  const after: RootMember[] = [];
  let members = before;
  for (const [key, value] of Object.entries(root)) {
    if (value === values) members = after;
    else members.push({ key, keyText: encode(JSON.stringify(key)), value: encode(JSON.stringify(value)) });
  }
  return { before, after, values, compact: layout.indent === 0, locate: () => locateElements(root, values, layout) };
}

/** Adds up the lengths of what is written. */
function locateElements(
  root: object,
  values: readonly Record<string, unknown>[],
  layout: Layout,
): ReturnType<ExactList['locate']> {
  const { indent, colon, member, element } = layout;
  const lengthOf = (value: unknown, lineBreak: string) => {
    const text = JSON.stringify(value, null, indent);
    return indent === 0 ? text.length : text.replaceAll('\n', lineBreak).length;
  };
  let at = 1;
  for (const [key, value] of Object.entries(root)) {
    at += member.length + JSON.stringify(key).length + colon.length;
    if (value === values) break;
    at += lengthOf(value, member) + 1;
  }
  const [starts, ends] = [new Int32Array(values.length), new Int32Array(values.length)];
  for (let i = 0; i < values.length; i++) {
    // After the opening bracket or a comma.
    at += 1 + element.length;
    starts[i] = at;
    at += lengthOf(values[i], element);
    ends[i] = at;
  }
  return { starts, ends };
}
