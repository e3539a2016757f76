/** Downloads a file for a command: shown on the terminal in progress, and in the trace of `--debug`. */
import type { ApiResponse } from '../api/client.ts';
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
  const pending = openDownload(url, ctx, { timeout, trace, observer: activity?.observer });
  const response = await (activity ? activity.track(pending) : pending);
  const lastModified = Date.parse(response.header('last-modified') ?? '');
  const modified = Number.isNaN(lastModified) ? undefined : lastModified;
  const length = Number(response.header('content-length') ?? 0);
  // A response whose header says that it is too large is not read.
  const bytes = length > most ? await discardResponse(response, most) : await readUpTo(response, most);
  return { status: response.status, bytes, modified };
}

async function readUpTo({ body }: ApiResponse, most: number): Promise<Uint8Array> {
  const bytes = new ByteBuffer(1 << 16);
  for await (const chunk of body) {
    bytes.append(chunk, 0, Math.min(chunk.length, most + 1 - bytes.length));
    if (bytes.length > most) break;
  }
  return bytes.take();
}

async function discardResponse({ body }: ApiResponse, most: number): Promise<Uint8Array> {
  await body[Symbol.asyncIterator]().return?.();
  return new Uint8Array(most + 1);
}
