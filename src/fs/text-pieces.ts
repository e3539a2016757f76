/**
 * Reads text files in pieces, into a reused buffer, so that a file of any size takes no more memory than a small one.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Files up to this size are read whole, and larger ones only if they are named. */
export const LARGE = 1 << 20;
/** How much of a larger file is read at a time. */
const PIECE = 1 << 22;
/** A zero byte within the first bytes makes a file binary, as in git. */
const BINARY_CHECK_BYTES = 8000;
const BOM_BYTES = 3;

/** Why a file is skipped although nothing failed. */
export type Skipped = 'binary' | 'large' | 'not-a-file';

/** A piece between `from` and `to`, with the bytes around it. Valid until the next is requested. */
export interface Piece {
  bytes: Uint8Array;
  length: number;
  from: number;
  to: number;
}

export class TextPieces {
  private buffer = Buffer.allocUnsafe(LARGE + 1);
  private readonly around: number;

  /** @param around how many bytes to keep before and after each piece */
  constructor(around: number) {
    this.around = around;
  }

  /**
   * Reads a file. Follows a link and reads a large file only if its path was named. Never reads a pipe or a device.
   * @param begin told, before the first piece, whether the file is text; if it is not, nothing follows
   * @throws what node:fs throws
   */
  *read(path: string, isNamed: boolean, begin: (skipped: Skipped | undefined) => void): Generator<Piece> {
    // Non-blocking, because opening a pipe would wait for a writer.
    const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (isNamed ? 0 : (constants.O_NOFOLLOW ?? 0));
    const fd = openSync(path, flags);
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return begin('not-a-file');
      if (stat.size > LARGE && !isNamed) return begin('large');
      yield* this.pieces(fd, begin);
    } finally {
      closeSync(fd);
    }
  }

  private *pieces(fd: number, begin: (skipped: Skipped | undefined) => void): Generator<Piece> {
    let length = fill(fd, this.buffer, 0);
    const { buffer } = this;
    const mark =
      buffer[0] === 0xff && buffer[1] === 0xfe
        ? 'utf-16le'
        : buffer[0] === 0xfe && buffer[1] === 0xff
          ? 'utf-16be'
          : undefined;
    if (mark && length <= LARGE) {
      begin(undefined);
      const bytes = new TextEncoder().encode(new TextDecoder(mark).decode(buffer.subarray(0, length)));
      yield { bytes, length: bytes.length, from: 0, to: bytes.length };
      return;
    }
    if (buffer.subarray(0, Math.min(length, BINARY_CHECK_BYTES)).includes(0)) return begin('binary');
    begin(undefined);
    const from = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? BOM_BYTES : 0;
    if (length < buffer.length) {
      yield { bytes: buffer, length, from, to: length };
      return;
    }
    const large = Buffer.allocUnsafe(PIECE + 2 * this.around);
    buffer.copy(large, 0, 0, length);
    length += fill(fd, large, length);
    for (let start = from; ; ) {
      const isLast = length < large.length;
      const to = isLast ? length : length - this.around;
      yield { bytes: large, length, from: start, to };
      if (isLast) return;
      const keep = to - this.around;
      large.copyWithin(0, keep, length);
      start = this.around;
      length -= keep;
      length += fill(fd, large, length);
    }
  }
}

/** Reads until the buffer is full or the file ends. */
function fill(fd: number, buffer: Buffer, at: number): number {
  let filled = at;
  while (filled < buffer.length) {
    const count = readSync(fd, buffer, filled, buffer.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return filled - at;
}
