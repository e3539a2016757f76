const LOOP_COPY_LIMIT = 64;

/**
 * Gives memory back at once, where the engine can (ES2024). A garbage collector that counts objects may be long in
 * noticing that a few of them are large. Nobody may use the bytes any more, nor others in the same memory.
 */
export function releaseBuffer(bytes: Uint8Array): void {
  (bytes.buffer as { transfer?(size: number): unknown }).transfer?.(0);
}

const NO_BYTES = new Uint8Array();

/** A byte buffer that grows; `take` hands out what was appended and starts over in the same memory. */
export class ByteBuffer {
  bytes: Uint8Array;
  length = 0;
  /** What `takeAlternating` gave out last, to be filled again. Empty until then: a short list has one part. */
  private spare: Uint8Array = NO_BYTES;

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
    if (count <= LOOP_COPY_LIMIT) for (let i = 0; i < count; i++) bytes[length + i] = source[start + i] as number;
    else bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), length);
    this.length = length + count;
  }

  /** The bytes appended since the last call: valid until the next append. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }

  /** The bytes appended since the last call, valid until the next one: what is appended meanwhile goes to other memory. */
  takeAlternating(): Uint8Array {
    const taken = this.take();
    [this.bytes, this.spare] = [this.spare, this.bytes];
    return taken;
  }
}

/** The bytes of JSON's own characters (RFC 8259), named once. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const NEWLINE = 0x0a;
export const SPACE = 0x20;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** UTF-8 bytes as text; bytes that are not UTF-8 become U+FFFD. */
export function decode(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return decoder.decode(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
}

/** Text as UTF-8 bytes. */
export function encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** True for the four bytes that JSON allows between tokens. */
export function isWhitespace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The first position from `at` that holds no white space. */
export function skipWhitespace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isWhitespace(bytes[i])) i++;
  return i;
}

/** The position after a UTF-8 byte order mark, if there is one. */
export function skipByteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
