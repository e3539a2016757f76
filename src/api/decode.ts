/**
 * Decodes content encodings for both transports. Bun's fetch could do it, but it reports decoding errors on stderr by
 * itself. No decoder is created before the first byte is read, so a body that is dropped unread or empty cannot fail. A
 * body that unpacks to far more than was sent is rejected.
 */
import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { CliError } from '../errors/error.ts';

type Body = AsyncIterable<Uint8Array>;

/** Decodes one encoding. */
type Decoder = (source: Body) => AsyncGenerator<Uint8Array>;

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: (source) => decodeWith(source, () => createGunzip()),
  'x-gzip': (source) => decodeWith(source, () => createGunzip()),
  br: (source) => decodeWith(source, () => createBrotliDecompress()),
  deflate: (source) => decodeWith(source, createInflater),
  zstd: decodeZstd,
};

/** Up to this size the compression ratio is not checked. */
const UNCHECKED_BYTES = 16 << 20;
/** The highest compression ratio accepted for a list of models. Gzip reaches 1,000; real lists reach 50. */
const MAX_RATIO = 300;

/**
 * The decoded body. Encodings are listed in the order they were applied, so they are undone from the last.
 * @throws CliError `not-json` for an encoding that this program cannot decode
 */
export function decodeBody(source: Body, encodings: string): Body {
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MAX_ENCODINGS) throw encodingError('the response has too many layers of encoding');
  const unknown = names.find((name) => !Object.hasOwn(DECODERS, name));
  if (unknown !== undefined) throw encodingError(`the response has an unknown encoding: ${unknown}`);
  return names.length === 0 ? source : decodeAll(source, names.reverse(), encodings);
}

/** More are never used in practice, and each one keeps a decoder in memory. */
const MAX_ENCODINGS = 4;

/** Reports a broken encoding as a fault of the response, not of the network. */
async function* decodeAll(source: Body, names: readonly string[], encodings: string): AsyncGenerator<Uint8Array> {
  let received = 0;
  let unpacked = 0;
  async function* countReceived(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      received += chunk.length;
      yield chunk;
    }
  }
  let body: AsyncGenerator<Uint8Array> = countReceived();
  for (const name of names) body = (DECODERS[name] as Decoder)(body);
  try {
    for await (const chunk of body) {
      unpacked += chunk.length;
      if (unpacked > UNCHECKED_BYTES && unpacked > received * MAX_RATIO)
        throw encodingError(
          `${received.toLocaleString('en-US')} bytes of the response unpack to more than ${unpacked >> 20} MiB`,
        );
      yield chunk;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!/^(Z_|ZSTD_|ERR_(?!STREAM_PREMATURE_CLOSE)|BROTLI)/.test(code ?? '')) throw error;
    throw encodingError(`the ${encodings} encoding of the response is broken`);
  }
}

function encodingError(problem: string): CliError {
  return new CliError('not-json', { what: 'text', problem, html: false });
}

/** Decodes through a stream that is created once there are bytes to decode. */
async function* decodeWith(source: Body, createDecoder: (first: Uint8Array) => Transform): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let next = await iterator.next();
  while (!next.done && next.value.length === 0) next = await iterator.next();
  if (next.done) return;
  const decoder = createDecoder(next.value);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (; !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  // An error of either stream surfaces where the decoder is read. A later one has no reader, so it is ignored.
  decoder.on('error', () => {});
  pipeline(Readable.from(chunks()), decoder, () => {});
  yield* decoder as AsyncIterable<Uint8Array>;
}

/** `deflate` should be zlib's format, but some servers send raw deflate. The first byte tells them apart. */
function createInflater([first = 0]: Uint8Array): Transform {
  return (first & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

async function* decodeZstd(source: Body): AsyncGenerator<Uint8Array> {
  // Not the engines' own: Node has it only since 22.15, and Bun's accepts a truncated frame as complete.
  const { decodeZstd: decode } = await import('./zstd.ts');
  yield* decode(source);
}
