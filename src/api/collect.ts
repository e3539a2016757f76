import { ByteBuffer } from '../json/bytes.ts';
import { IdleTimer } from './wire.ts';

/** Of the body of an error no more is read: it is for reading by a person. */
export const MOST_ERROR_BYTES = 1 << 20;

/** A body in one piece: what comes after `most` bytes is not read. */
export async function collect(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const bytes = new ByteBuffer(1 << 12);
  for await (const chunk of body) {
    bytes.append(chunk);
    if (bytes.length >= most) break;
  }
  return bytes.take();
}

/**
 * The body of an error, as far as it comes: the status counts, even where the reason for it is lost on the way or
 * takes longer than a silence may.
 * @param timeout in milliseconds; 0 means no limit
 */
export async function collectError(body: AsyncIterable<Uint8Array>, timeout: number): Promise<Uint8Array> {
  const bytes = new ByteBuffer(1 << 12);
  const iterator = body[Symbol.asyncIterator]();
  let late = false;
  const timer = new IdleTimer(timeout, () => {
    late = true;
    iterator.return?.().catch(() => {});
  });
  try {
    for (let next = await iterator.next(); !next.done && !late; next = await iterator.next()) {
      bytes.append(next.value, 0, Math.min(next.value.length, MOST_ERROR_BYTES - bytes.length));
      if (bytes.length >= MOST_ERROR_BYTES) break;
    }
    await iterator.return?.();
  } catch {
    // What came of it is shown.
  } finally {
    timer.stop();
  }
  return bytes.take();
}
