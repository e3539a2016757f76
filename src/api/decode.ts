import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { CliError } from '../errors.ts';

/** Undoes a content encoding. @throws CliError `not-json` for one that this program cannot read. */
export function decodeBody(source: Readable, encoding: string): AsyncIterable<Uint8Array> {
  const decoder = decoderFor(encoding.toLowerCase().trim());
  // The error of either stream surfaces where the decoder is read.
  pipeline(source, decoder, () => {});
  return decoder;
}

function decoderFor(encoding: string) {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new CliError('not-json', { what: 'text', problem: `the answer is encoded as ${encoding}`, html: false });
  }
}
