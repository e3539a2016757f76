const SHORT = 64;

/**
 * Gives memory back at once, where the engine can (ES2024). A garbage collector that counts objects may be long in
 * noticing that a few of them are large. Nobody may use the bytes any more, nor others in the same memory.
 */
export function letGo(bytes: Uint8Array): void {
  (bytes.buffer as { transfer?(size: number): unknown }).transfer?.(0);
}

/** A byte buffer that grows; `take` hands out what was appended and starts over in the same memory. */
export class ByteBuffer {
  bytes: Uint8Array;
  length = 0;

  constructor(size = 4096) {
    this.bytes = new Uint8Array(size);
  }

  /** Makes room for `count` more bytes; call it before writing to `bytes` directly. */
  reserve(count: number): void {
    const need = this.length + count;
    if (need <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  append(source: Uint8Array, start = 0, end = source.length): void {
    const count = end - start;
    this.reserve(count);
    const { bytes, length } = this;
    // For a few bytes a loop is quicker than the view that `set` needs.
    if (count <= SHORT) for (let i = 0; i < count; i++) bytes[length + i] = source[start + i] as number;
    else bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), length);
    this.length = length + count;
  }

  /** The bytes appended since the last call: valid until the next append. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }
}
