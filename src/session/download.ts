/** Downloads a file for a command: shown on the terminal in progress, and in the trace of `--debug`. */
import type { Answer } from '../api/client.ts';
import { openDownload } from '../api/download.ts';
import { ByteBuffer } from '../json/bytes.ts';
import { startActivity, tracer } from './connect.ts';
import { type Session, showsActivity } from './session.ts';

export interface Downloaded {
  status: number;
  /** At most one byte more than allowed, in which case the file is too large. */
  bytes: Uint8Array;
  /** The server's modification time, in milliseconds since 1970. */
  modified: number | undefined;
}

/**
 * @param most the most bytes allowed; reading stops one byte later
 * @param timeout the longest silence in milliseconds; 0 means no limit
 * @throws CliError `network`, `bad-proxy`, `interrupted`
 */
export async function download(
  session: Session,
  url: URL,
  { most, timeout }: { most: number; timeout: number },
): Promise<Downloaded> {
  const { ctx, flags } = session;
  const trace = flags.debug ? tracer(session) : undefined;
  const activity = showsActivity(session) ? await startActivity(session, url.host, 1) : undefined;
  const asked = openDownload(url, ctx, { timeout, trace, watch: activity?.watch });
  const answer = await (activity ? activity.follow(asked) : asked);
  const made = Date.parse(answer.header('last-modified') ?? '');
  const modified = Number.isNaN(made) ? undefined : made;
  const length = Number(answer.header('content-length') ?? 0);
  // A response whose header says that it is too large is not read.
  const bytes = length > most ? await dropped(answer, most) : await collected(answer, most);
  return { status: answer.status, bytes, modified };
}

async function collected({ body }: Answer, most: number): Promise<Uint8Array> {
  const bytes = new ByteBuffer(1 << 16);
  for await (const chunk of body) {
    bytes.append(chunk, 0, Math.min(chunk.length, most + 1 - bytes.length));
    if (bytes.length > most) break;
  }
  return bytes.take();
}

async function dropped({ body }: Answer, most: number): Promise<Uint8Array> {
  await body[Symbol.asyncIterator]().return?.();
  return new Uint8Array(most + 1);
}
