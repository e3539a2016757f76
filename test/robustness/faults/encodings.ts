import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { answer, head, say } from './acts.ts';
import { LIST } from './bodies.ts';
import type { FaultGroup } from './fault.ts';

const ZIPPED = gzipSync(LIST);

/** One frame with one raw block: zstd that needs no compressor (RFC 8878). */
function zstd(text: string): Buffer {
  const size = text.length;
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, (size - 256) & 0xff, (size - 256) >> 8]);
  const block = (size << 3) | 1;
  return Buffer.concat([frame, Buffer.from([block & 0xff, (block >> 8) & 0xff, block >> 16]), Buffer.from(text)]);
}

const PADDED = LIST + ' '.repeat(300);
const coded = (encoding: string, body: Uint8Array) => answer({ headers: { 'content-encoding': encoding }, body });

export const ENCODINGS: FaultGroup = {
  title: 'Content encodings',
  faults: [
    ...[
      { name: 'gzip', encoding: 'gzip', body: ZIPPED },
      { name: 'x-gzip', encoding: 'x-gzip', body: ZIPPED },
      { name: 'deflate', encoding: 'deflate', body: deflateSync(LIST) },
      { name: 'deflate without its header', encoding: 'deflate', body: deflateRawSync(LIST) },
      { name: 'br', encoding: 'br', body: brotliCompressSync(LIST) },
      { name: 'zstd', encoding: 'zstd', body: zstd(PADDED) },
      { name: 'gzip twice', encoding: 'gzip, gzip', body: gzipSync(ZIPPED) },
      { name: 'br, then gzip', encoding: 'br, gzip', body: gzipSync(brotliCompressSync(LIST)) },
      { name: 'GZIP in capitals', encoding: 'GZIP', body: ZIPPED },
      { name: 'identity', encoding: 'identity', body: Buffer.from(LIST) },
      {
        name: 'gzip in two members',
        encoding: 'gzip',
        body: Buffer.concat([gzipSync(LIST.slice(0, 50)), gzipSync(LIST.slice(50))]),
      },
    ].map(({ name, encoding, body }) => ({
      name,
      happens: 'the list is shown',
      does: [coded(encoding, body)],
      exit: 0,
      requests: 1,
    })),
    ...[
      { name: 'gzip that is none', encoding: 'gzip', body: Buffer.from(LIST) },
      {
        name: 'gzip with a wrong checksum',
        encoding: 'gzip',
        body: Buffer.concat([ZIPPED.subarray(0, -8), Buffer.alloc(8)]),
      },
      { name: 'gzip that ends early', encoding: 'gzip', body: ZIPPED.subarray(0, -20) },
      { name: 'deflate that is none', encoding: 'deflate', body: Buffer.from(`\xff${LIST}`, 'latin1') },
      { name: 'br that is none', encoding: 'br', body: Buffer.from(LIST) },
      { name: 'br that ends early', encoding: 'br', body: brotliCompressSync(LIST).subarray(0, -10) },
      { name: 'zstd that is none', encoding: 'zstd', body: Buffer.from(LIST) },
      { name: 'zstd that ends early', encoding: 'zstd', body: zstd(PADDED).subarray(0, -100) },
    ].map(({ name, encoding, body }) => ({
      name,
      happens: 'prints nothing, says that the encoding is broken',
      does: [coded(encoding, body)],
      exit: 1,
      requests: 1,
      stderr: [new RegExp(`${encoding} encoding of the response is broken`)],
    })),
    {
      name: 'gzip cut off with the connection',
      happens: 'prints nothing of the half answer',
      does: [say(head(200, { 'content-encoding': 'gzip', 'content-length': ZIPPED.length }), ZIPPED.subarray(0, -20))],
      exit: 7,
      requests: 1,
      stderr: [/in the middle of the response/],
    },
    {
      name: 'an encoding that nobody knows',
      happens: 'names the encoding',
      does: [coded('sdch', Buffer.from(LIST))],
      exit: 1,
      requests: 1,
      stderr: [/sdch/],
    },
    {
      name: 'gzip of an error body',
      happens: "the server's reason is shown",
      does: [
        answer({
          status: 400,
          headers: { 'content-encoding': 'gzip' },
          body: gzipSync('{"error":{"message":"too odd"}}'),
        }),
      ],
      exit: 1,
      requests: 1,
      stderr: [/too odd/],
    },
    {
      name: 'an error body whose gzip is broken',
      happens: 'the status is said',
      does: [answer({ status: 400, headers: { 'content-encoding': 'gzip' }, body: 'no gzip' })],
      exit: 1,
      requests: 1,
      stderr: [/400/],
    },
    {
      name: 'a 503 in gzip, then the list',
      happens: 'tried again, the list is shown',
      does: [
        answer({ status: 503, headers: { 'content-encoding': 'gzip', 'retry-after-ms': 1 }, body: ZIPPED }),
        answer({ body: LIST }),
      ],
      exit: 0,
      requests: 2,
    },
    ...[
      { name: 'a 503', status: '503', headers: {} },
      { name: 'a 429', status: '429', headers: {} },
      { name: 'a redirect', status: '302', headers: { location: '/v1/models?again' } },
    ].flatMap(({ name, status, headers }) =>
      [
        { what: 'gzip of nothing', encoding: 'gzip', body: Buffer.alloc(0) },
        { what: 'br of nothing', encoding: 'br', body: Buffer.alloc(0) },
        { what: 'deflate of nothing', encoding: 'deflate', body: Buffer.alloc(0) },
        { what: 'zstd of nothing', encoding: 'zstd', body: Buffer.alloc(0) },
        { what: 'gzip that ends early', encoding: 'gzip', body: ZIPPED.subarray(0, -20) },
        { what: 'br that is none', encoding: 'br', body: Buffer.from('none') },
      ].map(({ what, encoding, body }) => ({
        name: `${name} with ${what}, then the list`,
        happens: 'the list is shown',
        does: [
          answer({
            status: Number(status),
            headers: { 'content-encoding': encoding, 'retry-after-ms': 1, ...headers },
            body,
          }),
          answer({ body: LIST }),
        ],
        exit: 0,
        requests: 2,
      })),
    ),
    {
      name: 'a 429 with gzip that ends early, and a wait of an hour',
      happens: 'the status and the wait are said',
      does: [
        answer({
          status: 429,
          headers: { 'content-encoding': 'gzip', 'retry-after': 3600 },
          body: ZIPPED.subarray(0, -20),
        }),
      ],
      exit: 6,
      requests: 1,
      stderr: [/429/, /3,600 s/],
    },
    {
      name: 'gzip of nothing where a list should be',
      happens: 'says that the response is empty',
      does: [coded('gzip', Buffer.alloc(0))],
      exit: 1,
      requests: 1,
      stderr: [/the response is empty/],
    },
    {
      name: 'gzip of 400 MB of white space',
      happens: 'an error with bounded memory',
      does: [coded('gzip', gzipSync(Buffer.alloc(400 << 20, ' ')))],
      exit: 1,
      requests: 1,
      memory: 300,
    },
  ],
};
