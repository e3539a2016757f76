/**
 * Zstandard (RFC 8878). The library unpacks everything it is given and cannot be stopped, so it is given one block at a
 * time, and no frame that needs more memory than HTTP allows.
 */
import { Decompress } from 'fzstd';
import { ByteBuffer } from '../json/bytes.ts';

/** The largest window of a content encoding (RFC 9659). */
const MAX_WINDOW = 8 << 20;
const MAX_BLOCK = 1 << 17;
/** The library moves its whole window for every block. Past this many bytes moved, blocks must average a usual size. */
const MAX_MOVED = 2 ** 33;
const USUAL_BLOCK = 1 << 12;
const MAGIC = 0xfd2fb528;
/** Magic numbers of skippable frames: 16 of them, so the low four bits are ignored. */
const SKIPPED = 0x184d2a5;

export async function* decodeZstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => ready.push(chunk));
  const push = (bytes: Uint8Array, final: boolean) => {
    try {
      decoder.push(bytes, final);
    } catch (error) {
      throw zstdError(error);
    }
  };
  let hasInput = false;
  let moved = 0;
  let unpacked = 0;
  for await (const { bytes, window } of readBlocks(source)) {
    hasInput = true;
    push(bytes, false);
    moved += window;
    for (const chunk of ready) {
      unpacked += chunk.length;
      yield chunk;
    }
    if (moved > MAX_MOVED && moved / MAX_WINDOW > unpacked / USUAL_BLOCK) throw zstdError('small blocks');
    ready = [];
  }
  if (hasInput) push(new Uint8Array(), true);
  yield* ready;
}

interface Piece {
  bytes: Uint8Array;
  /** Bytes that the library moves for it. */
  window: number;
}

/** The frames' headers, blocks and checksums, one by one. */
async function* readBlocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const input = new ByteReader(source);
  while (await input.has(1)) {
    const start = await input.take(4);
    const magic = littleEndian(start);
    if (magic >>> 4 === SKIPPED) {
      let rest = littleEndian(await input.take(4));
      for (; rest > 0; rest -= Math.min(rest, MAX_BLOCK)) await input.take(Math.min(rest, MAX_BLOCK));
      continue;
    }
    if (magic !== MAGIC) throw zstdError('no zstd');
    const flags = (await input.take(1))[0] as number;
    const single = (flags & 0x20) !== 0;
    const size = flags >> 6 === 0 ? (single ? 1 : 0) : 1 << (flags >> 6);
    const dictionary = [0, 1, 2, 4][flags & 3] as number;
    const more = await input.take((single ? 0 : 1) + dictionary + size);
    const window = single
      ? littleEndian(more.subarray(dictionary)) + (size === 2 ? 256 : 0)
      : windowSize(more[0] as number);
    if (window > MAX_WINDOW) throw zstdError('a large window');
    yield { bytes: Uint8Array.of(...start, flags, ...more), window: 0 };
    for (let last = false; !last; ) {
      const head = await input.take(3);
      const block = littleEndian(head);
      last = (block & 1) === 1;
      // A run-length block holds only the byte that repeats.
      const repeats = ((block >> 1) & 3) === 1;
      if (block >> 3 > MAX_BLOCK) throw zstdError('a large block');
      const content = await input.take(repeats ? 1 : block >> 3);
      const bytes = new Uint8Array(3 + content.length);
      bytes.set(head);
      bytes.set(content, 3);
      yield { bytes, window };
    }
    if ((flags & 4) !== 0) yield { bytes: await input.take(4), window: 0 };
  }
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** Little endian. */
function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/** Reads by byte count instead of by chunk. */
class ByteReader {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private buffer = new ByteBuffer();
  private at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  async has(count: number): Promise<boolean> {
    while (this.buffer.length - this.at < count) {
      const next = await this.iterator.next();
      if (next.done) return false;
      const rest = this.buffer.bytes.slice(this.at, this.buffer.length);
      this.buffer.length = 0;
      this.at = 0;
      this.buffer.append(rest);
      this.buffer.append(next.value);
    }
    return true;
  }

  async take(count: number): Promise<Uint8Array> {
    if (!(await this.has(count))) throw zstdError('it ends early');
    this.at += count;
    return this.buffer.bytes.slice(this.at - count, this.at);
  }
}

function zstdError(cause: unknown): Error {
  return Object.assign(new Error('bad zstd'), { code: 'Z_DATA_ERROR', cause });
}
