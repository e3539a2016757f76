/** The JSON formats. They copy the server's own text and never rebuild a value. */
import { ByteBuffer, COMMA, encode, NEWLINE } from '../json/bytes.ts';
import { compact, indent, indentModel, MAX_INDENT_DEPTH, newline } from '../json/layout.ts';
import type { RootMember } from '../json/list-scanner.ts';
import type { ListDocument, ModelBatch } from '../models/batch.ts';
import { type ListFormatter, singleValueRenderer } from './renderer.ts';

const DATA = encode('"data": [');

/** One document, indented by two. */
export function jsonList(): ListFormatter {
  const out = new ByteBuffer(1 << 16);
  let members = 0;
  let models = 0;
  const addMember = (member: RootMember) => {
    separate(out, members++, 1);
    out.append(member.keyText);
    out.append(encode(': '));
    indent(member.value, 0, member.value.length, 1, out);
  };
  return {
    begin(document) {
      out.push(0x7b);
      for (const member of document.before) addMember(member);
      separate(out, members++, 1);
      out.append(DATA);
      return out.take();
    },
    part({ batch }) {
      const whole = batch.exactValues && indentValues(batch.exactValues);
      if (whole !== undefined) {
        if (models > 0) out.push(COMMA);
        models += batch.length;
        out.append(encode(whole));
        return out.takeAlternating();
      }
      const { bytes, starts, ends, length } = batch;
      for (let i = 0; i < length; i++) {
        const [start, end] = [starts[i] as number, ends[i] as number];
        if (!indentModel(bytes, start, end, models > 0, out)) {
          separate(out, models, 2);
          indent(bytes, start, end, 2, out);
        }
        models++;
      }
      return out.takeAlternating();
    },
    end(document: ListDocument) {
      if (models > 0) newline(out, 1);
      out.push(0x5d);
      for (const member of document.after) addMember(member);
      newline(out, 0);
      out.append(encode('}\n'));
      return out.take();
    },
  };
}

/** What the engine's own layout puts before and after the elements of `[[...]]`. */
const [OPENING, CLOSING] = ['[\n  [', '\n  ]\n]'];
/** The deepest indentation that is written here. */
const TOO_DEEP = ' '.repeat(2 * MAX_INDENT_DEPTH);

/**
 * Elements as they appear in `data`, each on its own lines, as `indent` would write them. `undefined` if the engine
 * would write them differently: if there are arrays or deep nesting.
 */
function indentValues(values: readonly unknown[]): string | undefined {
  if (values.length === 0) return undefined;
  const text = JSON.stringify([values], null, 2);
  if (text.includes('[', OPENING.length) || text.includes(TOO_DEEP)) return undefined;
  return text.slice(OPENING.length, -CLOSING.length);
}

function separate(out: ByteBuffer, before: number, level: number): void {
  if (before > 0) out.push(COMMA);
  newline(out, level);
}

/** One compact object per line. */
export function jsonLines(): ListFormatter {
  const out = new ByteBuffer(1 << 16);
  return {
    begin: () => '',
    part({ batch }) {
      if (batch.exactValues) out.append(encode(toJsonLines(batch.exactValues)));
      else if (canCopyWhole(batch)) appendDense(batch, out);
      else
        for (let i = 0; i < batch.length; i++) {
          appendCompact(batch, i, out);
          out.push(NEWLINE);
        }
      return out.takeAlternating();
    },
    end: () => '',
  };
}

function toJsonLines(values: readonly unknown[]): string {
  let text = '';
  for (const value of values) text += `${JSON.stringify(value)}\n`;
  return text;
}

/** Whether the models are compact and separated by single commas, so that they can be copied in one block. */
function canCopyWhole({ isCompact, starts, ends, length }: ModelBatch): boolean {
  if (!isCompact) return false;
  for (let i = 1; i < length; i++) if (starts[i] !== (ends[i - 1] as number) + 1) return false;
  return length > 0;
}

/** Copies the block, then replaces the commas with line breaks. */
function appendDense({ bytes, starts, ends, length }: ModelBatch, out: ByteBuffer): void {
  const first = starts[0] as number;
  const base = out.length - first;
  out.append(bytes, first, ends[length - 1]);
  for (let i = 0; i < length - 1; i++) out.bytes[base + (ends[i] as number)] = NEWLINE;
  out.push(NEWLINE);
}

function appendCompact(batch: ModelBatch, index: number, out: ByteBuffer): void {
  const start = batch.starts[index] as number;
  const end = batch.ends[index] as number;
  if (batch.isCompact) out.append(batch.bytes, start, end);
  else compact(batch.bytes, start, end, out);
}

/** One value indented by two, ending in a line break. */
function jsonValue(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new ByteBuffer(2 * (end - start) + 16);
  indent(bytes, start, end, 0, out);
  out.push(NEWLINE);
  return out.take();
}

/** One value on one line. */
function jsonLine(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new ByteBuffer(end - start + 1);
  compact(bytes, start, end, out);
  out.push(NEWLINE);
  return out.take();
}

/** Each page's body as received, plus a line break. The official CLI adds one whether or not the body ends in one. */
function rawList(): ListFormatter {
  return { begin: () => '', part: ({ bytes, isPageEnd }) => (isPageEnd ? rawValue(bytes) : bytes), end: () => '' };
}

/** Like `rawList`, for a body in one piece. */
export function rawValue(bytes: Uint8Array): Uint8Array {
  const ended = new Uint8Array(bytes.length + 1);
  ended.set(bytes);
  ended[bytes.length] = NEWLINE;
  return ended;
}

export const jsonRenderer = singleValueRenderer(jsonList, (body, { start, end }) => jsonValue(body, start, end));
export const jsonLinesRenderer = singleValueRenderer(jsonLines, (body, { start, end }) => jsonLine(body, start, end));
export const rawRenderer = singleValueRenderer(rawList, (body) => rawValue(body));
