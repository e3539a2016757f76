import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { Answer } from '../../support/answer.ts';
import { answer, head, pour } from './acts.ts';
import { endless } from './bodies.ts';
import type { FaultGroup } from './fault.ts';

const MIB = 1 << 20;
/** What one command may take, in MiB; without an answer both entries take some 50 to 100. */
const MOST = 300;

/** A few hundred kilobytes of gzip that unpack to `mib` MiB of the same text, in members of a MiB. */
function zipped(before: string, unit: string, mib: number, after: string): Buffer {
  const block = gzipSync(unit.repeat(Math.ceil(MIB / unit.length)), { level: 9 });
  return Buffer.concat([gzipSync(before), ...Array.from({ length: mib }, () => block), gzipSync(after)]);
}

/** A frame of blocks of one byte that repeats: four bytes stand for 128 KiB (RFC 8878). */
function zstdSpaces(mib: number): Buffer {
  const size = 1 << 17;
  const block = Buffer.from([((size << 3) | 2) & 0xff, (size >> 5) & 0xff, (size >> 13) & 0xff, 0x20]);
  const last = Buffer.from([3, 0, 0, 0x20]);
  const blocks = Array.from({ length: mib * 8 }, () => block);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]), ...blocks, last]);
}

/** Frames that ask for 2 GB of memory before they hold anything. */
const ZSTD_WINDOW = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa7, 0x0b, 0x00, 0x00, 0x20, 0x20, 0x20]);

/** Made when it is asked for: all of them at once would take gigabytes. */
const coded = (encoding: string, body: () => Uint8Array, status = 200): Answer =>
  answer({ status, headers: { 'content-encoding': encoding }, body });
const plain = (body: () => string): Answer => answer({ body });

const emptyModels = (pieces: number) =>
  pour(`${head(200)}{"data":[{}`, () => [...Array.from({ length: pieces }, () => ',{}'.repeat(25_000)), ']}']);

const refused = { exit: 1, requests: 1, memory: MOST } as const;
/** Whichever limit is reached first: the pieces in which an answer comes differ. */
const UNPACKS = [/bytes of the response unpack to more than \d+ MiB|too long to fit in memory/];
const TOO_MANY = [/more than 250,000 values/];
const shown = { exit: 0, stdout: /./, memory: MOST } as const;

export const BOMBS: FaultGroup = {
  title: 'Small answers made to take memory or time',
  faults: [
    {
      name: 'gzip of 80 million models without anything in them, under `models`',
      happens: 'an error: they unpack to far too much',
      does: [coded('gzip', () => zipped('{"models":[{}', ',{}', 240, ']}'))],
      ...refused,
      stderr: UNPACKS,
    },
    {
      name: 'gzip of a model with 30 million members, on retrieve',
      happens: 'an error: it unpacks to far too much',
      does: [coded('gzip', () => zipped('{"id":"x"', ',"aaaaa":0', 240, '}'))],
      args: ['models', 'retrieve', 'x'],
      ...refused,
      stderr: UNPACKS,
    },
    {
      name: 'deflate of 240 MiB of white space',
      happens: 'an error: it unpacks to far too much',
      does: [coded('deflate', () => deflateSync(Buffer.alloc(240 * MIB, ' ')))],
      ...refused,
      stderr: UNPACKS,
    },
    {
      name: 'br of 240 MiB of white space',
      happens: 'an error: it unpacks to far too much',
      does: [
        coded('br', () =>
          brotliCompressSync(Buffer.alloc(240 * MIB, ' '), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
        ),
      ],
      ...refused,
      stderr: UNPACKS,
    },
    {
      name: 'zstd of 2 GiB of white space',
      happens: 'an error: it unpacks to far too much',
      does: [coded('zstd', () => zstdSpaces(2048))],
      ...refused,
      stderr: UNPACKS,
    },
    {
      name: 'zstd that asks for 2 GB of memory',
      happens: 'an error: no answer may ask for that',
      does: [coded('zstd', () => ZSTD_WINDOW)],
      ...refused,
      stderr: [/zstd encoding of the response is broken/],
    },
    {
      name: 'gzip of gzip of 10 GiB',
      happens: 'an error: it unpacks to far too much',
      does: [
        coded('gzip, gzip', () => gzipSync(Buffer.concat(Array.from({ length: 10 }, () => zipped('', ' ', 1024, ''))))),
      ],
      ...refused,
      stderr: UNPACKS,
    },
    {
      name: 'encoded a hundred times over',
      happens: 'an error: nobody does that',
      does: [coded(Array.from({ length: 100 }, () => 'gzip').join(', '), () => gzipSync('x'))],
      ...refused,
      stderr: [/too many layers of encoding/],
    },
    {
      name: '20 million models without anything in them, under `models`',
      happens: 'an error: too many to hold',
      does: [pour(`${head(200)}{"models":[{}`, () => Array.from({ length: 240 }, () => ',{}'.repeat(80_000)))],
      ...refused,
      stderr: [/values|too long to fit in memory|ends early/],
    },
    {
      name: 'a model with 5 million members in a list, as yaml',
      happens: 'an error: too many values',
      does: [plain(() => `{"data":[{"id":"x"${',"aaaaa":0'.repeat(5_000_000)}}]}`)],
      args: ['models', 'list', '--format', 'yaml'],
      ...refused,
      stderr: TOO_MANY,
    },
    {
      name: 'a model that holds 10 million numbers, on retrieve',
      happens: 'an error: too many values',
      does: [plain(() => `{"id":"x","a":[0${',0'.repeat(10_000_000)}]}`)],
      args: ['models', 'retrieve', 'x', '--format', 'yaml'],
      ...refused,
      stderr: TOO_MANY,
    },
    {
      name: '10 million numbers beside an empty list, as yaml',
      happens: 'an error: too many values',
      does: [plain(() => `{"data":[],"a":[0${',0'.repeat(10_000_000)}]}`)],
      args: ['models', 'list', '--format', 'yaml'],
      ...refused,
      stderr: TOO_MANY,
    },
    ...[['yaml'], ['json'], ['auto', '--count']].map(([format = '', ...flags]) => ({
      name: `5 million models without anything in them, as ${[format, ...flags].join(' ')}`,
      happens: 'all of them, in bounded memory',
      does: [emptyModels(200)],
      args: ['models', 'list', '--format', format, ...flags],
      ...shown,
      requests: 1,
    })),
    ...[['table'], ['jsonl', '--sort', 'id']].map(([format = '', ...flags]) => ({
      name: `5 million models without anything in them, as ${[format, ...flags].join(' ')}`,
      happens: 'an error: too many to hold',
      does: [emptyModels(200)],
      args: ['models', 'list', '--format', format, ...flags],
      ...refused,
      stderr: [/too long to fit in memory/],
    })),
    ...['table', 'csv', 'pretty'].map((format) => ({
      name: `125,000 models without anything in them, as ${format}`,
      happens: 'all of them, in bounded memory',
      does: [emptyModels(5)],
      args: ['models', 'list', '--format', format],
      ...shown,
      requests: 1,
    })),
    {
      name: 'page cursors of 900 kB, for ever',
      happens: 'an error at the first',
      does: [
        ({ path }) =>
          answer({ body: `{"data":[{"id":"a"}],"has_more":true,"last_id":"${path.length}${'c'.repeat(900_000)}"}` }),
      ],
      exit: 1,
      stdout: /./,
      memory: MOST,
      stderr: [/cursor is too long/],
    },
    {
      name: 'an error of 30 MB on one line, with status 200',
      happens: 'the error is said, cut',
      does: [plain(() => `{"error":{"message":"${'x'.repeat(30 * MIB)}"}}`)],
      ...refused,
      stderr: [/^openai: [\s\S]{1,9000}$/],
    },
    {
      name: 'a key of 30 MB in place of a list',
      happens: 'an error, cut',
      does: [plain(() => `{"${'k'.repeat(30 * MIB)}":1}`)],
      ...refused,
      stderr: [/^openai: [\s\S]{1,9000}$/],
    },
    {
      name: 'a key of 1 MB among 2,000 others, as a card',
      happens: 'the card, with room for labels of a usual size',
      does: [
        plain(
          () => `{"id":"x","${'k'.repeat(MIB)}":1${Array.from({ length: 2000 }, (_, i) => `,"k${i}":1`).join('')}}`,
        ),
      ],
      args: ['models', 'retrieve', 'x', '--format', 'text'],
      ...shown,
      requests: 1,
    },
    {
      name: 'an id of 1 MB among 2,000 others, as a table',
      happens: 'the table, with room for ids of a usual size',
      does: [
        plain(
          () =>
            `{"data":[{"id":"${'i'.repeat(MIB)}"}${Array.from({ length: 2000 }, (_, i) => `,{"id":"m${i}"}`).join('')}]}`,
        ),
      ],
      args: ['models', 'list', '--format', 'text'],
      ...shown,
      requests: 1,
    },
    ...['pretty', 'text', 'yaml', 'csv', 'json'].map((format) => ({
      name: `a field of a million wide characters, as ${format}`,
      happens: 'is shown',
      does: [plain(() => `{"data":[{"id":"x","n":"${'\u6f22'.repeat(1_000_000)}"}]}`)],
      args: ['models', 'list', '--format', format],
      ...shown,
      requests: 1,
    })),
    {
      name: 'a page of titles that nothing closes',
      happens: 'says that it is a web page',
      does: [coded('gzip', () => gzipSync(`<html>${'<title'.repeat(170_000)}`))],
      ...refused,
      stderr: [/web page/],
    },
    {
      name: 'a 500 with a page of titles that nothing closes',
      happens: 'the status is said',
      does: [coded('gzip', () => gzipSync(`<html>${'<title'.repeat(170_000)}`), 500)],
      args: ['models', 'list', '--max-retries', '0'],
      ...refused,
      stderr: [/500/],
    },
    {
      name: 'an id made for a glob that goes back',
      happens: 'the list is shown',
      does: [plain(() => `{"data":[{"id":"gpt-${'-mini-'.repeat(200_000)}"}]}`)],
      args: ['models', 'list', '--match', 'gpt-*-mini-*-mini-*-mini-*-2024', '--format', 'jsonl'],
      exit: 0,
      stdout: '',
      requests: 1,
      memory: MOST,
    },
    {
      name: 'a model that is not there, near to ids of a million words',
      happens: 'no such model',
      does: [
        answer({ status: 404, body: '{"error":{"message":"no"}}' }),
        plain(() => `{"data":[{"id":"${'gpt '.repeat(1_000_000)}"},{"id":"gpt-4o"}]}`),
      ],
      args: ['models', 'retrieve', 'gpt-4'],
      exit: 5,
      memory: MOST,
      stderr: [/gpt-4o/],
    },
    {
      name: 'white space without end, not packed',
      happens: 'ends with an error',
      does: [pour(head(200), () => endless(' '.repeat(1 << 18)))],
      ...refused,
      stderr: [/too long to fit in memory/],
    },
  ],
};
