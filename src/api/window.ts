import { letGo } from '../json/buffer.ts';
import { MOST_BYTES } from './broken.ts';

/** What the bytes of a stream need that is read as it comes. */
const STREAMING = 1 << 20;

/** The bytes that were received and are still needed, in one stretch of memory that is used again and again. */
export class Window {
  bytes: Uint8Array = new Uint8Array(1 << 14);
  length = 0;
  /** Everything before this position was scanned. */
  done = 0;
  /** Bytes dropped so far: the window's place in the answer. */
  dropped = 0;

  append(chunk: Uint8Array): void {
    const need = this.length + chunk.length;
    // A chunk may go beyond what is held before that is noticed.
    if (need > this.bytes.length) this.move(0, Math.max(need, Math.min(this.bytes.length * 2, MOST_BYTES + (1 << 20))));
    this.bytes.set(chunk, this.length);
    this.length = need;
  }

  /** Forgets what was scanned. */
  drop(): void {
    const { done, length } = this;
    this.dropped += done;
    this.length = length - done;
    this.done = 0;
    if (this.bytes.length > STREAMING && this.length < STREAMING / 2) this.move(done, STREAMING);
    else this.bytes.copyWithin(0, done, length);
  }

  /** Takes what is held, from position `from` on, to another place of this size. */
  private move(from: number, size: number): void {
    const { bytes, length } = this;
    this.bytes = new Uint8Array(size);
    this.bytes.set(bytes.subarray(from, from + length));
    letGo(bytes);
  }
}
