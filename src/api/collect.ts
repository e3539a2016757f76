import { ByteBuffer } from '../json/buffer.ts';

/** Of the body of an error no more is read: it is for reading by a person. */
const MOST_ERROR_BYTES = 1 << 20;

/** A body in one piece: what comes after `most` bytes is not read. */
export async function collect(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const bytes = new ByteBuffer(1 << 12);
  for await (const chunk of body) {
    bytes.append(chunk);
    if (bytes.length >= most) break;
  }
  return bytes.take();
}

/** The body of an error. */
export function collectError(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return collect(body, MOST_ERROR_BYTES);
}
