/**
 * Reads a list of models from a file or a pipe, whatever wrote it: an API response of any shape, a snapshot, or this
 * program's output as json, jsonl, raw or yaml. The text is kept as it is; only YAML is converted back to JSON.
 */
import { readList } from '../api/list.ts';
import { CliError } from '../errors/error.ts';
import {
  COMMA,
  decode,
  encode,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipByteOrderMark,
  skipWhitespace,
} from '../json/bytes.ts';
import { jsonKindOf, type Member, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { BatchBuilder, type ListPart, ModelBatch, PLAIN_DOCUMENT } from '../models/batch.ts';
import { Model } from '../models/model.ts';
import { InvalidYamlError, yamlToJson } from './yaml-list.ts';

/** A list is passed to its reader in chunks of this many bytes. */
const CHUNK = 1 << 20;
/** Models per part of a list with one model per line. */
const PIECE = 2048;
/** A longer first value is assumed to be the only one. */
const MAX_LINE_LENGTH = 1 << 20;
const NO_BYTES = new Uint8Array();

/**
 * The models in these bytes. No bytes are an empty list, because that is what an empty list is as jsonl.
 * @throws CliError `not-json`, `no-list`, and what `readList` throws
 */
export async function* readListBytes(input: Uint8Array): AsyncGenerator<ListPart> {
  const bytes = asUtf8(input);
  const start = skipWhitespace(bytes, skipByteOrderMark(bytes), bytes.length);
  if (start === bytes.length) {
    yield partOf(new BatchBuilder().build(bytes), bytes, true);
    return;
  }
  const first = firstValue(bytes, start);
  if (isYaml(bytes, start, first)) yield* pagesOf([fromYaml(bytes)], input);
  else if (!first || skipWhitespace(bytes, first.end, bytes.length) === bytes.length) yield* oneValue(bytes, first);
  else if (isList(bytes, first)) yield* pagesOf(splitValues(bytes, start), input);
  else yield* eachLine(bytes, start);
}

/** PowerShell writes UTF-16 when it redirects output. */
function asUtf8(bytes: Uint8Array): Uint8Array {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  return encoding === undefined ? bytes : encode(new TextDecoder(encoding).decode(bytes));
}

/** The value at the start of the text; `undefined` if it is not JSON, or so long that no other will follow. */
function firstValue(bytes: Uint8Array, start: number): Range | undefined {
  const scanner = new Scanner();
  if (!scanner.value(bytes, start, Math.min(bytes.length, start + MAX_LINE_LENGTH))) return undefined;
  return { start, end: scanner.position };
}

/** This program's YAML begins with a key, possibly quoted. */
function isYaml(bytes: Uint8Array, start: number, first: Range | undefined): boolean {
  const c = bytes[start];
  if (c === QUOTE) return first !== undefined && bytes[first.end] === 0x3a;
  if (first || c === OPEN_OBJECT || c === OPEN_ARRAY) return false;
  const line = decode(bytes.subarray(start, start + 200)).split('\n', 1)[0] ?? '';
  return /^(?:---|\? .*|[^\s<].*:(?: .*)?)\r?$/.test(line);
}

function fromYaml(bytes: Uint8Array): Uint8Array {
  try {
    return encode(yamlToJson(decode(bytes, skipByteOrderMark(bytes))));
  } catch (error) {
    if (!(error instanceof InvalidYamlError)) throw error;
    throw new CliError('not-json', { what: 'or YAML with a list of models', problem: error.message, html: false });
  }
}

async function* oneValue(bytes: Uint8Array, value: Range | undefined): AsyncGenerator<ListPart> {
  const pages = value && snapshotPages(bytes, value);
  if (pages) yield* pagesOf(pages);
  else if (value && isOneModel(bytes, value)) yield partOf(ModelBatch.of(bytes, value.start, value.end), bytes, true);
  else yield* readList(chunksOf(bytes));
}

/**
 * The responses in a snapshot, one per page, byte for byte: each begins on its own line, and everything up to the comma
 * after it belongs to it.
 */
function snapshotPages(bytes: Uint8Array, value: Range): Uint8Array[] | undefined {
  if (!decode(bytes.subarray(value.start, value.start + 100)).includes('"snapshot"')) return undefined;
  const members = readMembers(bytes, value);
  const pages = members.find(({ key }) => key === 'pages');
  if (!pages || textOf(bytes, members, 'object') !== 'snapshot') return undefined;
  const elements = readElements(bytes, pages);
  let from = bytes[pages.start + 1] === NEWLINE ? pages.start + 2 : (elements[0]?.start ?? 0);
  return elements.map(({ end }, i) => {
    const isLast = i === elements.length - 1;
    const to = !isLast ? skipWhitespace(bytes, end, pages.end) : bytes[pages.end - 2] === NEWLINE ? pages.end - 2 : end;
    const page = bytes.subarray(from, to);
    from = to + 2;
    return page;
  });
}

/** An object with an id and no list in it, or a string, is a model by itself: jsonl with one line. */
function isOneModel(bytes: Uint8Array, value: Range): boolean {
  const kind = jsonKindOf(bytes, value);
  if (kind === 'string') return true;
  return kind === 'object' && !isList(bytes, value) && new Model(bytes, value.start, value.end).id !== undefined;
}

const LIST_KEYS = ['data', 'models', 'result'];

/** Whether it is an object that holds a list and is not a model. */
function isList(bytes: Uint8Array, value: Range): boolean {
  if (jsonKindOf(bytes, value) !== 'object') return false;
  const members = readMembers(bytes, value);
  if (textOf(bytes, members, 'object') === 'list') return true;
  if (textOf(bytes, members, 'id') !== undefined) return false;
  return members.some(
    (member) => LIST_KEYS.includes(member.key) && ['array', 'null'].includes(jsonKindOf(bytes, member)),
  );
}

function textOf(bytes: Uint8Array, members: readonly Member[], key: string): string | undefined {
  const member = members.find((one) => one.key === key);
  return member && jsonKindOf(bytes, member) === 'string' ? readString(bytes, member) : undefined;
}

/**
 * Responses one after another, as in raw output of several pages.
 * @param whole the bytes that contain them, if raw output is to show those again
 */
async function* pagesOf(pages: Iterable<Uint8Array>, whole?: Uint8Array): AsyncGenerator<ListPart> {
  const all = [...pages];
  let begun = false;
  for (const [i, page] of all.entries())
    for await (const part of readList(chunksOf(page))) {
      const document = all.length > 1 ? PLAIN_DOCUMENT : part.document;
      const isLast = part.isLast && i === all.length - 1;
      if (whole) yield { ...part, document, bytes: begun ? NO_BYTES : whole, isLast, isPageEnd: isLast };
      else yield { ...part, document, isLast, isPageEnd: part.isLast };
      begun = true;
    }
  if (all.length === 0) yield partOf(new BatchBuilder().build(NO_BYTES), whole ?? NO_BYTES, true);
}

function* splitValues(bytes: Uint8Array, start: number): Generator<Uint8Array> {
  for (const { start: from, end } of eachValue(bytes, start)) yield bytes.subarray(from, end);
}

/** @throws CliError `not-json` */
function* eachValue(bytes: Uint8Array, start: number): Generator<Range & { spaced: boolean }> {
  const scanner = new Scanner();
  for (let at = start; at < bytes.length; at = skipWhitespace(bytes, scanner.position, bytes.length)) {
    if (!scanner.value(bytes, at, bytes.length)) {
      const line = decode(bytes, 0, scanner.position).split('\n').length;
      const how = scanner.failure === 'ended' ? 'ends in the middle of a value' : 'is not JSON';
      throw new CliError('not-json', {
        what: 'lines with one model each',
        problem: `line ${line} ${how}`,
        html: false,
      });
    }
    yield { start: at, end: scanner.position, spaced: scanner.hasWhitespace };
  }
}

/** One model per line. Works on a copy with commas in place of line breaks, so that many are parsed at once. */
async function* eachLine(bytes: Uint8Array, start: number): AsyncGenerator<ListPart> {
  // A Buffer's own slice would share its memory.
  const joined = new Uint8Array(bytes);
  let builder = new BatchBuilder();
  let begun = false;
  for (const { start: from, end, spaced } of eachValue(bytes, start)) {
    if (builder.length === PIECE) {
      yield partOf(builder.build(joined), begun ? NO_BYTES : bytes, false);
      begun = true;
      builder = new BatchBuilder();
    }
    builder.add(from, end, spaced);
    if (end < joined.length && bytes[end] !== OPEN_OBJECT) joined[end] = COMMA;
  }
  yield partOf(builder.build(joined), begun ? NO_BYTES : bytes, true);
}

function partOf(batch: ModelBatch, bytes: Uint8Array, isLast: boolean): ListPart {
  return { batch, bytes, document: PLAIN_DOCUMENT, members: [], isLast, isPageEnd: isLast };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}
