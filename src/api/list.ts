/**
 * Reads a list response as batches of models while it arrives. A response of up to 8 MiB is checked whole before the
 * first batch is yielded, so nothing is printed from a response that turns out to be broken. A longer one streams, and
 * if it ends early, the error follows the complete models.
 */

import { CliError } from '../errors/error.ts';
import { letGo } from '../json/bytes.ts';
import { readExactList } from '../json/exact-list.ts';
import { BadJson, ListScanner, TooManyValues } from '../json/list-scanner.ts';
import { eachElement } from '../json/members.ts';
import { BatchBuilder, type ListPart, ModelBatch, PLAIN_DOCUMENT } from '../models/batch.ts';
import { MAX_ERROR_BYTES } from './collect.ts';
import { brokenAnswer, MAX_BYTES, MAX_VALUES, tooLong, tooMany } from './failure.ts';
import { reasonOf } from './reason.ts';

/** Up to this many bytes, a response is checked whole. */
const CHECKED_WHOLE = 8 << 20;
/** Up to this many bytes, the engine's own parser is tried first. A longer list is scanned while it arrives. */
const SHORT = 2 << 20;
/** Models per piece of a long list: after each piece, the writer may have to wait for its reader. */
const PIECE = 8192;
const NO_BYTES = new Uint8Array();
const WANTED = 'with a list of models';
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
  let worthScanning = SHORT + 1;
  let streamed = false;
  for await (const chunk of body) {
    window.append(chunk);
    if (window.length < worthScanning) continue;
    const before = builder.length;
    const { part, failure } = scanWindow(scanner, window, builder, false, streamed);
    if (failure) {
      if (streamed) yield* inPieces(part);
      throw failure;
    }
    // A large list under a name other than `data` is recognized only at the end. A large model is not rescanned for
    // every chunk.
    if (!scanner.found || builder.length === before) {
      const members = scanner.before.length + scanner.after.length;
      if (window.length >= MAX_BYTES || members > MAX_MEMBERS) throw tooLong(WANTED);
      worthScanning = Math.min(window.length * 2, MAX_BYTES);
      continue;
    }
    worthScanning = window.length + 1;
    if (!streamed && window.length < CHECKED_WHOLE) continue;
    yield* inPieces(part);
    streamed = true;
    builder.clear();
    window.drop();
    worthScanning = window.length + 1;
  }
  const short = window.done === 0 && window.length <= SHORT ? shortList(window) : undefined;
  if (short) {
    if (short.batch.length === 0) await refuse(short.bytes);
    // Not in pieces: that would mean locating each model, which takes longer than everything else.
    yield short;
    return;
  }
  const { part, failure } = scanWindow(scanner, window, builder, true, streamed);
  if (failure) {
    if (streamed) yield* inPieces(part);
    throw failure;
  }
  if (scanner.heavy !== undefined && (scanner.found || !OTHER_LISTS.includes(scanner.heavy))) throw tooMany(WANTED);
  const empty = !streamed && builder.length === 0;
  if (empty && scanner.root === 'object') await refuse(part.bytes);
  yield* inPieces(scanner.found ? part : otherList(scanner, part));
}

/** Splits a part into pieces, to keep small what formats build from each. The first has the bytes, the last the end. */
function* inPieces(part: ListPart): Generator<ListPart> {
  const { batch } = part;
  for (let start = 0; start === 0 || start < batch.length; start += PIECE) {
    const ends = start + PIECE >= batch.length;
    yield {
      ...part,
      batch: batch.slice(start, start + PIECE),
      bytes: start === 0 ? part.bytes : NO_BYTES,
      last: part.last && ends,
      pageEnd: part.pageEnd && ends,
    };
  }
}

/** All of a short list, or `undefined` if it has to be scanned. */
function shortList({ bytes: room, length }: Window): ListPart | undefined {
  const bytes = room.subarray(0, length);
  const list = readExactList(bytes);
  if (!list) return undefined;
  const { before, after } = list;
  const batch = ModelBatch.exactly(bytes, list);
  return { batch, bytes, document: { before, after }, members: [...before, ...after], last: true, pageEnd: true };
}

/** The content of a window, and the error after it, if any. */
interface Scanned {
  part: ListPart;
  failure: CliError | undefined;
}

function scanWindow(
  scanner: ListScanner,
  window: Window,
  builder: BatchBuilder,
  final: boolean,
  streamed: boolean,
): Scanned {
  let failure: CliError | undefined;
  try {
    window.done = scanner.scan(window.bytes, window.done, window.length, final, builder);
  } catch (error) {
    if (error instanceof TooManyValues) throw tooMany(WANTED);
    if (!(error instanceof BadJson)) throw error;
    window.done = error.at;
    failure = explainBadJson(error, window, streamed);
  }
  const last = final && !failure;
  const part: ListPart = {
    batch: builder.batch(window.bytes),
    bytes: window.bytes.subarray(0, window.done),
    document: scanner.root === 'object' ? scanner : PLAIN_DOCUMENT,
    members: [...scanner.before, ...scanner.after],
    last,
    pageEnd: last,
  };
  return { part, failure };
}

/** Throws the server's error if there is one: next to an error, an empty list or no list is not a result. */
async function refuse(body: Uint8Array): Promise<void> {
  const { hiddenRefusal } = await import('./refusal.ts');
  const refusal = hiddenRefusal(body);
  if (refusal) throw refusal;
}

function explainBadJson(error: BadJson, window: Window, streamed: boolean): CliError {
  const { bytes, length, dropped } = window;
  if (error.ended && streamed) return new CliError('cut-short', { received: dropped + length });
  const broken = { body: bytes.subarray(0, length), at: dropped + error.at, ended: error.ended };
  return brokenAnswer(broken, WANTED);
}

/** Finds the list under another name, or throws an error that says what was there instead. */
function otherList(scanner: ListScanner, part: ListPart): ListPart {
  for (const name of OTHER_LISTS) {
    const member = scanner.before.find(({ key, value }) => key === name && value[0] === 0x5b);
    if (!member) continue;
    const builder = new BatchBuilder();
    eachElement(member.value, { start: 0, end: member.value.length }, (start, end, commas) => {
      if (commas > MAX_VALUES || builder.length >= MAX_MODELS) throw tooMany(WANTED);
      builder.add(start, end, true);
    });
    return { ...part, batch: builder.batch(member.value), document: PLAIN_DOCUMENT };
  }
  const body = part.bytes.slice(0, MAX_ERROR_BYTES);
  const members = [...scanner.before, ...scanner.after];
  const reason = scanner.root === 'object' ? reasonOf(part.bytes) : undefined;
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
  if (keys.length === 0) return 'an object without any key';
  const more = keys.length > MAX_KEYS ? ` and ${keys.length - MAX_KEYS} more` : '';
  return `an object with the keys ${keys.slice(0, MAX_KEYS).join(', ')}${more}`;
}

/** Buffer size for a response that is streamed. */
const STREAMING = 1 << 20;
/** Slack: a chunk may overshoot a limit before the limit is checked. */
const BEYOND = 1 << 20;

/** The buffer size for `need` bytes. It grows in few steps: untouched memory costs nothing, but each step is a copy. */
function roomFor(need: number): number {
  if (need <= STREAMING) return STREAMING;
  if (need <= CHECKED_WHOLE + BEYOND) return CHECKED_WHOLE + BEYOND;
  return Math.max(need, Math.min(need * 2, MAX_BYTES + BEYOND));
}

/** The received bytes that are still needed, in one buffer that is reused. */
export class Window {
  bytes: Uint8Array = new Uint8Array(1 << 14);
  length = 0;
  /** Everything before this position has been scanned. */
  done = 0;
  /** Bytes dropped so far: the window's offset in the response. */
  dropped = 0;

  append(chunk: Uint8Array): void {
    const need = this.length + chunk.length;
    if (need > this.bytes.length) this.move(0, roomFor(need));
    this.bytes.set(chunk, this.length);
    this.length = need;
  }

  /** Discards what has been scanned. */
  drop(): void {
    const { done, length } = this;
    this.dropped += done;
    this.length = length - done;
    this.done = 0;
    if (this.bytes.length > STREAMING && this.length < STREAMING / 2) this.move(done, STREAMING);
    else this.bytes.copyWithin(0, done, length);
  }

  /** Moves the content, from position `from` on, to a new buffer of this size. */
  private move(from: number, size: number): void {
    const { bytes, length } = this;
    this.bytes = new Uint8Array(size);
    this.bytes.set(bytes.subarray(from, from + length));
    letGo(bytes);
  }
}
