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
  /** Where each stands in the answer. */
  starts: Int32Array;
  ends: Int32Array;
  /** There is no white space between the tokens. */
  compact: boolean;
}

/** How servers lay out an answer, as `JSON.stringify` knows it: on one line, or indented by two. */
interface Layout {
  indent: number;
  /** What stands after a key, after an opening bracket of the root, and between two values at a depth. */
  colon: string;
  breaks: readonly [root: string, member: string, element: string];
}

const LAYOUTS: readonly Layout[] = [
  { indent: 0, colon: ':', breaks: ['', '', ''] },
  { indent: 2, colon: ': ', breaks: ['\n', '\n  ', '\n    '] },
];

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The list in `data` of the object that `bytes` hold; `undefined` where it has to be read by its bytes. */
export function readExactList(bytes: Uint8Array): ExactList | undefined {
  try {
    const text = decoder.decode(bytes);
    // Otherwise places in the text are not places in the bytes.
    if (text.length !== bytes.length) return undefined;
    const root: unknown = JSON.parse(text);
    if (!isObject(root) || !Array.isArray(root.data) || !root.data.every(isObject)) return undefined;
    const layout = LAYOUTS[text[1] === '\n' ? 1 : 0] as Layout;
    return written(root, root.data, layout, text);
  } catch {
    // Not JSON, not UTF-8, or too deep for the engine: whoever walks the bytes will say what it is.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes the list again, and takes note of the places; `undefined` where `text` is different. */
function written(
  root: Record<string, unknown>,
  values: readonly Record<string, unknown>[],
  layout: Layout,
  text: string,
): ExactList | undefined {
  const { colon, breaks } = layout;
  const list = { before: [] as RootMember[], after: [] as RootMember[] };
  const [starts, ends] = [new Int32Array(values.length), new Int32Array(values.length)];
  let members = list.before;
  let out = '{';
  for (const [key, value] of Object.entries(root)) {
    const keyText = JSON.stringify(key);
    out += `${out === '{' ? '' : ','}${breaks[1]}${keyText}${colon}`;
    if (value === values) {
      out += '[';
      values.forEach((element, i) => {
        out += `${i > 0 ? ',' : ''}${breaks[2]}`;
        starts[i] = out.length;
        out += textOf(element, layout, breaks[2]);
        ends[i] = out.length;
      });
      out += values.length > 0 ? `${breaks[1]}]` : ']';
      members = list.after;
    } else {
      const valueText = textOf(value, layout, breaks[1]);
      out += valueText;
      members.push({ key, keyText: encode(keyText), value: encode(valueText) });
    }
  }
  out += `${breaks[0]}}`;
  const same = text.startsWith(out) && text.slice(out.length).trim() === '';
  return same ? { ...list, values, starts, ends, compact: layout.indent === 0 } : undefined;
}

function textOf(value: unknown, { indent }: Layout, lineBreak: string): string {
  const text = JSON.stringify(value, null, indent);
  return indent === 0 ? text : text.replaceAll('\n', lineBreak);
}
