/**
 * Undoes content encodings, for both transports: what Bun's fetch undoes by itself it also reports by itself, on
 * stderr.
 */
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { CliError } from '../errors.ts';

/**
 * The decoded body. Encodings stand in the order they were applied, so they are undone from the last.
 * @throws CliError `not-json` for an encoding that this program cannot read
 */
export function decodeBody(source: AsyncIterable<Uint8Array>, encodings: string): AsyncIterable<Uint8Array> {
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length === 0) return source;
  let decoded = source instanceof Readable ? source : Readable.from(source);
  for (const name of names.reverse()) decoded = undo(decoded, name);
  return reported(decoded, encodings);
}

/** A broken encoding is the answer's fault, not the network's. */
async function* reported(decoded: Readable, encodings: string): AsyncGenerator<Uint8Array> {
  try {
    yield* decoded as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!/^(Z_|ERR_(?!STREAM_PREMATURE_CLOSE)|BROTLI)/.test(code ?? '')) throw error;
    throw new CliError('not-json', { what: 'text', problem: `its ${encodings} encoding is broken`, html: false });
  }
}

function undo(source: Readable, encoding: string): Readable {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return joined(source, createGunzip());
    case 'br':
      return joined(source, createBrotliDecompress());
    case 'deflate':
      return Readable.from(inflate(source));
    case 'zstd':
      return Readable.from(unZstd(source));
    default:
      throw new CliError('not-json', { what: 'text', problem: `the answer is encoded as ${encoding}`, html: false });
  }
}

function joined(source: Readable, decoder: ReturnType<typeof createGunzip>): Readable {
  // The error of either stream surfaces where the decoder is read.
  pipeline(source, decoder, () => {});
  return decoder;
}

/** `deflate` should be zlib's format, but some servers send it bare: the first byte tells. */
async function* inflate(source: Readable): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await iterator.next();
  if (first.done) return;
  const { value } = first;
  async function* again(): AsyncGenerator<Uint8Array> {
    yield value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  const isZlib = ((value[0] ?? 0) & 0x0f) === 8;
  yield* joined(Readable.from(again()), isZlib ? createInflate() : createInflateRaw()) as AsyncIterable<Uint8Array>;
}

/** Node's own zstd came with version 22.15. */
async function* unZstd(source: Readable): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let ready: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => ready.push(chunk));
  let last: Uint8Array | undefined;
  const push = (bytes: Uint8Array, final: boolean) => {
    try {
      decoder.push(bytes, final);
    } catch (error) {
      throw Object.assign(new Error('bad zstd'), { code: 'Z_DATA_ERROR', cause: error });
    }
  };
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    if (last) push(last, false);
    last = chunk;
    yield* ready;
    ready = [];
  }
  if (last) push(last, true);
  yield* ready;
}
