import { ByteBuffer } from '../json/buffer.ts';

/** A body in one piece: what comes after `most` bytes is not read. */
export async function collect(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const bytes = new ByteBuffer(1 << 12);
  for await (const chunk of body) {
    bytes.append(chunk);
    if (bytes.length >= most) break;
  }
  return bytes.take();
}
