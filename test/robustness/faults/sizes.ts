import { head, pour, say } from './acts.ts';
import { endless, models } from './bodies.ts';
import type { FaultGroup } from './fault.ts';

const START = `${head(200)}{"object":"list","data":[`;
const END = ']}';
const SPACE = ' '.repeat(1 << 18);
const LETTERS = 'x'.repeat(1 << 18);
const MODEL = '{"id":"m","owned_by":"acme"},'.repeat(4096);

function* whole(pieces: number): Generator<string> {
  yield* models(pieces);
  yield END;
}

export const SIZES: FaultGroup = {
  title: 'Large and endless answers',
  faults: [
    {
      name: 'a list of 100 MB',
      happens: 'streams through: every model, bounded memory',
      does: [pour(START, () => whole(100))],
      exit: 0,
      requests: 1,
      stdout: { lines: [102_400, 102_400] },
      memory: 400,
    },
    {
      name: 'a list of 20 MB that ends in the middle',
      happens: 'the complete models, then an error',
      does: [pour(START, () => [...models(20), ',{"id":"half'])],
      exit: 7,
      requests: 1,
      stdout: { lines: [20_480, 20_480] },
      stderr: [/is incomplete/],
    },
    {
      name: 'a list of 20 MB that a reset cuts',
      happens: 'the complete models that came, then an error',
      does: [
        pour(`${head(200, { 'content-length': 50 << 20 })}{"object":"list","data":[`, () => [...models(20), ',{"id":']),
      ],
      exit: 7,
      requests: 1,
      // What was received last may be lost with the connection.
      stdout: { lines: [19_000, 20_480] },
      stderr: [/in the middle of the response/],
      // Bun forgets all that it had not handed on.
      standalone: { stdout: { lines: [1000, 20_480] } },
    },
    {
      name: 'a list of 20 MB with garbage behind it',
      happens: 'the models, then an error',
      does: [pour(START, () => [...models(20), ']} garbage'])],
      exit: 1,
      requests: 1,
      stdout: { lines: [20_480, 20_480] },
      stderr: [/invalid at byte/],
    },
    {
      name: 'a list of 4 MB that ends in the middle',
      happens: 'prints nothing of the half answer',
      does: [pour(START, () => [...models(4), ',{"id":"half'])],
      exit: 1,
      requests: 1,
      stderr: [/ends early/],
    },
    {
      name: 'models for ever, into head',
      happens: 'ends quietly when the reader leaves',
      does: [pour(START, () => endless(MODEL))],
      exit: 0,
      requests: 1,
      stdout: /^\{"id":"m"/,
      readerLeaves: true,
      within: 30,
    },
    {
      name: 'white space for ever',
      happens: 'ends with an error, bounded memory',
      does: [pour(head(200), () => endless(SPACE))],
      exit: 1,
      requests: 1,
      within: 30,
      memory: 900,
    },
    {
      name: 'white space for ever after the list',
      happens: 'ends with an error, bounded memory',
      does: [pour(`${head(200)}{"data":[]}`, () => endless(SPACE))],
      exit: 1,
      requests: 1,
      within: 30,
      memory: 900,
    },
    {
      name: 'a string without end',
      happens: 'ends with an error, bounded memory',
      does: [pour(`${START}{"id":"`, () => endless(LETTERS))],
      exit: 1,
      requests: 1,
      within: 30,
      memory: 900,
    },
    {
      name: 'keys without end before the list',
      happens: 'ends with an error, bounded memory',
      does: [pour(`${head(200)}{"a":"b"`, () => endless(',"key":"value"'.repeat(10_000)))],
      exit: 1,
      requests: 1,
      within: 30,
      memory: 1500,
    },
    {
      name: 'brackets without end',
      happens: 'ends with an error, bounded memory',
      does: [pour(head(200), () => endless('['.repeat(1 << 18)))],
      exit: 1,
      requests: 1,
      within: 30,
      memory: 1500,
    },
    {
      name: 'a model without end, on retrieve',
      happens: 'ends with an error, bounded memory',
      does: [pour(`${head(200)}{"id":"`, () => endless(LETTERS))],
      args: ['models', 'retrieve', 'x'],
      exit: 1,
      requests: 1,
      within: 30,
      memory: 1200,
    },
    {
      name: 'headers without end',
      happens: 'ends with an error, bounded memory',
      does: [pour('HTTP/1.1 200 OK\r\n', () => endless(`x-filler: ${'y'.repeat(1000)}\r\n`.repeat(100)))],
      args: ['models', 'list', '--max-retries', '0', '--timeout', '5'],
      exit: 7,
      requests: 1,
      within: 30,
      memory: 900,
    },
    {
      name: 'an error body of 50 MB',
      happens: 'the status is said, without reading it all',
      does: [pour(`${head(400)}{"error":{"message":"`, () => Array.from({ length: 50 }, () => 'z'.repeat(1 << 20)))],
      exit: 1,
      requests: 1,
      stderr: [/400/],
      memory: 400,
    },
    {
      name: 'an error body without end',
      happens: 'the status is said, without reading it all',
      does: [pour(`${head(404)}`, () => endless(LETTERS))],
      exit: 5,
      requests: 1,
      within: 30,
      memory: 400,
    },
    {
      name: 'a 503 with a body without end, then a refusal',
      happens: 'the first body is not read before the next try',
      does: [pour(head(503, { 'retry-after-ms': 1 }), () => endless(LETTERS)), say(head(404, { 'content-length': 0 }))],
      exit: 5,
      requests: 2,
      within: 30,
      memory: 400,
    },
  ],
};
