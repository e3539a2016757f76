import { ByteBuffer } from '../json/bytes.ts';
import { IdleTimer } from './wire.ts';

/** The most that is read of an error's body, which is only for a person to read. */
export const MAX_ERROR_BYTES = 1 << 20;

/** The body in one piece. Stops reading after `most` bytes. */
export async function collect(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const bytes = new ByteBuffer(1 << 12);
  for await (const chunk of body) {
    bytes.append(chunk);
    if (bytes.length >= most) break;
  }
  return bytes.take();
}

/**
 * The body of an error, as far as it arrives: the status counts even if the reason is lost on the way or takes longer
 * than the timeout.
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
      bytes.append(next.value, 0, Math.min(next.value.length, MAX_ERROR_BYTES - bytes.length));
      if (bytes.length >= MAX_ERROR_BYTES) break;
    }
    await iterator.return?.();
  } catch {
    // Show what arrived.
  } finally {
    timer.stop();
  }
  return bytes.take();
}
