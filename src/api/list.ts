/**
 * Reads a list response as batches of models while it arrives. A response of up to 8 MiB is checked whole before the
 * first batch is yielded, so nothing is printed from a response that turns out to be broken. A longer one streams, and
 * if it ends early, the error follows the complete models.
 */

import { CliError } from '../errors/error.ts';
import { releaseBuffer } from '../json/bytes.ts';
import { readExactList } from '../json/exact-list.ts';
import { InvalidJsonError, ListScanner, TooManyValuesError } from '../json/list-scanner.ts';
import { eachElement } from '../json/members.ts';
import { BatchBuilder, type ListPart, ModelBatch, PLAIN_DOCUMENT } from '../models/batch.ts';
import { MAX_ERROR_BYTES } from './collect.ts';
import { invalidResponseError, MAX_BYTES, MAX_VALUES, responseTooLongError, tooManyValuesError } from './failure.ts';
import { extractReason } from './reason.ts';

/** Up to this many bytes, a response is checked whole. */
const MAX_BUFFERED = 8 << 20;
/** Up to this many bytes, the engine's own parser is tried first. A longer list is scanned while it arrives. */
const MAX_SHORT_LIST = 2 << 20;
/** Models per piece of a long list: after each piece, the writer may have to wait for its reader. */
const PIECE_SIZE = 8192;
const NO_BYTES = new Uint8Array();
const EXPECTED = 'with a list of models';
/** More members beside the models than any list has. */
const MAX_MEMBERS = 100_000;
/** The most keys that an error names. */
const MAX_KEYS = 12;
/** The most models in a list that does not stream. */
const MAX_MODELS = 1_000_000;
/** Members that hold the list if there is no `data`: Cohere, xAI, Ollama; Cloudflare. */
const OTHER_LISTS = ['models', 'result'];

/**
 * @throws CliError `not-json`, `no-list`, `cut-short`, `server` (an error sent with status 200), and those of the body.
 */
export async function* readList(body: AsyncIterable<Uint8Array>): AsyncGenerator<ListPart> {
  const scanner = new ListScanner(MAX_VALUES);
  const window = new Window();
  const builder = new BatchBuilder();
  let nextScanLength = MAX_SHORT_LIST + 1;
  let isStreaming = false;
  for await (const chunk of body) {
    window.append(chunk);
    if (window.length < nextScanLength) continue;
    const before = builder.length;
    const { part, failure } = scanWindow(scanner, window, builder, false, isStreaming);
    if (failure) {
      if (isStreaming) yield* splitPart(part);
      throw failure;
    }
    // A large list under a name other than `data` is recognized only at the end. A large model is not rescanned for
    // every chunk.
    if (!scanner.hasList || builder.length === before) {
      const members = scanner.before.length + scanner.after.length;
      if (window.length >= MAX_BYTES || members > MAX_MEMBERS) throw responseTooLongError(EXPECTED);
      nextScanLength = Math.min(window.length * 2, MAX_BYTES);
      continue;
    }
    nextScanLength = window.length + 1;
    if (!isStreaming && window.length < MAX_BUFFERED) continue;
    yield* splitPart(part);
    isStreaming = true;
    builder.clear();
    window.discardScanned();
    nextScanLength = window.length + 1;
  }
  const short = window.scanned === 0 && window.length <= MAX_SHORT_LIST ? readShortList(window) : undefined;
  if (short) {
    if (short.batch.length === 0) await throwServerError(short.bytes);
    // Not in pieces: that would mean locating each model, which takes longer than everything else.
    yield short;
    return;
  }
  const { part, failure } = scanWindow(scanner, window, builder, true, isStreaming);
  if (failure) {
    if (isStreaming) yield* splitPart(part);
    throw failure;
  }
  if (scanner.oversizedKey !== undefined && (scanner.hasList || !OTHER_LISTS.includes(scanner.oversizedKey)))
    throw tooManyValuesError(EXPECTED);
  const isEmpty = !isStreaming && builder.length === 0;
  if (isEmpty && scanner.root === 'object') await throwServerError(part.bytes);
  yield* splitPart(scanner.hasList ? part : findOtherList(scanner, part));
}

/** Splits a part into pieces, to keep small what formats build from each. The first has the bytes, the last the end. */
function* splitPart(part: ListPart): Generator<ListPart> {
  const { batch } = part;
  for (let start = 0; start === 0 || start < batch.length; start += PIECE_SIZE) {
    const isLast = start + PIECE_SIZE >= batch.length;
    yield {
      ...part,
      batch: batch.slice(start, start + PIECE_SIZE),
      bytes: start === 0 ? part.bytes : NO_BYTES,
      isLast: part.isLast && isLast,
      isPageEnd: part.isPageEnd && isLast,
    };
  }
}

/** All of a short list, or `undefined` if it has to be scanned. */
function readShortList({ bytes: buffer, length }: Window): ListPart | undefined {
  const bytes = buffer.subarray(0, length);
  const list = readExactList(bytes);
  if (!list) return undefined;
  const { before, after } = list;
  const batch = ModelBatch.fromExactList(bytes, list);
  return { batch, bytes, document: { before, after }, members: [...before, ...after], isLast: true, isPageEnd: true };
}

/** The content of a window, and the error after it, if any. */
interface ScanResult {
  part: ListPart;
  failure: CliError | undefined;
}

function scanWindow(
  scanner: ListScanner,
  window: Window,
  builder: BatchBuilder,
  isFinal: boolean,
  isStreaming: boolean,
): ScanResult {
  let failure: CliError | undefined;
  try {
    window.scanned = scanner.scan(window.bytes, window.scanned, window.length, isFinal, builder);
  } catch (error) {
    if (error instanceof TooManyValuesError) throw tooManyValuesError(EXPECTED);
    if (!(error instanceof InvalidJsonError)) throw error;
    window.scanned = error.at;
    failure = explainBadJson(error, window, isStreaming);
  }
  const isLast = isFinal && !failure;
  const part: ListPart = {
    batch: builder.build(window.bytes),
    bytes: window.bytes.subarray(0, window.scanned),
    document: scanner.root === 'object' ? scanner : PLAIN_DOCUMENT,
    members: [...scanner.before, ...scanner.after],
    isLast,
    isPageEnd: isLast,
  };
  return { part, failure };
}

/** Throws the server's error if there is one: next to an error, an empty list or no list is not a result. */
async function throwServerError(body: Uint8Array): Promise<void> {
  const { findServerError } = await import('./refusal.ts');
  const serverError = findServerError(body);
  if (serverError) throw serverError;
}

function explainBadJson(error: InvalidJsonError, window: Window, isStreaming: boolean): CliError {
  const { bytes, length, dropped } = window;
  if (error.isTruncated && isStreaming) return new CliError('cut-short', { received: dropped + length });
  const parseFailure = { body: bytes.subarray(0, length), at: dropped + error.at, ended: error.isTruncated };
  return invalidResponseError(parseFailure, EXPECTED);
}

/** Finds the list under another name, or throws an error that says what was there instead. */
function findOtherList(scanner: ListScanner, part: ListPart): ListPart {
  for (const name of OTHER_LISTS) {
    const member = scanner.before.find(({ key, value }) => key === name && value[0] === 0x5b);
    if (!member) continue;
    const builder = new BatchBuilder();
    eachElement(member.value, { start: 0, end: member.value.length }, (start, end, commas) => {
      if (commas > MAX_VALUES || builder.length >= MAX_MODELS) throw tooManyValuesError(EXPECTED);
      builder.add(start, end, true);
    });
    return { ...part, batch: builder.build(member.value), document: PLAIN_DOCUMENT };
  }
  const body = part.bytes.slice(0, MAX_ERROR_BYTES);
  const members = [...scanner.before, ...scanner.after];
  const reason = scanner.root === 'object' ? extractReason(part.bytes) : undefined;
  throw new CliError(
    'no-list',
    {
      found: describeRoot(
        scanner,
        members.map(({ key }) => key),
      ),
      reason,
    },
    body,
  );
}

function describeRoot(scanner: ListScanner, keys: readonly string[]): string {
  if (scanner.root === 'other') return 'a single value, not an object';
  if (keys.length === 0) return 'an empty object';
  const more = keys.length > MAX_KEYS ? ` and ${keys.length - MAX_KEYS} more` : '';
  return `an object with the keys ${keys.slice(0, MAX_KEYS).join(', ')}${more}`;
}

/** Buffer size for a response that is streamed. */
const STREAM_BUFFER = 1 << 20;
/** Slack: a chunk may overshoot a limit before the limit is checked. */
const SLACK = 1 << 20;

/** The buffer size for `need` bytes. It grows in few steps: untouched memory costs nothing, but each step is a copy. */
function bufferSizeFor(need: number): number {
  if (need <= STREAM_BUFFER) return STREAM_BUFFER;
  if (need <= MAX_BUFFERED + SLACK) return MAX_BUFFERED + SLACK;
  return Math.max(need, Math.min(need * 2, MAX_BYTES + SLACK));
}

/** The received bytes that are still needed, in one buffer that is reused. */
export class Window {
  bytes: Uint8Array = new Uint8Array(1 << 14);
  length = 0;
  /** Everything before this position has been scanned. */
  scanned = 0;
  /** Bytes dropped so far: the window's offset in the response. */
  dropped = 0;

  append(chunk: Uint8Array): void {
    const need = this.length + chunk.length;
    if (need > this.bytes.length) this.reallocate(0, bufferSizeFor(need));
    this.bytes.set(chunk, this.length);
    this.length = need;
  }

  /** Discards what has been scanned. */
  discardScanned(): void {
    const { scanned, length } = this;
    this.dropped += scanned;
    this.length = length - scanned;
    this.scanned = 0;
    if (this.bytes.length > STREAM_BUFFER && this.length < STREAM_BUFFER / 2) this.reallocate(scanned, STREAM_BUFFER);
    else this.bytes.copyWithin(0, scanned, length);
  }

  /** Moves the content, from position `from` on, to a new buffer of this size. */
  private reallocate(from: number, size: number): void {
    const { bytes, length } = this;
    this.bytes = new Uint8Array(size);
    this.bytes.set(bytes.subarray(from, from + length));
    releaseBuffer(bytes);
  }
}
